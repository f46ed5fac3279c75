//! What a compiled program is made of.

use crate::signature::FieldShape;
use fvopt_boxes::{Axes, IndexBox, PlacedBox};
use ir_program::ops::Alloc;
use mlir_shim::ir::Op;

/// What was made.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Statistics {
    /// Kernels in the program.
    pub kernels: usize,
    /// The boxes and bytes a point of temporary fields; positions are argument numbers.
    temporaries: Vec<(IndexBox, Axes, usize)>,
}

/// Of a program in kernel form.
pub(crate) fn statistics(function: Op<'_>) -> Statistics {
    let entry = function.body();
    let temporaries = function
        .collect(Alloc::NAME)
        .into_iter()
        .filter_map(|alloc| {
            let shape = FieldShape::of(alloc.result(0).ty())?;
            let PlacedBox {
                index_box,
                positions,
            } = Alloc(alloc).index_box().0;
            // A size that is computed while running is counted as the domain's.
            let known = positions.iter().all(|value| value.owner_block() == entry);
            let index_box = match known {
                true => {
                    index_box.map_positions(&|number| positions[number as usize].number() as u32)
                }
                false => IndexBox::domain(),
            };
            Some((
                index_box,
                shape.axes,
                shape.components() * shape.element.bytes(),
            ))
        })
        .collect();
    Statistics {
        kernels: function.collect("stencil.kernel").len(),
        temporaries,
    }
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
                    .filter(|axis| axes.has_number(*axis))
                    .map(|axis| part.high[axis].saturating_sub(part.low[axis]).max(0) as u64)
                    .fold(1u64, u64::saturating_mul);
                points.saturating_mul(*bytes as u64)
            })
            .fold(0, u64::saturating_add)
    }
}
