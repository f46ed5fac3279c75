//! `program.reduce`: in a fixed order.

use super::{Datum, Machine, memory::first_outside};
use crate::{
    error::{InterpretError, Result, point_text},
    number::{canonical, greatest, least},
    source::Source,
};
use fvopt_boxes::Axis;
use ir_program::ops::{Reduce, Reduction};
use mlir_shim::ir::{Op, Scalar};

impl<'c> Machine<'c, '_> {
    pub(super) fn reduce(&mut self, op: Op<'c>) -> Result<()> {
        let reduce = Reduce(op);
        let view = self.field(op, reduce.field())?;
        let index_box = self.required_box(op)?;
        let region = view.shape.normalize(&index_box);
        if view.shape.components() != 1 {
            return Err(InterpretError::at(
                op,
                "reduce_c2: the field has data dimensions",
            ));
        }
        if let Some(point) = first_outside(&region, &view.bounds()) {
            let state = view.field.state();
            let message = format!(
                "reduces outside of the allocation of {}: index {}, allocated {}",
                state.what,
                point_text(point),
                state.allocation()
            );
            return Err(InterpretError::at(op, message));
        }
        let (array, provenance) = view
            .snapshot()
            .map_err(|message| InterpretError::at(op, message))?;
        let source = Source {
            array,
            provenance,
            limit: None,
            outside: view.field.state().outside,
        };
        let source = source.borrow();
        let ty = view.shape.element;
        let kind = reduce.kind();
        let identity = identity(kind, ty);
        let length = region.size(Axis::I);
        let (mut bits, mut provenance) = (vec![0; length], vec![0; length]);
        let (mut total, mut plane) = (identity, identity);
        let mut level = region.low[2];
        for (start, _) in region.rows() {
            let clean = source.read(0, start, false, &mut bits, &mut provenance);
            if !clean.unwrap_or(false)
                && let Some(lane) = provenance.iter().position(|provenance| *provenance != 0)
            {
                let point = [start[0] + lane as i64, start[1], start[2]];
                let message = format!("reduces an undefined value at {}", point_text(point));
                return Err(self.undefined(op, provenance[lane], message));
            }
            if start[2] != level {
                total = combine(kind, ty, total, plane);
                (plane, level) = (identity, start[2]);
            }
            let row = bits
                .iter()
                .fold(identity, |row, bits| combine(kind, ty, row, *bits));
            plane = combine(kind, ty, plane, row);
        }
        if !region.is_empty() {
            total = combine(kind, ty, total, plane);
        }
        self.define(op.result(0), Datum::Scalar(total));
        Ok(())
    }
}

fn identity(kind: Reduction, ty: Scalar) -> u64 {
    let float = match kind {
        Reduction::Add => 0.0,
        Reduction::Min => f64::INFINITY,
        Reduction::Max => f64::NEG_INFINITY,
    };
    match (ty, kind) {
        (Scalar::F64, _) => float.to_bits(),
        (Scalar::F32, _) => u64::from((float as f32).to_bits()),
        (_, Reduction::Add) => 0,
        (_, Reduction::Min) => canonical(ty, greatest(ty) as u64),
        (_, Reduction::Max) => canonical(ty, least(ty) as u64),
    }
}

fn combine(kind: Reduction, ty: Scalar, a: u64, b: u64) -> u64 {
    use crate::body::float::{maximum, minimum};
    let float = |a: f64, b: f64| match kind {
        Reduction::Add => a + b,
        Reduction::Min => minimum(a, b),
        Reduction::Max => maximum(a, b),
    };
    match ty {
        Scalar::F64 => float(f64::from_bits(a), f64::from_bits(b)).to_bits(),
        Scalar::F32 => {
            let (a, b) = (f32::from_bits(a as u32), f32::from_bits(b as u32));
            let result = match kind {
                Reduction::Add => a + b,
                _ => float(f64::from(a), f64::from(b)) as f32,
            };
            u64::from(result.to_bits())
        }
        _ => match kind {
            Reduction::Add => canonical(ty, a.wrapping_add(b)),
            Reduction::Min => (a as i64).min(b as i64) as u64,
            Reduction::Max => (a as i64).max(b as i64) as u64,
        },
    }
}
