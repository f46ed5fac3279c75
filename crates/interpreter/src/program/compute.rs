//! The operations that make temps: apply, insert, undef.

use super::{Datum, Machine};
use crate::{
    array::{Array, Shape},
    body::{Body, decode_body},
    error::{InterpretError, Result},
    provenance::Reason,
    source::{Provenance, Source},
    temp::{BodyInputs, InsertInputs, Kind, Node, Temp},
};
use fvopt_boxes::{Axes, Axis, NumericBox, Range};
use ir_stencil::{memory::field_of_temp, ops};
use mlir_shim::ir::{Block, Op, Value};
use std::{rc::Rc, sync::Arc};

/// The scalars of a body, and low and high level of each absolute access.
type ScalarInputs = (Vec<u64>, Vec<(i64, i64)>);

/// The shape of a field or temp.
pub(super) fn shape_of(op: Op<'_>, value: Value<'_>) -> Result<Shape> {
    let shape = value.ty().shaped().and_then(|shaped| Shape::of(&shaped));
    shape.ok_or_else(|| {
        let message = format!("`{}` on a value of type {}", op.name(), value.ty());
        InterpretError::at(op, message)
    })
}

impl<'c> Machine<'c, '_> {
    pub(super) fn shapes(&self, op: Op<'c>) -> Result<Vec<Shape>> {
        op.results()
            .into_iter()
            .map(|result| shape_of(op, result))
            .collect()
    }

    /// The body of an apply or stage, decoded once.
    pub(super) fn body(&mut self, op: Op<'c>, block: Option<Block<'c>>) -> Result<Rc<Body<'c>>> {
        if let Some(body) = self.bodies.get(&op) {
            return Ok(body.clone());
        }
        let block = block.ok_or_else(|| InterpretError::at(op, "there is no body"))?;
        let body = Rc::new(decode_body(
            block,
            &self.evaluator.reasons,
            self.evaluator.math,
        )?);
        self.bodies.insert(op, body.clone());
        Ok(body)
    }

    /// The scalars of a body and the levels of its absolute accesses.
    pub(super) fn scalar_inputs(&mut self, op: Op<'c>, body: &Body<'c>) -> Result<ScalarInputs> {
        let scalars = body.scalars.iter().map(|value| self.scalar(op, *value));
        let scalars = scalars.collect::<Result<Vec<_>>>()?;
        let (start, end) = self.domain()[2];
        let mut levels = Vec::new();
        for (range, numbers, temp) in &body.program.levels {
            if *range == Range::whole() {
                // Any level of the memory that the temp was loaded from, else of the domain.
                levels.push(match field_of_temp(body.temps[*temp]) {
                    Some(field) => {
                        let [low, high] = self.allocated(op, field, Axis::K.index())?;
                        (low, high)
                    }
                    None => (start, end),
                });
                continue;
            }
            let positions: Vec<i64> = numbers
                .iter()
                .map(|number| scalars[*number] as i64)
                .collect();
            let end_of = |side: &fvopt_boxes::End| side.evaluate(start, end, &positions);
            levels.push((end_of(&range.low), end_of(&range.high)));
        }
        Ok((scalars, levels))
    }

    /// Makes the results of an operation, and computes them where the box says on which points.
    pub(super) fn finish(&mut self, op: Op<'c>, node: Rc<Node<'c>>) -> Result<()> {
        let axes = node
            .shapes
            .iter()
            .fold(Axes::NONE, |axes, shape| axes | shape.axes);
        let bounded = |limit: &NumericBox| {
            let needed = Axis::ALL.into_iter().filter(|axis| axes.has(*axis));
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

    /// The component that indices name, row-major and clamped; `None` without indices.
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
            provenance: Provenance::Written(Arc::new(written), reason),
            limit: None,
            outside: reason,
        });
        let node = self.evaluator.node(op, shapes, None, kind);
        self.finish(op, node)
    }
}
