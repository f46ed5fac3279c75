//! `program.exchange`: the periodic halo.

use super::{
    Machine,
    memory::{first_outside, forget_written},
};
use crate::{
    error::{InterpretError, Result, point_text},
    field::FieldView,
};
use fvopt_boxes::NumericBox;
use ir_program::ops::Exchange;
use ir_stencil::boxes::SsaBox;
use mlir_shim::ir::Op;
use std::sync::Arc;

impl<'c> Machine<'c, '_> {
    pub(super) fn exchange(&mut self, op: Op<'c>) -> Result<()> {
        let exchange = Exchange(op);
        let view = self.field(op, exchange.field())?;
        let given = op.attr("widths").and_then(|widths| widths.as_i64_array());
        if given.is_none_or(|given| given.len() != 4) {
            return Err(InterpretError::at(
                op,
                "exchange_c1: there are not four widths",
            ));
        }
        let widths = exchange.widths();
        let domain = match SsaBox::of(op) {
            Some(given) => self.numeric(op, &given)?,
            None => {
                let domain = self.domain();
                NumericBox::new(domain.map(|(low, _)| low), domain.map(|(_, high)| high))
            }
        };
        let inner = view.shape.normalize(&domain);
        if inner.is_empty() {
            return Ok(());
        }
        for (axis, name) in ["i", "j"].into_iter().enumerate() {
            let [low, high] = [widths[2 * axis], widths[2 * axis + 1]];
            let size = inner.high[axis] - inner.low[axis];
            if low.min(high) < 0 || low.max(high) > 0 && !view.shape.has_axis(axis) {
                let message = format!(
                    "exchange_c1: the widths {low} and {high} on {name} do not fit the field"
                );
                return Err(InterpretError::at(op, message));
            }
            if low.max(high) > size {
                let message = format!(
                    "exchange_c2: the width {} on {name} exceeds the size {size} of the domain",
                    low.max(high)
                );
                return Err(InterpretError::at(op, message));
            }
        }
        let wide = inner.grow([(widths[0], widths[1]), (0, 0), (0, 0)]);
        let outer = wide.grow([(0, 0), (widths[2], widths[3]), (0, 0)]);
        if let Some(point) = first_outside(&outer, &view.bounds()) {
            let state = view.field.state();
            let message = format!(
                "the halo reaches outside of the allocation of {}: index {}, allocated {}",
                state.what,
                point_text(point),
                state.allocation()
            );
            return Err(InterpretError::at(op, message));
        }
        fill(&view, &inner, &wide, 0);
        fill(&view, &wide, &outer, 1);
        view.field.change(forget_written);
        Ok(())
    }
}

/// Fills what the outer box has beyond the inner one on an axis from the opposite side.
fn fill(view: &FieldView, inner: &NumericBox, outer: &NumericBox, axis: usize) {
    let size = inner.high[axis] - inner.low[axis];
    let (mut below, mut above) = (*outer, *outer);
    below.high[axis] = inner.low[axis];
    above.low[axis] = inner.high[axis];
    for (halo, shift) in [(below, size), (above, -size)] {
        for component in 0..view.shape.components() {
            for point in halo.points() {
                let mut opposite = point;
                opposite[axis] += shift;
                let places = (
                    view.offset(component, opposite),
                    view.offset(component, point),
                );
                if let (Some(from), Some(to)) = places {
                    copy_element(view, from, to);
                }
            }
        }
    }
}

fn copy_element(view: &FieldView, from: usize, to: usize) {
    view.field.change(|state| {
        let cells = Arc::make_mut(&mut state.array).cells_mut();
        cells.set(to, cells.get(from));
        if let Some(written) = &mut state.written {
            let written = Arc::make_mut(written);
            written[to] = written[from];
        }
    });
}
