//! Buffer assignment: where every temp is between kernels.
//!
//! What a field holds is read there, as long as nothing writes the field before the last use of the temp; a
//! result that is stored is read where it is stored when nothing in between would notice; everything else has
//! a buffer, which comes into being only where a temp crosses from one kernel to another. The contents of a
//! field that is written too early are copied to a buffer, and [`Assignment::copies`] tells why.
//!
//! An operation and the stores that it computes into directly are a [`Unit`]: what [`crate::partition`] puts
//! into kernels.

mod apply;
mod contents;
mod direct;
mod insert;
mod store;
mod sweep;

use crate::{
    kernel::{Operation, OperationId, Region, Shape, ValueId},
    memory::FieldId,
    values::{Index, NodeId, Point, Step, Values},
};
use rustc_hash::FxHashMap as HashMap;
use std::cell::Cell;

/// Where a temp is between kernels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Location {
    /// In a field of the program, from this step of its block on, as long as it is used.
    Field(FieldId, Point),
    /// In a buffer of its own.
    Buffer(FieldId),
    /// Nowhere: nothing was written.
    Undefined,
}

/// Memory for temps that cross from one kernel to another.
#[derive(Clone, Debug)]
pub struct Buffer {
    /// The temp whose type it has.
    pub value: ValueId,
    /// What it consists of.
    pub shape: Shape,
    /// What it holds.
    pub region: Region,
    /// Whether it is allocated at the start of the program; otherwise where its region is known.
    pub is_at_start: bool,
    /// A place at which its region is known.
    at: Point,
}

/// Operations that stay together.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The operation, then the stores of its results.
    pub nodes: Vec<NodeId>,
    /// The operation of the program in whose place it stands.
    pub site: OperationId,
}

/// What a block consists of.
#[derive(Clone, Debug)]
pub enum Item {
    /// What becomes a kernel, or a part of one.
    Unit(Unit),
    /// What no kernel passes: a step of the block.
    Barrier(usize),
}

/// Where the temps of a program are, and the units that compute them.
#[derive(Debug)]
pub struct Assignment {
    /// The program; stores between views of one field take a copy.
    pub values: Values,
    /// Look-ups over it.
    pub index: Index,
    /// Where each temp is between kernels.
    pub locations: HashMap<ValueId, Location>,
    /// Results that are computed into a field directly, with the store.
    pub direct: HashMap<ValueId, NodeId>,
    /// Inserts that repeat as values what a store does in memory, with that store.
    pub mirrored: HashMap<NodeId, NodeId>,
    /// The buffers; their numbers as fields follow those of the program's fields.
    pub buffers: Vec<Buffer>,
    /// The blocks of the program.
    pub blocks: Vec<Vec<Item>>,
    /// The operations that touch an allocation of the program, by its number, where only operations over temps do.
    pub touching: HashMap<FieldId, Vec<NodeId>>,
    /// The copies that could not be avoided: the operation that asks for one, and why.
    pub copies: Vec<(OperationId, &'static str)>,
}

/// Assigns the buffers of one program.
struct Assigner {
    assignment: Assignment,
    /// How many steps searches may still look at.
    looks: Cell<usize>,
    /// The units of the block at hand.
    items: Vec<Item>,
}

/// Assigns a place between kernels to every temp.
pub fn assign(values: Values) -> Assignment {
    let index = Index::of(&values);
    let steps: usize = values.blocks.iter().map(|block| block.steps.len()).sum();
    let mut assigner = Assigner {
        assignment: Assignment {
            values,
            index,
            locations: HashMap::default(),
            direct: HashMap::default(),
            mirrored: HashMap::default(),
            buffers: Vec::new(),
            blocks: Vec::new(),
            touching: HashMap::default(),
            copies: Vec::new(),
        },
        looks: Cell::new(steps.saturating_mul(direct::LOOKS)),
        items: Vec::new(),
    };
    // Outer blocks first: where a temp of theirs is must be known before its inner uses are looked at.
    for block in 0..assigner.assignment.values.blocks.len() {
        assigner.block(block);
        let items = std::mem::take(&mut assigner.items);
        assigner.assignment.blocks.push(items);
    }
    assigner.assignment.note_touching();
    assigner.assignment
}

impl Assignment {
    /// Whether memory is a buffer, or an allocation of the program that only operations over temps touch.
    pub fn is_private(&self, root: FieldId) -> bool {
        self.buffer(root).is_some() || self.touching.contains_key(&root)
    }

