//! Checks that compiled programs make: parts inside allocations, and what checked mode adds.

use super::{
    Arithmetic, Lowering,
    body::Point,
    fields::{Element, load, store},
    loops::when,
};
use crate::abi::{self, CHECK_FAILED, Dimension, Report};
use fvopt_analysis::{access, ends::is_of_arguments, facts};
use ir_program::{attributes::REQUIRED, ops::Alloc};
use ir_stencil::{
    boxes::SsaBox,
    ops::{Store, shaped},
};
use mlir_shim::ir::{Builder, Op, Scalar, Ty, Value};

/// What an operation does to a part of a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Touch {
    Read,
    Write,
}

impl<'c> Lowering<'c> {
    /// Tells the host what happened. The call goes on.
    pub(super) fn report(
        &mut self,
        builder: &Builder<'c>,
        place: i64,
        report: Report,
        numbers: [Value<'c>; 3],
    ) {
        let number = Ty::scalar(builder.context(), Scalar::I64);
        let arguments = [self.host.ty(), number, number, number, number, number];
        self.host_function("fvopt_host_report", &arguments, &[]);
        let place = builder.constant(Scalar::I64, place as u64);
        let kind = builder.constant(Scalar::I64, report as u64);
        let [a, b, c] = numbers.map(|value| builder.to_i64(value));
        builder.build(
            builder
                .op("func.call")
                .operands(&[self.host, place, kind, a, b, c])
                .attr(
                    "callee",
                    mlir_shim::ir::Attr::symbol(builder.context(), "fvopt_host_report"),
                ),
        );
    }

    /// Leaves the program with a report when the condition is true.
    pub(super) fn abort_when(
        &mut self,
        op: Op<'c>,
        condition: Value<'c>,
        place: i64,
        report: Report,
        numbers: [Value<'c>; 3],
    ) {
        let location = op.location();
        let failed = self.region.append_block(&[], location);
        let next = self.region.append_block(&[], location);
        self.at(location)
            .branch(condition, (failed, &[]), (next, &[]));
        let builder = Builder::at_end(failed, location);
        self.report(&builder, place, report, numbers);
        let status = builder.constant(Scalar::I32, CHECK_FAILED as u32 as u64);
        builder.jump(self.abort, &[status]);
        self.block = next;
    }

    /// Checks every part that an operation itself touches.
    pub(super) fn check_accesses(&mut self, op: Op<'c>) {
        for access in access::of(op) {
            let touch = match access.writes {
                true => Touch::Write,
                false => Touch::Read,
            };
            self.check_part(op, access.field, &access.named_region(), touch);
        }
    }

    /// Checks that a part that an operation touches lies in the field's
    /// allocation, unless that is known: for arguments because the binding
    /// checked it, for allocations because the boxes say so.
    fn check_part(&mut self, op: Op<'c>, field: Value<'c>, part: &SsaBox<'c>, touch: Touch) {
        self.check_part_of(op, field, part, touch, part);
    }

    /// As [`Self::check_part`], for an operation that runs on the box `runs`:
    /// where that is empty nothing is touched, whatever the part is.
    pub(super) fn check_part_of(
        &mut self,
        op: Op<'c>,
        field: Value<'c>,
        part: &SsaBox<'c>,
        touch: Touch,
        runs: &SsaBox<'c>,
    ) {
        let (base, level, _) = self.resolve(field);
        if level.is_none() && self.is_known_inside(base, part) {
            return;
        }
        let builder = self.at(op.location());
        let shape = shaped(base);
        let mut sides = Vec::new();
        let mut nonempty: Option<Value<'c>> = None;
        for axis in (0..3).filter(|axis| runs.is_bounded_on(1 << axis)) {
            let (low, high) = self.range(&builder, runs, axis);
            let some = builder.compare("slt", low, high);
            nonempty = Some(nonempty.map_or(some, |all| builder.and(all, some)));
        }
        for dimension in abi::dimensions(&shape) {
            let Dimension::Axis(axis) = dimension else {
                continue;
            };
            let (low, high) = match (axis, level) {
                (2, Some(level)) => (level, builder.shifted(level, 1)),
                _ => self.range(&builder, part, axis),
            };
            let (given_low, given_high) = self.allocated(&builder, base, axis);
            sides.push((
                2 * axis,
                builder.compare("slt", low, given_low),
                low,
                given_low,
            ));
            sides.push((
                2 * axis + 1,
                builder.compare("sgt", high, given_high),
                high,
                given_high,
            ));
        }
        let nonempty = nonempty.unwrap_or_else(|| builder.constant(Scalar::I1, 1));
        let verb = if touch == Touch::Read {
            "reads"
        } else {
            "writes"
        };
        let place = self.place(op, &format!("{} {verb} {}", op.name(), self.name_of(base)));
        for (side, outside, needed, given) in sides {
            let builder = self.at(op.location());
            let condition = builder.and(nonempty, outside);
            let side = builder.index(side as i64);
            self.abort_when(op, condition, place, Report::Bounds, [side, needed, given]);
        }
    }

    /// The first coordinate that a field has on an axis, and the one past the last.
    pub(super) fn allocated(
        &self,
        builder: &Builder<'c>,
        base: Value<'c>,
        axis: usize,
    ) -> (Value<'c>, Value<'c>) {
        let own = self.fields[&base];
        let dimensions = abi::dimensions(&shaped(base));
        let position = dimensions
            .iter()
            .position(|dimension| matches!(dimension, Dimension::Axis(other) if *other == axis));
        let position = position.expect("verified: the field has the axis");
        let origin = own.origin[axis].expect("an origin for every axis");
        let low = builder.sub(builder.index(0), origin);
        let high = builder.add(low, size(builder, own.storage.memref, position));
        (low, high)
    }

    fn is_known_inside(&self, base: Value<'c>, part: &SsaBox<'c>) -> bool {
        let Some(alloc) = base.defining_op().and_then(Alloc::cast) else {
            return self.function.0.attr(REQUIRED).is_some()
                && is_of_arguments(self.function, &part.positions);
        };
        let mut inside = false;
        alloc.index_box().combine(part, |given, part| {
            inside = given.contains(part, &facts(self.function)).is_yes();
            given.clone()
        });
        inside
    }

    /// How messages call a field.
    pub(super) fn name_of(&self, base: Value<'c>) -> String {
        match base.defining_op() {
            Some(op) => format!("the allocation at {}", op.location().short()),
            None => format!("argument {}", base.number()),
        }
    }

    /// In checked mode: reports an access outside the allocation (and makes the
    /// element one that exists), and a read of what was never written.
    pub(super) fn check_read(
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
        let place = self.place(op, &format!("{} {what}", op.name()));
        when(builder, outside, |inner| {
            self.report(inner, place, Report::Outside, numbers)
        });
        numbers
    }

    /// In checked mode: reports a read outside of memory of the kernel, as the boxes of a kernel
    /// that was written by hand may have it, and one of what was never written.
    pub(super) fn check_written(
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
    pub(super) fn check_write(
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
        let place = self.place(
            op,
            &format!("{} reads {what} that was never written", op.name()),
        );
        when(builder, never, |inner| {
            self.report(inner, place, Report::Unwritten, numbers)
        });
    }

    /// In checked mode: reports a point that was never written on its way into a
    /// field of the caller. Into the program's own fields it may go.
    pub(super) fn check_defined(
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
        let place = self.place(write.0, &what);
        when(builder, never, |inner| {
            self.report(inner, place, Report::Unwritten, numbers)
        });
    }

    /// In checked mode: remembers that an element was written (with something
    /// defined, when `defined` is true or absent).
    pub(super) fn note_write(
        &mut self,
        builder: &Builder<'c>,
        target: &Element<'c>,
        defined: Option<Value<'c>>,
    ) {
        if let Some(flags) = target.storage.written {
            let flag = defined.unwrap_or_else(|| builder.constant(Scalar::I1, 1));
            store(builder, flag, flags, &target.indices);
        }
    }
}

/// `memref.dim`.
pub fn size<'c>(builder: &Builder<'c>, memref: Value<'c>, position: usize) -> Value<'c> {
    let number = builder.index(position as i64);
    let index = Ty::scalar(builder.context(), Scalar::Index);
    builder
        .build(
            builder
                .op("memref.dim")
                .operands(&[memref, number])
                .results(&[index]),
        )
        .result(0)
}
