//! What is decided of every kernel once it is complete: vectors, threads, stores
//! that go past the caches, and loads that are asked for ahead.

use super::{Target, nontemporal, prefetch, streams::Streams, tiles::block_rows};
use crate::kernel_cost::estimate;
use ir_program::ops::Func;
use ir_stencil::{
    kernel_plan,
    ops::{Kernel, Schedule, Store, shaped},
};
use mlir_shim::ir::Op;

/// Rows of a tile where levels alone do not keep all cores busy.
const TILE_ROWS: i64 = 32;

/// Finishes the schedules of all kernels of a program.
pub fn run<'c>(function: Func<'c>, target: &Target<'c>) {
    let kernels: Vec<Kernel<'c>> = function
        .0
        .collect(Kernel::NAME)
        .into_iter()
        .map(Kernel)
        .collect();
    for kernel in kernels
        .iter()
        .filter(|kernel| !target.by_hand.contains(&kernel.0))
    {
        let mut schedule = kernel.schedule();
        schedule.vector = lanes(*kernel, target);
        share(*kernel, &mut schedule, target);
        block_rows(*kernel, &mut schedule, target);
        run_on_one_thread(*kernel, &mut schedule, target);
        let attribute = schedule.attr(kernel.0.location());
        kernel.0.set_attr("schedule", attribute);
    }
    let machine = &target.circumstances.machine;
    let looks_at_memory = machine.nontemporal || machine.prefetch_bytes > 0;
    let Some(sizes) = target.circumstances.sizes.filter(|_| looks_at_memory) else {
        return;
    };
    let streams = Streams::of_program(function, sizes);
    if machine.nontemporal {
        nontemporal::mark(&streams, sizes, target);
    }
    if machine.prefetch_bytes > 0 {
        prefetch::mark(&streams, sizes, target);
    }
}

/// Leaves a kernel of a program with pinned sizes to the calling thread, where starting the others
/// takes longer than they save.
fn run_on_one_thread(kernel: Kernel<'_>, schedule: &mut Schedule, target: &Target<'_>) {
    if target.circumstances.sizes.is_none() || schedule.parallel.is_empty() {
        return;
    }
    let alone = Schedule {
        parallel: 0..0,
        ..schedule.clone()
    };
    let cost = |schedule: &Schedule| {
        let attribute = schedule.attr(kernel.0.location());
        kernel.0.set_attr("schedule", attribute);
        let plan = kernel_plan::try_plan(kernel)?;
        Some(estimate(kernel, &plan, &target.circumstances).picoseconds)
    };
    if let (Some(together), Some(single)) = (cost(schedule), cost(&alone))
        && single <= together
    {
        *schedule = alone;
    }
}

/// The lanes of the widest element that a kernel loads or stores.
fn lanes(kernel: Kernel<'_>, target: &Target<'_>) -> i64 {
    let widest = kernel
        .ops()
        .into_iter()
        .flat_map(|op| {
            let stored = Store::cast(op).map(Store::temp);
            op.results().into_iter().chain(stored)
        })
        .filter_map(|value| shaped(value).element.as_scalar())
        .map(|scalar| scalar.bytes() as i64)
        .max();
    target.circumstances.machine.lanes(widest.unwrap_or(8))
}

/// Shares rows as well where there are too few levels for all cores.
fn share(kernel: Kernel<'_>, schedule: &mut Schedule, target: &Target<'_>) {
    let only_levels = schedule.order == [2, 1, 0] && schedule.parallel == (0..1);
    let Some([_, rows, levels]) = target.circumstances.sizes.filter(|_| only_levels) else {
        return;
    };
    let cores = target.circumstances.machine.cores;
    if levels >= 4 * cores || levels % cores == 0 || rows <= 1 {
        return;
    }
    let mut shared = schedule.clone();
    shared.parallel = 0..2;
    shared.tile[1] = TILE_ROWS.min(rows.div_euclid(cores).max(8));
    let set = |schedule: &Schedule| {
        let attribute = schedule.attr(kernel.0.location());
        kernel.0.set_attr("schedule", attribute);
    };
    set(&shared);
    // Where a tile would read beyond itself what another updates in place, levels must do.
    let Some(plan) = kernel_plan::try_plan(kernel) else {
        return set(schedule);
    };
    let reaches_aside = |op: Op<'_>| plan.extents.of(op)[1] != (0, 0);
    if !kernel.ops().into_iter().any(reaches_aside) {
        shared.tile[1] = 0;
    }
    *schedule = shared;
}
