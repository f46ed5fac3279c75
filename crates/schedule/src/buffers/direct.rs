//! Results that are computed into the field that they are stored to.

use super::Assigner;
use crate::{
    kernel::{Operation, ValueId},
    memory::FieldId,
    values::{NodeId, Point, Step},
};

/// How many steps the searches for stores that results can go into directly look at, for each step of the
/// program: together, so that one result may be stored far behind the others. A limit keeps the whole linear;
/// flattening puts most stores next to their sources.
pub(super) const LOOKS: usize = 64;

impl Assigner {
    /// A store that follows an operation closely and takes a result of it whole, so that the result can be
    /// computed into the field itself.
    pub(super) fn direct_store(
        &self,
        node: NodeId,
        result: ValueId,
        fits: impl Fn(&Operation) -> bool,
    ) -> Option<NodeId> {
        let (values, index) = (&self.assignment.values, &self.assignment.index);
        let own = values.point(node);
        let users = index.users(result).iter().copied();
        let stores = users.filter(|user| {
            let operation = values.operation(*user);
            let is_whole = |operation: &Operation| {
                operation
                    .store()
                    .is_some_and(|memory| memory.components.is_empty())
            };
            values.point(*user).block == own.block && is_whole(operation)
        });
        let store = stores.min_by_key(|store| values.point(*store).step)?;
        let operation = values.operation(store);
        let target = self.field_of(store);
        let at = values.point(store);
        let known = values.fields[target.0 as usize].known;
        if !fits(operation) || !values.is_known(known, own) {
            return None;
        }
        let left = self.looks.get().checked_sub(at.step - own.step)?;
        self.looks.set(left);
        let root = values.root(target);
        let noticed = (own.step + 1..at.step).any(|step| {
            let step = Point { step, ..own };
            self.notices(step, root, result, at)
        });
        if noticed {
            return None;
        }
        // Temps that are in the field and used after the operation up to the store were seen above. The result
        // itself must not be needed after the field is written again.
        let skip = |user: NodeId| user == store || self.assignment.mirrored.contains_key(&user);
        let last = index.last_use(values, result, own.block, skip);
        match (last, index.write_after(root, at)) {
            (Some(last), Some(write)) if write <= last => None,
            _ => Some(store),
        }
    }

    /// Whether a step reads or writes the memory that is written earlier than the program says: before the step
    /// instead of at `at`.
    fn notices(&self, step: Point, root: FieldId, result: ValueId, at: Point) -> bool {
        let values = &self.assignment.values;
        match &values.blocks[step.block].steps[step.step] {
            Step::Neutral => false,
            Step::Kernel(kernel) => {
                let mut operations = kernel.operations.iter();
                operations.any(|operation| {
                    operation
                        .memory()
                        .is_some_and(|memory| memory.part.root == root)
                })
            }
            Step::Barrier { reads, writes } => {
                reads.contains(&root)
                    || writes.contains(&root)
                    || self.is_used_inside(step, root, result)
            }
            Step::Operation(node) => {
                let operation = values.operation(*node);
                let touches = match operation.memory() {
                    Some(memory) if memory.part.root == root => {
                        operation.is_store() || !self.is_used_up_to(operation, at)
                    }
                    _ => false,
                };
                let mut inputs = operation.inputs();
                touches
                    || !self.assignment.mirrored.contains_key(node)
                        && inputs.any(|(value, _)| value != result && self.may_be_in(value, root))
            }
        }
    }

    /// Whether what a load gives is used up to a place only, but for inserts that repeat a store: its old
    /// contents would have to be copied behind, where the field holds the new ones already.
    fn is_used_up_to(&self, load: &Operation, at: Point) -> bool {
        let is_mirrored = |user: NodeId| self.assignment.mirrored.contains_key(&user);
        let value = load.results[0].0;
        let index = &self.assignment.index;
        let last = index.last_use(&self.assignment.values, value, at.block, is_mirrored);
        last.is_none_or(|last| last <= at.step)
    }

    /// Whether an operation inside of a step uses a temp that may be in memory.
    fn is_used_inside(&self, step: Point, root: FieldId, result: ValueId) -> bool {
        let values = &self.assignment.values;
        self.assignment
            .index
            .blocks_in(values, step)
            .into_iter()
            .any(|block| {
                values.blocks[block].steps.iter().any(|inner| match inner {
                    Step::Operation(node) => values
                        .operation(*node)
                        .inputs()
                        .any(|(value, _)| value != result && self.may_be_in(value, root)),
                    _ => false,
                })
            })
    }
}
