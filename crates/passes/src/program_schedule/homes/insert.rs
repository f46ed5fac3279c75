//! Homes of the results of inserts: the destination's, or a copy of it.

use super::{Home, Scheduler};
use crate::program_schedule::uses::Positions;
use ir_stencil::ops::Insert;

impl<'c> Scheduler<'c> {
    pub(super) fn insert(&mut self, insert: Insert<'c>, positions: &Positions<'c>) {
        let result = insert.result();
        if let Some(field) = self.mirrored.get(&insert.0) {
            self.contents(result, *field, insert.0, positions);
            return;
        }
        let Some(needed) = self.needed.get(&result).cloned() else {
            self.homes.insert(result, Home::Undefined);
            return;
        };
        let destination = insert.destination();
        let only_here = destination.uses().len() == 1
            && destination.defining_op().and_then(|op| op.block()) == insert.0.block();
        let home = match self.home(destination) {
            Home::Field { field, owned: true } if only_here && self.extend(field, &needed) => field,
            home => {
                let field = self.allocate(insert.0, result, &needed);
                let kept = match insert.components().is_empty() {
                    true => needed.difference(&insert.index_box(), &self.facts),
                    false => Some(needed.clone()),
                };
                if let (Home::Field { .. }, Some(kept)) = (home, kept) {
                    self.copy(insert.0, home, destination, field, &[], &kept);
                    self.remark(
                        insert.0,
                        "the destination is still needed, or is a field of the caller",
                    );
                }
                field
            }
        };
        let inside = needed.intersect(&insert.index_box()).simplify(&self.facts);
        let source = self.home(insert.source());
        self.copy(
            insert.0,
            source,
            insert.source(),
            home,
            &insert.components(),
            &inside,
        );
        self.homes.insert(
            result,
            Home::Field {
                field: home,
                owned: true,
            },
        );
    }
}
