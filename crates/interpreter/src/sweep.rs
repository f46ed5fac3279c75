//! Sweeps: along k level by level, stage by stage.

use crate::{
    array::{Array, Shape},
    body::Launch,
    copy::copy,
    error::{InterpretError, Result, box_text},
    force::{Evaluator, allocate},
    mark::Reason,
    points::{self, ArrayMarks},
    source::{MarksRef, Source, SourceRef},
    temp::{BodyInputs, Cache, Node, Temp, covers, join, shared},
};
use fvopt_boxes::NumericBox;
use mlir_shim::ir::Op;
use std::sync::Arc;

/// A sweep with the values that it reads; its carries are the results of its node.
pub(crate) struct SweepNode<'c> {
    pub forward: bool,
    /// The initial temps, one a carry, then what the stages read from outside.
    pub temps: Vec<Temp<'c>>,
    pub intervals: Vec<Interval<'c>>,
}

/// Levels that share stages.
pub(crate) struct Interval<'c> {
    pub low: i64,
    pub high: i64,
    pub stages: Vec<Stage<'c>>,
}

/// One parallel step on a level.
pub(crate) struct Stage<'c> {
    pub op: Op<'c>,
    /// Its temps are in `reads` instead.
    pub inputs: BodyInputs<'c>,
    pub reads: Vec<Read>,
    /// The carry that each of the first values yielded is written to, with the offset on k.
    pub writes: Vec<(usize, i64)>,
    /// The shapes of the results.
    pub locals: Vec<Shape>,
    /// Where it is computed, where that is fixed; 0 to 1 on k.
    pub index_box: Option<NumericBox>,
}

/// What a stage reads.
#[derive(Clone, Copy)]
pub(crate) enum Read {
    /// One of the temps of the sweep.
    Outer(usize),
    /// A carry.
    Carry(usize),
    /// A result of an earlier stage of the interval.
    Local(usize, usize),
}

/// Where things are computed and kept.
struct Layout {
    /// The box of each stage of each interval; 0 to 1 on k.
    stages: Vec<Vec<NumericBox>>,
    /// Where carries are kept: all points that are read, written or asked for.
    carries: NumericBox,
}

const PLANE: u32 = 0b011;
const NOWHERE: NumericBox = NumericBox::new([0; 3], [0; 3]);

fn at_levels(plane: &NumericBox, low: i64, high: i64) -> NumericBox {
    let mut result = *plane;
    (result.low[2], result.high[2]) = (low, high);
    result
}

impl<'c> SweepNode<'c> {
    /// The intervals that run, with their numbers.
    fn running(&self) -> impl Iterator<Item = (usize, &Interval<'c>)> {
        self.intervals
            .iter()
            .enumerate()
            .filter(|(_, interval)| interval.low < interval.high)
    }

