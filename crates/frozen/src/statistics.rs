//! What a compiled program is made of.

use fvopt_boxes::{Axes, IndexBox};

/// What was made.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Statistics {
    /// Kernels in the program.
    pub kernels: usize,
    /// The boxes, the axes and the bytes a point of temporary fields; positions are argument numbers.
    pub temporaries: Vec<(IndexBox, Axes, usize)>,
}

impl Statistics {
    /// Bytes of temporary fields for a domain.
    pub fn temporary_bytes(&self, domain: [i64; 3], scalars: &[Option<i64>]) -> u64 {
        let positions: Vec<i64> = scalars.iter().map(|value| value.unwrap_or(0)).collect();
        self.temporaries
            .iter()
            .map(|(index_box, axes, bytes)| {
                let part = index_box.evaluate(domain.map(|size| (0, size)), &positions);
                let points = axes
                    .numbers()
                    .map(|axis| part.high[axis].saturating_sub(part.low[axis]).max(0) as u64)
                    .fold(1u64, u64::saturating_mul);
                points.saturating_mul(*bytes as u64)
            })
            .fold(0, u64::saturating_add)
    }
}
