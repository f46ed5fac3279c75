//! Sweeps: intervals as consecutive loops over levels, stages complete one after the other.

use super::{
    Arithmetic, Lowering,
    body::{Point, Source, Sources},
    fields::{load, store},
    loops::{self, Axis, over_axes, when},
};
use ir_stencil::{
    boxes::SsaBox,
    ops::{Direction, Interval, Kernel, Load, Schedule, Stage, Store, Sweep, Undef, shaped},
};
use mlir_shim::{
    ir::{Builder, Op, Scalar, Value},
    pass::Failed,
};
use std::collections::HashMap;

/// Horizontal ranges of a stage: (low, high) on i and j, and the boxes they come from.
struct StagePlan<'c> {
    stage: Stage<'c>,
    place: SsaBox<'c>,
    ranges: [(Value<'c>, Value<'c>); 2],
}

/// An interval: its levels and stages.
struct IntervalPlan<'c> {
    levels: (Value<'c>, Value<'c>),
    stages: Vec<StagePlan<'c>>,
}

impl<'c> Lowering<'c> {
    pub(super) fn sweep_kernel(
        &mut self,
        kernel: Kernel<'c>,
        sweep: Sweep<'c>,
        ops: &[Op<'c>],
    ) -> Result<(), Failed> {
        let mut sources = Sources::new();
        for op in ops {
            if let Some(load) = Load::cast(*op) {
                sources.insert(load.result(), Source::Field(load.field()));
            } else if Undef::is(*op) {
                sources.insert(op.result(0), Source::Undefined);
            } else if !Sweep::is(*op) && !Store::is(*op) {
                return self.refuse(*op, "it stands in a kernel with a sweep");
            }
        }
        self.carries(sweep, ops, &mut sources)?;
        let plans = self.plan(sweep);
        let schedule = kernel.schedule();
        let builder = self.at(kernel.0.location());
        if sweep.is_plane_sweep() {
            let planes = self.planes(&builder, &plans);
            for plan in &plans {
                self.levels(&builder, sweep, plan, |lowering, inner, level| {
                    lowering.stages_one_by_one(
                        inner,
                        plan,
                        &schedule,
                        [None, None, Some(level)],
                        &mut sources,
                        &planes,
                    );
                });
            }
            self.free_planes(&builder, planes);
            return Ok(());
        }
        self.column_sweep(&builder, sweep, &plans, &schedule, &mut sources);
        Ok(())
    }

    /// Every carry is at home in the field that its result is stored to; what
    /// it starts with is put there first, where it is not there already.
    fn carries(
        &mut self,
        sweep: Sweep<'c>,
        ops: &[Op<'c>],
        sources: &mut Sources<'c>,
    ) -> Result<(), Failed> {
        let stores: Vec<Store<'c>> = ops.iter().copied().filter_map(Store::cast).collect();
        for (number, carry) in sweep.carries().into_iter().enumerate() {
            let result = sweep.0.result(number);
            let mut own = stores.iter().filter(|store| store.temp() == result);
            let (Some(store), None) = (own.next(), own.next()) else {
                return self.refuse(
                    sweep.0,
                    &format!("result {number} is not stored to exactly one field of the kernel"),
                );
            };
            if !store.components().is_empty() {
                return self.refuse(
                    store.0,
                    "a sweep's result goes into one component; store it whole",
                );
            }
            let init = sweep.inits()[number];
            if let Some(Source::Field(field)) = sources.get(&init).cloned()
                && field != store.field()
            {
                self.initialize(*store, field);
            }
            sources.insert(carry, Source::Field(store.field()));
        }
        Ok(())
    }

    /// Copies the initial values of a carry to its home, on the store's box.
    fn initialize(&mut self, target: Store<'c>, from: Value<'c>) {
        let builder = self.at(target.0.location());
        let place = target.index_box();
        let axes: Vec<Axis<'c>> = [2, 1, 0]
            .into_iter()
            .filter(|axis| shaped(target.temp()).has_axis(*axis))
            .map(|axis| {
                let (low, high) = self.range(&builder, &place, axis);
                Axis {
                    axis,
                    low,
                    high,
                    parallel: axis != 0,
                    tile: 0,
                }
            })
            .collect();
        over_axes(&builder, &axes, |inner, point| {
            let source = self.element(inner, from, point, &[]);
            let element = self.element(inner, target.field(), point, &[]);
            let flag = source
                .storage
                .written
                .map(|flags| load(inner, flags, &source.indices));
            self.note_write(inner, &element, flag);
            let value = load(inner, source.storage.memref, &source.indices);
            store(inner, value, element.storage.memref, &element.indices);
        });
    }

    fn plan(&mut self, sweep: Sweep<'c>) -> Vec<IntervalPlan<'c>> {
        let builder = self.at(sweep.0.location());
        let one = |interval: Interval<'c>| {
            let stages = interval
                .stages()
                .into_iter()
                .map(|stage| {
                    let place = stage.index_box().expect("bounds are inferred");
                    let ranges = [0, 1].map(|axis| self.range(&builder, &place, axis));
                    StagePlan {
                        stage,
                        place,
                        ranges,
                    }
                })
                .collect();
            IntervalPlan {
                levels: self.range(&builder, &interval.index_box(), 2),
                stages,
            }
        };
        sweep.intervals().into_iter().map(one).collect()
    }

    /// The loop over the levels of an interval, in the sweep's direction.
    fn levels(
        &mut self,
        builder: &Builder<'c>,
        sweep: Sweep<'c>,
        plan: &IntervalPlan<'c>,
        body: impl FnOnce(&mut Self, &Builder<'c>, Value<'c>),
    ) {
        let (low, high) = plan.levels;
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

    /// Independent columns: the axes before k in the order are loops outside,
    /// shared by all intervals; those after k are inside every level.
    fn column_sweep(
        &mut self,
        builder: &Builder<'c>,
        sweep: Sweep<'c>,
        plans: &[IntervalPlan<'c>],
        schedule: &Schedule,
        sources: &mut Sources<'c>,
    ) {
        let k = schedule
            .order
            .iter()
            .position(|axis| *axis == 2)
            .expect("verified: a permutation");
        let outside: Vec<usize> = schedule.order[..k].to_vec();
        let inside: Vec<usize> = schedule.order[k + 1..].to_vec();
        let all: Vec<&StagePlan<'c>> = plans.iter().flat_map(|plan| &plan.stages).collect();
        let nest: Vec<Axis<'c>> = outside
            .iter()
            .map(|axis| {
                let low = all
                    .iter()
                    .map(|plan| plan.ranges[*axis].0)
                    .reduce(|a, b| if a == b { a } else { builder.min(a, b) });
                let high = all
                    .iter()
                    .map(|plan| plan.ranges[*axis].1)
                    .reduce(|a, b| if a == b { a } else { builder.max(a, b) });
                Axis {
                    axis: *axis,
                    low: low.expect("verified: a stage"),
                    high: high.expect("verified: a stage"),
                    parallel: schedule.parallel_axes().contains(axis),
                    tile: schedule.tile[*axis],
                }
            })
            .collect();
        let differ = |axis: usize| {
            let range = |plan: &StagePlan<'c>| {
                let index_box = plan
                    .place
                    .index_box
                    .range(fvopt_boxes::Axis::ALL[axis])
                    .clone();
                (index_box, plan.place.positions.clone())
            };
            all.windows(2).any(|pair| range(pair[0]) != range(pair[1]))
        };
        let guarded: Vec<usize> = outside
            .iter()
            .copied()
            .filter(|axis| differ(*axis))
            .collect();
        let uneven_inside = inside.iter().any(|axis| differ(*axis));
        let planes = if uneven_inside || !guarded.is_empty() {
            self.planes(builder, plans)
        } else {
            HashMap::new()
        };
        over_axes(builder, &nest, |inner, point| {
            for plan in plans {
                self.levels(inner, sweep, plan, |lowering, inner, level| {
                    let at = [point[0], point[1], Some(level)];
                    if planes.is_empty() && !uneven_inside && guarded.is_empty() {
                        lowering.stages_together(inner, plan, &inside, schedule, at, sources);
                    } else {
                        lowering.stages_guarded(
                            inner, plan, &inside, &guarded, schedule, at, sources, &planes,
                        );
                    }
                });
            }
        });
        self.free_planes(builder, planes);
    }

    /// All stages of an interval at a point before the next point: they have one box.
    fn stages_together(
        &mut self,
        builder: &Builder<'c>,
        plan: &IntervalPlan<'c>,
        inside: &[usize],
        schedule: &Schedule,
        at: Point<'c>,
        sources: &mut Sources<'c>,
    ) {
        let Some(first) = plan.stages.first() else {
            return;
        };
        let nest = self.inner_axes(first, inside, schedule);
        over_axes(builder, &nest, |inner, point| {
            let point = merge(at, point);
            for stage in &plan.stages {
                let locals = self.stage(inner, stage.stage, point, sources);
                for (result, value) in locals {
                    sources.insert(result, Source::AtPoint(vec![value]));
                }
            }
        });
    }

    fn inner_axes(
        &self,
        plan: &StagePlan<'c>,
        inside: &[usize],
        schedule: &Schedule,
    ) -> Vec<Axis<'c>> {
        inside
            .iter()
            .map(|axis| {
                let (low, high) = plan.ranges[*axis];
                let parallel = schedule.parallel_axes().contains(axis);
                Axis {
                    axis: *axis,
                    low,
                    high,
                    parallel,
                    tile: schedule.tile[*axis],
                }
            })
            .collect()
    }

    /// Stages of columns with boxes of their own: each has its loops, and a
    /// condition on the axes of the shared outer loops. Locals are in planes.
    #[allow(clippy::too_many_arguments)]
    fn stages_guarded(
        &mut self,
        builder: &Builder<'c>,
        plan: &IntervalPlan<'c>,
        inside: &[usize],
        guarded: &[usize],
        schedule: &Schedule,
        at: Point<'c>,
        sources: &mut Sources<'c>,
        planes: &HashMap<Value<'c>, Plane<'c>>,
    ) {
        for stage in &plan.stages {
            let mut condition = builder.constant(Scalar::I1, 1);
            for axis in guarded {
                let coordinate = at[*axis].expect("an outer loop");
                let (low, high) = stage.ranges[*axis];
                condition = builder.and(condition, builder.compare("sle", low, coordinate));
                condition = builder.and(condition, builder.compare("slt", coordinate, high));
            }
            let nest = self.inner_axes(stage, inside, schedule);
            when(builder, condition, |inner| {
                over_axes(inner, &nest, |inner, point| {
                    self.stage_to_planes(inner, stage.stage, merge(at, point), sources, planes);
                });
            });
            show_planes(stage.stage, sources, planes);
        }
    }

    /// The stages of a plane sweep on a level: each complete before the next.
    fn stages_one_by_one(
        &mut self,
        builder: &Builder<'c>,
        plan: &IntervalPlan<'c>,
        schedule: &Schedule,
        at: Point<'c>,
        sources: &mut Sources<'c>,
        planes: &HashMap<Value<'c>, Plane<'c>>,
    ) {
        let horizontal: Vec<usize> = schedule
            .order
            .into_iter()
            .filter(|axis| *axis != 2)
            .collect();
        for stage in &plan.stages {
            let nest = self.inner_axes(stage, &horizontal, schedule);
            over_axes(builder, &nest, |inner, point| {
                self.stage_to_planes(inner, stage.stage, merge(at, point), sources, planes);
            });
            show_planes(stage.stage, sources, planes);
        }
    }

    /// Runs a stage at a point: its body, its writes; gives its results.
    fn stage(
        &mut self,
        builder: &Builder<'c>,
        stage: Stage<'c>,
        point: Point<'c>,
        sources: &Sources<'c>,
    ) -> Vec<(Value<'c>, Value<'c>)> {
        let mut values = self.body(builder, stage.body(), point, sources);
        let writes = stage.writes();
        let locals = values.split_off(writes.len());
        for ((carry, offset), value) in writes.into_iter().zip(values) {
            let Source::Field(field) = sources[&carry].clone() else {
                continue;
            };
            let level = point[2].map(|level| builder.shifted(level, offset));
            let target = self.element(builder, field, [point[0], point[1], level], &[]);
            self.note_write(builder, &target, None);
            store(builder, value, target.storage.memref, &target.indices);
        }
        stage.0.results().into_iter().zip(locals).collect()
    }

    fn stage_to_planes(
        &mut self,
        builder: &Builder<'c>,
        stage: Stage<'c>,
        point: Point<'c>,
        sources: &Sources<'c>,
        planes: &HashMap<Value<'c>, Plane<'c>>,
    ) {
        for (result, value) in self.stage(builder, stage, point, sources) {
            let plane = &planes[&result];
            let row = builder.sub(point[1].expect("a plane has j"), plane.origin[1]);
            let column = builder.sub(point[0].expect("a plane has i"), plane.origin[0]);
            store(builder, value, plane.memref, &[row, column]);
        }
    }

    /// A plane for every result of a stage, on the stage's box.
    fn planes(
        &mut self,
        builder: &Builder<'c>,
        plans: &[IntervalPlan<'c>],
    ) -> HashMap<Value<'c>, Plane<'c>> {
        let zero = builder.index(0);
        let mut planes = HashMap::new();
        for plan in plans.iter().flat_map(|plan| &plan.stages) {
            for result in plan.stage.0.results() {
                let [columns, rows] = plan
                    .ranges
                    .map(|(low, high)| builder.max(builder.sub(high, low), zero));
                let memref =
                    self.allocate_plain(builder, shaped(result).element, &[rows, columns], 64);
                let origin = [plan.ranges[0].0, plan.ranges[1].0];
                planes.insert(
                    result,
                    Plane {
                        number: planes.len(),
                        memref,
                        origin,
                    },
                );
            }
        }
        planes
    }

    fn free_planes(&mut self, builder: &Builder<'c>, planes: HashMap<Value<'c>, Plane<'c>>) {
        let mut planes: Vec<Plane<'c>> = planes.into_values().collect();
        planes.sort_by_key(|plane| plane.number);
        for plane in planes {
            builder.build(builder.op("memref.dealloc").operands(&[plane.memref]));
        }
    }
}

/// The memory of a local of a level.
struct Plane<'c> {
    /// Planes are freed in the order in which they were made.
    number: usize,
    memref: Value<'c>,
    origin: [Value<'c>; 2],
}

fn show_planes<'c>(
    stage: Stage<'c>,
    sources: &mut Sources<'c>,
    planes: &HashMap<Value<'c>, Plane<'c>>,
) {
    for result in stage.0.results() {
        let &Plane { memref, origin, .. } = &planes[&result];
        sources.insert(result, Source::Plane { memref, origin });
    }
}

fn merge<'c>(outer: Point<'c>, inner: Point<'c>) -> Point<'c> {
    [0, 1, 2].map(|axis| inner[axis].or(outer[axis]))
}
