//! Which units of a program share a kernel.

pub mod greedy;
pub mod levels;
mod links;
mod open;
mod prices;
pub(crate) mod remove;
pub mod search;
mod split;

pub use prices::Prices;

use crate::{
    buffers::{Assignment, Item, Unit},
    cluster,
    constraints::check,
    cost::{CostContext, Estimate, estimate},
    kernel::{Kernel, OperationId},
    program::{Program, Step},
    values::{self, NodeId, Point},
};
use std::{fmt, str::FromStr};

/// Which units share a kernel.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub enum Strategy {
    /// Each is its own.
    None,
    /// Those that share memory are merged, in program order ([`greedy`]).
    Greedy,
    /// Several partitions are tried at a time, and the cheapest stays ([`search`]).
    #[default]
    Cluster,
}

impl Strategy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::None, Self::Greedy, Self::Cluster];

    /// The name in options.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Greedy => "greedy",
            Self::Cluster => "cluster",
        }
    }
}

impl fmt::Display for Strategy {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Strategy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL
            .into_iter()
            .find(|strategy| strategy.name() == text);
        known.ok_or_else(|| {
            format!("the strategy `{text}` is none of `none`, `greedy` and `cluster`")
        })
    }
}

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
        Item::Barrier(_) => None,
    };
    let blocks = assignment.blocks.iter();
    blocks
        .map(|items| items.iter().map(kernel).collect())
        .collect()
}

/// The partition in which each unit is a kernel of its own.
pub fn none(assignment: &Assignment, units: Vec<Vec<Option<Kernel>>>) -> Program {
    let blocks = assignment.blocks.iter().zip(units).enumerate();
    let blocks = blocks.map(|(block, (items, kernels))| {
        let pairs = items.iter().zip(kernels);
        let steps = pairs.filter_map(|(item, kernel)| match item {
            Item::Unit(unit) => kernel.map(|kernel| step(kernel, unit.site)),
            Item::Barrier(number) => Some(barrier(assignment, block, *number)),
        });
        steps.collect()
    });
    Program {
        blocks: blocks.collect(),
    }
}

/// What no kernel passes.
fn barrier(assignment: &Assignment, block: usize, step: usize) -> Step {
    let values = &assignment.values;
    match &values.blocks[block].steps[step] {
        values::Step::Kernel(kernel) => Step::Fixed(kernel.clone()),
        _ => Step::Barrier(assignment.index.blocks_of(Point { block, step })),
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

/// What follows every partition: memory that nobody reads is not written, and stores of what was pieced together are
/// stores of the pieces.
fn complete(program: &mut Program, assignment: &Assignment, context: &CostContext) {
    remove::unread(&mut program.blocks, assignment);
    for block in &mut program.blocks {
        block.retain(|step| match step {
            Step::Kernel { kernel, .. } => !kernel.operations.is_empty(),
            Step::Fixed(_) | Step::Barrier(_) => true,
        });
        for step in block {
            if let Step::Kernel { kernel, .. } = step {
                split::stores(kernel);
                // What was removed may be what kept a value in the tile: its other users may stand
                // in later loops then, for which the storage levels do not serve any more.
                if check(kernel).is_err() {
                    levels::choose(kernel, context);
                }
            }
        }
    }
}
