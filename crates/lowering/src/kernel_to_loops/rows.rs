//! Rows: the parts of a phase go through the tile together, row by row.
//!
//! A part that others read at higher rows runs ahead of them. Neighbouring
//! groups whose reads of the row in progress are at the point itself share the
//! loop along the row: what one computes, the next has in a register, and reads
//! only older rows from memory. Rows on which not all parts run come in loops
//! before and behind, so that the loop in between asks nothing.

use super::{
    Arithmetic, Lowering,
    body::{Computed, Point, ReadBefore, Source, Sources},
    loops::{Loop, nest_over, when},
    points::{Part, Task},
    section::Tile,
    span::Span,
};
use fvopt_passes::alias::base_field;
use ir_stencil::{
    kernel_plan::{loop_axes, stores_of},
    ops::{Apply, accesses},
};
use mlir_shim::ir::{Builder, Scalar, Value};
use std::ops::Range;

/// The loops of a phase, outermost first: those outside of rows, over rows, along a row.
struct Nest<'c> {
    outside: Vec<Loop<'c>>,
    row: Option<usize>,
    inner: usize,
}

impl<'c> Nest<'c> {
    /// What a part does along the innermost axis.
    fn along(&self, part: &Part<'c, '_>) -> Span<'c> {
        part.need[self.inner].expect("an axis of the group")
    }

    /// The rows of a part, as the loop over rows counts them.
    fn rows(&self, part: &Part<'c, '_>) -> Option<Span<'c>> {
        let rows = part.need[self.row?].expect("an axis of the group");
        Some(rows.grow(-part.lead, -part.lead))
    }
}

impl<'c> Lowering<'c> {
    /// Several parts: each does its row in turn, those that run ahead a later one.
    pub(super) fn rows(
        &mut self,
        builder: &Builder<'c>,
        parts: &[Part<'c, '_>],
        axes: u32,
        tile: &Tile<'c, '_>,
        sources: &mut Sources<'c>,
    ) {
        let axes = loop_axes(tile.schedule, axes);
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
                        .map(|part| part.need[*axis].expect("an axis of the group"));
                    Loop {
                        parallel: tile.is_plane && tile.schedule.parallel_axes().contains(axis),
                        ..Loop::over(*axis, hull(&mut spans))
                    }
                })
                .collect(),
            row,
            inner: *inner,
        };
        let runs = jammed(&nest, parts);
        let all = row.map(|_| hull(&mut parts.iter().filter_map(|part| nest.rows(part))));
        let any_jammed = runs.iter().any(|run| run.len() > 1);
        nest_over(builder, &nest.outside, [None; 3], |builder, point| {
            let (Some(axis), Some(all)) = (row, all) else {
                return self.runs(builder, &nest, &runs, parts, None, point, tile, sources);
            };
            let single: Vec<Range<usize>> = (0..parts.len()).map(|one| one..one + 1).collect();
            let mut loops = vec![(all, &single)];
            if any_jammed {
                let common = parts
                    .iter()
                    .filter_map(|part| nest.rows(part))
                    .reduce(|common, rows| common.clip(builder, rows))
                    .expect("there are groups");
                let [before, between, behind] = all.around(builder, common);
                loops = vec![(before, &single), (between, &runs), (behind, &single)];
            }
            for (rows, runs) in loops {
                if rows.is_empty() {
                    continue;
                }
                nest_over(
                    builder,
                    &[Loop::over(axis, rows)],
                    point,
                    |builder, point| {
                        self.runs(
                            builder,
                            &nest,
                            runs,
                            parts,
                            Some(rows),
                            point,
                            tile,
                            sources,
                        );
                    },
                );
            }
        });
    }

    /// Runs of parts, one after the other, on a row.
    #[allow(clippy::too_many_arguments)]
    fn runs(
        &mut self,
        builder: &Builder<'c>,
        nest: &Nest<'c>,
        runs: &[Range<usize>],
        parts: &[Part<'c, '_>],
        rows: Option<Span<'c>>,
        point: Point<'c>,
        tile: &Tile<'c, '_>,
        sources: &mut Sources<'c>,
    ) {
        for run in runs {
            let run = &parts[run.clone()];
            // Jammed parts have the same loops outside, and all of these rows.
            let Some(guard) = guard(builder, nest, &run[0], rows, point) else {
                continue;
            };
            let mut body = |builder: &Builder<'c>| match run {
                [part] => {
                    let point = ahead(builder, nest, part, point);
                    let along = nest.along(part);
                    self.along(builder, nest, along, tile, point, |own, inner, point| {
                        own.at_point(inner, part, tile, point, sources);
                    });
                }
                parts => self.jam(builder, nest, parts, point, tile, sources),
            };
            match guard {
                Guard::Always => body(builder),
                Guard::If(condition) => when(builder, condition, body),
            }
        }
    }

    /// A loop along a row.
    fn along(
        &mut self,
        builder: &Builder<'c>,
        nest: &Nest<'c>,
        span: Span<'c>,
        tile: &Tile<'c, '_>,
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
        nest_over(builder, &[row], point, |inner, point| {
            body(self, inner, point)
        });
    }

    /// Several parts in one loop along the row; where only some run, in loops of their own.
    fn jam(
        &mut self,
        builder: &Builder<'c>,
        nest: &Nest<'c>,
        parts: &[Part<'c, '_>],
        point: Point<'c>,
        tile: &Tile<'c, '_>,
        sources: &mut Sources<'c>,
    ) {
        let common = parts
            .iter()
            .map(|part| nest.along(part))
            .reduce(|common, along| common.clip(builder, along))
            .expect("there are parts");
        let pieces: Vec<[Span<'c>; 3]> = parts
            .iter()
            .map(|part| nest.along(part).around(builder, common))
            .collect();
        let between = pieces[0][1];
        let alone = |own: &mut Self, piece: usize, sources: &mut Sources<'c>| {
            for (part, pieces) in parts.iter().zip(&pieces) {
                let point = ahead(builder, nest, part, point);
                own.along(
                    builder,
                    nest,
                    pieces[piece],
                    tile,
                    point,
                    |own, inner, point| {
                        own.at_point(inner, part, tile, point, sources);
                    },
                );
            }
        };
        alone(self, 0, sources);
        self.along(builder, nest, between, tile, point, |own, inner, point| {
            let mut restored: Vec<(Value<'c>, Source<'c>)> = Vec::new();
            // Checks look at every read.
            own.read = (!own.checked).then(|| read_before(parts));
            for part in parts {
                let Task::Group(group) = part.task else {
                    unreachable!("only groups are jammed");
                };
                if let (Some(read), Some(row)) = (&mut own.read, nest.row) {
                    read.ahead[row] = part.lead;
                }
                for earlier in &restored {
                    own.pass_on(nest, earlier.0, parts, part, sources);
                }
                let point = ahead(inner, nest, part, point);
                let computed = own.group_at(inner, group, part.need, tile, point, sources);
                for (result, values) in computed {
                    if let Some(Source::Buffer(buffer)) = sources.get(&result).cloned() {
                        restored.push((result, Source::Buffer(buffer.clone())));
                        let computed = Computed {
                            buffer,
                            offset: [0; 3],
                            values,
                        };
                        sources.insert(result, Source::Computed(computed));
                    }
                }
            }
            sources.extend(restored);
            own.read = None;
        });
        alone(self, 2, sources);
    }

    /// Lets a part read what another has just computed, on the row that this one computes.
    fn pass_on(
        &self,
        nest: &Nest<'c>,
        result: Value<'c>,
        parts: &[Part<'c, '_>],
        part: &Part<'c, '_>,
        sources: &mut Sources<'c>,
    ) {
        let producer = parts.iter().find(|other| match other.task {
            Task::Group(group) => result
                .defining_op()
                .is_some_and(|op| group.ops.contains(&op)),
            _ => false,
        });
        if let (Some(Source::Computed(computed)), Some(producer)) =
            (sources.get_mut(&result), producer)
        {
            computed.offset = [0; 3];
            if let Some(row) = nest.row {
                computed.offset[row] = producer.lead - part.lead;
            }
        }
    }
}

