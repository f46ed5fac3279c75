//! Asking memory for rows ahead: what `prefetch` of loads becomes.
//!
//! Of the accesses to a loaded field, the one that comes to a row first (of those furthest ahead
//! on the outermost axis, the furthest on the next one, and so on) asks for a row further on, at
//! its own point along the row: a line of the cache for each vector. Behind the last row (of the
//! tile, where the loop outside of rows runs inside of tiles) come the first ones of the next
//! coordinate of that loop. Fields are read first in one phase; later ones find them in the caches.

use super::{KernelEmitter, KernelTarget, body::Point, required::Required};
use crate::arithmetic::Arithmetic;
use ir_stencil::{
    kernel_plan::{Group, Phase, Plan},
    ops::{Access, AnyAccess, Apply, Direction, Load, Schedule, Sweep, shaped},
};
use mlir_shim::ir::{Builder, Op, Value};
use std::collections::HashMap;

/// Which row an access asks for.
#[derive(Clone, Copy)]
struct Ahead<'c> {
    access: AnyAccess<'c>,
    axes: Axes,
    /// How far the row lies from the one that is read.
    by: i64,
}

/// The axes of the loops around an access.
#[derive(Clone, Copy)]
struct Axes {
    /// Along a row.
    inner: usize,
    /// From row to row.
    row: usize,
    /// Where rows begin anew; none in sweeps, where they go on in another direction.
    outer: Option<usize>,
    /// Whether they begin anew in each tile.
    in_tile: bool,
}

/// What the accesses in bodies ask for, by the applies and stages that have them.
#[derive(Default)]
pub struct Prefetches<'c>(HashMap<Op<'c>, Vec<Ahead<'c>>>);

impl<'c> Prefetches<'c> {
    /// Those of a kernel.
    pub fn of_kernel(ops: &[Op<'c>], plan: &Plan<'c>, schedule: &Schedule) -> Self {
        let mut found = Self::default();
        for load in ops.iter().filter_map(|op| Load::cast(*op)) {
            let Some(distance) = load.prefetch() else {
                continue;
            };
            let phases = plan.sections.iter().flat_map(|section| &section.phases);
            let first = phases
                .map(|phase| first_accesses(load, distance, phase, schedule))
                .find(|accesses| !accesses.is_empty());
            for (owner, ahead) in first.unwrap_or_default() {
                found.0.entry(owner).or_default().push(ahead);
            }
        }
        found
    }
}

/// The accesses to a load that come to its rows first in a phase, one for each loop over rows: with the
/// apply or stage whose body they stand in.
fn first_accesses<'c>(
    load: Load<'c>,
    distance: i64,
    phase: &Phase<'c>,
    schedule: &Schedule,
) -> Vec<(Op<'c>, Ahead<'c>)> {
    match phase {
        Phase::Points(groups) => {
            let first = first_of_groups(load, distance, groups, schedule);
            first.into_iter().collect()
        }
        Phase::Sweep(sweep) => first_of_sweep(load, distance, *sweep, schedule),
        Phase::Insert(_) | Phase::Copies(_) => Vec::new(),
    }
}

fn first_of_groups<'c>(
    load: Load<'c>,
    distance: i64,
    groups: &[Group<'c>],
    schedule: &Schedule,
) -> Option<(Op<'c>, Ahead<'c>)> {
    let loops = schedule.loop_axes(groups.first()?.axes());
    let axes = axes_of_rows(&loops, schedule, load)?;
    let mut all = Vec::new();
    for group in groups {
        for Apply(op) in group.applies() {
            for access in direct(op, load) {
                let mut lead = access.offset();
                lead[axes.row] += group.lead;
                all.push((outside(&loops, lead), op, access));
            }
        }
    }
    let (owner, access) = furthest(all)?;
    let by = distance;
    Some((owner, Ahead { access, axes, by }))
}

fn first_of_sweep<'c>(
    load: Load<'c>,
    distance: i64,
    sweep: Sweep<'c>,
    schedule: &Schedule,
) -> Vec<(Op<'c>, Ahead<'c>)> {
    let loops = schedule.loop_axes(fvopt_boxes::Axes::IJK);
    let Some(axes) = axes_of_rows(&loops, schedule, load) else {
        return Vec::new();
    };
    let is_down = sweep.direction() == Direction::Backward;
    let mut found = Vec::new();
    for interval in sweep.intervals() {
        let mut all = Vec::new();
        for stage in interval.stages() {
            for access in direct(stage.0, load) {
                let mut lead = access.offset();
                if is_down {
                    lead[2] = -lead[2];
                }
                all.push((outside(&loops, lead), stage.0, access));
            }
        }
        let axes = Axes {
            outer: None,
            ..axes
        };
        let by = if axes.row == 2 && is_down {
            -distance
        } else {
            distance
        };
        found.extend(furthest(all).map(|(owner, access)| (owner, Ahead { access, axes, by })));
    }
    found
}

