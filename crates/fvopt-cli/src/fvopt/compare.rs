//! Arrays compared, filled, and carried to and from compiled programs.

use fvopt_interpreter::{Array, Cells};

/// How far two arrays are apart.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub struct Difference {
    /// The largest absolute difference; infinite where only one is a NaN.
    pub absolute: f64,
    /// The largest distance in units in the last place (integers: the difference).
    pub ulp: u64,
    /// Elements that differ. Any NaN equals any NaN; -0 and 0 differ.
    pub count: usize,
}

impl Difference {
    fn add(&mut self, left: f64, right: f64, ulp: u64) {
        self.count += 1;
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
    macro_rules! integers {
        ($left:expr, $right:expr) => {
            for (number, (a, b)) in $left.iter().zip($right).enumerate() {
                if a != b && is_defined(number) {
                    let (a, b) = (*a as i128, *b as i128);
                    result.add(a as f64, b as f64, (a - b).unsigned_abs() as u64);
                }
            }
        };
    }
    match (left.cells(), right.cells()) {
        (Cells::F64(left), Cells::F64(right)) => {
            for (number, (a, b)) in left.iter().zip(right).enumerate() {
                let same = a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
                if !same && is_defined(number) {
                    let ulp = ordered64(*a).abs_diff(ordered64(*b));
                    // Zeros of both signs are one apart, so that they are seen.
                    result.add(*a, *b, ulp.max(1));
                }
            }
        }
        (Cells::F32(left), Cells::F32(right)) => {
            for (number, (a, b)) in left.iter().zip(right).enumerate() {
                let same = a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
                if !same && is_defined(number) {
                    let ulp = ordered32(*a).abs_diff(ordered32(*b));
                    result.add(f64::from(*a), f64::from(*b), ulp.max(1));
                }
            }
        }
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
            };
        }
    }
    result
}

/// Sets every element, in memory order, to given bits.
pub fn fill(array: &mut Array, mut bits: impl FnMut() -> u64) {
    match array.cells_mut() {
        Cells::F64(cells) => cells
            .iter_mut()
            .for_each(|cell| *cell = f64::from_bits(bits())),
        Cells::F32(cells) => cells
            .iter_mut()
            .for_each(|cell| *cell = f32::from_bits(bits() as u32)),
        Cells::I1(cells) => cells.iter_mut().for_each(|cell| *cell = (bits() & 1) as u8),
        Cells::I8(cells) => cells.iter_mut().for_each(|cell| *cell = bits() as i8),
        Cells::I16(cells) => cells.iter_mut().for_each(|cell| *cell = bits() as i16),
        Cells::I32(cells) => cells.iter_mut().for_each(|cell| *cell = bits() as i32),
        Cells::I64(cells) => cells.iter_mut().for_each(|cell| *cell = bits() as i64),
    }
}

/// The elements in memory order, as bytes.
pub fn to_bytes(array: &Array) -> Vec<u8> {
    match array.cells() {
        Cells::F64(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
        Cells::F32(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
        Cells::I1(cells) => cells.clone(),
        Cells::I8(cells) => cells.iter().map(|cell| *cell as u8).collect(),
        Cells::I16(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
        Cells::I32(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
        Cells::I64(cells) => cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect(),
    }
}

/// Sets the elements from bytes in memory order.
pub fn from_bytes(array: &mut Array, bytes: &[u8]) {
    macro_rules! set {
        ($cells:expr, $ty:ty) => {
            for (cell, chunk) in $cells.iter_mut().zip(bytes.chunks_exact(size_of::<$ty>())) {
                *cell = <$ty>::from_ne_bytes(chunk.try_into().expect("chunks have this size"));
            }
        };
    }
    match array.cells_mut() {
        Cells::F64(cells) => set!(cells, f64),
        Cells::F32(cells) => set!(cells, f32),
        Cells::I1(cells) => set!(cells, u8),
        Cells::I8(cells) => set!(cells, i8),
        Cells::I16(cells) => set!(cells, i16),
        Cells::I32(cells) => set!(cells, i32),
        Cells::I64(cells) => set!(cells, i64),
    }
}
