//! The host function that random programs call.

use fvopt_boxes::NumericBox;
use fvopt_runtime::{HostArray, HostFunctions};

/// The host function `@mix(field, low i, high i, low j, ...)`: changes the field on a box.
pub struct Mix;

impl HostFunctions for Mix {
    fn has(&self, name: &str) -> bool {
        name == "mix"
    }

    fn call(&mut self, _name: &str, fields: &mut [&mut dyn HostArray], scalars: &[f64]) -> i32 {
        for field in fields.iter_mut() {
            let bounds = field.bounds();
            let place = NumericBox::new(
                [scalars[0] as i64, scalars[2] as i64, scalars[4] as i64],
                [scalars[1] as i64, scalars[3] as i64, scalars[5] as i64],
            );
            for component in 0..field.components() {
                for point in bounds.points() {
                    // Only axes that the field has more than one point of, or all of.
                    let inside = (0..3).all(|axis| {
                        (bounds.low[axis] == 0 && bounds.high[axis] == 1 && !place.is_empty())
                            || (place.low[axis]..place.high[axis]).contains(&point[axis])
                    });
                    if inside {
                        let value = field.get(component, point);
                        field.set(component, point, value * 0.75 + 0.125);
                    }
                }
            }
        }
        0
    }
}
