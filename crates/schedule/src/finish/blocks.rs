//! Blocks of rows for kernels that read several levels.
//!
//! Level by level, a row comes back for the next level after all rows of this
//! one. Where the rows of all levels that a point reads do not fit into the
//! second-level cache, they come from further away as often as there are
//! levels. Then threads take blocks of rows instead of levels, and go through
//! all levels of a block: only the rows at the border of a block are read twice
//! (G. Rivera, C.-W. Tseng, "Tiling optimizations for 3D scientific
//! computations", 2000).

use super::price;
use crate::{
    cost::{CACHE_SPEED, CostContext},
    kernel::Kernel,
    partition::levels::points,
    schedule::Schedule,
};
use rustc_hash::FxHashMap as HashMap;

/// The fewest rows of a block.
const FEWEST_ROWS: i64 = 8;

/// Gives a kernel whose rows and levels may run in any order blocks of rows, where that helps.
pub fn of_rows(kernel: &mut Kernel, context: &CostContext) {
    let schedule = &kernel.schedule;
    let level_by_level =
        schedule.order == [2, 1, 0] && schedule.parallel.contains(&0) && schedule.tile == [0; 3];
    let Some([_, rows, levels]) = context.sizes.filter(|_| level_by_level) else {
        return;
    };
    let windows = windows(kernel, context);
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
    let machine = &context.machine;
    // A border costs something as well: what just fits stays as it is.
    let several = levels > 1 && windows.iter().any(|window| window.levels > 1);
    if !several || bytes(rows) <= machine.l2_bytes {
        return;
    }
    let room = machine.l2_bytes / 2;
    let cores = machine.cores.max(1);
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
    let before = price(kernel, schedule, context);
    // Level by level, all levels but one of a window come again from the last-level cache.
    let again = windows.iter().map(|window| {
        let each = window.row_bytes.saturating_mul(window.levels - 1);
        each.saturating_mul(rows).saturating_mul(levels)
    });
    let again = again.fold(0, i64::saturating_add);
    let rate = machine.memory_bandwidth.saturating_mul(CACHE_SPEED);
    let saved = again.saturating_mul(1_000_000) / rate.max(1);
    // What a block computes beyond its border must not cost more than what it saves.
    if let (Some(before), Some(now)) = (before, price(kernel, &blocked, context))
        && now <= before.saturating_add(saved)
    {
        kernel.schedule = blocked;
    }
}

/// What a kernel reads of a field around a point.
struct Window {
    levels: i64,
    rows: i64,
    row_bytes: i64,
}

/// The windows of the fields that a kernel loads, of all offsets on all groups' ways to what is stored.
fn windows(kernel: &Kernel, context: &CostContext) -> Vec<Window> {
    let mut offsets = HashMap::default();
    for (access, value) in kernel.operations.iter().flat_map(|op| op.accesses()) {
        let known = offsets
            .entry(value)
            .or_insert(access.offset.map(|offset| (offset, offset)));
        for (known, offset) in known.iter_mut().zip(access.offset) {
            *known = (known.0.min(offset), known.1.max(offset));
        }
    }
    kernel
        .loads()
        .filter_map(|(load, _)| {
            let (value, shape) = &load.results[0];
            let [_, rows, levels] = *offsets.get(value).filter(|_| shape.has_axis(2))?;
            let along = match shape.has_axis(0) {
                true => points(load, 0, context),
                false => 1,
            };
            Some(Window {
                levels: levels.1 - levels.0 + 1,
                rows: rows.1 - rows.0 + 1,
                row_bytes: shape.bytes().saturating_mul(along),
            })
        })
        .collect()
}
