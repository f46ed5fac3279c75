//! Memory of field arguments.

use crate::{Error, FieldShape};
use fvopt_boxes::NumericBox;
use fvopt_lowering::abi::Dimension;
use mlir_shim::engine::Buffer;
use std::rc::Rc;

/// A field's memory: a buffer, and which coordinates it holds. Cloning shares
/// the memory; passing two clones to a program passes one field twice.
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
    pub fn zeros(shape: &FieldShape, bounds: NumericBox) -> Result<Self, Error> {
        let mut bounds = bounds;
        for axis in 0..3 {
            if !shape.has_axis(axis) {
                (bounds.low[axis], bounds.high[axis]) = (0, 1);
            }
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
        // What a dimension takes of the next slower one.
        let mut extents = sizes.clone();
        let mut offset = 0;
        if let (Some(Dimension::Axis(axis)), true) = (shape.dimensions.last(), sizes.len() > 1) {
            let row = extents.last_mut().expect("a last dimension");
            (offset, *row) = padded_row(*row, bounds.low[*axis], shape.element.bytes());
        }
        let mut strides = vec![1usize; sizes.len()];
        for position in (1..sizes.len()).rev() {
            strides[position - 1] = strides[position]
                .checked_mul(extents[position].max(1))
                .ok_or_else(too_large)?;
        }
        let elements = extents
            .iter()
            .try_fold(1usize, |product, size| product.checked_mul(*size))
            .and_then(|elements| elements.checked_add(offset))
            .and_then(|elements| elements.checked_mul(shape.element.bytes()))
            .filter(|bytes| *bytes < isize::MAX as usize)
            .ok_or_else(too_large)?;
        let buffer = Buffer::new(elements).map_err(|error| Error::Bind(error.to_string()))?;
        Ok(Self {
            buffer: Rc::new(buffer),
            shape: shape.clone(),
            offset,
            sizes,
            strides,
            bounds,
        })
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

    /// Fills it with elements in the order of its dimensions (slowest first), as bytes.
    pub fn write_bytes(&self, bytes: &[u8]) {
        let element = self.shape.element.bytes();
        assert_eq!(
            bytes.len(),
            self.elements() * element,
            "a value for every element"
        );
        let row = self.sizes.last().map_or(1, |size| *size) * element;
        for (start, from) in self.rows().zip(bytes.chunks_exact(row.max(1))) {
            self.buffer.write(start * element, from);
        }
    }

    /// All elements in the order of its dimensions (slowest first), as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let element = self.shape.element.bytes();
        let row = self.sizes.last().map_or(1, |size| *size) * element;
        let mut bytes = Vec::with_capacity(self.elements() * element);
        for start in self.rows() {
            self.buffer.read(start * element, row, &mut bytes);
        }
        bytes
    }

    /// Where in the buffer each row of the fastest dimension starts, in elements.
    fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        let outer = self.sizes.len().saturating_sub(1);
        let count = match self.elements() {
            0 => 0,
            _ => self.sizes[..outer].iter().product(),
        };
        (0..count).map(move |number| {
            let mut rest = number;
            let mut start = self.offset;
            for position in (0..outer).rev() {
                start += rest % self.sizes[position] * self.strides[position];
                rest /= self.sizes[position];
            }
            start
        })
    }

    /// Whether both are exactly the same elements.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.buffer, &other.buffer)
            && self.offset == other.offset
            && self.sizes == other.sizes
            && self.strides == other.strides
            && self.bounds == other.bounds
    }

    /// Whether the two share elements.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        // Two windows of one buffer have its strides, so the boxes decide.
        Rc::ptr_eq(&self.buffer, &other.buffer) && !self.bounds.intersect(&other.bounds).is_empty()
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

/// Where a row starts in its memory, and how many elements that is: coordinate 0
/// lies at the start of a cache line, and rows are whole lines, so that vectors
/// and stores past the caches cross none. A row shorter than a line is left as
/// it is: so memory at most doubles.
fn padded_row(size: usize, low: i64, element_bytes: usize) -> (usize, usize) {
    let line = Buffer::ALIGNMENT / element_bytes.max(1);
    if size < line {
        return (0, size);
    }
    let start = low.rem_euclid(line as i64) as usize;
    match size
        .checked_add(start)
        .and_then(|end| end.checked_next_multiple_of(line))
    {
        Some(padded) => (start, padded),
        None => (0, size),
    }
}
