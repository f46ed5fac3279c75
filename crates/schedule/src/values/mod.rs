//! A flattened program in value form: operations over temps, in blocks of control flow.
//!
//! Temps are values: a load gives what a field holds where it stands, and what stands behind a store in the
//! same block takes the stored value, or an insert of it, instead of loading it. Where a temp lives between
//! kernels is decided later ([`crate::buffers`]), and so is which operations share a kernel
//! ([`crate::partition`]).

mod index;

pub use index::Index;

use crate::{
    kernel::{Access, Dynamic, Kernel, Memory, Operation, PositionId, Region, Shape, ValueId},
    memory::{FieldId, MemoryPart},
    program::Fresh,
};
use fvopt_boxes::{Axes, Axis, DomainFacts};
use rustc_hash::FxHashMap as HashMap;

/// A program in value form.
#[derive(Clone, Debug)]
pub struct Values {
    /// The operations, block by block in their order; a [`NodeId`] is a place in this list.
    pub nodes: Vec<Node>,
    /// Its blocks of control flow, outer ones first.
    pub blocks: Vec<Block>,
    /// The region on which each temp is required; a temp that is not listed is not required anywhere.
    pub required: HashMap<ValueId, Region>,
    /// Its fields; a [`FieldId`] is a place in this list.
    pub fields: Vec<Field>,
    /// Fields that change places, by their roots.
    pub swaps: Vec<[FieldId; 2]>,
    /// Where each position is known, by its number.
    pub positions: Vec<Point>,
    /// What is known of the domain.
    pub facts: DomainFacts,
    /// The first numbers that no temp and no operation has.
    pub fresh: Fresh,
}

/// The number of an operation of a program in value form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u32);

/// An operation and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it does.
    pub operation: Operation,
    /// Its block, and its place there.
    pub point: Point,
    /// The first step of its block at which all scalars and fields are known that it uses.
    pub known: usize,
}

/// A place in a program: before a step of a block.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Point {
    /// The block.
    pub block: usize,
    /// The step; the number of steps at the end of the block.
    pub step: usize,
}

/// A block of control flow.
#[derive(Clone, Debug)]
pub struct Block {
    /// The step that it belongs to; none for the body of the program.
    pub parent: Option<Point>,
    /// What stands in it.
    pub steps: Vec<Step>,
}

/// What stands in a block.
#[derive(Clone, Debug)]
pub enum Step {
    /// An operation over temps.
    Operation(NodeId),
    /// What touches no contents of fields.
    Neutral,
    /// A pre-scheduled kernel.
    Kernel(Box<Kernel>),
    /// What else touches fields, with all that it contains: control flow, host functions.
    Barrier {
        /// The fields that it may read, by their roots.
        reads: Vec<FieldId>,
        /// The fields that it may write, by their roots.
        writes: Vec<FieldId>,
    },
}

/// A field of a program.
#[derive(Clone, Debug)]
pub struct Field {
    /// The memory that it is.
    pub part: MemoryPart,
    /// What it consists of.
    pub shape: Shape,
    /// From where on it is known.
    pub known: Point,
    /// Whether it is an allocation of the program.
    pub is_allocation: bool,
    /// Whether something else than loads and stores of the value form uses it.
    pub is_used_elsewhere: bool,
    /// Whether something else than kernels and swaps uses it: host functions, exchanges, reductions, views.
    pub is_seen_elsewhere: bool,
}

impl Values {
    /// The operation of a number.
    pub fn operation(&self, node: NodeId) -> &Operation {
        &self.nodes[node.0 as usize].operation
    }

    /// Where an operation stands.
    pub fn point(&self, node: NodeId) -> Point {
        self.nodes[node.0 as usize].point
    }

    /// Whether something that is known from one place on is known at another.
    pub fn is_known(&self, from: Point, at: Point) -> bool {
        self.step_in(from.block, at)
            .is_some_and(|step| from.step <= step)
    }

    /// The step of a block that is or holds a place; `None` where the place is not in it.
    pub fn step_in(&self, block: usize, mut at: Point) -> Option<usize> {
        while at.block != block {
            at = self.blocks[at.block].parent?;
        }
        Some(at.step)
    }

    /// Whether all positions of a box are known at a place.
    pub fn has_box(&self, region: &Region, at: Point) -> bool {
        let known = |position: &PositionId| self.positions[position.0 as usize];
        region
            .positions
            .iter()
            .all(|position| self.is_known(known(position), at))
    }

    /// Its pre-scheduled kernels.
    pub fn fixed(&self) -> impl Iterator<Item = &Kernel> {
        let steps = self.blocks.iter().flat_map(|block| &block.steps);
        steps.filter_map(|step| match step {
            Step::Kernel(kernel) => Some(&**kernel),
            _ => None,
        })
    }

    /// All of a field.
    pub fn whole(&self, field: FieldId) -> Memory {
        let Field { part, shape, .. } = &self.fields[field.0 as usize];
        Memory {
            field,
            part: part.clone(),
            shape: *shape,
            value: *shape,
            components: Vec::new(),
            is_nontemporal: false,
            prefetch: None,
        }
    }

    /// The memory that owns a field.
    pub fn root(&self, field: FieldId) -> FieldId {
        self.fields[field.0 as usize].part.root
    }

    /// The places at which an operation that computes on a region reads a temp through an access.
    pub fn read_region(&self, operation: &Operation, access: &Access, axes: Axes) -> Region {
        let at = match access.stage {
            Some(stage) => {
                let stage = &operation.body.stages[stage];
                stage.region.with_axis_of(Axis::K, &stage.levels)
            }
            None => operation.own_region().clone(),
        };
        read_region(access, &at).project(axes)
    }
}

/// What an access in a body computed on a region reads of its temp.
fn read_region(access: &Access, at: &Region) -> Region {
    let shifted = at.shift(access.offset);
    match (access.dynamic, &access.levels) {
        (Some(Dynamic::Relative(low, high)), _) => shifted.read_around_levels(low, high),
        (_, Some(levels)) => shifted.read_among_levels(levels),
        _ => shifted,
    }
}

/// The hull of what was read so far and another part. An empty part counts for nothing: a hull would reach to
/// where it lies.
pub fn hull_of_reads(known: Option<Region>, part: Region, facts: &DomainFacts) -> Region {
    match known {
        Some(known) if part.is_empty(facts) => known,
        Some(known) if !known.is_empty(facts) => known.hull(&part).simplify(facts),
        _ => part.simplify(facts),
    }
}
