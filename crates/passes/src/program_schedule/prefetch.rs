//! Asking memory ahead: for rows of fields that left the caches since they were touched.
//!
//! Processors see that a field is read along its rows and fetch ahead by themselves, but
//! only to the end of a page, which holds few rows; and a sweep goes from level
//! to level, too far apart for them. So a kernel asks for what it reads some rows later.

use super::{Target, streams::Streams};
use crate::kernel_cost;
use ir_program::ops::Func;
use ir_stencil::{
    kernel_plan::loop_axes,
    ops::{Kernel, Load, Schedule, Store, shaped},
};
use mlir_shim::ir::{Op, Value};

/// Marks loads of kernels whose sizes are known.
pub fn mark<'c>(function: Func<'c>, target: &Target<'c>) {
    let Some(sizes) = target.circumstances.sizes else {
        return;
    };
    let machine = &target.circumstances.machine;
    let streams = Streams::of_program(function, sizes);
    for kernel in streams.kernels.iter().copied() {
        if target.by_hand.contains(&kernel.0) {
            continue;
        }
        let schedule = kernel.schedule();
        let rows = rows_ahead(kernel, &schedule, sizes, machine.prefetch_bytes);
        for load in kernel.ops().into_iter().filter_map(Load::cast) {
            let is_far = streams.since_touched(kernel, load.field()) > machine.l3_bytes;
            // What lacks an axis is read again on every coordinate of it, and is in the caches.
            let shape = shaped(load.result());
            let is_whole = shape.axes == ALL_AXES && shape.data.is_empty();
            if is_far && is_whole && has_long_rows(load, &schedule, sizes) {
                load.set_prefetch(rows);
            }
        }
    }
}

const ALL_AXES: u32 = 0b111;
/// The bytes of a row that are worth it: a few lines are there before they are asked for.
const LONG_ROW: i64 = 512;

/// So many rows ahead that a number of bytes is moved in the meantime, of fields that have all axes.
fn rows_ahead(kernel: Kernel<'_>, schedule: &Schedule, sizes: [i64; 3], bytes: i64) -> i64 {
    let moved = |op: Op<'_>| {
        let value: Option<Value<'_>> = Load::cast(op)
            .map(Load::result)
            .or(Store::cast(op).map(Store::temp));
        let value = value.filter(|value| shaped(*value).axes == ALL_AXES);
        value.map_or(0, |value| row_bytes(op, value, schedule, sizes))
    };
    let row = kernel
        .ops()
        .into_iter()
        .map(moved)
        .fold(0, i64::saturating_add);
    let (least, most) = (*Load::ROWS_AHEAD.start(), *Load::ROWS_AHEAD.end());
    (bytes / row.max(1)).clamp(least, most)
}

/// The bytes of a row of what an operation loads or stores; none where it has no rows.
fn row_bytes(op: Op<'_>, value: Value<'_>, schedule: &Schedule, sizes: [i64; 3]) -> i64 {
    let shape = shaped(value);
    let [.., _, inner] = loop_axes(schedule, shape.axes)[..] else {
        return 0;
    };
    let Some(place) = ir_stencil::boxes::SsaBox::of(op) else {
        return 0;
    };
    let bytes = shape.element.as_scalar().map_or(8, |scalar| scalar.bytes()) as i64;
    kernel_cost::points(&place, inner, Some(sizes)).saturating_mul(bytes)
}

fn has_long_rows(load: Load<'_>, schedule: &Schedule, sizes: [i64; 3]) -> bool {
    row_bytes(load.0, load.result(), schedule, sizes) >= LONG_ROW
}
