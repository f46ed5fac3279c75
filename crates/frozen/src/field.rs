//! Memory of field arguments.

use crate::{Error, FieldShape, abi::Dimension, rows::Rows};
use fvopt_boxes::{NUMBER_LIMIT, NumericBox};
use fvopt_native::Buffer;
use std::rc::Rc;

/// A field's memory: a buffer, and which coordinates it holds. Cloning shares
/// the memory; passing two clones to a program passes one field twice. It stays with the
/// thread that made it, so that nobody reads what a call on another thread writes.
#[derive(Clone, Debug)]
pub struct FieldMemory {
    buffer: Rc<Buffer>,
    shape: FieldShape,
    /// Elements from the start of the buffer to the first of this field.
    offset: usize,
    /// Sizes and strides of the dimensions, slowest first.
    sizes: Vec<usize>,
    strides: Vec<usize>,
    bounds: NumericBox,
}

impl FieldMemory {
    /// Zeroed memory for the coordinates of a box (on the axes that the field has).
    ///
    /// Coordinate 0 of every row, along the axis with stride 1, starts at a cache
    /// line, where rows are at least as long as one.
    pub fn zeros(shape: &FieldShape, bounds: NumericBox) -> Result<Self, Error> {
        if !shape.is_consistent() {
            return Err(Error::Bind(format!(
                "a {shape} cannot have the dimensions {}: these are to be its axes and its data dimensions, each once",
                shape.dimension_names()
            )));
        }
        let mut bounds = bounds;
        for axis in 0..3 {
            if !shape.has_axis(axis) {
                (bounds.low[axis], bounds.high[axis]) = (0, 1);
            }
        }
        let is_far = |end: &i64| !(-NUMBER_LIMIT..=NUMBER_LIMIT).contains(end);
        if let Some(end) = bounds.low.iter().chain(&bounds.high).copied().find(is_far) {
            return Err(Error::Bind(format!(
                "a {shape} cannot reach to the coordinate {end}: coordinates of fields lie between {} and {NUMBER_LIMIT}",
                -NUMBER_LIMIT
            )));
        }
        let mut sizes = Vec::new();
        for dimension in &shape.dimensions {
            sizes.push(match dimension {
                Dimension::Data(number) => shape.data[*number] as usize,
                Dimension::Axis(axis) => {
                    usize::try_from(bounds.high[*axis].saturating_sub(bounds.low[*axis]))
                        .unwrap_or(0)
                }
            });
        }
        let too_large = || {
            Error::Bind(format!(
                "a {shape} of sizes {sizes:?} is too large to allocate"
            ))
        };
        let Rows { lead, strides, all } =
            Rows::new(shape, &sizes, &bounds).ok_or_else(too_large)?;
        let bytes = all
            .checked_mul(shape.element.bytes())
            .filter(|bytes| *bytes < isize::MAX as usize)
            .ok_or_else(too_large)?;
        let buffer = Buffer::new(bytes).map_err(|source| Error::Memory {
            what: format!("a {shape} of sizes {sizes:?} cannot be allocated"),
            source,
        })?;
        Ok(Self {
            buffer: Rc::new(buffer),
            shape: shape.clone(),
            offset: lead,
            sizes,
            strides,
            bounds,
        })
    }

    /// A field whose first element is where the buffer starts.
    pub(crate) fn of_buffer(
        buffer: Buffer,
        shape: FieldShape,
        sizes: Vec<usize>,
        strides: Vec<usize>,
        bounds: NumericBox,
    ) -> Self {
        Self {
            buffer: Rc::new(buffer),
            shape,
            offset: 0,
            sizes,
            strides,
            bounds,
        }
    }

    /// A part of this field as a field of its own, in the same memory.
    pub fn window(&self, bounds: NumericBox) -> Result<Self, Error> {
        let mut window = self.clone();
        for (position, dimension) in self.shape.dimensions.iter().enumerate() {
            let Dimension::Axis(axis) = *dimension else {
                continue;
            };
            let (low, high) = (bounds.low[axis], bounds.high[axis]);
            if low < self.bounds.low[axis] || high > self.bounds.high[axis] || low > high {
                return Err(Error::Bind(format!(
                    "the window {low} to {high} on axis {} is not in the field's {} to {}",
                    ["i", "j", "k"][axis],
                    self.bounds.low[axis],
                    self.bounds.high[axis]
                )));
            }
            window.offset += (low - self.bounds.low[axis]) as usize * self.strides[position];
            window.sizes[position] = (high - low) as usize;
            window.bounds.low[axis] = low;
            window.bounds.high[axis] = high;
        }
        Ok(window)
    }

