//! What is decided of every kernel once it is complete: vectors, threads, blocks of rows, stores past the caches
//! and memory that is asked for ahead.

mod blocks;
pub mod prefetch;
pub mod streaming;
mod traffic;

use crate::{
    buffers::Assignment,
    constraints::check,
    cost::{CostContext, estimate},
    kernel::Kernel,
    machine::Machine,
    program::{Program, Step},
    schedule::Schedule,
};
use traffic::Traffic;

/// Rows of a tile where levels alone do not keep all cores busy.
const TILE_ROWS: i64 = 32;

/// Finishes the kernels of a program.
pub fn run(program: &mut Program, assignment: &Assignment, context: &CostContext) {
    for kernel in program.kernels_mut() {
        kernel.schedule.vector = lanes(kernel, context);
        share(kernel, context);
        blocks::of_rows(kernel, context);
        run_on_one_thread(kernel, context);
    }
    let machine = &context.machine;
    let looks_at_memory = machine.nontemporal || machine.prefetch_bytes > 0;
    if let Some(sizes) = context.sizes.filter(|_| looks_at_memory) {
        ask_and_stream(program, assignment, sizes, machine);
    }
}

/// Has memory asked ahead, and stores go past the caches, where the machine gains by it.
fn ask_and_stream(
    program: &mut Program,
    assignment: &Assignment,
    sizes: [i64; 3],
    machine: &Machine,
) {
    let traffic = Traffic::of(program, assignment, sizes);
    for (block, steps) in program.blocks.iter_mut().enumerate() {
        for (number, step) in steps.iter_mut().enumerate() {
            let Step::Kernel { kernel, .. } = step else {
                continue;
            };
            let place = (block, number);
            if machine.nontemporal {
                let known = (&traffic, assignment);
                streaming::of_kernel(kernel, place, known, sizes, machine);
            }
            if machine.prefetch_bytes > 0 {
                prefetch::of_kernel(kernel, place, &traffic, sizes, machine);
            }
        }
    }
}

/// What a kernel would cost with another schedule; `None` where that is not legal.
fn price(kernel: &Kernel, schedule: &Schedule, context: &CostContext) -> Option<i64> {
    let kernel = Kernel {
        schedule: schedule.clone(),
        ..kernel.clone()
    };
    let plan = check(&kernel).ok()?;
    Some(estimate(&kernel, &plan, context).picoseconds)
}

/// Leaves a kernel of a program with pinned sizes to the calling thread, where starting the others
/// takes longer than they save.
fn run_on_one_thread(kernel: &mut Kernel, context: &CostContext) {
    if context.sizes.is_none() || kernel.schedule.parallel.is_empty() {
        return;
    }
    let alone = Schedule {
        parallel: 0..0,
        ..kernel.schedule.clone()
    };
    let together = price(kernel, &kernel.schedule, context);
    let single = price(kernel, &alone, context);
    if let (Some(together), Some(single)) = (together, single)
        && single <= together
    {
        kernel.schedule = alone;
    }
}

/// The lanes of the widest element that a kernel loads, computes or stores.
fn lanes(kernel: &Kernel, context: &CostContext) -> i64 {
    let results = kernel.operations.iter().flat_map(|operation| {
        let results = operation.results.iter().map(|(_, shape)| *shape);
        let stored = operation.store().map(|memory| memory.value);
        results.chain(stored)
    });
    let widest = results.filter_map(|shape| shape.scalar_bytes).max();
    context.machine.lanes(widest.unwrap_or(8))
}

/// Shares rows as well where there are too few levels for all cores.
fn share(kernel: &mut Kernel, context: &CostContext) {
    let schedule = &kernel.schedule;
    let only_levels = schedule.order == [2, 1, 0] && schedule.parallel == (0..1);
    let Some([_, rows, levels]) = context.sizes.filter(|_| only_levels) else {
        return;
    };
    let cores = context.machine.cores;
    if levels >= 4 * cores || levels % cores == 0 || rows <= 1 {
        return;
    }
    let mut shared = schedule.clone();
    shared.parallel = 0..2;
    shared.tile[1] = TILE_ROWS.min(rows.div_euclid(cores).max(8));
    let before = std::mem::replace(&mut kernel.schedule, shared);
    // Where a tile would read beyond itself what another updates in place, levels must do.
    let Ok(plan) = check(kernel) else {
        kernel.schedule = before;
        return;
    };
    let mut operations = 0..kernel.operations.len();
    if !operations.any(|operation| plan.extents.of(operation)[1] != (0, 0)) {
        kernel.schedule.tile[1] = 0;
    }
}
