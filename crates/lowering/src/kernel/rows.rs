//! Rows: the parts of a phase go through the tile together, row by row.
//!
//! A part that others read at higher rows runs ahead of them, by its skew. Neighbouring
//! groups whose reads of the row in progress are at the point itself are fused: they share the
//! loop along the row: what one computes, the next has in a register, and reads
//! only older rows from memory. Rows on which not all parts run are a prologue and an
//! epilogue, so that the loop of the steady state asks nothing.

use super::{
    KernelEmitter, KernelTarget,
    body::{Point, Sources},
    fusion::fused_runs,
    nest::{Loop, nest_over},
    points::Part,
    section::Tile,
    span::Span,
};
use crate::{arithmetic::Arithmetic, loops::when};
use fvopt_boxes::Axes;
use mlir_shim::ir::{Builder, Scalar, Value};
use std::ops::Range;

/// The loops of a phase, outermost first: those outside of rows, over rows, along a row.
pub struct Nest<'c> {
    pub outside: Vec<Loop<'c>>,
    pub row: Option<usize>,
    pub inner: usize,
}

impl<'c> Nest<'c> {
    /// What a part does along the innermost axis.
    pub fn along(&self, part: &Part<'c, '_>) -> Span<'c> {
        part.required[self.inner].expect("an axis of the group")
    }

    /// The rows of a part, as the loop over rows counts them.
    fn rows(&self, part: &Part<'c, '_>) -> Option<Span<'c>> {
        let rows = part.required[self.row?].expect("an axis of the group");
        Some(rows.grow(-part.skew, -part.skew))
    }
}

/// Parts that go through a tile row by row, and the loops in which they do.
#[derive(Clone, Copy)]
pub struct RowLoops<'c, 'p> {
    pub nest: &'p Nest<'c>,
    pub parts: &'p [Part<'c, 'p>],
    pub tile: &'p Tile<'c, 'p>,
}

impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
    /// Several parts: each does its row in turn, those that run ahead a later one.
    pub(super) fn rows(
        &mut self,
        builder: &Builder<'c>,
        parts: &[Part<'c, '_>],
        axes: Axes,
        tile: &Tile<'c, '_>,
        sources: &mut Sources<'c>,
    ) {
        let axes = tile.schedule.loop_axes(axes);
        let (inner, outer) = axes.split_last().expect("an apply has an axis");
        let (row, outside) = match outer.split_last() {
            Some((row, outside)) => (Some(*row), outside),
            None => (None, outer),
        };
        let hull = |spans: &mut dyn Iterator<Item = Span<'c>>| {
            spans
                .reduce(|all, span| all.hull(builder, span))
                .expect("there are groups")
        };
        let nest = Nest {
            outside: outside
                .iter()
                .map(|axis| {
                    let mut spans = parts
                        .iter()
                        .map(|part| part.required[*axis].expect("an axis of the group"));
                    Loop {
                        parallel: tile.is_plane && tile.schedule.parallel_axes().contains(axis),
                        ..Loop::over(*axis, hull(&mut spans))
                    }
                })
                .collect(),
            row,
            inner: *inner,
        };
        let row_loops = RowLoops {
            nest: &nest,
            parts,
            tile,
        };
        let runs = fused_runs(&nest, parts);
        let all = row.map(|_| hull(&mut parts.iter().filter_map(|part| nest.rows(part))));
        let any_fused = runs.iter().any(|run| run.len() > 1);
        nest_over(
            self.target,
            builder,
            &nest.outside,
            [None; 3],
            |builder, point| {
                let (Some(axis), Some(all)) = (row, all) else {
                    return self.runs(builder, row_loops, &runs, None, point, sources);
                };
                let single: Vec<Range<usize>> = (0..parts.len()).map(|one| one..one + 1).collect();
                let mut loops = vec![(all, &single)];
                if any_fused {
                    let common = parts
                        .iter()
                        .filter_map(|part| nest.rows(part))
                        .reduce(|common, rows| common.clip(builder, rows))
                        .expect("there are groups");
                    let [prologue, steady, epilogue] = all.around(builder, common);
                    loops = vec![(prologue, &single), (steady, &runs), (epilogue, &single)];
                }
                for (rows, runs) in loops {
                    if rows.is_empty() {
                        continue;
                    }
                    nest_over(
                        self.target,
                        builder,
                        &[Loop::over(axis, rows)],
                        point,
                        |builder, point| {
                            self.runs(builder, row_loops, runs, Some(rows), point, sources);
                        },
                    );
                }
            },
        );
    }

    /// Runs of parts, one after the other, on a row.
    fn runs(
        &mut self,
        builder: &Builder<'c>,
        row_loops: RowLoops<'c, '_>,
        runs: &[Range<usize>],
        rows: Option<Span<'c>>,
        point: Point<'c>,
        sources: &mut Sources<'c>,
    ) {
        let RowLoops { nest, parts, tile } = row_loops;
        for run in runs {
            let run = &parts[run.clone()];
            // Fused parts have the same loops outside, and all of these rows.
            let Some(guard) = guard(builder, nest, &run[0], rows, point) else {
                continue;
            };
            let mut body = |builder: &Builder<'c>| match run {
                [part] => {
                    let point = ahead(builder, nest, part, point);
                    let along = nest.along(part);
                    self.along(builder, row_loops, along, point, |own, inner, point| {
                        own.at_point(inner, part, tile, point, sources);
                    });
                }
                parts => {
                    let run = RowLoops { parts, ..row_loops };
                    self.fused(builder, run, point, sources);
                }
            };
            match guard {
                Guard::Always => body(builder),
                Guard::If(condition) => when(builder, condition, body),
            }
        }
    }

    /// A loop along a row.
    pub(super) fn along(
        &mut self,
        builder: &Builder<'c>,
        RowLoops { nest, tile, .. }: RowLoops<'c, '_>,
        span: Span<'c>,
        point: Point<'c>,
        body: impl FnOnce(&mut Self, &Builder<'c>, Point<'c>),
    ) {
        if span.is_empty() {
            return;
        }
        let row = Loop {
            vector: self.vector(tile.schedule),
            ..Loop::over(nest.inner, span)
        };
        nest_over(self.target, builder, &[row], point, |inner, point| {
            body(self, inner, point)
        });
    }
}

