//! Asking memory ahead: for rows of fields that left the caches since they were touched.
//!
//! Processors see that a field is read along its rows and fetch ahead by themselves, but
//! only to the end of a page, which holds few rows; and a sweep goes from level
//! to level, too far apart for them. So a kernel asks for what it reads some rows later.

use super::streams::{Streams, has_long_rows, row_bytes};
use crate::machine::Machine;
use ir_stencil::{
    boxes::SsaBox,
    ops::{Kernel, Load, Store, shaped},
};
use mlir_shim::ir::Op;
use std::collections::HashSet;

/// Marks loads of kernels whose sizes are known.
pub fn mark<'c>(
    streams: &Streams<'c>,
    sizes: [i64; 3],
    machine: &Machine,
    by_hand: &HashSet<Op<'c>>,
) {
    for kernel in streams.kernels.iter().copied() {
        if by_hand.contains(&kernel.0) {
            continue;
        }
        let rows = rows_ahead(kernel, sizes, machine.prefetch_bytes);
        for load in kernel.ops().into_iter().filter_map(Load::cast) {
            let is_far = streams.since_touched(kernel, load.field()) > machine.l3_bytes;
            // What lacks an axis is read again on every coordinate of it, and is in the caches.
            let shape = shaped(load.result());
            let is_whole = shape.axes == ALL_AXES && shape.data.is_empty();
            let place = load.index_box().expect("verified: kernel_c2");
            if is_far && is_whole && has_long_rows(load.result(), &place, sizes) {
                load.set_prefetch(rows);
            }
        }
    }
}

const ALL_AXES: u32 = 0b111;

/// So many rows ahead that a number of bytes is moved in the meantime, of fields that have all axes.
fn rows_ahead(kernel: Kernel<'_>, sizes: [i64; 3], bytes: i64) -> i64 {
    let moved = |op: Op<'_>| {
        let loaded = Load::cast(op).map(Load::result);
        let value = loaded.or(Store::cast(op).map(Store::temp))?;
        let is_whole = shaped(value).axes == ALL_AXES;
        is_whole.then_some(row_bytes(value, &SsaBox::of(op)?, sizes))
    };
    let rows = kernel.ops().into_iter().filter_map(moved);
    let row = rows.fold(0, i64::saturating_add);
    let (least, most) = (*Load::ROWS_AHEAD.start(), *Load::ROWS_AHEAD.end());
    (bytes / row.max(1)).clamp(least, most)
}
