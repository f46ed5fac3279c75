//! Asking memory ahead: for rows of fields that left the caches since they were touched.
//!
//! Processors see that a field is read along its rows and fetch ahead by themselves, but only to the end of a
//! page, which holds few rows; and a sweep goes from level to level, too far apart for them. So a kernel asks
//! for what it reads some rows later.

use super::traffic::{Place, Traffic, has_long_rows, row_bytes};
use crate::{
    kernel::{Kernel, Kind, Operation},
    machine::Machine,
};
use fvopt_boxes::Axes;
use std::ops::RangeInclusive;

/// How many rows ahead memory can be asked for.
pub const ROWS_AHEAD: RangeInclusive<i64> = 1..=1_000_000;

/// Has loads of a kernel of known sizes ask for memory ahead.
pub(super) fn of_kernel(
    kernel: &mut Kernel,
    place: Place,
    traffic: &Traffic,
    sizes: [i64; 3],
    machine: &Machine,
) {
    let rows = rows_ahead(kernel, sizes, machine.prefetch_bytes);
    for operation in &mut kernel.operations {
        let Some(memory) = operation.load() else {
            continue;
        };
        let is_far = traffic.since_touched(place, memory.part.root) > machine.l3_bytes;
        // What lacks an axis is read again on every coordinate of it, and is in the caches.
        let is_whole = memory.value.axes == Axes::IJK && !memory.value.has_data;
        let is_chosen = is_far && is_whole && has_long_rows(operation, sizes);
        if let Kind::Load(memory) = &mut operation.kind
            && is_chosen
        {
            memory.prefetch = Some(rows);
        }
    }
}

/// So many rows ahead that a number of bytes is moved in the meantime, of fields that have all axes.
fn rows_ahead(kernel: &Kernel, sizes: [i64; 3], bytes: i64) -> i64 {
    let moved = |operation: &Operation| {
        let is_whole = operation.memory()?.value.axes == Axes::IJK;
        is_whole.then(|| row_bytes(operation, sizes))
    };
    let rows = kernel.operations.iter().filter_map(moved);
    let row = rows.fold(0, i64::saturating_add);
    (bytes / row.max(1)).clamp(*ROWS_AHEAD.start(), *ROWS_AHEAD.end())
}
