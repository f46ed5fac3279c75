//! `program.callback`: functions of the host.

use super::{Datum, Machine};
use crate::{
    array::Array,
    error::{InterpretError, Result, box_text, point_text},
    field::FieldView,
    number::Number,
};
use fvopt_boxes::NumericBox;
use ir_program::ops::Callback;
use ir_stencil::boxes::SsaBox;
use mlir_shim::ir::{Op, Scalar, Symbol};
use std::sync::Arc;

/// The functions that a program may call back.
pub trait HostFunctions {
    /// Calls a function; a status other than 0 ends the run with that status.
    ///
    /// Fields come in the order of the arguments, as copies; what was changed in the `writes`
    /// box of each is taken over afterwards, and a change outside of it is an error. A field
    /// that is passed twice comes as two copies; what was changed in either is taken over.
    fn call(&mut self, name: &str, fields: &mut [HostField], scalars: &[Number]) -> i32;
}

/// A field as a function of the host sees it.
#[derive(Clone, Debug)]
pub struct HostField {
    /// The contents.
    pub array: Array,
    /// What the function may read.
    pub reads: Option<NumericBox>,
    /// What the function may write.
    pub writes: Option<NumericBox>,
}

impl<'c> Machine<'c, '_> {
    pub(super) fn callback(&mut self, op: Op<'c>) -> Result<()> {
        let callback = Callback(op);
        let (mut views, mut scalars) = (Vec::new(), Vec::new());
        for argument in callback.arguments() {
            match self.datum(op, argument)? {
                Datum::Field(view) => views.push(view),
                Datum::Scalar(bits) => {
                    let ty = argument.ty().as_scalar().unwrap_or(Scalar::I64);
                    scalars.push(Number::from_bits(ty, bits));
                }
                Datum::Temp(_) => {
                    let message = "callback_c1: an argument is neither a field nor a scalar";
                    return Err(InterpretError::at(op, message));
                }
            }
        }
        let (reads, writes) = (callback.reads(), callback.writes());
        if reads.len() != views.len() || writes.len() != views.len() {
            let message = format!(
                "callback_c2: {} boxes to read and {} to write for {} fields",
                reads.len(),
                writes.len(),
                views.len()
            );
            return Err(InterpretError::at(op, message));
        }
        let mut fields = Vec::new();
        for (view, (reads, writes)) in views.iter().zip(reads.into_iter().zip(writes)) {
            let (array, _) = view
                .snapshot()
                .map_err(|message| InterpretError::at(op, message))?;
            fields.push(HostField {
                array: (*array).clone(),
                reads: self.declared(op, view, reads)?,
                writes: self.declared(op, view, writes)?,
            });
        }
        let before: Vec<Array> = fields.iter().map(|field| field.array.clone()).collect();
        let name = callback.callee();
        let Some(host) = self.host.as_mut() else {
            let message = format!("there is no host to call {}", Symbol(name));
            return Err(InterpretError::at(op, message));
        };
        self.status = host.call(name, &mut fields, &scalars);
        for (number, (view, field)) in views.iter().zip(&fields).enumerate() {
            take_over(op, view, field, &before[number]).map_err(|message| {
                let message = format!("{} changes field {number} {message}", Symbol(name));
                InterpretError::at(op, message)
            })?;
        }
        Ok(())
    }

    fn declared(
        &mut self,
        op: Op<'c>,
        view: &FieldView,
        declared: Option<SsaBox<'c>>,
    ) -> Result<Option<NumericBox>> {
        match declared {
            Some(declared) => {
                let numeric = self.numeric(op, &declared)?;
                Ok(Some(view.shape.normalize(&numeric)))
            }
            None => Ok(None),
        }
    }
}

/// Brings what the host changed into the field.
fn take_over(
    op: Op<'_>,
    view: &FieldView,
    field: &HostField,
    before: &Array,
) -> std::result::Result<(), String> {
    let bounds = before.bounds();
    if field.array.shape() != before.shape() || field.array.bounds() != bounds {
        return Err(format!(
            "to an array of another shape, at {}",
            op.location()
        ));
    }
    let writes = field.writes;
    let allowed = |point| writes.is_some_and(|writes| writes.contains_point(point));
    let float = before.shape().element.is_float();
    for component in 0..before.shape().components() {
        for point in bounds.points() {
            let at = before.offset_inside(component, point);
            let bits = field.array.cells().get(at);
            let changed = bits != before.cells().get(at);
            let allowed = allowed(point);
            if changed && !allowed {
                let declared = match writes {
                    Some(writes) => box_text(before.shape().axes, writes.low, writes.high),
                    None => "none".to_string(),
                };
                let point = point_text(point);
                return Err(format!(
                    "at {point}, outside of the declared writes {declared}"
                ));
            }
            let Some(to) = view.offset(component, point) else {
                continue;
            };
            view.field.change(|state| {
                if changed {
                    Arc::make_mut(&mut state.array).cells_mut().set(to, bits);
                }
                // Memory that was never written holds zeros here, and an integer that the
                // host sets to 0 looks unchanged: take it as written.
                if allowed
                    && (changed || !float)
                    && let Some(written) = &mut state.written
                {
                    Arc::make_mut(written)[to] = true;
                }
            });
        }
    }
    Ok(())
}
