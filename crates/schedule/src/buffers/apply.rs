//! Where the results of applies are.

use super::{Assigner, Location};
use crate::{
    kernel::{Operation, Region, ValueId},
    memory::FieldId,
    values::NodeId,
};
use rustc_hash::FxHashSet as HashSet;

impl Assigner {
    pub(super) fn apply(&mut self, node: NodeId) {
        let apply = self.assignment.values.operation(node).clone();
        let place = apply.own_region();
        let mut nodes = vec![node];
        let mut targets: HashSet<FieldId> = HashSet::default();
        for (result, shape) in &apply.results {
            let is_used = !self.assignment.index.users(*result).is_empty();
            if !is_used && self.required(*result).is_none() {
                continue;
            }
            let direct = self.direct_store(node, *result, |store| {
                let memory = store.store().expect("a store");
                store.region.as_ref() == Some(place)
                    && !targets.contains(&memory.part.root)
                    && self.may_store_to_what_it_reads(&apply, memory.field)
            });
            match direct {
                Some(store) => self.compute_into(*result, store, &mut nodes, &mut targets),
                None => {
                    let buffer = self.allocate(node, *result, *shape, place);
                    self.locate(*result, Location::Buffer(buffer));
                }
            }
        }
        self.unit(nodes);
    }

    /// Lets an operation compute a result into the field of a store.
    pub(super) fn compute_into(
        &mut self,
        result: ValueId,
        store: NodeId,
        nodes: &mut Vec<NodeId>,
        targets: &mut HashSet<FieldId>,
    ) {
        let field = self.field_of(store);
        targets.insert(self.assignment.values.root(field));
        nodes.push(store);
        self.assignment.direct.insert(result, store);
        let at = self.assignment.values.point(store);
        self.locate(result, Location::Field(field, at));
    }

    /// Whether an apply that stores to a field directly reads it, if at all, at the point itself or, altogether,
    /// on a box that shares no point with the one it stores to.
    fn may_store_to_what_it_reads(&self, apply: &Operation, target: FieldId) -> bool {
        let values = &self.assignment.values;
        let root = values.root(target);
        let mut aside: HashSet<ValueId> = HashSet::default();
        for (access, value) in apply.accesses() {
            match self.assignment.location(value) {
                Location::Field(field, _) if values.root(field) == root => {
                    if field != target {
                        return false;
                    }
                    if access.dynamic.is_some() || access.offset != [0; 3] {
                        aside.insert(value);
                    }
                }
                _ => {}
            }
        }
        // A kernel loads a temp once: the hull of all that is read of it has to lie apart.
        let axes = values.fields[target.0 as usize].shape.axes;
        aside.into_iter().all(|value| {
            let reads = apply.accesses().filter(|(_, read)| *read == value);
            reads
                .map(|(access, _)| values.read_region(apply, access, axes))
                .reduce(|all: Region, part| all.hull(&part))
                .is_none_or(|all| all.is_apart(apply.own_region(), &values.facts))
        })
    }
}