    /// Whether others than kernels touch a field: host functions, exchanges, reductions, views.
    pub fn is_seen_elsewhere(&self, field: FieldId) -> bool {
        let known = self.values.fields.get(field.0 as usize);
        known.is_some_and(|field| field.is_seen_elsewhere)
    }

    fn note_touching(&mut self) {
        for (number, field) in self.values.fields.iter().enumerate() {
            if field.is_allocation && !field.is_used_elsewhere {
                self.touching.insert(FieldId(number as u32), Vec::new());
            }
        }
        for (number, node) in self.values.nodes.iter().enumerate() {
            let node = (NodeId(number as u32), &node.operation);
            for field in self.touched(node) {
                if let Some(touching) = self.touching.get_mut(&field) {
                    touching.push(node.0);
                }
            }
        }
    }

    /// The fields of the program that an operation stores to, or in which temps are that it reads.
    fn touched(&self, (node, operation): (NodeId, &Operation)) -> Vec<FieldId> {
        let is_copied = operation
            .results
            .iter()
            .any(|(value, _)| matches!(self.locations.get(value), Some(Location::Buffer(_))));
        if let Some(store) = self.mirrored.get(&node) {
            // It reads for those only who read it.
            let written = self.values.operation(*store).store();
            let field = written.map(|memory| memory.field).filter(|_| is_copied);
            return field.into_iter().collect();
        }
        let located =
            operation
                .inputs()
                .filter_map(|(value, _)| match self.locations.get(&value) {
                    Some(Location::Field(field, _)) => Some(*field),
                    _ => None,
                });
        let own = operation
            .memory()
            .filter(|_| operation.is_store() || is_copied);
        let mut all: Vec<FieldId> = located.chain(own.map(|memory| memory.field)).collect();
        all.dedup();
        all
    }

    /// What a temp consists of.
    pub fn shape(&self, value: ValueId) -> Shape {
        let definition = self.index.definition(value);
        let results = &self.values.operation(definition).results;
        let own = results.iter().find(|(result, _)| *result == value);
        own.expect("its own result").1
    }

    /// Where a temp is between kernels.
    pub fn location(&self, value: ValueId) -> Location {
        *self
            .locations
            .get(&value)
            .expect("a temp has a place before it is used")
    }

    /// The buffer that a field is; `None` for a field of the program.
    pub fn buffer(&self, field: FieldId) -> Option<&Buffer> {
        let number = (field.0 as usize).checked_sub(self.values.fields.len())?;
        self.buffers.get(number)
    }

    /// The memory that owns a field or buffer.
    pub fn root(&self, field: FieldId) -> FieldId {
        match self.buffer(field) {
            Some(_) => field,
            None => self.values.root(field),
        }
    }
}

impl Assigner {
    fn block(&mut self, block: usize) {
        let count = self.assignment.values.blocks[block].steps.len();
        for number in 0..count {
            if let Step::Operation(node) = self.assignment.values.blocks[block].steps[number]
                && let Some(store) = self.mirrored_store(node)
            {
                self.assignment.mirrored.insert(node, store);
            }
        }
        for number in 0..count {
            match self.assignment.values.blocks[block].steps[number] {
                Step::Operation(node) => self.operation(node),
                Step::Neutral => {}
                Step::Kernel(_) | Step::Barrier { .. } => self.items.push(Item::Barrier(number)),
            }
        }
    }