/// Nothing read yet, in a loop that parts share.
fn read_before<'c>(parts: &[Part<'c, '_>]) -> ReadBefore<'c> {
    let applies = parts.iter().filter_map(plain).flatten();
    let results = applies.flat_map(|apply| apply.0.results());
    let stored = results
        .flat_map(stores_of)
        .map(|store| base_field(store.field()));
    ReadBefore::new(stored.collect())
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
        .map(|(axis, rows)| (axis, rows.grow(part.lead, part.lead)));
    let mut runs: Option<Value<'c>> = None;
    let mut left_out: Option<Value<'c>> = None;
    for (axis, span) in outside.chain(row) {
        let coordinate = at[axis].expect("a loop over it");
        let own = part.need[axis].expect("an axis of the group");
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
fn ahead<'c>(
    builder: &Builder<'c>,
    nest: &Nest<'c>,
    part: &Part<'c, '_>,
    mut point: Point<'c>,
) -> Point<'c> {
    if let Some(row) = nest.row {
        point[row] = point[row].map(|row| builder.shifted(row, part.lead));
    }
    point
}

/// Which parts share a loop along the row, as ranges of their numbers.
fn jammed<'c>(nest: &Nest<'c>, parts: &[Part<'c, '_>]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for number in 0..parts.len() {
        match runs.last_mut() {
            Some(run) if fits(nest, &parts[run.clone()], &parts[number]) => run.end += 1,
            _ => runs.push(number..number + 1),
        }
    }
    runs
}

/// Whether a part may share the loop of those before it.
fn fits<'c>(nest: &Nest<'c>, before: &[Part<'c, '_>], part: &Part<'c, '_>) -> bool {
    let Some(applies) = plain(part) else {
        return false;
    };
    before.iter().all(|earlier| {
        let Some(producers) = plain(earlier) else {
            return false;
        };
        // Ends whose order is not known would need conditions of their own.
        let (one, other) = (nest.along(earlier), nest.along(part));
        let is_known = one.low.above(other.low).is_some() && one.high.above(other.high).is_some();
        let same_outside = nest.outside.iter().all(|outer| {
            let need =
                |part: &Part<'c, '_>| part.need[outer.axis].map(|span| (span.low, span.high));
            need(earlier) == need(part)
        });
        is_known && same_outside && {
            let in_progress = earlier.lead - part.lead;
            let reads_aside = |apply: &Apply<'c>| {
                accesses(apply.0).into_iter().any(|access| {
                    let offset = access.offset();
                    let definition = access.temp().defining_op();
                    definition.is_some_and(|op| producers.contains(&Apply(op)))
                        && nest.row.is_none_or(|row| offset[row] == in_progress)
                        && offset[nest.inner] != 0
                })
            };
            !applies.iter().any(reads_aside)
        }
    })
}

/// The applies of a part that is a group without inserts, all of whose results are in rows or stored.
fn plain<'c>(part: &Part<'c, '_>) -> Option<Vec<Apply<'c>>> {
    match part.task {
        Task::Group(group) if group.inserts().next().is_none() => Some(group.applies().collect()),
        _ => None,
    }
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
