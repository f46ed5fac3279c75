//! Blocks of rows for kernels that read several levels.
//!
//! Level by level, a row comes back for the next level after all rows of this
//! one. Where the rows of all levels that a point reads do not fit into the
//! second-level cache, they come from further away as often as there are
//! levels. Then threads take blocks of rows instead of levels, and go through
//! all levels of a block: only the rows at the border of a block are read twice
//! (G. Rivera, C.-W. Tseng, "Tiling optimizations for 3D scientific
//! computations", 2000).

use super::{Target, fuse::places};
use crate::kernel_cost::estimate;
use ir_stencil::{
    kernel_plan::{self, Plan},
    ops::{Kernel, Load, Schedule, accesses, shaped},
};
use mlir_shim::ir::{Op, Value};
use std::collections::HashMap;

/// The fewest rows of a block.
const FEWEST_ROWS: i64 = 8;

/// Gives a kernel whose rows and levels may run in any order blocks of rows, where that helps.
pub fn block_rows(kernel: Kernel<'_>, schedule: &mut Schedule, target: &Target<'_>) {
    let level_by_level =
        schedule.order == [2, 1, 0] && schedule.parallel.contains(&0) && schedule.tile == [0; 3];
    let Some([_, rows, levels]) = target.circumstances.sizes.filter(|_| level_by_level) else {
        return;
    };
    let windows = windows(kernel, target);
    let bytes = |rows: i64| -> i64 {
        windows
            .iter()
            .map(|window| {
                let rows = rows.saturating_add(window.rows - 1);
                window
                    .levels
                    .saturating_mul(rows)
                    .saturating_mul(window.row_bytes)
            })
            .fold(0, i64::saturating_add)
    };
    // A border costs something as well: what just fits stays as it is.
    let several = levels > 1 && windows.iter().any(|window| window.levels > 1);
    if !several || bytes(rows) <= target.circumstances.machine.l2_bytes {
        return;
    }
    let room = target.circumstances.machine.l2_bytes / 2;
    let cores = target.circumstances.machine.cores.max(1);
    // As many blocks as there are cores, or a multiple, of equal size.
    let mut count = cores;
    while bytes(rows.div_euclid(count) + 1) > room && rows.div_euclid(count) >= FEWEST_ROWS {
        count += cores;
    }
    let block = (rows + count - 1).div_euclid(count);
    if block < FEWEST_ROWS {
        return;
    }
    let blocked = Schedule {
        parallel: 1..2,
        tile: [0, block, 0],
        ..schedule.clone()
    };
    let set = |schedule: &Schedule| {
        let attribute = schedule.attr(kernel.0.location());
        kernel.0.set_attr("schedule", attribute);
    };
    set(schedule);
    let cost = |plan: &Plan<'_>| estimate(kernel, plan, &target.circumstances).picoseconds;
    let before = cost(&kernel_plan::plan(kernel));
    set(&blocked);
    // What a block computes beyond its border must not cost more than what it saves.
    if kernel_plan::try_plan(kernel).is_some_and(|plan| cost(&plan) <= before) {
        *schedule = blocked;
    } else {
        set(schedule);
    }
}

/// What a kernel reads of a field around a point.
struct Window {
    levels: i64,
    rows: i64,
    row_bytes: i64,
}

/// The windows of the fields that a kernel loads, of all offsets on all groups' ways to what is stored.
fn windows(kernel: Kernel<'_>, target: &Target<'_>) -> Vec<Window> {
    let ops = kernel.ops();
    let mut offsets: HashMap<Value<'_>, [(i64, i64); 3]> = HashMap::new();
    for access in ops.iter().flat_map(|op: &Op<'_>| accesses(*op)) {
        let offset = access.offset();
        let known = offsets
            .entry(access.temp())
            .or_insert(offset.map(|offset| (offset, offset)));
        for axis in 0..3 {
            known[axis].0 = known[axis].0.min(offset[axis]);
            known[axis].1 = known[axis].1.max(offset[axis]);
        }
    }
    ops.iter()
        .filter_map(|op| Load::cast(*op))
        .filter(|load| shaped(load.result()).has_axis(2))
        .filter_map(|load| {
            let [_, rows, levels] = *offsets.get(&load.result())?;
            let shape = shaped(load.result());
            let bytes = shape.element.as_scalar().map_or(8, |scalar| scalar.bytes()) as i64;
            let along = match shape.has_axis(0) {
                true => places::points(load.result(), 0, target),
                false => 1,
            };
            Some(Window {
                levels: levels.1 - levels.0 + 1,
                rows: rows.1 - rows.0 + 1,
                row_bytes: bytes
                    .saturating_mul(along)
                    .saturating_mul(shape.components().max(1) as i64),
            })
        })
        .collect()
}
