//! The host functions that `fvopt run` offers to programs.
//!
//! - `@fvopt_check_finite(fields...)`: status 1 when an element that is read is not finite;
//! - `@fvopt_scale(field, factor, low, high, ...)`: multiplies by the factor; a pair of
//!   positions for i, j and k, in this order, says where, and an axis without one is taken whole;
//! - `@fvopt_fail(status)`: ends the call with the status, to try out what happens then.

use fvopt_boxes::NumericBox;
use fvopt_interpreter::{HostField, HostFunctions as InterpretedHost, Number};
use fvopt_runtime::{HostArray, HostFunctions};

/// The names of the functions.
pub const NAMES: &[&str] = &["fvopt_check_finite", "fvopt_scale", "fvopt_fail"];

/// The functions, for compiled and interpreted runs.
#[derive(Default)]
pub struct Builtin {
    /// Why an interpreted run ended, where a function ended it.
    pub ended: Option<String>,
}

fn points(bounds: NumericBox) -> impl Iterator<Item = [i64; 3]> {
    bounds.points()
}

impl HostFunctions for Builtin {
    fn has(&self, name: &str) -> bool {
        NAMES.contains(&name)
    }

    fn call(&mut self, name: &str, fields: &mut [&mut dyn HostArray], scalars: &[f64]) -> i32 {
        match name {
            "fvopt_check_finite" => {
                let all_finite = fields.iter().all(|field| {
                    (0..field.components()).all(|component| {
                        points(field.bounds()).all(|point| field.get(component, point).is_finite())
                    })
                });
                i32::from(!all_finite)
            }
            "fvopt_scale" => {
                let [factor, ends @ ..] = scalars else {
                    return 2;
                };
                if ends.len() > 6 || ends.len() % 2 != 0 {
                    return 2;
                }
                for field in fields.iter_mut() {
                    let mut part = field.bounds();
                    for (axis, pair) in ends.chunks_exact(2).enumerate() {
                        part.low[axis] = part.low[axis].max(pair[0] as i64);
                        part.high[axis] = part.high[axis].min(pair[1] as i64);
                    }
                    for component in 0..field.components() {
                        for point in points(part) {
                            let value = field.get(component, point);
                            field.set(component, point, value * factor);
                        }
                    }
                }
                0
            }
            "fvopt_fail" => scalars.first().map_or(1, |status| *status as i32),
            _ => -2,
        }
    }
}

/// A field of the interpreter as the functions see it.
struct Interpreted<'a>(&'a mut HostField);

impl HostArray for Interpreted<'_> {
    fn bounds(&self) -> NumericBox {
        self.0.array.bounds()
    }

    fn components(&self) -> usize {
        self.0.array.shape().components()
    }

    fn get(&self, component: usize, point: [i64; 3]) -> f64 {
        self.0
            .array
            .get(component, point)
            .map_or(f64::NAN, Number::to_f64)
    }

    fn set(&mut self, component: usize, point: [i64; 3], value: f64) {
        let value = Number::nearest(self.0.array.shape().element, value);
        self.0.array.set(component, point, value);
    }
}

impl InterpretedHost for Builtin {
    fn call(&mut self, name: &str, fields: &mut [HostField], scalars: &[Number]) -> i32 {
        let mut arrays: Vec<Interpreted> = fields.iter_mut().map(Interpreted).collect();
        let mut views: Vec<&mut dyn HostArray> = arrays
            .iter_mut()
            .map(|array| array as &mut dyn HostArray)
            .collect();
        let scalars: Vec<f64> = scalars.iter().map(|scalar| scalar.to_f64()).collect();
        let status = HostFunctions::call(self, name, &mut views, &scalars);
        if !self.has(name) {
            self.ended = Some(format!("the host has no function @{name}"));
        } else if status != 0 {
            self.ended = Some(format!(
                "the host function @{name} ended the call with status {status}"
            ));
        }
        status
    }
}
