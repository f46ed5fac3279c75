//! What fields hold: read in the field itself, or in a copy where the field is written too early.

use super::{Assigner, Location, Point};
use crate::{
    kernel::{Kind, Region, ValueId},
    memory::FieldId,
    values::{NodeId, Step, hull_of_reads},
};

/// How many pairs of a use and a write are compared for one temp. A limit keeps the whole linear.
const MOST_LOOKS: usize = 256;

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
        let written = Point { step: writer, ..at };
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
        let at = self.assignment.values.point(node);
        let is_overwritten = self.is_overwritten(value, field, at);
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

    /// Whether something writes what a field holds at a place before the last use of it as a temp.
    fn is_overwritten(&self, value: ValueId, field: FieldId, at: Point) -> bool {
        let (values, index) = (&self.assignment.values, &self.assignment.index);
        let root = values.root(field);
        let mut looks = MOST_LOOKS;
        for user in index.users(value) {
            if self.assignment.mirrored.contains_key(user) {
                continue;
            }
            let Some(last) = values.step_in(at.block, values.point(*user)) else {
                continue;
            };
            let read = self.region_read(*user, value);
            let writes = index.writes_between(root, at, last);
            for write in writes {
                // A kernel reads before it writes; a store of the value itself does, too.
                if *write == last && self.is_store(at.block, *write) {
                    continue;
                }
                looks -= 1;
                let beside = read
                    .as_ref()
                    .filter(|_| looks > 0)
                    .is_some_and(|read| self.is_written_beside(field, read, at.block, *write));
                if !beside {
                    return true;
                }
            }
        }
        false
    }

    /// The region on which an operation reads a temp through its accesses; `None` where it takes the temp as an
    /// operand, or stands in an inner block, which may run again.
    fn region_read(&self, user: NodeId, value: ValueId) -> Option<Region> {
        let values = &self.assignment.values;
        let definition = values.point(self.assignment.index.definition(value));
        let operation = values.operation(user);
        if operation.operands.contains(&value)
            || values.point(user).block != definition.block
            || operation.region.is_none()
        {
            return None;
        }
        let shape = self.assignment.shape(value);
        let reads = operation.accesses().filter(|(_, read)| *read == value);
        reads
            .map(|(access, _)| values.read_region(operation, access, shape.axes))
            .reduce(|all, part| hull_of_reads(Some(all), part, &values.facts))
    }

    /// Whether a step writes a field on a box that shares no point with a region of it.
    fn is_written_beside(&self, field: FieldId, read: &Region, block: usize, step: usize) -> bool {
        let values = &self.assignment.values;
        let Step::Operation(node) = &values.blocks[block].steps[step] else {
            return false;
        };
        let store = values.operation(*node);
        let is_same = store.store().is_some_and(|memory| memory.field == field);
        is_same && read.is_apart(store.own_region(), &values.facts)
    }

    fn is_store(&self, block: usize, step: usize) -> bool {
        let values = &self.assignment.values;
        match &values.blocks[block].steps[step] {
            Step::Operation(node) => values.operation(*node).is_store(),
            _ => false,
        }
    }
}
