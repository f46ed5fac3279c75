//! Elements in memory, one vector of the element type.

use crate::number::canonical;
use mlir_shim::ir::Scalar;

/// The elements of an array.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)]
pub enum Cells {
    F64(Vec<f64>),
    F32(Vec<f32>),
    /// 0 or 1 each.
    I1(Vec<u8>),
    I8(Vec<i8>),
    I16(Vec<i16>),
    I32(Vec<i32>),
    I64(Vec<i64>),
}

/// A part of a row that may be written.
pub(crate) enum RowMut<'a> {
    F64(&'a mut [f64]),
    F32(&'a mut [f32]),
    I1(&'a mut [u8]),
    I8(&'a mut [i8]),
    I16(&'a mut [i16]),
    I32(&'a mut [i32]),
    I64(&'a mut [i64]),
}

fn zeros<T: Clone + Default>(count: usize) -> Option<Vec<T>> {
    let mut cells = Vec::new();
    cells.try_reserve_exact(count).ok()?;
    cells.resize(count, T::default());
    Some(cells)
}

impl Cells {
    /// Zeros; `None` where there is no memory for them or the type is not one of elements.
    pub(crate) fn zeros(element: Scalar, count: usize) -> Option<Self> {
        Some(match element {
            Scalar::F64 => Self::F64(zeros(count)?),
            Scalar::F32 => Self::F32(zeros(count)?),
            Scalar::I1 => Self::I1(zeros(count)?),
            Scalar::I8 => Self::I8(zeros(count)?),
            Scalar::I16 => Self::I16(zeros(count)?),
            Scalar::I32 => Self::I32(zeros(count)?),
            Scalar::I64 => Self::I64(zeros(count)?),
            Scalar::Index => return None,
        })
    }

    /// The type.
    pub fn element(&self) -> Scalar {
        match self {
            Self::F64(_) => Scalar::F64,
            Self::F32(_) => Scalar::F32,
            Self::I1(_) => Scalar::I1,
            Self::I8(_) => Scalar::I8,
            Self::I16(_) => Scalar::I16,
            Self::I32(_) => Scalar::I32,
            Self::I64(_) => Scalar::I64,
        }
    }

    /// The number of elements.
    pub fn len(&self) -> usize {
        match self {
            Self::F64(cells) => cells.len(),
            Self::F32(cells) => cells.len(),
            Self::I1(cells) => cells.len(),
            Self::I8(cells) => cells.len(),
            Self::I16(cells) => cells.len(),
            Self::I32(cells) => cells.len(),
            Self::I64(cells) => cells.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The elements as bytes, in the order of this machine.
    pub fn to_bytes(&self) -> Vec<u8> {
        macro_rules! bytes {
            ($cells:expr) => {
                $cells.iter().flat_map(|cell| cell.to_ne_bytes()).collect()
            };
        }
        match self {
            Self::F64(cells) => bytes!(cells),
            Self::F32(cells) => bytes!(cells),
            Self::I1(cells) => cells.clone(),
            Self::I8(cells) => bytes!(cells),
            Self::I16(cells) => bytes!(cells),
            Self::I32(cells) => bytes!(cells),
            Self::I64(cells) => bytes!(cells),
        }
    }

    /// Sets the elements from bytes as [`Cells::to_bytes`] gives them.
    pub fn set_bytes(&mut self, bytes: &[u8]) {
        macro_rules! set {
            ($cells:expr, $ty:ty) => {
                for (cell, chunk) in $cells.iter_mut().zip(bytes.chunks_exact(size_of::<$ty>())) {
                    *cell = <$ty>::from_ne_bytes(chunk.try_into().expect("chunks have this size"));
                }
            };
        }
        match self {
            Self::F64(cells) => set!(cells, f64),
            Self::F32(cells) => set!(cells, f32),
            Self::I1(cells) => set!(cells, u8),
            Self::I8(cells) => set!(cells, i8),
            Self::I16(cells) => set!(cells, i16),
            Self::I32(cells) => set!(cells, i32),
            Self::I64(cells) => set!(cells, i64),
        }
    }

    /// One element, as the bits of a register.
    pub(crate) fn get(&self, at: usize) -> u64 {
        match self {
            Self::F64(cells) => cells[at].to_bits(),
            Self::F32(cells) => u64::from(cells[at].to_bits()),
            Self::I1(cells) => u64::from(cells[at] & 1),
            Self::I8(cells) => cells[at] as u64,
            Self::I16(cells) => cells[at] as u64,
            Self::I32(cells) => cells[at] as u64,
            Self::I64(cells) => cells[at] as u64,
        }
    }

    /// Sets one element.
    pub(crate) fn set(&mut self, at: usize, bits: u64) {
        self.row_mut(at, 1).write(&[bits]);
    }

    /// Copies elements in a row into the bits of registers.
    pub(crate) fn read(&self, at: usize, to: &mut [u64]) {
        fn copy<T: Copy>(from: &[T], to: &mut [u64], bits: impl Fn(T) -> u64) {
            for (to, from) in to.iter_mut().zip(from) {
                *to = bits(*from);
            }
        }
        let range = at..at + to.len();
        match self {
            Self::F64(cells) => copy(&cells[range], to, f64::to_bits),
            Self::F32(cells) => copy(&cells[range], to, |value| u64::from(value.to_bits())),
            Self::I1(cells) => copy(&cells[range], to, |value| u64::from(value & 1)),
            Self::I8(cells) => copy(&cells[range], to, |value| value as u64),
            Self::I16(cells) => copy(&cells[range], to, |value| value as u64),
            Self::I32(cells) => copy(&cells[range], to, |value| value as u64),
            Self::I64(cells) => copy(&cells[range], to, |value| value as u64),
        }
    }

    /// A part of a row.
    pub(crate) fn row_mut(&mut self, at: usize, length: usize) -> RowMut<'_> {
        let range = at..at + length;
        match self {
            Self::F64(cells) => RowMut::F64(&mut cells[range]),
            Self::F32(cells) => RowMut::F32(&mut cells[range]),
            Self::I1(cells) => RowMut::I1(&mut cells[range]),
            Self::I8(cells) => RowMut::I8(&mut cells[range]),
            Self::I16(cells) => RowMut::I16(&mut cells[range]),
            Self::I32(cells) => RowMut::I32(&mut cells[range]),
            Self::I64(cells) => RowMut::I64(&mut cells[range]),
        }
    }

    /// All rows of a length, which divides the number of elements.
    pub(crate) fn rows_mut(&mut self, length: usize) -> Vec<RowMut<'_>> {
        let length = length.max(1);
        match self {
            Self::F64(cells) => cells.chunks_mut(length).map(RowMut::F64).collect(),
            Self::F32(cells) => cells.chunks_mut(length).map(RowMut::F32).collect(),
            Self::I1(cells) => cells.chunks_mut(length).map(RowMut::I1).collect(),
            Self::I8(cells) => cells.chunks_mut(length).map(RowMut::I8).collect(),
            Self::I16(cells) => cells.chunks_mut(length).map(RowMut::I16).collect(),
            Self::I32(cells) => cells.chunks_mut(length).map(RowMut::I32).collect(),
            Self::I64(cells) => cells.chunks_mut(length).map(RowMut::I64).collect(),
        }
    }
}

impl RowMut<'_> {
    /// Writes the bits of registers from the row's start.
    pub(crate) fn write(&mut self, from: &[u64]) {
        self.write_at(0, from);
    }

    /// Writes the bits of registers from a place in the row.
    pub(crate) fn write_at(&mut self, at: usize, from: &[u64]) {
        fn copy<T>(to: &mut [T], from: &[u64], value: impl Fn(u64) -> T) {
            for (to, from) in to.iter_mut().zip(from) {
                *to = value(*from);
            }
        }
        let range = at..at + from.len();
        match self {
            Self::F64(row) => copy(&mut row[range], from, f64::from_bits),
            Self::F32(row) => copy(&mut row[range], from, |bits| f32::from_bits(bits as u32)),
            Self::I1(row) => copy(&mut row[range], from, |bits| {
                canonical(Scalar::I1, bits) as u8
            }),
            Self::I8(row) => copy(&mut row[range], from, |bits| bits as i8),
            Self::I16(row) => copy(&mut row[range], from, |bits| bits as i16),
            Self::I32(row) => copy(&mut row[range], from, |bits| bits as i32),
            Self::I64(row) => copy(&mut row[range], from, |bits| bits as i64),
        }
    }
}
