//! The host functions that `fvopt run` offers to programs.
//!
//! - `@fvopt_check_finite(fields...)`: status 1 when an element that is read is not finite;
//! - `@fvopt_scale(field, factor, low, high, ...)`: multiplies by the factor; a pair of
//!   positions for i, j and k, in this order, says where, and an axis without one is taken whole;
//! - `@fvopt_fail(status)`: ends the call with the status, to try out what happens then.

use fvopt_runtime::{HostArray, HostFunctions};

/// The names of the functions.
pub const NAMES: &[&str] = &["fvopt_check_finite", "fvopt_scale", "fvopt_fail"];

/// The functions, for compiled and interpreted runs.
pub struct Builtin;

impl HostFunctions for Builtin {
    fn has(&self, name: &str) -> bool {
        NAMES.contains(&name)
    }

    fn call(&mut self, name: &str, fields: &mut [&mut dyn HostArray], scalars: &[f64]) -> i32 {
        match name {
            "fvopt_check_finite" => {
                let all_finite = fields.iter().all(|field| {
                    (0..field.components()).all(|component| {
                        field
                            .bounds()
                            .points()
                            .all(|point| field.get(component, point).is_finite())
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
                        for point in part.points() {
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
