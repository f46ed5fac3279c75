//! Kernels that more may be merged with, while a block is partitioned.

use super::{links::are_independent, price};
use crate::{
    buffers::{Assignment, Location, Unit},
    cost::{CostContext, Estimate},
    kernel::{Kernel, OperationId},
    program::Step,
    values::{NodeId, Point},
};
use std::borrow::Borrow;

/// A kernel that more may be merged with.
#[derive(Clone)]
pub struct Open {
    /// Its operations, in order.
    pub nodes: Vec<NodeId>,
    /// What does them.
    pub kernel: Kernel,
    /// The operation of the program in whose place it stands.
    pub site: OperationId,
    /// The step of its site.
    pub at: usize,
    /// The first step at which all scalars and fields are known that it uses.
    pub known: usize,
    /// What it costs, once that is known.
    pub price: Option<Estimate>,
}

/// How a kernel meets an earlier one, past the kernels between them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// The earlier one comes to the later.
    Comes,
    /// The later one goes to the earlier.
    Goes,
}

impl Open {
    /// The kernel of a unit.
    pub fn of_unit(assignment: &Assignment, unit: &Unit, kernel: Kernel) -> Self {
        Self {
            nodes: unit.nodes.clone(),
            kernel,
            site: unit.site,
            at: assignment.values.point(unit.nodes[0]).step,
            known: known(assignment, unit),
            price: None,
        }
    }

    /// How it and a later kernel can meet; `None` where a kernel between them holds up both.
    pub fn way(&self, later: &Self, between: &[impl Borrow<Self>]) -> Option<Way> {
        let passes = |kernel: &Self| {
            let mut between = between.iter();
            between.all(|other| are_independent(&kernel.kernel, &other.borrow().kernel))
        };
        if passes(self) {
            return Some(Way::Comes);
        }
        (later.known <= self.at && passes(later)).then_some(Way::Goes)
    }

    /// It and a later kernel as one, in the place of the later.
    pub fn merged(&self, later: &Self, nodes: Vec<NodeId>, kernel: Kernel, cost: Estimate) -> Self {
        Self {
            nodes,
            kernel,
            site: later.site,
            at: later.at,
            known: self.known.max(later.known),
            price: Some(cost),
        }
    }

    /// What the kernel costs as it is scheduled.
    pub fn picoseconds(&mut self, context: &CostContext) -> i64 {
        let kernel = &self.kernel;
        let price = self.price.get_or_insert_with(|| {
            price(kernel, context).expect("verified: the constraints of kernels")
        });
        price.picoseconds
    }

    /// The step that it becomes.
    pub fn step(self) -> Step {
        super::step(self.kernel, self.site)
    }
}

/// The first step at which all scalars and fields are known that a unit uses: those of its operations, the fields
/// in which the temps are that it reads, and the ends of the regions that it loads and stores.
fn known(assignment: &Assignment, unit: &Unit) -> usize {
    let values = &assignment.values;
    let block = values.point(unit.nodes[0]).block;
    let mut known = 0;
    let mut include = |at: Point| {
        if at.block == block {
            known = known.max(at.step);
        }
    };
    for node in &unit.nodes {
        let operation = values.operation(*node);
        let step = values.nodes[node.0 as usize].known;
        include(Point { block, step });
        let read = operation.inputs().map(|(value, _)| value);
        let given = operation.results.iter().map(|(value, _)| *value);
        for value in read.chain(given) {
            let buffer = match assignment.locations.get(&value) {
                Some(Location::Field(field, _)) => {
                    include(values.fields[field.0 as usize].known);
                    None
                }
                Some(Location::Buffer(buffer)) => assignment.buffer(*buffer),
                _ => None,
            };
            let held = buffer.map(|buffer| &buffer.region);
            let regions = held.into_iter().chain(values.required.get(&value));
            for position in regions.flat_map(|region| &region.positions) {
                include(values.positions[position.0 as usize]);
            }
        }
    }
    known
}