/// When a part runs on a row.
enum Guard<'c> {
    Always,
    If(Value<'c>),
}

/// When a part runs in the loops around it; `None` where it never does.
fn guard<'c>(
    builder: &Builder<'c>,
    nest: &Nest<'c>,
    part: &Part<'c, '_>,
    rows: Option<Span<'c>>,
    point: Point<'c>,
) -> Option<Guard<'c>> {
    let at = ahead(builder, nest, part, point);
    let outside = nest.outside.iter().map(|one| (one.axis, one.span));
    let row = nest
        .row
        .zip(rows)
        .map(|(axis, rows)| (axis, rows.grow(part.skew, part.skew)));
    let mut runs: Option<Value<'c>> = None;
    let mut left_out: Option<Value<'c>> = None;
    for (axis, span) in outside.chain(row) {
        let coordinate = at[axis].expect("a loop over it");
        let own = part.required[axis].expect("an axis of the group");
        runs = both(builder, runs, own.guard(builder, span, coordinate));
        if let Some(except) = part.except.and_then(|except| except[axis]) {
            left_out = both(builder, left_out, except.guard(builder, own, coordinate));
        }
    }
    if part.except.is_some() {
        let kept = builder.constant(Scalar::I1, 1);
        let kept = builder.binary("arith.xori", left_out?, kept);
        runs = both(builder, runs, Some(kept));
    }
    Some(runs.map_or(Guard::Always, Guard::If))
}

/// The point at which a part is that runs ahead.
pub fn ahead<'c>(
    builder: &Builder<'c>,
    nest: &Nest<'c>,
    part: &Part<'c, '_>,
    mut point: Point<'c>,
) -> Point<'c> {
    if let Some(row) = nest.row {
        point[row] = point[row].map(|row| builder.shifted(row, part.skew));
    }
    point
}

/// Both conditions; nothing where there is none.
fn both<'c>(
    builder: &Builder<'c>,
    one: Option<Value<'c>>,
    other: Option<Value<'c>>,
) -> Option<Value<'c>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(builder.and(one, other)),
        (one, other) => one.or(other),
    }
}
