//! What a binding must offer, evaluated for the domain and the scalars of a binding.

use fvopt_boxes::{Axis, IndexBox, NumericBox};
use fvopt_passes::stencil_infer_bounds::{REQUIRED, REQUIRED_ENDS};
use mlir_shim::ir::Op;

/// What a binding must offer, in terms of the arguments.
#[derive(Default, Debug)]
pub(crate) struct Required {
    /// A box for every argument.
    boxes: Vec<Option<IndexBox>>,
    /// The ends that boxes refer to after the arguments; see `REQUIRED_ENDS`.
    ends: Vec<IndexBox>,
}

impl Required {
    /// What inferring bounds wrote down on a program.
    pub fn of(function: Op<'_>) -> Self {
        let boxes = |name: &str| {
            let boxes = function.attr(name).and_then(|boxes| boxes.as_array());
            let boxes = boxes.unwrap_or_default();
            boxes.into_iter().map(ir_stencil::boxes::decode)
        };
        Self {
            boxes: boxes(REQUIRED).collect(),
            ends: boxes(REQUIRED_ENDS).flatten().collect(),
        }
    }

    /// For every argument the box that it must offer; scalars have their values as bits.
    pub fn evaluate(&self, domain: [i64; 3], scalars: &[Option<i64>]) -> Vec<Option<NumericBox>> {
        let domain = domain.map(|size| (0, size));
        let mut positions: Vec<i64> = scalars.iter().map(|value| value.unwrap_or(0)).collect();
        for end in &self.ends {
            let place = end.evaluate(domain, &positions);
            let axis = Axis::ALL
                .into_iter()
                .find(|axis| end.range(*axis).is_bounded());
            positions.push(place.low[axis.map_or(0, Axis::index)]);
        }
        let boxes = self.boxes.iter();
        boxes
            .map(|part| Some(part.as_ref()?.evaluate(domain, &positions)))
            .collect()
    }
}
