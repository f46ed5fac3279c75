//! What fields hold: read in the field itself, or in a copy where the field is written too early.

use super::{Assigner, Location};
use crate::{
    kernel::{Kind, ValueId},
    memory::FieldId,
    values::{NodeId, Step},
};

impl Assigner {
    /// The store that an insert repeats as a value: the insert's destination is what the field holds before that
    /// store, its source and box are the store's, and nothing wrote the field since.
    pub(super) fn mirrored_store(&self, node: NodeId) -> Option<NodeId> {
        let (values, index) = (&self.assignment.values, &self.assignment.index);
        let insert = values.operation(node);
        let Kind::Insert { components } = &insert.kind else {
            return None;
        };
        let definition = index.definition(insert.destination());
        let field = match values.operation(definition).load() {
            Some(memory) => memory.field,
            None => self.field_of(*self.assignment.mirrored.get(&definition)?),
        };
        let (at, defined) = (values.point(node), values.point(definition));
        if defined.block != at.block {
            return None;
        }
        let root = values.root(field);
        let writer = index.write_before(root, at)?;
        let Step::Operation(store) = values.blocks[at.block].steps[writer] else {
            return None;
        };
        let operation = values.operation(store);
        let memory = operation.store()?;
        let written = super::Point { step: writer, ..at };
        let before = index.write_before(root, written);
        let repeats = memory.field == field
            && operation.source() == insert.source()
            && memory.components == *components
            && operation.region == insert.region;
        let is_next = defined.step < writer && before.is_none_or(|before| before <= defined.step);
        (repeats && is_next).then_some(store)
    }

    /// The field that a store writes.
    pub(super) fn field_of(&self, store: NodeId) -> FieldId {
        let operation = self.assignment.values.operation(store);
        operation.store().expect("a store").field
    }

    /// Locates a temp that is what a field holds behind an operation: the field, when it is not written before
    /// the last use; else a copy.
    pub(super) fn contents(&mut self, value: ValueId, field: FieldId, node: NodeId) {
        let (values, index) = (&self.assignment.values, &self.assignment.index);
        let at = values.point(node);
        let is_mirrored = |user: NodeId| self.assignment.mirrored.contains_key(&user);
        let last = index.last_use(values, value, at.block, is_mirrored);
        let is_overwritten = match (last, index.write_after(values.root(field), at)) {
            (Some(last), Some(write)) => {
                // A kernel reads before it writes; a store of the value itself does, too.
                write < last || (write == last && !self.is_store(at.block, write))
            }
            _ => false,
        };
        let Some(part) = self.required(value).filter(|_| is_overwritten).cloned() else {
            self.locate(value, Location::Field(field, at));
            return;
        };
        let shape = self.assignment.values.operation(node).results[0].1;
        let copy = self.allocate(node, value, shape, &part);
        self.copied(
            node,
            "the field is written while its old contents are still needed",
        );
        self.locate(value, Location::Buffer(copy));
        self.unit(vec![node]);
    }

    fn is_store(&self, block: usize, step: usize) -> bool {
        let values = &self.assignment.values;
        match &values.blocks[block].steps[step] {
            Step::Operation(node) => values.operation(*node).is_store(),
            _ => false,
        }
    }
}
