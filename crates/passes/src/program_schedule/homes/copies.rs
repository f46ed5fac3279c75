//! Fields of the scheduler's own, and the kernels that copy from field to field.

use super::{Home, Scheduler, emit};
use fvopt_analysis::access::may_overlap;
use fvopt_schedule::Schedule;
use ir_program::ops::Alloc;
use ir_stencil::{
    boxes::SsaBox,
    ops::{Store, shaped},
    types::field_of,
};
use mlir_shim::{
    diagnostic,
    ir::{Builder, Op, Value},
};

impl<'c> Scheduler<'c> {
    /// Says that a copy is made, and why, where the user asked for that.
    pub(super) fn remark(&self, op: Op<'c>, reason: &str) {
        if self.report_copies {
            diagnostic::remark(
                op.location(),
                &format!("a copy is made here: {reason}"),
                &[],
            );
        }
    }

    /// An allocation for a temp on a box: at the start of the program where the
    /// box is known there, else before `op`.
    pub(super) fn allocate(&self, op: Op<'c>, temp: Value<'c>, place: &SsaBox<'c>) -> Value<'c> {
        let shape = shaped(temp);
        let place = place.project(shape.axes).simplify(&self.facts);
        let first = self
            .function
            .body()
            .first()
            .expect("verified: a terminator");
        let builder = if place
            .positions
            .iter()
            .all(|value| value.is_available_at(first))
        {
            Builder::at_start(self.function.body(), op.location())
        } else {
            Builder::before(op)
        };
        let field = field_of(op.location(), &shape);
        builder
            .build(
                builder
                    .op(Alloc::NAME)
                    .attr("box", place.attr(op.context()))
                    .operands(&place.positions)
                    .results(&[field]),
            )
            .result(0)
    }

    /// Makes an allocation hold a larger box; false when its ends are not known there.
    pub(super) fn extend(&self, field: Value<'c>, place: &SsaBox<'c>) -> bool {
        let Some(alloc) = field.defining_op().and_then(Alloc::cast) else {
            return false;
        };
        let all = alloc
            .index_box()
            .hull(&place.project(shaped(field).axes))
            .simplify(&self.facts);
        if !all
            .positions
            .iter()
            .all(|value| value.is_available_at(alloc.0))
        {
            return false;
        }
        all.set_on(alloc.0);
        true
    }

    /// A kernel before `op` that copies a part of a temp to a field.
    pub(super) fn copy(
        &self,
        op: Op<'c>,
        from: Home<'c>,
        temp: Value<'c>,
        to: Value<'c>,
        components: &[Value<'c>],
        part: &SsaBox<'c>,
    ) {
        let (_, body) = emit::kernel(op, &Schedule::parallel());
        let builder = Builder::at_end(body, op.location());
        let part = part.project(shaped(to).axes);
        let value = match from {
            Home::Field { field, .. } => emit::load(&builder, field, &part),
            Home::Undefined => emit::undef(&builder, temp),
        };
        emit::store(&builder, value, to, components, &part);
    }

    pub(super) fn store(&mut self, store: Store<'c>) {
        let mut from = self.home(store.temp());
        let part = store.index_box();
        if let Home::Field { field, .. } = from {
            if field == store.field() && store.components().is_empty() {
                return;
            }
            if may_overlap(field, store.field()) {
                // Two views of one field: through memory of its own, so that no
                // element is overwritten before it is read.
                let between = self.allocate(store.0, store.temp(), &part);
                self.copy(store.0, from, store.temp(), between, &[], &part);
                self.remark(store.0, "source and target are views of one field");
                from = Home::Field {
                    field: between,
                    owned: true,
                };
            }
        }
        self.copy(
            store.0,
            from,
            store.temp(),
            store.field(),
            &store.components(),
            &part,
        );
    }
}
