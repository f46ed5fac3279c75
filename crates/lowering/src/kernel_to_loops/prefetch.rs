//! Asking memory for rows ahead: what `prefetch` of loads becomes.
//!
//! Of the accesses to a loaded field, the one that comes to a row first (of those furthest ahead on the
//! outermost axis, the furthest on the next one, and so on) asks for a row further on, at its own point along the row: a line of the cache for each vector. Fields are read
//! first in one phase; later ones find them in the caches.

use super::{Arithmetic, Lowering, body::Point};
use ir_stencil::{
    kernel_plan::{Group, Phase, Plan, loop_axes},
    ops::{Access, AnyAccess, Apply, Direction, Load, Schedule, Sweep, shaped},
};
use mlir_shim::ir::{Attr, Builder, Op, Scalar, Ty};
use std::collections::HashMap;

/// Which row an access asks for.
#[derive(Clone, Copy)]
pub struct Ahead {
    /// The axes of rows: that along which they follow one another, and that along each.
    axes: [usize; 2],
    /// How far it lies from the row that is read.
    by: i64,
}

/// What the accesses of a kernel ask for.
pub type Prefetches<'c> = HashMap<Op<'c>, Ahead>;

/// Which accesses of a kernel ask for rows, and which.
pub fn prefetches<'c>(ops: &[Op<'c>], plan: &Plan<'c>, schedule: &Schedule) -> Prefetches<'c> {
    let mut found = Prefetches::new();
    for load in ops.iter().filter_map(|op| Load::cast(*op)) {
        let Some(distance) = load.prefetch() else {
            continue;
        };
        let phases = plan.sections.iter().flat_map(|section| &section.phases);
        let first = phases
            .map(|phase| first_accesses(load, phase, schedule))
            .find(|accesses| !accesses.is_empty());
        for First {
            access,
            axes,
            backward,
        } in first.unwrap_or_default()
        {
            let by = if backward { -distance } else { distance };
            found.insert(access.0, Ahead { axes, by });
        }
    }
    found
}

/// An access that comes to rows first.
struct First<'c> {
    access: AnyAccess<'c>,
    axes: [usize; 2],
    backward: bool,
}

/// The accesses to a load that come to its rows first in a phase: one for each loop over rows.
fn first_accesses<'c>(load: Load<'c>, phase: &Phase<'c>, schedule: &Schedule) -> Vec<First<'c>> {
    match phase {
        Phase::Points(groups) => first_of_groups(load, groups, schedule)
            .into_iter()
            .collect(),
        Phase::Sweep(sweep) => first_of_sweep(load, *sweep, schedule),
        Phase::Insert(_) | Phase::Copies(_) => Vec::new(),
    }
}

fn first_of_groups<'c>(
    load: Load<'c>,
    groups: &[Group<'c>],
    schedule: &Schedule,
) -> Option<First<'c>> {
    let axes = loop_axes(schedule, groups.first()?.axes());
    let [row, inner] = row_axes(&axes, load)?;
    let mut all = Vec::new();
    for group in groups {
        for Apply(op) in group.applies() {
            for access in direct(op, load) {
                let mut lead = access.offset();
                lead[row] += group.lead;
                all.push((outside(&axes, lead), access));
            }
        }
    }
    furthest(all).map(|access| First {
        access,
        axes: [row, inner],
        backward: false,
    })
}

fn first_of_sweep<'c>(load: Load<'c>, sweep: Sweep<'c>, schedule: &Schedule) -> Vec<First<'c>> {
    let axes = loop_axes(schedule, 0b111);
    let Some([row, inner]) = row_axes(&axes, load) else {
        return Vec::new();
    };
    let is_down = sweep.direction() == Direction::Backward;
    let backward = row == 2 && is_down;
    let mut found = Vec::new();
    for interval in sweep.intervals() {
        let mut all = Vec::new();
        for stage in interval.stages() {
            for access in direct(stage.0, load) {
                let mut lead = access.offset();
                if is_down {
                    lead[2] = -lead[2];
                }
                all.push((outside(&axes, lead), access));
            }
        }
        found.extend(furthest(all).map(|access| First {
            access,
            axes: [row, inner],
            backward,
        }));
    }
    found
}

/// Offsets on the axes outside of rows, outermost first.
fn outside(axes: &[usize], offset: [i64; 3]) -> Vec<i64> {
    let (_, outside) = axes.split_last().expect("loops have an axis");
    outside.iter().map(|axis| offset[*axis]).collect()
}

/// The first of those that are furthest ahead.
fn furthest<'c>(all: Vec<(Vec<i64>, AnyAccess<'c>)>) -> Option<AnyAccess<'c>> {
    // Of equal ones `max_by` takes the last: in reverse, the first.
    let found = all
        .into_iter()
        .rev()
        .max_by(|one, other| one.0.cmp(&other.0));
    found.map(|(_, access)| access)
}

/// The axes of rows, where a field has both.
fn row_axes(axes: &[usize], load: Load<'_>) -> Option<[usize; 2]> {
    let [.., row, inner] = axes[..] else {
        return None;
    };
    let shape = shaped(load.result());
    (shape.has_axis(row) && shape.has_axis(inner)).then_some([row, inner])
}

/// The accesses at constant offsets that a body makes in any case.
fn direct<'c>(op: Op<'c>, load: Load<'c>) -> Vec<AnyAccess<'c>> {
    let body = op.body().map(|body| body.ops()).unwrap_or_default();
    body.into_iter()
        .filter(|inner| Access::is(*inner) && inner.operand(0) == load.result())
        .map(AnyAccess)
        .collect()
}

impl<'c> Lowering<'c> {
    /// Asks for a row ahead of what an access reads at a point.
    pub(super) fn prefetch(
        &self,
        builder: &Builder<'c>,
        access: AnyAccess<'c>,
        Ahead { axes, by }: Ahead,
        point: Point<'c>,
    ) {
        let load = access.temp().defining_op().and_then(Load::cast);
        let load = load.expect("only accesses to loads ask for rows");
        let place = load.index_box().expect("verified: kernel_c2");
        let [row, inner] = axes;
        let mut offset = access.offset();
        // Lines start where rows do.
        offset[inner] = 0;
        let mut at: Point<'c> = [0, 1, 2].map(|axis| {
            let ahead = offset[axis] + if axis == row { by } else { 0 };
            point[axis].map(|coordinate| builder.shifted(coordinate, ahead))
        });
        // No row is asked for that is not loaded: it could be far from the field. Along the row a point
        // may lie beside what is loaded, which does no harm: nothing is read there.
        let (low, high) = self.range(builder, &place, row);
        at[row] = at[row].map(|row| match by < 0 {
            true => builder.max(row, low),
            false => builder.min(row, builder.shifted(high, -1)),
        });
        let element = self.element(builder, load.field(), at, &access.components());
        let (i1, i32) = (
            Ty::scalar(builder.context(), Scalar::I1),
            Ty::scalar(builder.context(), Scalar::I32),
        );
        builder.build(
            builder
                .op("memref.prefetch")
                .operands(&[element.storage.memref])
                .operands(&element.indices)
                .attr("isWrite", Attr::integer(i1, 0))
                .attr("localityHint", Attr::integer(i32, SECOND_LEVEL))
                .attr("isDataCache", Attr::integer(i1, 1)),
        );
    }
}

/// To the second-level cache: rows ahead would push those at work out of the first.
const SECOND_LEVEL: i64 = 2;