    fn operation(&mut self, node: NodeId) {
        use crate::kernel::Kind;
        let operation = self.assignment.values.operation(node);
        match &operation.kind {
            Kind::Load(memory) => {
                let (value, field) = (operation.results[0].0, memory.field);
                self.contents(value, field, node);
            }
            Kind::Undefined => {
                let value = operation.results[0].0;
                self.locate(value, Location::Undefined);
            }
            Kind::Apply => self.apply(node),
            Kind::Sweep => self.sweep(node),
            Kind::Insert { .. } => self.insert(node),
            Kind::Store(_) => self.store(node),
        }
    }

    fn locate(&mut self, value: ValueId, location: Location) {
        self.assignment.locations.insert(value, location);
    }

    /// Adds a unit in the place of its first operation.
    fn unit(&mut self, nodes: Vec<NodeId>) {
        let site = self.assignment.values.operation(nodes[0]).origin;
        self.items.push(Item::Unit(Unit { nodes, site }));
    }

    /// Notes a copy and why it is made.
    fn copied(&mut self, node: NodeId, reason: &'static str) {
        let operation = self.assignment.values.operation(node).origin;
        self.assignment.copies.push((operation, reason));
    }

    /// The region on which a temp is required.
    fn required(&self, value: ValueId) -> Option<&Region> {
        self.assignment.values.required.get(&value)
    }

    /// A buffer for a temp on a region: from the start of the program on where the region is known there.
    fn allocate(&mut self, node: NodeId, value: ValueId, shape: Shape, region: &Region) -> FieldId {
        let values = &self.assignment.values;
        let region = region.project(shape.axes).simplify(&values.facts);
        let start = Point { block: 0, step: 0 };
        let is_at_start = values.has_box(&region, start);
        let at = match is_at_start {
            true => start,
            false => values.point(node),
        };
        let number = values.fields.len() + self.assignment.buffers.len();
        self.assignment.buffers.push(Buffer {
            value,
            shape,
            region,
            is_at_start,
            at,
        });
        FieldId(number as u32)
    }

    /// Lets a buffer hold a larger region; false when its ends are not known where it is allocated.
    fn extend(&mut self, field: FieldId, region: &Region) -> bool {
        let values = &self.assignment.values;
        let number = field.0 as usize - values.fields.len();
        let buffer = &self.assignment.buffers[number];
        let all = buffer
            .region
            .hull(&region.project(buffer.shape.axes))
            .simplify(&values.facts);
        if !values.has_box(&all, buffer.at) {
            return false;
        }
        self.assignment.buffers[number].region = all;
        true
    }

    /// The buffer of a temp that only one operation uses, in the block in which the temp is defined: that
    /// operation may write its result over it.
    fn given_up(&self, value: ValueId, node: NodeId) -> Option<FieldId> {
        let Location::Buffer(buffer) = self.assignment.location(value) else {
            return None;
        };
        let index = &self.assignment.index;
        let block = |node: NodeId| self.assignment.values.point(node).block;
        let only_here =
            index.users(value).len() == 1 && block(index.definition(value)) == block(node);
        only_here.then_some(buffer)
    }

    /// Whether a temp may be in the memory of a field; of one that has no location yet it may.
    fn may_be_in(&self, value: ValueId, root: FieldId) -> bool {
        match self.assignment.locations.get(&value) {
            Some(Location::Field(field, _) | Location::Buffer(field)) => {
                self.assignment.root(*field) == root
            }
            Some(Location::Undefined) => false,
            None => {
                let definition = self.assignment.index.definition(value);
                let operation = self.assignment.values.operation(definition);
                match operation.load() {
                    Some(memory) => memory.part.root == root,
                    None => !operation.is_apply() && !operation.is_sweep(),
                }
            }
        }
    }
}
