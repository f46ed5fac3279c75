//! What is decided of every kernel once it is complete: vectors, threads, and
//! stores that go past the caches.

use super::Target;
use fvopt_boxes::Axis;
use ir_program::ops::{Alloc, Func};
use ir_stencil::{
    boxes::SsaBox,
    carries::Carry,
    kernel_plan,
    ops::{Kernel, Load, Schedule, Store, Sweep, shaped},
};
use mlir_shim::ir::{Op, Value};
use std::collections::HashMap;

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
        let attribute = schedule.attr(kernel.0.location());
        kernel.0.set_attr("schedule", attribute);
    }
    if target.machine.nontemporal {
        nontemporal(&kernels, target);
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
    target.machine.lanes(widest.unwrap_or(8))
}

/// Shares rows as well where there are too few levels for all cores.
fn share(kernel: Kernel<'_>, schedule: &mut Schedule, target: &Target<'_>) {
    let only_levels = schedule.order == [2, 1, 0] && schedule.parallel == (0..1);
    let Some([_, rows, levels]) = target.sizes.filter(|_| only_levels) else {
        return;
    };
    let cores = target.machine.cores;
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

/// Marks stores to fields that are larger than the caches and that nothing
/// loads before as much again was streamed.
fn nontemporal<'c>(kernels: &[Kernel<'c>], target: &Target<'c>) {
    let mut readers: HashMap<Value<'_>, usize> = HashMap::new();
    for kernel in kernels {
        for load in kernel.ops().into_iter().filter_map(Load::cast) {
            *readers.entry(load.field()).or_default() += 1;
        }
    }
    for kernel in kernels
        .iter()
        .filter(|kernel| !target.by_hand.contains(&kernel.0))
    {
        let ops = kernel.ops();
        let loaded: Vec<Value<'_>> = ops
            .iter()
            .filter_map(|op| Load::cast(*op))
            .map(Load::field)
            .collect();
        let streamed: i64 = loaded
            .iter()
            .map(|field| bytes(*field, &ops, target))
            .fold(0, i64::saturating_add);
        for store in ops.iter().filter_map(|op| Store::cast(*op)) {
            let field = store.field();
            let size = bytes(field, &ops, target);
            let is_read = readers.contains_key(&field);
            let is_read_back = is_read_back(store);
            let is_large = streamed.saturating_add(size) > target.machine.l3_bytes;
            if !is_read && !is_read_back && is_large && !field.defining_op().is_some_and(Alloc::is)
            {
                store.set_nontemporal();
            }
        }
    }
}

/// Whether a sweep reads what it stored, from where it is stored.
fn is_read_back(store: Store<'_>) -> bool {
    let result = store.temp();
    let sweep = result.defining_op().and_then(Sweep::cast);
    sweep.is_some_and(|sweep| {
        let number = result.number();
        !Carry { sweep, number }.can_be_streamed()
    })
}

/// The bytes of a field that a kernel touches, where the domain is known; else 0.
fn bytes(field: Value<'_>, ops: &[Op<'_>], target: &Target<'_>) -> i64 {
    let shape = shaped(field);
    let Some(sizes) = target.sizes else {
        return 0;
    };
    let touched = ops
        .iter()
        .find(|op| op.operands().contains(&field) && (Load::is(**op) || Store::is(**op)));
    let Some(place) = touched.and_then(|op| SsaBox::of(*op)) else {
        return 0;
    };
    if !place.positions.is_empty() {
        return 0;
    }
    let element = shape.element.as_scalar().map_or(8, |scalar| scalar.bytes()) as i64;
    shape
        .axis_list()
        .into_iter()
        .map(|axis| {
            let range = place.index_box.range(Axis::ALL[axis]);
            let (low, high) = range.evaluate(0, sizes[axis], &[]);
            high.saturating_sub(low).max(0)
        })
        .fold(
            element * shape.components().max(1) as i64,
            i64::saturating_mul,
        )
}
