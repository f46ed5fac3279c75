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
    links::are_linked,
    open::{Open, Way},
    together,
};
use crate::{
    buffers::{Assignment, Item},
    cost::CostContext,
    kernel::Kernel,
    program::{Program, Step},
    values::NodeId,
};
use std::rc::Rc;

/// How many earlier kernels a kernel may be merged with; bounds what partitioning costs.
const LOOK_BACK: usize = 8;

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
    super::complete(&mut program, assignment, context);
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
                let next = Open::of_unit(assignment, unit, kernel);
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

/// What becomes of kernels, all of which have their prices, when a unit comes to them.
pub(super) fn entered(
    assignment: &Assignment,
    open: Vec<Rc<Open>>,
    unit: Open,
    context: &CostContext,
) -> Vec<Rc<Open>> {
    let mut kernels: Vec<Open> = open.into_iter().map(Rc::unwrap_or_clone).collect();
    enter(assignment, &mut kernels, unit, context);
    for kernel in &mut kernels {
        kernel.picoseconds(context);
    }
    kernels.into_iter().map(Rc::new).collect()
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
        let Some(way) = open[number].way(&kernel, between) else {
            continue;
        };
        let Some(merged) = merge(assignment, &mut open[number], &mut kernel, context) else {
            continue;
        };
        let first = open.remove(number);
        kernel = merged;
        match way {
            Way::Goes => {
                (kernel.site, kernel.at) = (first.site, first.at);
                at = number;
            }
            Way::Comes => at -= 1,
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
    (cost.picoseconds <= apart).then(|| first.merged(second, nodes, kernel, cost))
}