    /// The shape.
    pub fn shape(&self) -> &FieldShape {
        &self.shape
    }

    /// The coordinates that it holds; 0 to 1 on axes that it lacks.
    pub fn bounds(&self) -> NumericBox {
        self.bounds
    }

    /// The number of elements.
    pub fn elements(&self) -> usize {
        self.sizes.iter().product()
    }

    /// The address of the first component at a point; nothing outside of the bounds.
    pub fn address(&self, point: [i64; 3]) -> Option<usize> {
        if !self.bounds.contains_point(point) {
            return None;
        }
        let mut element = self.offset;
        for (dimension, stride) in self.shape.dimensions.iter().zip(&self.strides) {
            if let Dimension::Axis(axis) = *dimension {
                element += (point[axis] - self.bounds.low[axis]) as usize * stride;
            }
        }
        Some(self.buffer.address() as usize + element * self.shape.element.bytes())
    }

    /// Fills it with elements, the dimension that is slowest in memory first and
    /// nothing in between, as bytes. There must be as many as the field has.
    pub fn write_bytes(&self, bytes: &[u8]) -> Result<(), Error> {
        let whole = self.elements() * self.shape.element.bytes();
        if bytes.len() != whole {
            return Err(Error::Bind(format!(
                "{} bytes are given for a {} of sizes {:?}, which has {whole}",
                bytes.len(),
                self.shape,
                self.sizes
            )));
        }
        let row = self.row_bytes();
        if row > 0 {
            for (start, values) in self.row_starts().zip(bytes.chunks_exact(row)) {
                self.buffer.write(start, values);
            }
        }
        Ok(())
    }

    /// All elements in the order of [`Self::write_bytes`], as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let row = self.row_bytes();
        let mut bytes = vec![0; self.elements() * self.shape.element.bytes()];
        if row > 0 {
            for (start, values) in self.row_starts().zip(bytes.chunks_exact_mut(row)) {
                self.buffer.read(start, values);
            }
        }
        bytes
    }

    /// The bytes of a row: of the elements along the dimension with stride 1.
    fn row_bytes(&self) -> usize {
        self.sizes.last().copied().unwrap_or(1) * self.shape.element.bytes()
    }

    /// Where the rows start, in bytes from the start of the buffer, in memory order.
    fn row_starts(&self) -> impl Iterator<Item = usize> {
        let outer = self.sizes.len().saturating_sub(1);
        let (sizes, strides) = (&self.sizes[..outer], &self.strides[..outer]);
        let rows: usize = sizes.iter().product();
        (0..rows).map(move |mut row| {
            let mut element = self.offset;
            for (size, stride) in sizes.iter().zip(strides).rev() {
                element += row % size * stride;
                row /= size;
            }
            element * self.shape.element.bytes()
        })
    }

    /// Whether both are exactly the same elements.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.buffer.address() == other.buffer.address()
            && self.offset == other.offset
            && self.sizes == other.sizes
            && self.strides == other.strides
            && self.bounds == other.bounds
    }

    /// Whether the two share elements.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        if Rc::ptr_eq(&self.buffer, &other.buffer) {
            // Two windows of one buffer have its strides, so the boxes decide.
            return !self.bounds.intersect(&other.bounds).is_empty();
        }
        // Memory of the caller's may be that of another field, of which nothing else is known.
        let range = |field: &Self| {
            let start = field.buffer.address() as usize;
            (start, start + field.buffer.bytes())
        };
        let ((start, end), (other_start, other_end)) = (range(self), range(other));
        start < other_end && other_start < end
    }

    /// The words of the memory ABI.
    pub(crate) fn words(&self) -> Vec<u64> {
        let address = self.buffer.address() as u64;
        let mut words = vec![address, address, self.offset as u64];
        words.extend(self.sizes.iter().map(|size| *size as u64));
        words.extend(self.strides.iter().map(|stride| *stride as u64));
        for axis in 0..3 {
            if self.shape.has_axis(axis) {
                words.push((-self.bounds.low[axis]) as u64);
            }
        }
        words
    }
}
