//! What the caller's fields hold at the end.

use super::{Emitter, cluster::is_empty, component::indices};
use fvopt_boxes::{Answer, Axis, DomainFacts, IndexBox, Range, less_or_equal};
use ir_stencil::{
    boxes::SsaBox,
    build::{self as stencil, Built},
};
use mlir_shim::ir::Value;

impl Emitter<'_, '_> {
    /// Stores each of the caller's fields where it was written, and nowhere else.
    pub(super) fn stores(&mut self) -> Built<()> {
        for slot in 0..self.state.count() {
            let variable = &self.tree.variables[self.state.variable(slot)];
            let (Some(parameter), Some(value)) = (variable.parameter, self.state.initial[slot])
            else {
                continue;
            };
            let numbers = indices(&variable.data, self.state.component(slot));
            let places = self.merged(&self.state.written[slot]);
            if places.is_empty() {
                continue;
            }
            let numbers: Vec<Value> = numbers
                .iter()
                .map(|number| self.builder.index(*number))
                .collect();
            for place in places {
                let field = self.arguments[parameter];
                let place = SsaBox::from(place);
                stencil::store(&self.builder, value, field, &numbers, &place)?;
            }
        }
        Ok(())
    }

    /// The boxes without those that others hold; those that are one above the other become one.
    fn merged(&self, places: &[IndexBox]) -> Vec<IndexBox> {
        let mut facts = DomainFacts::default();
        facts.0[2] = self.tree.levels;
        let mut merged: Vec<IndexBox> = Vec::new();
        for place in places {
            if is_empty(place, &self.tree.levels) {
                continue;
            }
            let mut place = place.clone();
            // Few boxes are left at any time: as many as there are separate parts.
            while let Some(other) = merged
                .iter()
                .position(|other| self.union(other, &place, &facts).is_some())
            {
                let other = merged.remove(other);
                place = self.union(&other, &place, &facts).unwrap_or(place);
            }
            merged.push(place);
        }
        merged
    }

    /// The box of two boxes that are one without gaps.
    fn union(&self, left: &IndexBox, right: &IndexBox, facts: &DomainFacts) -> Option<IndexBox> {
        if left.contains(right, facts) == Answer::Yes {
            return Some(left.clone());
        }
        if right.contains(left, facts) == Answer::Yes {
            return Some(right.clone());
        }
        let same = |axis| left.range(axis) == right.range(axis);
        if !(same(Axis::I) && same(Axis::J)) {
            return None;
        }
        let (low, high) = (left.range(Axis::K), right.range(Axis::K));
        let touch = |first: &Range, second: &Range| {
            less_or_equal(&second.low, &first.high, &facts.0[2]) == Answer::Yes
        };
        (touch(low, high) && touch(high, low)).then(|| left.hull(right).simplify(facts))
    }
}