/// Offsets on the axes outside of rows, outermost first.
fn outside(loops: &[usize], offset: [i64; 3]) -> Vec<i64> {
    let (_, outside) = loops.split_last().expect("loops have an axis");
    outside.iter().map(|axis| offset[*axis]).collect()
}

/// The first of those that are furthest ahead.
fn furthest<'c>(all: Vec<(Vec<i64>, Op<'c>, AnyAccess<'c>)>) -> Option<(Op<'c>, AnyAccess<'c>)> {
    // Of equal ones `max_by` takes the last: in reverse, the first.
    let found = all
        .into_iter()
        .rev()
        .max_by(|one, other| one.0.cmp(&other.0));
    found.map(|(_, owner, access)| (owner, access))
}

/// The axes of loops over rows, where a field has rows in them.
fn axes_of_rows(loops: &[usize], schedule: &Schedule, load: Load<'_>) -> Option<Axes> {
    let [.., row, inner] = loops[..] else {
        return None;
    };
    let shape = shaped(load.result());
    let outer = loops.len().checked_sub(3).map(|position| loops[position]);
    let outer = outer.filter(|axis| shape.has_axis(*axis));
    let axes = Axes {
        inner,
        row,
        outer,
        in_tile: outer.is_some_and(|axis| !schedule.is_tiled(axis)),
    };
    (shape.has_axis(row) && shape.has_axis(inner)).then_some(axes)
}

/// The accesses at constant offsets that a body makes in any case.
fn direct<'c>(op: Op<'c>, load: Load<'c>) -> Vec<AnyAccess<'c>> {
    let body = op.body().map(|body| body.ops()).unwrap_or_default();
    body.into_iter()
        .filter(|inner| Access::is(*inner) && inner.operand(0) == load.result())
        .map(AnyAccess)
        .collect()
}

impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
    /// Asks for the rows that the body of an apply or stage is to ask for at a point of its part of the tile.
    pub(super) fn prefetch(
        &self,
        builder: &Builder<'c>,
        owner: Op<'c>,
        part: Required<'c>,
        point: Point<'c>,
    ) {
        for ahead in self.prefetches.0.get(&owner).into_iter().flatten() {
            let access = ahead.access;
            let load = access.temp().defining_op().and_then(Load::cast);
            let load = load.expect("only accesses to loads ask for rows");
            let at = self.row_ahead(builder, ahead, load, part, point);
            let element = self.environment.element(builder, load.field(), at, &[]);
            self.target.prefetch(builder, &element);
        }
    }

    /// The point that is asked for. It is one that the kernel loads: elsewhere there may be no memory.
    fn row_ahead(
        &self,
        builder: &Builder<'c>,
        ahead: &Ahead<'c>,
        load: Load<'c>,
        part: Required<'c>,
        point: Point<'c>,
    ) -> Point<'c> {
        let Ahead { access, axes, by } = *ahead;
        let ssa_box = load.index_box().expect("verified: kernel_c2");
        let offset = access.offset();
        let mut at: Point<'c> = [0, 1, 2].map(|axis| {
            // Lines start where rows do.
            let along = if axis == axes.inner { 0 } else { offset[axis] };
            point[axis].map(|coordinate| builder.shifted(coordinate, along))
        });
        let mut row = builder.shifted(at[axes.row].expect("a loop over rows"), by);
        let (low, high) = match part[axes.row].filter(|_| axes.in_tile) {
            Some(rows) => rows
                .grow(offset[axes.row], offset[axes.row])
                .values(builder),
            None => self.environment.range(builder, &ssa_box, axes.row),
        };
        if by < 0 {
            at[axes.row] = Some(builder.max(row, low));
            return at;
        }
        if let Some(outer) = axes.outer {
            let (_, end) = self.environment.range(builder, &ssa_box, outer);
            let here: Value<'c> = at[outer].expect("a loop outside of rows");
            let next = builder.shifted(here, 1);
            let is_behind = builder.compare("sge", row, high);
            let goes_on = builder.and(is_behind, builder.compare("slt", next, end));
            let again = builder.sub(row, builder.sub(high, low));
            row = builder.select(goes_on, again, row);
            at[outer] = Some(builder.select(goes_on, next, here));
        }
        at[axes.row] = Some(builder.min(row, builder.shifted(high, -1)));
        at
    }
}
