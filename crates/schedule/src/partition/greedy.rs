//! The greedy partition: units that follow one another and share memory become one kernel.
//!
//! A temp that only goes from one unit to the next is a value of the kernel, with a storage level: in a register
//! where it is read at the point itself, in rows where neighbours on the row and on later rows are read, else in
//! the tile. Kernels are merged where
//! - they share a field or a temp, so that less memory is streamed;
//! - what the second reads of fields that the first stores to is what the first stores, or is known to lie
//!   elsewhere;
//! - the constraints of kernels hold, and no tile computes much more than it stores;
//! - what is kept in rows and tiles stays within the second-level cache;
//! - one kernel is not estimated to take longer than two.
//!
//! In program order, over each block: a kernel is merged with the nearest earlier ones, where one of the two is
//! independent of the kernels between them.

use super::{
    links::{are_independent, are_linked},
    price, remove, split, together,
};
use crate::{
    buffers::{Assignment, Item, Location, Unit},
    constraints::check,
    cost::{CostContext, Estimate},
    kernel::{Kernel, OperationId},
    partition::levels,
    program::{Program, Step},
    values::{NodeId, Point},
};

/// How many earlier kernels a kernel may be merged with; bounds what partitioning costs.
const LOOK_BACK: usize = 8;

/// A kernel that more may be merged with.
struct Open {
    nodes: Vec<NodeId>,
    kernel: Kernel,
    site: OperationId,
    /// The step of its site.
    at: usize,
    /// The first step at which all scalars and fields are known that it uses.
    known: usize,
    /// What it costs, once that is known.
    price: Option<Estimate>,
}

/// Merges the kernels of units.
pub fn run(
    assignment: &Assignment,
    units: Vec<Vec<Option<Kernel>>>,
    context: &CostContext,
) -> Program {
    let blocks = (0..assignment.blocks.len()).zip(units);
    let blocks = blocks.map(|(number, kernels)| block(assignment, number, kernels, context));
    let mut program = Program {
        blocks: blocks.collect(),
    };
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
    program
}

fn block(
    assignment: &Assignment,
    number: usize,
    kernels: Vec<Option<Kernel>>,
    context: &CostContext,
) -> Vec<Step> {
    let mut done: Vec<Step> = Vec::new();
    // The kernels since the last step that touches fields, in order.
    let mut open: Vec<Open> = Vec::new();
    for (item, kernel) in assignment.blocks[number].iter().zip(kernels) {
        match item {
            Item::Unit(unit) => {
                let Some(kernel) = kernel else { continue };
                let next = Open {
                    nodes: unit.nodes.clone(),
                    kernel,
                    site: unit.site,
                    at: assignment.values.point(unit.nodes[0]).step,
                    known: known(assignment, unit),
                    price: None,
                };
                enter(assignment, &mut open, next, context);
            }
            Item::Barrier(step) => {
                done.extend(open.drain(..).map(Open::step));
                done.push(super::barrier(assignment, number, *step));
            }
        }
    }
    done.extend(open.into_iter().map(Open::step));
    done
}

/// Merges a kernel with earlier ones, the nearest first, and puts it in its place among them: the earlier one
/// comes to the later, past kernels that are independent of it, or the later one to the earlier.
fn enter(assignment: &Assignment, open: &mut Vec<Open>, mut kernel: Open, context: &CostContext) {
    // The kernel stands before this one.
    let mut at = open.len();
    let mut number = at;
    while number > 0 && number + LOOK_BACK > open.len() {
        number -= 1;
        let between = &open[number + 1..at];
        let first = &open[number];
        let comes = between
            .iter()
            .all(|other| are_independent(&first.kernel, &other.kernel));
        let goes = || {
            kernel.known <= first.at
                && between
                    .iter()
                    .all(|other| are_independent(&kernel.kernel, &other.kernel))
        };
        let stays = !comes && goes();
        if !comes && !stays {
            continue;
        }
        let Some(merged) = merge(assignment, &mut open[number], &mut kernel, context) else {
            continue;
        };
        let first = open.remove(number);
        kernel = merged;
        if stays {
            (kernel.site, kernel.at) = (first.site, first.at);
            at = number;
        } else {
            at -= 1;
        }
    }
    open.insert(at, kernel);
}

/// The two kernels as one, in the place of the second, where that is legal and pays.
fn merge(
    assignment: &Assignment,
    first: &mut Open,
    second: &mut Open,
    context: &CostContext,
) -> Option<Open> {
    if !are_linked(&first.kernel, &second.kernel) {
        return None;
    }
    let nodes: Vec<NodeId> = first.nodes.iter().chain(&second.nodes).copied().collect();
    let (kernel, cost) = together(assignment, &nodes, context)?;
    let apart = first
        .picoseconds(context)
        .saturating_add(second.picoseconds(context));
    (cost.picoseconds <= apart).then_some(Open {
        nodes,
        kernel,
        site: second.site,
        at: second.at,
        known: first.known.max(second.known),
        price: Some(cost),
    })
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

impl Open {
    /// What the kernel costs as it is scheduled.
    fn picoseconds(&mut self, context: &CostContext) -> i64 {
        let kernel = &self.kernel;
        let price = self.price.get_or_insert_with(|| {
            price(kernel, context).expect("verified: the constraints of kernels")
        });
        price.picoseconds
    }

    fn step(self) -> Step {
        super::step(self.kernel, self.site)
    }
}
