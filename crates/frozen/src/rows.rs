//! Where the elements of a field lie in memory that fvopt allocates.

use crate::{FieldShape, abi};
use fvopt_boxes::NumericBox;

/// Distances between the elements of a field, in elements.
pub struct Rows {
    /// From the start of the memory, a cache line, to the first element.
    pub lead: usize,
    /// Of the dimensions, slowest first.
    pub strides: Vec<usize>,
    /// All that must be allocated.
    pub all: usize,
}

impl Rows {
    /// For sizes of the dimensions, slowest first; nothing where they are too large.
    ///
    /// Rows along an axis are padded to whole cache lines, and each starts so that
    /// coordinate 0 is the first element of a line: the domain starts there, and so
    /// its vectors lie across no lines and can be stored past the caches. Rows that
    /// are shorter than a line hold no such vector and stay as they are; the others
    /// become less than twice as long, which so bounds what padding costs.
    pub fn new(shape: &FieldShape, sizes: &[usize], bounds: &NumericBox) -> Option<Self> {
        let line = abi::LINE_BYTES as usize / shape.element.bytes();
        let (mut lead, mut row) = (0, sizes.last().copied().unwrap_or(1).max(1));
        if let Some(abi::Dimension::Axis(axis)) = shape.dimensions.last()
            && row >= line
        {
            lead = bounds.low[*axis].rem_euclid(line as i64) as usize;
            row = row.checked_next_multiple_of(line)?;
        }
        let mut strides = vec![1; sizes.len()];
        let mut all = row;
        for position in (1..sizes.len()).rev() {
            strides[position - 1] = all;
            all = all.checked_mul(sizes[position - 1].max(1))?;
        }
        all = all.checked_add(lead)?;
        Some(Self { lead, strides, all })
    }
}
