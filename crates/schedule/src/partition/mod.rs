//! Which units of a program share a kernel.

pub mod greedy;
pub mod levels;
mod links;
pub(crate) mod remove;
mod split;

use crate::{
    buffers::{Assignment, Item, Unit},
    cluster,
    constraints::check,
    cost::{CostContext, Estimate, estimate},
    kernel::{Kernel, OperationId},
    program::{Program, Step},
    values::NodeId,
};

/// The kernel of one unit.
pub fn unit_kernel(assignment: &Assignment, unit: &Unit) -> Kernel {
    let kernel = cluster::kernel(assignment, &unit.nodes);
    let mut kernel = kernel.expect("a unit is a kernel");
    split::stores(&mut kernel);
    kernel
}

/// The kernels of all units of a program, block by block; `None` for what no kernel passes.
pub fn unit_kernels(assignment: &Assignment) -> Vec<Vec<Option<Kernel>>> {
    let kernel = |item: &Item| match item {
        Item::Unit(unit) => Some(unit_kernel(assignment, unit)),
        Item::Barrier => None,
    };
    let blocks = assignment.blocks.iter();
    blocks
        .map(|items| items.iter().map(kernel).collect())
        .collect()
}

/// The partition in which each unit is a kernel of its own.
pub fn none(assignment: &Assignment, units: Vec<Vec<Option<Kernel>>>) -> Program {
    let steps = |(items, kernels): (&Vec<Item>, Vec<Option<Kernel>>)| {
        let pairs = items.iter().zip(kernels);
        pairs
            .map(|(item, kernel)| match (item, kernel) {
                (Item::Unit(unit), Some(kernel)) => step(kernel, unit.site),
                _ => Step::Barrier,
            })
            .collect()
    };
    Program {
        blocks: assignment.blocks.iter().zip(units).map(steps).collect(),
    }
}

fn step(kernel: Kernel, site: OperationId) -> Step {
    Step::Kernel {
        kernel: Box::new(kernel),
        site,
    }
}

/// The kernel that does what units do, in order, with the levels and the schedule that serve it best, and what
/// that costs; `None` where they may not be one kernel.
pub fn together(
    assignment: &Assignment,
    nodes: &[NodeId],
    context: &CostContext,
) -> Option<(Kernel, Estimate)> {
    let mut kernel = cluster::kernel(assignment, nodes)?;
    let cost = levels::choose(&mut kernel, context)?;
    Some((kernel, cost))
}

/// What a kernel costs as it is scheduled; `None` where it violates a constraint.
pub fn price(kernel: &Kernel, context: &CostContext) -> Option<Estimate> {
    let plan = check(kernel).ok()?;
    Some(estimate(kernel, &plan, context))
}
