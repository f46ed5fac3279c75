//! Sweeps: along k level by level, stage by stage.

use crate::{
    array::{Array, Shape},
    body::Launch,
    copy::copy,
    error::{Result, box_text},
    evaluator::Evaluator,
    force::allocate,
    points::{self, ArrayProvenance},
    provenance::Reason,
    source::{ProvenanceRef, Source, SourceRef},
    temp::{BodyInputs, Cache, Node, Temp, shared},
};
use fvopt_boxes::{Axes, NumericBox};
use mlir_shim::ir::Op;
use std::sync::Arc;

/// A sweep with the values that it reads; its states are the results of its node.
pub(crate) struct SweepNode<'c> {
    pub forward: bool,
    /// Whether each state has the axis k.
    pub has_levels: Vec<bool>,
    /// The initial temps, one a state, then what the stages read from outside.
    pub temps: Vec<Temp<'c>>,
    pub intervals: Vec<Interval<'c>>,
}

/// An interval: levels that run the same stages.
pub(crate) struct Interval<'c> {
    pub low: i64,
    pub high: i64,
    pub stages: Vec<Stage<'c>>,
}

/// One parallel step on a level.
pub(crate) struct Stage<'c> {
    pub op: Op<'c>,
    /// The body; the temps that it reads are in `reads`.
    pub inputs: BodyInputs<'c>,
    pub reads: Vec<Read>,
    /// The state that each of the first values yielded is written to, with the offset on k.
    pub writes: Vec<(usize, i64)>,
    /// The shapes of the results.
    pub locals: Vec<Shape>,
    /// The box of the stage, if it has one; 0 to 1 on k.
    pub index_box: Option<NumericBox>,
}

/// A value that a stage reads.
#[derive(Clone, Copy)]
pub(crate) enum Read {
    /// One of the temps of the sweep.
    Outer(usize),
    /// A state.
    State(usize),
    /// A result of an earlier stage of the interval.
    Local(usize, usize),
}

pub(crate) fn at_levels(plane: &NumericBox, low: i64, high: i64) -> NumericBox {
    let mut result = *plane;
    (result.low[2], result.high[2]) = (low, high);
    result
}

impl Interval<'_> {
    /// The levels, in the order of the sweep.
    pub(crate) fn levels(&self, forward: bool) -> impl DoubleEndedIterator<Item = i64> + use<> {
        let (low, high) = (self.low, self.high);
        let count = high.saturating_sub(low).max(0);
        (0..count).map(move |step| if forward { low + step } else { high - 1 - step })
    }
}

/// A state or local while the sweep runs.
type Plane = (Array, ArrayProvenance);

fn borrow<'a>((array, provenance): &'a Plane, limit: Option<(NumericBox, u16)>) -> SourceRef<'a> {
    let provenance = match provenance {
        Some(provenance) => ProvenanceRef::Each(provenance),
        None => ProvenanceRef::Clean,
    };
    let outside = limit.map_or(1, |(_, reason)| reason);
    SourceRef::new(array, provenance, limit, outside)
}

impl Evaluator {
    pub(crate) fn sweep(
        &mut self,
        node: &Node<'_>,
        sweep: &SweepNode<'_>,
        goal: NumericBox,
    ) -> Result<Cache> {
        let layout = sweep.layout(node.shapes.len(), &goal);
        let sources: Vec<Source> = sweep.temps.iter().map(Temp::source).collect();
        let mut states: Vec<Plane> = Vec::new();
        for (shape, source) in node.shapes.iter().zip(&sources) {
            let mut array = allocate(node.op, shape, &layout.states)?;
            let mut provenance = None;
            let bounds = array.bounds();
            copy(&source.borrow(), 0, &bounds, &mut array, 0, &mut provenance);
            states.push((array, provenance));
        }
        for (interval, levels) in sweep.intervals.iter().zip(&layout.boxes) {
            for (level, boxes) in interval.levels(sweep.forward).zip(levels) {
                let mut locals: Vec<Vec<Plane>> = Vec::new();
                for (stage, plane) in interval.stages.iter().zip(boxes) {
                    let reads = stage.reads.iter().map(|read| match *read {
                        Read::Outer(temp) => sources[temp].borrow(),
                        Read::State(state) => borrow(&states[state], None),
                        Read::Local(number, result) => {
                            let reason =
                                self.stage_reason(&interval.stages[number], &boxes[number]);
                            borrow(&locals[number][result], Some((boxes[number], reason)))
                        }
                    });
                    let reads = reads.collect();
                    let mut planes = self.stage(node, stage, reads, plane, level)?;
                    let kept = planes.split_off(stage.writes.len());
                    for (plane_values, (state, offset)) in planes.iter().zip(&stage.writes) {
                        let (array, provenance) = &mut states[*state];
                        let level = level + offset;
                        let region = at_levels(plane, level, level + 1);
                        let region = array.shape().normalize(&region);
                        if !region.is_empty() {
                            copy(
                                &borrow(plane_values, None),
                                0,
                                &region,
                                array,
                                0,
                                provenance,
                            );
                        }
                    }
                    locals.push(kept);
                }
            }
        }
        let results = states.into_iter();
        let results = results.map(|(array, provenance)| (Arc::new(array), shared(provenance)));
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
                box_text(Axes::IJ, plane.low, plane.high)
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
            .map(|(state, _)| node.shapes[*state].element);
        let shapes = written.map(|element| Shape {
            axes: Axes::IJ,
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
        let (provenance, clamps) = points::fill(&launch, &on_level, &mut outputs, &self.threads)?;
        self.record(program, clamps);
        Ok(outputs.into_iter().zip(provenance).collect())
    }
}
