//! One kernel of several operations of a program in value form.
//!
//! What a cluster reads from outside is loaded: from the field or buffer in which it is between kernels. What
//! it computes for others is stored there; what only its own operations read stays a value. The contents of a
//! field behind a store of the cluster are an insert of what is stored into what the field held before.

mod emit;
mod order;
mod reads;
mod stores;

use crate::{
    buffers::{Assignment, Location},
    kernel::{Kernel, Operation, Region, ValueId},
    memory::FieldId,
    partition::remove,
    schedule::Schedule,
    values::NodeId,
};
use emit::Emitter;
use reads::Reads;
use rustc_hash::FxHashSet as HashSet;

/// Operations of one block, in an order in which none stands before what it reads.
pub struct Cluster<'a> {
    assignment: &'a Assignment,
    nodes: &'a [NodeId],
    own: HashSet<NodeId>,
}

/// The kernel that does what operations of a block do, each of which stands behind what it reads; `None` where
/// they may not be one kernel. Constraints beyond what is loaded and stored are left to be checked, and storage
/// levels to be chosen.
pub fn kernel(assignment: &Assignment, nodes: &[NodeId]) -> Option<Kernel> {
    let cluster = Cluster {
        assignment,
        nodes,
        own: nodes.iter().copied().collect(),
    };
    let reads = Reads::of(&cluster)?;
    let operations = Emitter::run(&cluster, &reads)?;
    let mut kernel = Kernel {
        schedule: schedule(&operations),
        operations,
        facts: assignment.values.facts,
    };
    remove::unused(&mut kernel);
    Some(kernel)
}

/// The schedule of a kernel of a single computing operation.
fn schedule(operations: &[Operation]) -> Schedule {
    match operations.iter().find(|operation| operation.is_sweep()) {
        Some(sweep) if sweep.body.is_plane_sweep => Schedule::plane_sweep(),
        Some(_) => Schedule::columns(),
        None => Schedule::parallel(),
    }
}

impl Cluster<'_> {
    fn operation(&self, node: NodeId) -> &Operation {
        self.assignment.values.operation(node)
    }

    fn step(&self, node: NodeId) -> usize {
        self.assignment.values.point(node).step
    }

    fn block(&self) -> usize {
        self.assignment.values.point(self.nodes[0]).block
    }

    /// The store of the cluster that an insert repeats.
    fn repeated(&self, node: NodeId) -> Option<NodeId> {
        let store = self.assignment.mirrored.get(&node)?;
        self.own.contains(store).then_some(*store)
    }

    /// Whether operations of other clusters read a temp that has a buffer.
    fn is_exported(&self, value: ValueId) -> bool {
        let Location::Buffer(_) = self.assignment.location(value) else {
            return false;
        };
        // An insert that repeats a store reads only together with that store.
        let users = self.assignment.index.users(value).iter();
        let mut others = users.filter(|user| !self.own.contains(user));
        others.any(|user| !self.assignment.mirrored.contains_key(user))
    }

    /// The region on which a temp is required, by all of the program.
    fn required(&self, value: ValueId) -> Option<&Region> {
        self.assignment.values.required.get(&value)
    }

    /// The memory that owns a field or buffer.
    fn root(&self, field: FieldId) -> FieldId {
        self.assignment.root(field)
    }
}
