//! How far arrays are apart.

use crate::{array::Array, cells::Cells};

/// How far two arrays are apart.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub struct Difference {
    /// The largest absolute difference; infinite where only one is a NaN.
    pub absolute: f64,
    /// The largest distance in units in the last place (integers: the difference).
    pub ulp: u64,
    /// Elements that differ. Any NaN equals any NaN; -0 and 0 differ.
    pub count: usize,
    /// The first that differs, in memory order.
    pub first: Option<usize>,
}

impl Difference {
    fn add(&mut self, number: usize, left: f64, right: f64, ulp: u64) {
        self.count += 1;
        self.first.get_or_insert(number);
        let distance = (left - right).abs();
        self.absolute = self.absolute.max(if distance.is_nan() {
            f64::INFINITY
        } else {
            distance
        });
        self.ulp = self.ulp.max(ulp);
    }
}

/// Bits as integers whose order and distance are those of the floats.
fn ordered64(value: f64) -> i64 {
    let bits = value.to_bits() as i64;
    if bits < 0 { i64::MIN - bits } else { bits }
}

fn ordered32(value: f32) -> i64 {
    let bits = value.to_bits() as i32;
    i64::from(if bits < 0 { i32::MIN - bits } else { bits })
}

/// Compares two arrays of one shape, whole allocations, where `defined` (all where `None`).
pub fn difference(left: &Array, right: &Array, defined: Option<&[bool]>) -> Difference {
    let mut result = Difference::default();
    let is_defined = |number: usize| defined.is_none_or(|defined| defined[number]);
    macro_rules! floats {
        ($left:expr, $right:expr, $ordered:ident) => {
            for (number, (a, b)) in $left.iter().zip($right).enumerate() {
                let same = a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
                if !same && is_defined(number) {
                    let ulp = $ordered(*a).abs_diff($ordered(*b));
                    // Zeros of both signs are one apart, so that they are seen.
                    result.add(number, f64::from(*a), f64::from(*b), ulp.max(1));
                }
            }
        };
    }
    macro_rules! integers {
        ($left:expr, $right:expr) => {
            for (number, (a, b)) in $left.iter().zip($right).enumerate() {
                if a != b && is_defined(number) {
                    let (a, b) = (*a as i128, *b as i128);
                    result.add(number, a as f64, b as f64, (a - b).unsigned_abs() as u64);
                }
            }
        };
    }
    match (left.cells(), right.cells()) {
        (Cells::F64(left), Cells::F64(right)) => floats!(left, right, ordered64),
        (Cells::F32(left), Cells::F32(right)) => floats!(left, right, ordered32),
        (Cells::I1(left), Cells::I1(right)) => integers!(left, right),
        (Cells::I8(left), Cells::I8(right)) => integers!(left, right),
        (Cells::I16(left), Cells::I16(right)) => integers!(left, right),
        (Cells::I32(left), Cells::I32(right)) => integers!(left, right),
        (Cells::I64(left), Cells::I64(right)) => integers!(left, right),
        _ => {
            result = Difference {
                absolute: f64::INFINITY,
                ulp: u64::MAX,
                count: left.cells().len(),
                first: Some(0),
            };
        }
    }
    result
}
