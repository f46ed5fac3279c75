//! The operations that make temps: apply, insert, undef, sweep.

use super::{Datum, Machine};
use crate::{
    array::{Array, Shape},
    body::{Body, decode_body},
    error::{InterpretError, Result},
    mark::Reason,
    source::{Marks, Source},
    sweep::{Interval, Read, Stage, SweepNode},
    temp::{BodyInputs, InsertInputs, Kind, Node, Temp},
};
use fvopt_boxes::{Axis, NumericBox};
use ir_stencil::ops;
use mlir_shim::ir::{Block, Op, Value};
use std::{collections::HashMap, rc::Rc, sync::Arc};

/// The most levels of an interval.
const MAXIMUM_LEVELS: i64 = 1 << 24;

/// The shape of a field or temp.
pub(super) fn shape_of(op: Op<'_>, value: Value<'_>) -> Result<Shape> {
    let shape = value.ty().shaped().and_then(|shaped| Shape::of(&shaped));
    shape.ok_or_else(|| {
        let message = format!("`{}` on a value of type {}", op.name(), value.ty());
        InterpretError::at(op, message)
    })
}

impl<'c> Machine<'c, '_> {
    fn shapes(&self, op: Op<'c>) -> Result<Vec<Shape>> {
        op.results()
            .into_iter()
            .map(|result| shape_of(op, result))
            .collect()
    }

    /// The body of an apply or stage, decoded once.
    fn body(&mut self, op: Op<'c>, block: Option<Block<'c>>) -> Result<Rc<Body<'c>>> {
        if let Some(body) = self.bodies.get(&op) {
            return Ok(body.clone());
        }
        let block = block.ok_or_else(|| InterpretError::at(op, "there is no body"))?;
        let body = Rc::new(decode_body(block, &self.evaluator.reasons)?);
        self.bodies.insert(op, body.clone());
        Ok(body)
    }

    /// The scalars of a body and the levels of its absolute accesses.
    fn scalar_inputs(
        &mut self,
        op: Op<'c>,
        body: &Body<'c>,
    ) -> Result<(Vec<u64>, Vec<(i64, i64)>)> {
        let scalars = body.scalars.iter().map(|value| self.scalar(op, *value));
        let scalars = scalars.collect::<Result<Vec<_>>>()?;
        let (start, end) = self.domain()[2];
        let levels = body.program.levels.iter().map(|(range, numbers)| {
            let positions: Vec<i64> = numbers
                .iter()
                .map(|number| scalars[*number] as i64)
                .collect();
            let end_of = |side: &fvopt_boxes::End| side.evaluate(start, end, &positions);
            (end_of(&range.low), end_of(&range.high))
        });
        let levels = levels.collect();
        Ok((scalars, levels))
    }

    /// Makes the results of an operation, and computes them where the box says on which points.
    fn finish(&mut self, op: Op<'c>, node: Rc<Node<'c>>) -> Result<()> {
        let axes = node.shapes.iter().fold(0, |axes, shape| axes | shape.axes);
        let bounded = |limit: &NumericBox| {
            let needed = Axis::ALL
                .into_iter()
                .filter(|axis| axes & (1 << axis.index()) != 0);
            needed.into_iter().all(|axis| limit.is_bounded(axis))
        };
        if node.limit.is_some_and(|(limit, _)| bounded(&limit)) {
            self.evaluator.complete(&node)?;
        }
        for (result, value) in op.results().into_iter().enumerate() {
            let node = node.clone();
            self.define(value, Datum::Temp(Temp { node, result }));
        }
        Ok(())
    }

    pub(super) fn apply(&mut self, op: Op<'c>) -> Result<()> {
        let shapes = self.shapes(op)?;
        let body = self.body(op, op.body())?;
        let components: usize = shapes.iter().map(Shape::components).sum();
        if body.program.yields.len() != components {
            let message = format!(
                "apply_c2: the body yields {} values for {components} components",
                body.program.yields.len()
            );
            return Err(InterpretError::at(op, message));
        }
        let (scalars, levels) = self.scalar_inputs(op, &body)?;
        let temps = body.temps.iter().map(|value| self.temp(op, *value));
        let temps = temps.collect::<Result<Vec<_>>>()?;
        let limit = self.own_box(op)?;
        let kind = Kind::Apply(BodyInputs {
            body,
            temps,
            scalars,
            levels,
        });
        let node = self.evaluator.node(op, shapes, limit, kind);
        self.finish(op, node)
    }

    pub(super) fn insert(&mut self, op: Op<'c>) -> Result<()> {
        let insert = ops::Insert(op);
        let shapes = self.shapes(op)?;
        let source = self.temp(op, insert.source())?;
        let destination = self.temp(op, insert.destination())?;
        let component = self.component(op, &shapes[0], &insert.components())?;
        let index_box = self.required_box(op)?;
        let expected = if component.is_some() {
            1
        } else {
            shapes[0].components()
        };
        if source.shape().components() != expected {
            let message = "insert_c2: the data dimensions of source and destination do not fit";
            return Err(InterpretError::at(op, message));
        }
        let index_box = shapes[0].normalize(&index_box);
        let kind = Kind::Insert(InsertInputs {
            source,
            destination,
            component,
            index_box,
        });
        let node = self.evaluator.node(op, shapes, None, kind);
        self.finish(op, node)
    }

    /// The component that indices name, row-major and clamped; none without indices.
    pub(super) fn component(
        &mut self,
        op: Op<'c>,
        shape: &Shape,
        indices: &[Value<'c>],
    ) -> Result<Option<usize>> {
        if indices.is_empty() {
            return Ok(None);
        }
        if indices.len() != shape.data.len() {
            let message = format!(
                "{} indices for {} data dimensions",
                indices.len(),
                shape.data.len()
            );
            return Err(InterpretError::at(op, message));
        }
        let mut number = 0;
        for (index, size) in indices.iter().zip(&shape.data) {
            let index = self.index(op, *index)?;
            let clamped = index.clamp(0, size - 1);
            let location = op.location().short();
            self.evaluator.clamped(&location, index, clamped, None);
            number = number * size + clamped;
        }
        Ok(Some(number as usize))
    }

    pub(super) fn undef(&mut self, op: Op<'c>) -> Result<()> {
        let shapes = self.shapes(op)?;
        let reason = self.evaluator.reasons.intern(Reason::NeverWritten {
            location: op.location().short(),
            what: "`stencil.undef`".to_string(),
        });
        let low = [0; 3];
        let array = Array::zeros(shapes[0].clone(), low, low);
        let array = array.map_err(|message| InterpretError::at(op, message))?;
        let written = vec![false; array.cells().len()];
        let kind = Kind::Snapshot(Source {
            array: Arc::new(array),
            marks: Marks::Written(Arc::new(written), reason),
            limit: None,
            outside: reason,
        });
        let node = self.evaluator.node(op, shapes, None, kind);
        self.finish(op, node)
    }

    pub(super) fn sweep(&mut self, op: Op<'c>) -> Result<()> {
        let sweep = ops::Sweep(op);
        let shapes = self.shapes(op)?;
        let inits = sweep.inits().into_iter().map(|value| self.temp(op, value));
        let mut temps = inits.collect::<Result<Vec<_>>>()?;
        let mut outer = HashMap::new();
        let carries: HashMap<Value<'c>, usize> = sweep
            .carries()
            .into_iter()
            .enumerate()
            .map(|(number, carry)| (carry, number))
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
                    reads.push(if let Some(carry) = carries.get(value) {
                        Read::Carry(*carry)
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
                stages.push(self.stage(stage, body, reads, &carries)?);
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
        carries: &HashMap<Value<'c>, usize>,
    ) -> Result<Stage<'c>> {
        let op = stage.0;
        let mut writes = Vec::new();
        for (carry, offset) in stage.writes() {
            let number = carries.get(&carry).ok_or_else(|| {
                InterpretError::at(op, "stage_c1: a stage writes what is no carry of its sweep")
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
