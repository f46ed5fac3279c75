//! `stencil.sweep`: from the operation to what computes it.

use super::Machine;
use crate::{
    body::Body,
    error::{InterpretError, Result},
    sweep::{Interval, Read, Stage, SweepNode},
    temp::{BodyInputs, Kind},
};
use fvopt_boxes::{Axis, NumericBox};
use ir_stencil::ops;
use mlir_shim::ir::{Op, Value};
use std::{collections::HashMap, rc::Rc};

/// The most levels of an interval.
const MAXIMUM_LEVELS: i64 = 1 << 24;

impl<'c> Machine<'c, '_> {
    pub(super) fn sweep(&mut self, op: Op<'c>) -> Result<()> {
        let sweep = ops::Sweep(op);
        let shapes = self.shapes(op)?;
        let inits = sweep.inits().into_iter().map(|value| self.temp(op, value));
        let mut temps = inits.collect::<Result<Vec<_>>>()?;
        let mut outer = HashMap::new();
        let states: HashMap<Value<'c>, usize> = sweep
            .carries()
            .into_iter()
            .enumerate()
            .map(|(number, state)| (state, number))
            .collect();
        let mut intervals = Vec::new();
        for interval in sweep.intervals() {
            let range = self.required_box(interval.0)?;
            if !range.is_bounded(Axis::K) && range.low[2] < range.high[2] {
                let message = "interval_c1: the levels of an interval are unbounded";
                return Err(InterpretError::at(interval.0, message));
            }
            if range.high[2].saturating_sub(range.low[2]) > MAXIMUM_LEVELS {
                let message = format!("an interval has more than {MAXIMUM_LEVELS} levels");
                return Err(InterpretError::at(interval.0, message));
            }
            let mut locals: HashMap<Value<'c>, (usize, usize)> = HashMap::new();
            let mut stages = Vec::new();
            for (number, stage) in interval.stages().into_iter().enumerate() {
                let body = self.body(stage.0, stage.0.body())?;
                let mut reads = Vec::new();
                for value in &body.temps {
                    reads.push(if let Some(state) = states.get(value) {
                        Read::State(*state)
                    } else if let Some((stage, result)) = locals.get(value) {
                        Read::Local(*stage, *result)
                    } else if let Some(known) = outer.get(value) {
                        Read::Outer(*known)
                    } else {
                        temps.push(self.temp(stage.0, *value)?);
                        outer.insert(*value, temps.len() - 1);
                        Read::Outer(temps.len() - 1)
                    });
                }
                stages.push(self.stage(stage, body, reads, &states)?);
                for (result, value) in stage.0.results().into_iter().enumerate() {
                    locals.insert(value, (number, result));
                }
            }
            intervals.push(Interval {
                low: range.low[2],
                high: range.high[2],
                stages,
            });
        }
        let limit = self.own_box(op)?;
        let kind = Kind::Sweep(Box::new(SweepNode {
            has_levels: shapes.iter().map(|shape| shape.has_axis(2)).collect(),
            forward: sweep.direction() == ops::Direction::Forward,
            temps,
            intervals,
        }));
        let node = self.evaluator.node(op, shapes, limit, kind);
        self.finish(op, node)
    }

    fn stage(
        &mut self,
        stage: ops::Stage<'c>,
        body: Rc<Body<'c>>,
        reads: Vec<Read>,
        states: &HashMap<Value<'c>, usize>,
    ) -> Result<Stage<'c>> {
        let op = stage.0;
        let mut writes = Vec::new();
        for (state, offset) in stage.writes() {
            let number = states.get(&state).ok_or_else(|| {
                InterpretError::at(op, "stage_c1: a stage writes what is no state of its sweep")
            })?;
            writes.push((*number, offset));
        }
        let locals = self.shapes(op)?;
        if body.program.yields.len() != writes.len() + locals.len() {
            let message = format!(
                "stage_c2: the body yields {} values for {} writes and {} results",
                body.program.yields.len(),
                writes.len(),
                locals.len()
            );
            return Err(InterpretError::at(op, message));
        }
        let index_box = self.own_box(op)?.map(|mut index_box| {
            (index_box.low[2], index_box.high[2]) = (0, 1);
            index_box
        });
        let bounded = |fixed: &NumericBox| fixed.is_bounded(Axis::I) && fixed.is_bounded(Axis::J);
        if index_box.is_some_and(|fixed| !bounded(&fixed)) {
            return Err(InterpretError::at(
                op,
                "stage_c5: the box of a stage is unbounded",
            ));
        }
        let (scalars, levels) = self.scalar_inputs(op, &body)?;
        Ok(Stage {
            op,
            inputs: BodyInputs {
                body,
                temps: Vec::new(),
                scalars,
                levels,
            },
            reads,
            writes,
            locals,
            index_box,
        })
    }
}
