//! What a binding must offer, evaluated for the domain and the scalars of a binding.

use fvopt_boxes::{Axis, IndexBox, NumericBox};

/// What a binding must offer, in terms of the arguments.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Required {
    /// A box for every argument.
    pub boxes: Vec<Option<IndexBox>>,
    /// The ends that boxes refer to after the arguments; see the attribute
    /// `program.required_ends` of the program dialect.
    pub ends: Vec<IndexBox>,
}

impl Required {
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