    /// What a stage reads when it runs on all levels of its interval.
    fn reads<'a>(
        &'a self,
        interval: &'a Interval<'c>,
        stage: &'a Stage<'c>,
        plane: &NumericBox,
    ) -> impl Iterator<Item = (Read, NumericBox)> + 'a {
        let whole = at_levels(plane, interval.low, interval.high);
        let demands = stage.inputs.demands(whole);
        demands.map(|(temp, needed)| (stage.reads[temp], needed))
    }

    /// Where the stages are computed so that the carries can be read on a box: a stage without
    /// a box wherever what it writes is asked for, and wherever a stage that reads it needs it.
    fn layout(&self, node: &Node<'_>, goal: &NumericBox) -> Result<Layout> {
        let plane = at_levels(goal, 0, 1);
        let initial = |stage: &Stage<'_>| match stage.index_box {
            Some(fixed) => fixed,
            None if stage.writes.is_empty() => NOWHERE,
            None => plane,
        };
        let mut stages: Vec<Vec<NumericBox>> = self
            .intervals
            .iter()
            .map(|interval| interval.stages.iter().map(initial).collect())
            .collect();
        let rounds = 2 * self
            .intervals
            .iter()
            .map(|interval| interval.stages.len())
            .sum::<usize>();
        let mut settled = false;
        for _ in 0..rounds + 2 {
            settled = !self.grow(&mut stages);
            if settled {
                break;
            }
        }
        if !settled {
            let message = "sweep_c4: the box of a stage without one would grow with every level";
            return Err(InterpretError::at(node.op, message));
        }
        let mut carries = *goal;
        for (number, interval) in self.running() {
            for (stage, plane) in interval.stages.iter().zip(&stages[number]) {
                if plane.is_empty() {
                    continue;
                }
                for (_, offset) in &stage.writes {
                    let (low, high) = (interval.low + offset, interval.high + offset);
                    carries = join(&carries, &at_levels(plane, low, high));
                }
                for (read, needed) in self.reads(interval, stage, plane) {
                    if matches!(read, Read::Carry(_)) {
                        carries = join(&carries, &needed);
                    }
                }
            }
        }
        Ok(Layout { stages, carries })
    }

    /// Grows the boxes of the stages without one to where they are read; false when they were there.
    fn grow(&self, stages: &mut [Vec<NumericBox>]) -> bool {
        let mut changed = false;
        for (number, interval) in self.running() {
            for (reader, stage) in interval.stages.iter().enumerate() {
                let plane = stages[number][reader];
                let reads: Vec<_> = self.reads(interval, stage, &plane).collect();
                for (read, needed) in reads {
                    let needed = at_levels(&needed, 0, 1);
                    for (writer, producer) in self.producers(number, read) {
                        let known = &mut stages[writer][producer];
                        let grown = known.hull(&needed);
                        changed |= !covers(known, &grown);
                        *known = grown;
                    }
                }
            }
        }
        changed
    }

    /// The stages without a box that write what a stage of an interval reads: the numbers of
    /// their intervals and their numbers in them.
    fn producers(&self, interval: usize, read: Read) -> Vec<(usize, usize)> {
        let free = |interval: usize, stage: usize| {
            self.intervals[interval].stages[stage].index_box.is_none()
        };
        match read {
            Read::Outer(_) => Vec::new(),
            Read::Local(stage, _) if free(interval, stage) => vec![(interval, stage)],
            Read::Local(..) => Vec::new(),
            Read::Carry(carry) => {
                let writes = |stage: &Stage<'_>| stage.writes.iter().any(|(to, _)| *to == carry);
                let all = self.running().flat_map(|(number, interval)| {
                    let writing = interval.stages.iter().enumerate();
                    let writing = writing.filter(move |(_, stage)| writes(stage));
                    writing.map(move |(stage, _)| (number, stage))
                });
                all.filter(|(interval, stage)| free(*interval, *stage))
                    .collect()
            }
        }
    }

    /// What the sweep needs of its temps to be computed on a box.
    pub(crate) fn demands(
        &self,
        node: &Node<'c>,
        goal: &NumericBox,
    ) -> Result<Vec<(Temp<'c>, NumericBox)>> {
        let layout = self.layout(node, goal)?;
        let inits = self.temps.iter().take(node.shapes.len());
        let mut demands: Vec<_> = inits.map(|temp| (temp.clone(), layout.carries)).collect();
        for (number, interval) in self.running() {
            for (stage, plane) in interval.stages.iter().zip(&layout.stages[number]) {
                for (read, needed) in self.reads(interval, stage, plane) {
                    if let Read::Outer(temp) = read {
                        demands.push((self.temps[temp].clone(), needed));
                    }
                }
            }
        }
        Ok(demands)
    }
}

/// A carry or local while the sweep runs.
type Plane = (Array, ArrayMarks);

fn borrow<'a>((array, marks): &'a Plane, limit: Option<(NumericBox, u16)>) -> SourceRef<'a> {
    let marks = match marks {
        Some(marks) => MarksRef::Each(marks),
        None => MarksRef::Clean,
    };
    let outside = limit.map_or(1, |(_, reason)| reason);
    SourceRef::new(array, marks, limit, outside)
}

