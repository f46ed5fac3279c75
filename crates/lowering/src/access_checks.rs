//! What checked mode adds to accesses: those outside of memory are reported, and reads of what was never written.

use crate::{
    abi::Report,
    arithmetic::Arithmetic,
    environment::Environment,
    kernel::body::Point,
    loops::when,
    memory::{Element, load, size},
};
use ir_stencil::ops::Store;
use mlir_shim::ir::{Builder, Op, Scalar, Value};

impl<'c> Environment<'c> {
    /// In checked mode: reports an access outside the allocation (and makes the
    /// element one that exists), and a read of what was never written.
    pub fn check_read(
        &mut self,
        builder: &Builder<'c>,
        op: Op<'c>,
        field: Value<'c>,
        at: Point<'c>,
        element: &mut Element<'c>,
    ) {
        if !self.checked {
            return;
        }
        let (base, _, _) = self.resolve(field);
        let name = self.name_of(base);
        let what = format!("reads outside {name}");
        let numbers = self.check_inside(builder, op, &what, at, element);
        self.check_flag(builder, op, &format!("a point of {name}"), numbers, element);
    }

    /// In checked mode: reports an access outside of memory, and makes the element one that exists.
    /// Gives the position as reports have it.
    fn check_inside(
        &mut self,
        builder: &Builder<'c>,
        op: Op<'c>,
        what: &str,
        at: Point<'c>,
        element: &mut Element<'c>,
    ) -> [Value<'c>; 3] {
        let zero = builder.index(0);
        let numbers = at.map(|coordinate| coordinate.unwrap_or(zero));
        let mut inside = builder.constant(Scalar::I1, 1);
        for (position, index) in element.indices.iter_mut().enumerate() {
            let size = size(builder, element.storage.memref, position);
            let low = builder.compare("sge", *index, zero);
            let high = builder.compare("slt", *index, size);
            inside = builder.and(inside, builder.and(low, high));
            *index = builder.max(builder.min(*index, builder.shifted(size, -1)), zero);
        }
        let on = builder.constant(Scalar::I1, 1);
        let outside = builder.binary("arith.xori", inside, on);
        let site = self.site(op, &format!("{} {what}", op.name()));
        when(builder, outside, |inner| {
            self.report(inner, site, Report::Outside, numbers)
        });
        numbers
    }

    /// In checked mode: reports a read outside of memory of the kernel, as the boxes of a kernel
    /// that was written by hand may have it, and one of what was never written.
    pub fn check_written(
        &mut self,
        builder: &Builder<'c>,
        op: Op<'c>,
        at: Point<'c>,
        element: &mut Element<'c>,
    ) {
        if !self.checked {
            return;
        }
        let what = "reads outside the box of a temp";
        let numbers = self.check_inside(builder, op, what, at, element);
        self.check_flag(builder, op, "a point of a temp", numbers, element);
    }

    /// In checked mode: reports that a stage writes outside of the memory of a carry.
    pub fn check_write(
        &mut self,
        builder: &Builder<'c>,
        stage: Op<'c>,
        at: Point<'c>,
        element: &mut Element<'c>,
    ) {
        if self.checked {
            let what = "writes outside the box of its sweep";
            self.check_inside(builder, stage, what, at, element);
        }
    }

    fn check_flag(
        &mut self,
        builder: &Builder<'c>,
        op: Op<'c>,
        what: &str,
        numbers: [Value<'c>; 3],
        element: &Element<'c>,
    ) {
        let Some(flags) = element.storage.written else {
            return;
        };
        let flag = load(builder, flags, &element.indices);
        let on = builder.constant(Scalar::I1, 1);
        let never = builder.binary("arith.xori", flag, on);
        let site = self.site(
            op,
            &format!("{} reads {what} that was never written", op.name()),
        );
        when(builder, never, |inner| {
            self.report(inner, site, Report::Unwritten, numbers)
        });
    }

    /// In checked mode: reports a point that was never written on its way into a
    /// field of the caller. Into the program's own fields it may go.
    pub fn check_defined(
        &mut self,
        builder: &Builder<'c>,
        write: Store<'c>,
        at: Point<'c>,
        defined: Value<'c>,
    ) {
        let (base, _, _) = self.resolve(write.field());
        if !self.checked || !self.fields[&base].is_argument {
            return;
        }
        let zero = builder.index(0);
        let numbers = at.map(|coordinate| coordinate.unwrap_or(zero));
        let on = builder.constant(Scalar::I1, 1);
        let never = builder.binary("arith.xori", defined, on);
        let name = self.name_of(base);
        let what = format!(
            "{} stores a point that was never written to {name}",
            write.0.name()
        );
        let site = self.site(write.0, &what);
        when(builder, never, |inner| {
            self.report(inner, site, Report::Unwritten, numbers)
        });
    }
}
