//! The operations on memory: load, store, alloc, view, swap, bound.

use super::{Datum, Machine, compute::shape_of};
use crate::{
    error::{InterpretError, Result, box_text, point_text},
    field::{Field, FieldState, FieldView},
    force::allocate,
    provenance::Reason,
    source::Source,
    temp::Kind,
};
use fvopt_boxes::{Axes, Axis, NumericBox};
use ir_program::ops::View;
use ir_stencil::{boxes::SsaBox, ops};
use mlir_shim::ir::{Op, Value};
use std::sync::Arc;

/// The first point of a box that is not empty, in the order of the points, that another box
/// does not hold.
pub(super) fn first_outside(inner: &NumericBox, outer: &NumericBox) -> Option<[i64; 3]> {
    if inner.is_empty() {
        return None;
    }
    if !outer.contains_point(inner.low) {
        return Some(inner.low);
    }
    let axis = (0..3).find(|axis| inner.high[*axis] > outer.high[*axis])?;
    let mut point = inner.low;
    point[axis] = outer.high[axis];
    Some(point)
}

impl<'c> Machine<'c, '_> {
    pub(super) fn load(&mut self, op: Op<'c>) -> Result<()> {
        let view = self.field(op, ops::Load(op).field())?;
        let shape = shape_of(op, op.result(0))?;
        if shape != view.shape {
            let message = "load_c1: the result does not have the axes, data dimensions and \
                           elements of the field";
            return Err(InterpretError::at(op, message));
        }
        let (array, provenance) = view
            .snapshot()
            .map_err(|message| InterpretError::at(op, message))?;
        let outside = view.field.state().outside;
        let limit = self.own_box(op)?.map(|limit| {
            let limit = shape.normalize(&limit);
            self.evaluator.limit(op, shape.axes, limit)
        });
        let kind = Kind::Snapshot(Source {
            array,
            provenance,
            limit,
            outside,
        });
        let node = self.evaluator.node(op, vec![shape], None, kind);
        self.define(
            op.result(0),
            Datum::Temp(crate::temp::Temp { node, result: 0 }),
        );
        Ok(())
    }

    pub(super) fn store(&mut self, op: Op<'c>) -> Result<()> {
        let store = ops::Store(op);
        let temp = self.temp(op, store.temp())?;
        let view = self.field(op, store.field())?;
        let index_box = self.required_box(op)?;
        let component = self.component(op, &view.shape, &store.components())?;
        let expected = if component.is_some() {
            1
        } else {
            view.shape.components()
        };
        let (shape, field) = (temp.shape(), &view.shape);
        if shape.axes != field.axes
            || shape.element != field.element
            || shape.components() != expected
        {
            return Err(InterpretError::at(
                op,
                "store_c1: the temp does not fit the field",
            ));
        }
        let region = view.shape.normalize(&index_box);
        if let Some(point) = first_outside(&region, &view.bounds()) {
            let state = view.field.state();
            let message = format!(
                "stores outside of the allocation of {}: index {}, allocated {}",
                state.what,
                point_text(point),
                state.allocation()
            );
            return Err(InterpretError::at(op, message));
        }
        if region.is_empty() {
            return Ok(());
        }
        let source = self.evaluator.source(&temp, &region)?;
        drop(temp);
        let source = source.borrow();
        let length = region.size(Axis::I);
        let (mut bits, mut provenance) = (vec![0; length], vec![0; length]);
        for number in 0..expected {
            let target = component.unwrap_or(number);
            for (start, _) in region.rows() {
                let clean = source.read(number, start, false, &mut bits, &mut provenance);
                // Allocations of the program may hold undefined values; fields of the caller must not.
                let own = view.field.state().own;
                if !own
                    && !clean.unwrap_or(false)
                    && let Some(lane) = provenance.iter().position(|provenance| *provenance != 0)
                {
                    let point = [start[0] + lane as i64, start[1], start[2]];
                    let message = format!("stores an undefined value at {}", point_text(point));
                    return Err(self.undefined(op, provenance[lane], message));
                }
                let Some(at) = view.offset(target, start) else {
                    continue;
                };
                let undefined = own && !clean.unwrap_or(false);
                view.field.change(|state| {
                    write_row(state, at, &bits);
                    if undefined {
                        unwrite_row(state, at, &provenance);
                    }
                });
            }
        }
        view.field.change(forget_written);
        Ok(())
    }

    /// The error for the use of an undefined value.
    pub(super) fn undefined(&self, op: Op<'c>, provenance: u64, message: String) -> InterpretError {
        let location = op.location().short();
        self.evaluator.reasons.error(provenance, location, message)
    }

    pub(super) fn alloc(&mut self, op: Op<'c>) -> Result<()> {
        let index_box = self.required_box(op)?;
        let shape = shape_of(op, op.result(0))?;
        let array = allocate(op, &shape, &index_box)?;
        let location = op.location().short();
        let what = format!("the field of `program.alloc` at {location}");
        let written = vec![false; array.cells().len()];
        let state = FieldState {
            array: Arc::new(array),
            written: Some(Arc::new(written)),
            own: true,
            what,
            never: 0,
            outside: 0,
        };
        let field = Field::with_state(state);
        self.explain(&field, location);
        self.define(op.result(0), Datum::Field(FieldView::whole(field)));
        Ok(())
    }

    /// Registers why points of a field are undefined.
    pub(super) fn explain(&mut self, field: &Field, location: String) {
        let (what, allocation) = {
            let state = field.state();
            (state.what.clone(), state.allocation())
        };
        let never = self.evaluator.reasons.intern(Reason::NeverWritten {
            location: location.clone(),
            what: what.clone(),
        });
        let outside = self.evaluator.reasons.intern(Reason::Outside {
            location,
            what: format!("the allocation of {what}, which is {allocation}"),
        });
        field.change(|state| (state.never, state.outside) = (never, outside));
    }

    pub(super) fn view(&mut self, op: Op<'c>) -> Result<()> {
        let view = View(op);
        let base = self.field(op, view.field())?;
        let mut result = base.clone();
        result.shape = shape_of(op, op.result(0))?;
        let mut expected = base.shape.clone();
        if let Some(level) = view.level() {
            let level = self.index(op, level)?;
            let bounds = base.bounds();
            expected.axes = expected.axes - Axes::K;
            if !base.shape.has_axis(2) || !(bounds.low[2]..bounds.high[2]).contains(&level) {
                let state = base.field.state();
                let message = format!(
                    "level {level} is outside of the allocation of {}, which is {}",
                    state.what,
                    box_text(base.shape.axes, bounds.low, bounds.high)
                );
                return Err(InterpretError::at(op, message));
            }
            result.level = Some(level);
        }
        if let Some(component) = view.component() {
            if base.shape.data.is_empty() {
                return Err(InterpretError::at(
                    op,
                    "view_c2: the field has no data dimensions",
                ));
            }
            let size = expected.data.remove(0);
            let component = self.index(op, component)?;
            let clamped = component.clamp(0, size - 1);
            let location = op.location().short();
            self.evaluator.clamped(&location, component, clamped, None);
            result.component += clamped as usize * expected.components();
        }
        if result.shape != expected {
            let message = "view_c2: the result does not have the field's type less what is fixed";
            return Err(InterpretError::at(op, message));
        }
        self.define(op.result(0), Datum::Field(result));
        Ok(())
    }

    pub(super) fn swap(&mut self, op: Op<'c>) -> Result<()> {
        let first = self.field(op, op.operand(0))?;
        let second = self.field(op, op.operand(1))?;
        if !first.is_whole() || !second.is_whole() {
            return Err(InterpretError::at(
                op,
                "swap_c2: one of the fields is a view",
            ));
        }
        if first.bounds() != second.bounds() || first.shape != second.shape {
            let message = format!(
                "swap_c3: the fields have different allocated boxes: {} and {}",
                first.field.state().allocation(),
                second.field.state().allocation()
            );
            return Err(InterpretError::at(op, message));
        }
        first.field.swap(&second.field);
        Ok(())
    }

    pub(super) fn bound(&mut self, op: Op<'c>) -> Result<()> {
        let missing = || InterpretError::at(op, "`program.bound` has no box");
        let index_box = SsaBox::of(op).ok_or_else(missing)?;
        let bounded = |axis: &Axis| index_box.index_box.range(*axis).is_bounded();
        let Some(axis) = Axis::ALL.into_iter().find(bounded) else {
            return Err(InterpretError::at(op, "bound_c1: the box bounds no axis"));
        };
        let numeric = self.numeric(op, &index_box)?;
        let ends = [numeric.low[axis.index()], numeric.high[axis.index()]];
        for (number, end) in ends.into_iter().enumerate() {
            self.define(op.result(number), Datum::Scalar(end as u64));
        }
        Ok(())
    }

    pub(super) fn allocation(&mut self, op: Op<'c>) -> Result<()> {
        let allocation = ops::Allocation(op);
        let ends = self.allocated(op, allocation.field(), allocation.axis())?;
        for (number, end) in ends.into_iter().enumerate() {
            self.define(op.result(number), Datum::Scalar(end as u64));
        }
        Ok(())
    }

    /// Where a field begins and ends on an axis.
    pub(super) fn allocated(
        &mut self,
        op: Op<'c>,
        field: Value<'c>,
        axis: usize,
    ) -> Result<[i64; 2]> {
        let field = self.field(op, field)?;
        if !field.shape.has_axis(axis) {
            let message = format!("`{}` of an axis that the field lacks", op.name());
            return Err(InterpretError::at(op, message));
        }
        let bounds = field.bounds();
        Ok([bounds.low[axis], bounds.high[axis]])
    }
}

/// Writes elements in a row; they are defined then.
fn write_row(state: &mut FieldState, at: usize, bits: &[u64]) {
    let array = Arc::make_mut(&mut state.array);
    array.cells_mut().row_mut(at, bits.len()).write(bits);
    if let Some(written) = &mut state.written {
        Arc::make_mut(written)[at..at + bits.len()].fill(true);
    }
}

/// Notes which elements of a row were written with undefined values.
fn unwrite_row(state: &mut FieldState, at: usize, provenance: &[u64]) {
    if provenance.iter().all(|provenance| *provenance == 0) {
        return;
    }
    let count = state.array.cells().len();
    let written = state
        .written
        .get_or_insert_with(|| Arc::new(vec![true; count]));
    for (written, provenance) in Arc::make_mut(written)[at..].iter_mut().zip(provenance) {
        *written &= *provenance == 0;
    }
}

/// Drops the record of written elements once every element was written.
pub(super) fn forget_written(state: &mut FieldState) {
    if state
        .written
        .as_ref()
        .is_some_and(|written| written.iter().all(|one| *one))
    {
        state.written = None;
    }
}
