//! Where the temps of a program are defined and used, and where its fields are written.

use super::{NodeId, Point, Step, Values};
use crate::{kernel::ValueId, memory::FieldId};
use rustc_hash::FxHashMap as HashMap;

/// Look-ups over a program in value form.
#[derive(Debug)]
pub struct Index {
    definitions: HashMap<ValueId, NodeId>,
    users: HashMap<ValueId, Vec<NodeId>>,
    /// For every block and every root the steps that write it, ascending.
    writes: Vec<HashMap<FieldId, Vec<usize>>>,
    /// The blocks that belong to a step.
    inner: HashMap<Point, Vec<usize>>,
}

impl Index {
    /// That of a program.
    pub fn of(values: &Values) -> Self {
        let mut index = Self {
            definitions: HashMap::default(),
            users: HashMap::default(),
            writes: Vec::new(),
            inner: HashMap::default(),
        };
        for (number, node) in values.nodes.iter().enumerate() {
            let number = NodeId(number as u32);
            for (value, _) in &node.operation.results {
                index.definitions.insert(*value, number);
            }
            for (value, _) in node.operation.inputs() {
                index.users.entry(value).or_default().push(number);
            }
        }
        for (number, block) in values.blocks.iter().enumerate() {
            if let Some(parent) = block.parent {
                index.inner.entry(parent).or_default().push(number);
            }
            let mut writes: HashMap<FieldId, Vec<usize>> = HashMap::default();
            for (number, step) in block.steps.iter().enumerate() {
                let mut note = |root: FieldId| {
                    let steps = writes.entry(root).or_default();
                    if steps.last() != Some(&number) {
                        steps.push(number);
                    }
                };
                match step {
                    Step::Operation(node) => {
                        if let Some(memory) = values.operation(*node).store() {
                            note(memory.part.root);
                        }
                    }
                    Step::Neutral => {}
                    Step::Kernel(kernel) => {
                        let stores = kernel.stores();
                        stores.for_each(|(_, memory)| note(memory.part.root));
                    }
                    Step::Barrier { writes, .. } => writes.iter().copied().for_each(note),
                }
            }
            index.writes.push(writes);
        }
        index
    }

    /// The operation that defines a temp.
    pub fn definition(&self, value: ValueId) -> NodeId {
        self.definitions[&value]
    }

    /// Notes that a store takes a copy, which was made for it.
    pub fn copied(&mut self, copy: NodeId, value: ValueId, store: NodeId) {
        self.definitions.insert(value, copy);
        self.users.insert(value, vec![store]);
    }

    /// The operations that use a temp: once for each operand and each access.
    pub fn users(&self, value: ValueId) -> &[NodeId] {
        self.users.get(&value).map_or(&[], Vec::as_slice)
    }

    /// The blocks that belong to a step, in order.
    pub fn blocks_of(&self, step: Point) -> Vec<usize> {
        self.inner.get(&step).cloned().unwrap_or_default()
    }

    /// The blocks that belong to a step, and those within them.
    pub fn blocks_in(&self, values: &Values, step: Point) -> Vec<usize> {
        let own = |step: Point| self.inner.get(&step).into_iter().flatten().copied();
        let mut found: Vec<usize> = own(step).collect();
        let mut next = 0;
        while let Some(block) = found.get(next).copied() {
            next += 1;
            for step in 0..values.blocks[block].steps.len() {
                found.extend(own(Point { block, step }));
            }
        }
        found
    }

    /// The first step of the place's block behind it that writes memory.
    pub fn write_after(&self, root: FieldId, at: Point) -> Option<usize> {
        let steps = self.writes[at.block].get(&root)?;
        let next = steps.partition_point(|step| *step <= at.step);
        steps.get(next).copied()
    }

    /// The steps of the place's block behind it that write memory, up to another step.
    pub fn writes_between(&self, root: FieldId, at: Point, last: usize) -> &[usize] {
        let steps = self.writes[at.block]
            .get(&root)
            .map_or(&[][..], Vec::as_slice);
        let low = steps.partition_point(|step| *step <= at.step);
        let high = steps.partition_point(|step| *step <= last);
        &steps[low..high.max(low)]
    }

    /// The last step of the place's block before it that writes memory.
    pub fn write_before(&self, root: FieldId, at: Point) -> Option<usize> {
        let steps = self.writes[at.block].get(&root)?;
        let next = steps.partition_point(|step| *step < at.step);
        next.checked_sub(1).map(|last| steps[last])
    }

    /// The last step of a block in which one of the users of a temp stands that are not skipped.
    pub fn last_use(
        &self,
        values: &Values,
        value: ValueId,
        block: usize,
        skip: impl Fn(NodeId) -> bool,
    ) -> Option<usize> {
        let users = self.users(value).iter().filter(|user| !skip(**user));
        users
            .filter_map(|user| values.step_in(block, values.point(*user)))
            .max()
    }
}
