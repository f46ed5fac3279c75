//! What is decided of every kernel once it is complete: vectors, threads and blocks of rows.

mod blocks;

use crate::{
    constraints::check,
    cost::{CostContext, estimate},
    kernel::Kernel,
    schedule::Schedule,
};

/// Rows of a tile where levels alone do not keep all cores busy.
const TILE_ROWS: i64 = 32;

/// Finishes the schedule of a kernel.
pub fn run(kernel: &mut Kernel, context: &CostContext) {
    kernel.schedule.vector = lanes(kernel, context);
    share(kernel, context);
    blocks::of_rows(kernel, context);
    run_on_one_thread(kernel, context);
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