impl Evaluator {
    pub(crate) fn sweep(
        &mut self,
        node: &Node<'_>,
        sweep: &SweepNode<'_>,
        goal: NumericBox,
    ) -> Result<Cache> {
        let layout = sweep.layout(node, &goal)?;
        let sources: Vec<Source> = sweep.temps.iter().map(Temp::source).collect();
        let mut carries: Vec<Plane> = Vec::new();
        for (shape, source) in node.shapes.iter().zip(&sources) {
            let mut array = allocate(node.op, shape, &layout.carries)?;
            let mut marks = None;
            let bounds = array.bounds();
            copy(&source.borrow(), 0, &bounds, &mut array, 0, &mut marks);
            carries.push((array, marks));
        }
        for (number, interval) in sweep.running() {
            let boxes = &layout.stages[number];
            let reasons: Vec<u16> = interval
                .stages
                .iter()
                .zip(boxes)
                .map(|(stage, plane)| self.stage_reason(stage, plane))
                .collect();
            for step in 0..interval.high - interval.low {
                let level = match sweep.forward {
                    true => interval.low + step,
                    false => interval.high - 1 - step,
                };
                let mut locals: Vec<Vec<Plane>> = Vec::new();
                for (stage, plane) in interval.stages.iter().zip(boxes) {
                    let reads = stage.reads.iter().map(|read| match *read {
                        Read::Outer(temp) => sources[temp].borrow(),
                        Read::Carry(carry) => borrow(&carries[carry], None),
                        Read::Local(stage, result) => {
                            borrow(&locals[stage][result], Some((boxes[stage], reasons[stage])))
                        }
                    });
                    let reads = reads.collect();
                    let mut planes = self.stage(node, stage, reads, plane, level)?;
                    let kept = planes.split_off(stage.writes.len());
                    for (plane_values, (carry, offset)) in planes.iter().zip(&stage.writes) {
                        let (array, marks) = &mut carries[*carry];
                        let level = level + offset;
                        let region = array.shape().normalize(&at_levels(plane, level, level + 1));
                        copy(&borrow(plane_values, None), 0, &region, array, 0, marks);
                    }
                    locals.push(kept);
                }
            }
        }
        let results = carries.into_iter();
        let results = results.map(|(array, marks)| (Arc::new(array), shared(marks)));
        Ok(Cache {
            covered: goal,
            results: results.collect(),
        })
    }

    fn stage_reason(&self, stage: &Stage<'_>, plane: &NumericBox) -> u16 {
        self.reasons.intern(Reason::Outside {
            location: stage.op.location().short(),
            what: format!(
                "the box {} of `stencil.stage`",
                box_text(PLANE, plane.low, plane.high)
            ),
        })
    }

    /// Computes what a stage yields on a level.
    fn stage(
        &mut self,
        node: &Node<'_>,
        stage: &Stage<'_>,
        reads: Vec<SourceRef<'_>>,
        plane: &NumericBox,
        level: i64,
    ) -> Result<Vec<Plane>> {
        let written = stage
            .writes
            .iter()
            .map(|(carry, _)| node.shapes[*carry].element);
        let shapes = written.map(|element| Shape {
            axes: PLANE,
            data: Vec::new(),
            element,
        });
        let mut outputs = Vec::new();
        for shape in shapes.chain(stage.locals.iter().cloned()) {
            outputs.push(allocate(stage.op, &shape, plane)?);
        }
        let program = &stage.inputs.body.program;
        let launch = Launch {
            program,
            sources: reads,
            scalars: &stage.inputs.scalars,
            levels: stage.inputs.levels.clone(),
            strict: node.limit.is_some(),
            checked: self.checked,
            step_limit: self.step_limit,
            reasons: &self.reasons,
        };
        let on_level = at_levels(plane, level, level + 1);
        let (marks, clamps) = points::fill(&launch, &on_level, &mut outputs, self.threads)?;
        self.record(program, clamps);
        Ok(outputs.into_iter().zip(marks).collect())
    }
}
