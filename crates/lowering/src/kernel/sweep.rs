//! Sweeps in a tile: intervals as consecutive loops over levels, stages complete one after the other.

use super::{
    KernelEmitter, KernelTarget, Reuse,
    body::{Point, Source, Sources},
    buffers::{Buffer, Reach},
    nest::{Loop, nest_over},
    points::guard,
    required::{Required, clip},
    section::Tile,
    span::Span,
};
use crate::{arithmetic::Arithmetic, loops, loops::when};
use fvopt_boxes::Axes;
use ir_stencil::ops::{Direction, Interval, Place, Stage, Store, Sweep};
use mlir_shim::ir::{Builder, Value};
use std::collections::HashMap;

/// A stage and where it runs in the tile (i and j).
struct StagePart<'c> {
    stage: Stage<'c>,
    part: Required<'c>,
}

/// An interval: its levels and stages.
struct IntervalPart<'c> {
    levels: Span<'c>,
    stages: Vec<StagePart<'c>>,
}

/// The memory of the locals of stages that have loops of their own.
type Locals<'c> = HashMap<Value<'c>, Buffer<'c>>;

/// What the loops of one sweep share.
struct Run<'c, 't> {
    /// Axes after k in the order: loops inside a level.
    inside: Vec<Loop<'c>>,
    /// The part of the loops outside of the levels.
    outer: Required<'c>,
    tile: &'t Tile<'c, 't>,
    /// The parts of the state whose levels go past the caches as they are written.
    streamed: HashMap<Value<'c>, Store<'c>>,
}

impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
    pub(super) fn sweep(
        &mut self,
        builder: &Builder<'c>,
        sweep: Sweep<'c>,
        tile: &Tile<'c, '_>,
        sources: &mut Sources<'c>,
    ) {
        let Some(required) = sweep
            .0
            .results()
            .into_iter()
            .filter_map(|result| tile.required.get(&result).copied())
            .next()
        else {
            return;
        };
        let builder = &builder.at(sweep.0.location());
        self.start_state(builder, sweep, tile, sources);
        let is_plane = sweep.is_plane_sweep();
        let intervals = self.interval_parts(builder, sweep, required, is_plane);
        let horizontal = tile.schedule.loop_axes(Axes::IJ);
        let before_k = tile
            .schedule
            .order
            .iter()
            .position(|axis| *axis == 2)
            .expect("verified: a permutation");
        let outside: Vec<usize> = tile.schedule.order[..before_k].to_vec();
        let all: Vec<&StagePart<'c>> = intervals.iter().flat_map(|part| &part.stages).collect();
        let hull_on = |axis: usize| {
            all.iter()
                .map(|stage| stage.part[axis].expect("bounds are inferred"))
                .reduce(|all, span| all.hull(builder, span))
                .expect("verified: a stage")
        };
        let outer_loops: Vec<Loop<'c>> = outside
            .iter()
            .map(|axis| Loop::over(*axis, hull_on(*axis)))
            .collect();
        let mut outer = [None; 3];
        for one in &outer_loops {
            outer[one.axis] = Some(one.span);
        }
        let even = !is_plane
            && all
                .windows(2)
                .all(|pair| pair[0].part[..2] == pair[1].part[..2]);
        let locals = match even {
            true => Locals::new(),
            false => self.local_planes(builder, &all, &horizontal),
        };
        let run = Run {
            inside: horizontal
                .iter()
                .filter(|axis| !outside.contains(axis))
                .map(|axis| Loop {
                    parallel: tile.is_plane && tile.schedule.parallel_axes().contains(axis),
                    // Replaced by the range of each stage.
                    ..Loop::over(*axis, hull_on(*axis))
                })
                .collect(),
            outer,
            tile,
            streamed: sweep
                .carries()
                .into_iter()
                .enumerate()
                .filter_map(|(number, carry)| Some((carry, self.streamed(sweep, number, tile)?)))
                .collect(),
        };
        nest_over(
            self.target,
            builder,
            &outer_loops,
            [None; 3],
            |inner, point| {
                for interval in &intervals {
                    self.levels(inner, sweep, interval, |lowering, inner, level| {
                        let at = [point[0], point[1], Some(level)];
                        if even {
                            lowering.stages_together(inner, interval, &run, at, sources);
                        } else {
                            lowering.stages_one_by_one(inner, interval, &run, at, sources, &locals);
                        }
                    });
                }
            },
        );
        let mut buffers: Vec<(usize, &Buffer<'c>)> = locals
            .iter()
            .map(|(local, buffer)| (order_of(&all, *local), buffer))
            .collect();
        buffers.sort_by_key(|(number, _)| *number);
        for (_, buffer) in buffers {
            self.free(builder, buffer);
        }
        self.store_state(builder, sweep, tile, sources);
    }

    fn interval_parts(
        &self,
        builder: &Builder<'c>,
        sweep: Sweep<'c>,
        required: Required<'c>,
        is_plane: bool,
    ) -> Vec<IntervalPart<'c>> {
        let one = |interval: Interval<'c>| IntervalPart {
            levels: Span::new(self.environment.range(builder, &interval.index_box(), 2)),
            stages: interval
                .stages()
                .into_iter()
                .map(|stage| {
                    let ssa_box = stage.index_box().expect("bounds are inferred");
                    let whole = self.spans(builder, &ssa_box);
                    let part = match is_plane {
                        true => whole,
                        false => clip(builder, [required[0], required[1], None], whole),
                    };
                    StagePart { stage, part }
                })
                .collect(),
        };
        sweep.intervals().into_iter().map(one).collect()
    }

    /// The loop over the levels of an interval, in the sweep's direction.
    fn levels(
        &mut self,
        builder: &Builder<'c>,
        sweep: Sweep<'c>,
        interval: &IntervalPart<'c>,
        body: impl FnOnce(&mut Self, &Builder<'c>, Value<'c>),
    ) {
        let (low, high) = interval.levels.values(builder);
        if let Some(only) = interval.levels.single() {
            return body(self, builder, only.value(builder));
        }
        match sweep.direction() {
            Direction::Forward => {
                loops::repeat(builder, low, high, 1, |inner, level| {
                    body(self, inner, level)
                });
            }
            Direction::Backward => {
                let zero = builder.index(0);
                let count = builder.sub(high, low);
                let top = builder.shifted(high, -1);
                loops::repeat(builder, zero, count, 1, |inner, step| {
                    let level = inner.sub(top, step);
                    body(self, inner, level);
                });
            }
        }
    }

    /// All stages of an interval at a point before the next point: they have one box.
    fn stages_together(
        &mut self,
        builder: &Builder<'c>,
        interval: &IntervalPart<'c>,
        run: &Run<'c, '_>,
        at: Point<'c>,
        sources: &mut Sources<'c>,
    ) {
        let Some(first) = interval.stages.first() else {
            return;
        };
        let nest = self.inside(run, first);
        nest_over(self.target, builder, &nest, at, |inner, point| {
            for part in &interval.stages {
                let locals = self.stage(inner, part.stage, point, run, sources);
                for (result, value) in locals {
                    sources.insert(result, Source::AtPoint(vec![value]));
                }
            }
        });
    }

    /// The loops inside a level for a stage.
    fn inside(&self, run: &Run<'c, '_>, stage: &StagePart<'c>) -> Vec<Loop<'c>> {
        let mut nest: Vec<Loop<'c>> = run
            .inside
            .iter()
            .map(|one| Loop {
                span: stage.part[one.axis].expect("bounds are inferred"),
                ..*one
            })
            .collect();
        if let Some(innermost) = nest.last_mut() {
            innermost.vector = self.vector(run.tile.schedule);
        }
        nest
    }

    /// Stages with boxes of their own, each complete before the next: each has
    /// its loops, and a condition on the loops outside. Locals are in planes.
    fn stages_one_by_one(
        &mut self,
        builder: &Builder<'c>,
        interval: &IntervalPart<'c>,
        run: &Run<'c, '_>,
        at: Point<'c>,
        sources: &mut Sources<'c>,
        locals: &Locals<'c>,
    ) {
        for part in &interval.stages {
            let nest = self.inside(run, part);
            let mut body = |builder: &Builder<'c>| {
                nest_over(self.target, builder, &nest, at, |inner, point| {
                    for (result, value) in self.stage(inner, part.stage, point, run, sources) {
                        let target = locals[&result].element(inner, point, None);
                        self.target.store(inner, value, &target, Reuse::Soon);
                    }
                });
            };
            match guard(builder, part.part, run.outer, at) {
                None => body(builder),
                Some(condition) => when(builder, condition, body),
            }
            for result in part.stage.0.results() {
                sources.insert(result, Source::Buffer(locals[&result].clone()));
            }
        }
    }

    /// Runs a stage at a point: its body, its writes; gives its results.
    fn stage(
        &mut self,
        builder: &Builder<'c>,
        stage: Stage<'c>,
        point: Point<'c>,
        run: &Run<'c, '_>,
        sources: &Sources<'c>,
    ) -> Vec<(Value<'c>, Value<'c>)> {
        self.prefetch(builder, stage.0, [None; 3], point);
        let mut values = self.body(builder, stage.body(), point, sources);
        let writes = stage.writes();
        let locals = values.split_off(writes.len());
        for ((carry, offset), value) in writes.into_iter().zip(values) {
            let level = point[2].map(|level| builder.shifted(level, offset));
            let at = [point[0], point[1], level];
            let mut target = match &sources[&carry] {
                Source::Field(field) => self.environment.element(builder, *field, at, &[]),
                Source::Buffer(buffer) => buffer.element(builder, at, None),
                _ => unreachable!("the state of a sweep is in memory"),
            };
            self.environment
                .check_write(builder, stage.0, at, &mut target);
            self.environment.note_write(builder, &target, None);
            self.target.store(builder, value, &target, Reuse::Soon);
            if let Some(write) = run.streamed.get(&carry) {
                let far = self.environment.element(builder, write.field(), at, &[]);
                self.target.store(builder, value, &far, Reuse::Late);
            }
        }
        stage.0.results().into_iter().zip(locals).collect()
    }

    /// A plane for every result of a stage, on the stage's part of the tile.
    fn local_planes(
        &mut self,
        builder: &Builder<'c>,
        stages: &[&StagePart<'c>],
        horizontal: &[usize],
    ) -> Locals<'c> {
        let mut planes = Locals::new();
        for part in stages {
            let reach: Vec<(usize, Reach<'c>)> = horizontal
                .iter()
                .map(|axis| {
                    (
                        *axis,
                        Reach::Span(part.part[*axis].expect("bounds are inferred")),
                    )
                })
                .collect();
            for result in part.stage.0.results() {
                let plane = self.buffer(builder, result, Place::Tile, &reach, false);
                planes.insert(result, plane);
            }
        }
        planes
    }
}

/// Planes are freed in the order in which they were made.
fn order_of<'c>(stages: &[&StagePart<'c>], local: Value<'c>) -> usize {
    let results = stages.iter().flat_map(|part| part.stage.0.results());
    results
        .into_iter()
        .position(|result| result == local)
        .unwrap_or(0)
}
