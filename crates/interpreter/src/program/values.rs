//! The values of the function that runs.

use super::{Activation, Datum, Machine};
use crate::{
    body::{Launch, Runner, decode_operation},
    error::{InterpretError, Result},
    field::FieldView,
    temp::Temp,
};
use fvopt_boxes::NumericBox;
use ir_stencil::boxes::SsaBox;
use mlir_shim::ir::{Op, Value};
use std::rc::Rc;

impl<'c> Machine<'c, '_> {
    pub(super) fn activation(&mut self, op: Op<'c>) -> Result<&mut Activation<'c>> {
        let missing = || InterpretError::at(op, "this operation stands in no function");
        self.activations.last_mut().ok_or_else(missing)
    }

    pub(super) fn domain(&self) -> [(i64, i64); 3] {
        self.activations
            .last()
            .map_or([(0, 0); 3], |one| one.domain)
    }

    pub(super) fn define(&mut self, value: Value<'c>, datum: Datum<'c>) {
        if let Some(activation) = self.activations.last_mut() {
            activation.values.insert(value, datum);
        }
    }

    pub(super) fn datum(&mut self, op: Op<'c>, value: Value<'c>) -> Result<Datum<'c>> {
        let datum = self.activation(op)?.values.get(&value).cloned();
        datum.ok_or_else(|| {
            let message = format!("`{}` uses a value that is not there: {value:?}", op.name());
            InterpretError::at(op, message)
        })
    }

    pub(super) fn scalar(&mut self, op: Op<'c>, value: Value<'c>) -> Result<u64> {
        match self.datum(op, value)? {
            Datum::Scalar(bits) => Ok(bits),
            _ => Err(wrong_kind(op, value, "scalar")),
        }
    }

    pub(super) fn index(&mut self, op: Op<'c>, value: Value<'c>) -> Result<i64> {
        Ok(self.scalar(op, value)? as i64)
    }

    pub(super) fn temp(&mut self, op: Op<'c>, value: Value<'c>) -> Result<Temp<'c>> {
        match self.datum(op, value)? {
            Datum::Temp(temp) => Ok(temp),
            _ => Err(wrong_kind(op, value, "temp")),
        }
    }

    pub(super) fn field(&mut self, op: Op<'c>, value: Value<'c>) -> Result<FieldView> {
        match self.datum(op, value)? {
            Datum::Field(field) => Ok(field),
            _ => Err(wrong_kind(op, value, "field")),
        }
    }

    /// A box with numbers for ends.
    pub(super) fn numeric(&mut self, op: Op<'c>, index_box: &SsaBox<'c>) -> Result<NumericBox> {
        let positions = index_box.positions.iter();
        let positions = positions.map(|position| self.index(op, *position));
        let positions = positions.collect::<Result<Vec<_>>>()?;
        if index_box.index_box.position_count() > positions.len() {
            let message = format!(
                "the box {} has more positions than there are operands for it",
                index_box.index_box
            );
            return Err(InterpretError::at(op, message));
        }
        Ok(index_box.index_box.evaluate(self.domain(), &positions))
    }

    /// The box that an operation has, where it has one.
    pub(super) fn own_box(&mut self, op: Op<'c>) -> Result<Option<NumericBox>> {
        match SsaBox::of(op) {
            Some(index_box) => self.numeric(op, &index_box).map(Some),
            None => Ok(None),
        }
    }

    /// The box that an operation must have.
    pub(super) fn required_box(&mut self, op: Op<'c>) -> Result<NumericBox> {
        let missing = || InterpretError::at(op, format!("`{}` has no box", op.name()));
        self.own_box(op)?.ok_or_else(missing)
    }

    /// Runs an operation on scalars, `scf` included.
    pub(super) fn scalar_operation(&mut self, op: Op<'c>) -> Result<()> {
        let body = match self.bodies.get(&op) {
            Some(body) => body.clone(),
            None => {
                let body = Rc::new(decode_operation(
                    op,
                    &self.evaluator.reasons,
                    self.evaluator.math,
                )?);
                self.bodies.insert(op, body.clone());
                body
            }
        };
        if !body.temps.is_empty() {
            let message = format!("`{}` accesses temps outside of a body", op.name());
            return Err(InterpretError::at(op, message));
        }
        let scalars = body.scalars.iter().map(|value| self.scalar(op, *value));
        let scalars = scalars.collect::<Result<Vec<_>>>()?;
        let launch = Launch {
            program: &body.program,
            sources: Vec::new(),
            scalars: &scalars,
            levels: Vec::new(),
            strict: true,
            checked: false,
            step_limit: self.evaluator.step_limit,
            reasons: &self.evaluator.reasons,
        };
        let mut runner = Runner::new(&launch, 1);
        runner.run([0; 3], 1)?;
        let mut results = Vec::new();
        for (number, value) in op.results().into_iter().enumerate() {
            let column = runner.yielded(number);
            let provenance = column.provenance(0);
            if provenance != 0 {
                let message = "an undefined scalar".to_string();
                let location = op.location().short();
                return Err(self.evaluator.reasons.error(provenance, location, message));
            }
            results.push((value, column.bits[0]));
        }
        drop(runner);
        for (value, bits) in results {
            self.define(value, Datum::Scalar(bits));
        }
        Ok(())
    }
}

fn wrong_kind(op: Op<'_>, value: Value<'_>, expected: &str) -> InterpretError {
    let message = format!(
        "`{}` needs a {expected} but has a value of type {}",
        op.name(),
        value.ty()
    );
    InterpretError::at(op, message)
}
