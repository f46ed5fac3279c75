//! Kernels that follow one another and share fields become one.
//!
//! A field that only carries values from one kernel to the next becomes a temp
//! of the merged kernel, with a place: in a register where it is read at the
//! point itself, in rows where neighbours on the row and on later rows are
//! read, else in the tile. Kernels are merged where
//! - they share a field, so that less memory is streamed;
//! - what the second loads is what the first stores (or the first does not
//!   touch it), as far as boxes can tell;
//! - the constraints of kernels hold, and no tile computes much more than it
//!   stores;
//! - what is kept in rows and tiles stays within the second-level cache.
//!
//! Greedy, in program order, over each block: a kernel is merged with the
//! nearest earlier ones, past kernels that are independent of those. What is
//! stored to an allocation that nobody loads is not stored.

mod legality;
mod merge;
pub(super) mod places;
mod split;
mod stores;

use super::Target;
use ir_program::ops::{Alloc, Bound, Func, View};
use ir_stencil::{kernel_plan, ops::Kernel};
use mlir_shim::ir::{Block, Op};

/// How many computing operations one kernel may hold. Checking a merge looks
/// at the whole kernel, so this also bounds what fusing costs.
const MOST_OPERATIONS: usize = 40;

/// Merges kernels of a program in kernel form.
pub fn run<'c>(function: Func<'c>, target: &Target<'c>) {
    for block in function.control_blocks() {
        fuse_block(block, target);
    }
    merge::remove_unread(function, target);
    merge::remove_empty(function, target);
    for kernel in function.0.collect(Kernel::NAME) {
        if !target.by_hand.contains(&kernel) {
            split::stores(Kernel(kernel), target);
        }
    }
    // What was removed may be what kept a value in the tile: its other users may stand in later
    // loops then, for which the places do not serve any more. Splitting has replaced kernels.
    for kernel in function.0.collect(Kernel::NAME) {
        let is_illegal =
            !target.by_hand.contains(&kernel) && kernel_plan::try_plan(Kernel(kernel)).is_none();
        if is_illegal {
            places::choose(Kernel(kernel), target);
        }
    }
}

/// How many earlier kernels a kernel may be merged with; bounds what fusing costs.
const LOOK_BACK: usize = 8;

fn fuse_block<'c>(block: Block<'c>, target: &Target<'c>) {
    // The kernels since the last operation that touches fields, in order.
    let mut open: Vec<Kernel<'c>> = Vec::new();
    for op in block.ops() {
        if let Some(kernel) = Kernel::cast(op).filter(|_| !target.by_hand.contains(&op)) {
            let merged = with_earlier(&mut open, kernel, target);
            open.push(merged);
        } else if !stays_between(op) {
            open.clear();
        }
    }
}

/// Merges a kernel with earlier ones, the nearest first; those between stay behind it.
fn with_earlier<'c>(
    open: &mut Vec<Kernel<'c>>,
    mut kernel: Kernel<'c>,
    target: &Target<'c>,
) -> Kernel<'c> {
    let mut number = open.len();
    while number > open.len().saturating_sub(LOOK_BACK) {
        number -= 1;
        let earlier = open[number];
        let passes = open[number + 1..]
            .iter()
            .all(|between| legality::are_independent(earlier, *between));
        if passes && let Some(merged) = try_merge(earlier, kernel, target) {
            open.remove(number);
            kernel = merged;
        }
    }
    kernel
}

/// Whether kernels may be merged across an operation: it touches no contents of fields.
fn stays_between(op: Op<'_>) -> bool {
    Alloc::is(op) || View::is(op) || Bound::is(op) || (op.is_pure() && op.region_count() == 0)
}

/// The two kernels as one, in the place of the second, where that is legal and pays.
fn try_merge<'c>(first: Kernel<'c>, second: Kernel<'c>, target: &Target) -> Option<Kernel<'c>> {
    let links = legality::links(first, second, &target.facts)?;
    let apart = places::cost_of(first, target)
        .picoseconds
        .saturating_add(places::cost_of(second, target).picoseconds);
    let merged = merge::build(first, second, &links, &target.facts);
    let together = places::choose(merged, target);
    if together.is_some_and(|together| together.picoseconds <= apart) {
        merge::accept(first, second, merged);
        Some(merged)
    } else {
        merged.0.erase();
        None
    }
}
