//! Where the states of sweeps are in the end.

use super::{Assigner, Location};
use crate::{
    kernel::{Operation, Region, Shape},
    memory::FieldId,
    values::NodeId,
};
use fvopt_boxes::Axis;
use rustc_hash::FxHashSet as HashSet;

impl Assigner {
    pub(super) fn sweep(&mut self, node: NodeId) {
        let sweep = self.assignment.values.operation(node).clone();
        // Only operations that are themselves not needed anywhere use its results.
        let Some(place) = &sweep.region else {
            for (result, _) in &sweep.results {
                self.locate(*result, Location::Undefined);
            }
            return;
        };
        let mut nodes = vec![node];
        let mut targets: HashSet<FieldId> = HashSet::default();
        for (number, (result, shape)) in sweep.results.iter().enumerate() {
            let direct = self.direct_store(node, *result, |store| {
                self.may_sweep_in(&sweep, number, store, &targets)
            });
            if let Some(store) = direct {
                self.compute_into(*result, store, &mut nodes, &mut targets);
                continue;
            }
            let init = sweep.operands[number];
            let own = place.project(shape.axes);
            let buffer = match self.given_up(init, node) {
                Some(buffer) if self.extend(buffer, &own) => buffer,
                _ => {
                    let is_defined = self.assignment.location(init) != Location::Undefined;
                    if is_defined && self.required(init).is_some() {
                        self.copied(
                            node,
                            "the initial value of a carry is still needed, or is a field of the caller",
                        );
                    }
                    self.allocate(node, *result, *shape, &own)
                }
            };
            targets.insert(buffer);
            self.locate(*result, Location::Buffer(buffer));
        }
        self.unit(nodes);
    }

    /// Whether a sweep may compute a state in the field to which a store puts it.
    fn may_sweep_in(
        &self,
        sweep: &Operation,
        number: usize,
        store: &Operation,
        targets: &HashSet<FieldId>,
    ) -> bool {
        let facts = &self.assignment.values.facts;
        let memory = store.store().expect("a store");
        let (target, root) = (memory.field, memory.part.root);
        let (init, (result, shape)) = (sweep.operands[number], sweep.results[number]);
        let init_location = self.assignment.location(init);
        let is_at_home = match init_location {
            Location::Undefined => true,
            Location::Field(field, _) => {
                // The kernel reads the initial values of all that is kept.
                let kept = sweep.own_region().project(shape.axes);
                let required = self.required(init);
                field == target && required.is_some_and(|region| region.holds(&kept, facts))
            }
            Location::Buffer(_) => false,
        };
        let is_inside = written(sweep, number, &shape)
            .iter()
            .all(|part| store.own_region().holds(part, facts));
        // Reads past the store's box would see the field where the state has its initial value.
        let is_kept_inside =
            init_location != Location::Undefined || self.required(result) == store.region.as_ref();
        let reads_others =
            sweep
                .captured
                .iter()
                .all(|value| match self.assignment.location(*value) {
                    Location::Field(field, _) => self.assignment.values.root(field) != root,
                    _ => true,
                });
        let mut others = sweep.operands.iter().enumerate();
        is_at_home
            && is_inside
            && is_kept_inside
            && reads_others
            && !targets.contains(&root)
            && !others.any(|(other, init)| other != number && self.may_be_in(*init, root))
    }
}

/// The regions on which stages write a state.
fn written(sweep: &Operation, number: usize, shape: &Shape) -> Vec<Region> {
    let mut written = Vec::new();
    for stage in &sweep.body.stages {
        let place = stage.region.with_axis_of(Axis::K, &stage.levels);
        let own = stage.writes.iter().filter(|(state, _)| *state == number);
        written.extend(own.map(|(_, offset)| place.shift([0, 0, *offset]).project(shape.axes)));
    }
    written
}
