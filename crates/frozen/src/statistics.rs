//! What a compiled program is made of.

use fvopt_boxes::IndexBox;

/// What was made.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Statistics {
    /// Kernels in the program.
    pub kernels: usize,
    /// The boxes and bytes a point of temporary fields; bit a of the second number
    /// is set where axis a is there; positions are argument numbers.
    pub temporaries: Vec<(IndexBox, u32, usize)>,
}

impl Statistics {
    /// Bytes of temporary fields for a domain.
    pub fn temporary_bytes(&self, domain: [i64; 3], scalars: &[Option<i64>]) -> u64 {
        let positions: Vec<i64> = scalars.iter().map(|value| value.unwrap_or(0)).collect();
        self.temporaries
            .iter()
            .map(|(index_box, axes, bytes)| {
                let part = index_box.evaluate(domain.map(|size| (0, size)), &positions);
                let points = (0..3)
                    .filter(|axis| axes & (1 << axis) != 0)
                    .map(|axis| part.high[axis].saturating_sub(part.low[axis]).max(0) as u64)
                    .fold(1u64, u64::saturating_mul);
                points.saturating_mul(*bytes as u64)
            })
            .fold(0, u64::saturating_add)
    }
}
