//! Checks that compiled programs make: parts inside allocations, and what checked mode adds.

use super::ProgramEmitter;
use crate::{
    abi::{self, CHECK_FAILED, Dimension, Report},
    arithmetic::Arithmetic,
};
use fvopt_analysis::{access, ends::is_of_arguments, facts};
use fvopt_boxes::Axis;
use ir_program::{attributes::REQUIRED, ops::Alloc};
use ir_stencil::{boxes::SsaBox, ops::shaped};
use mlir_shim::ir::{Builder, Op, Scalar, Value};

/// What an operation does to a part of a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Touch {
    Read,
    Write,
}

impl<'c> ProgramEmitter<'c, '_> {
    /// Leaves the program with a report when the condition is true.
    pub(super) fn abort_when(
        &mut self,
        op: Op<'c>,
        condition: Value<'c>,
        site: i64,
        report: Report,
        numbers: [Value<'c>; 3],
    ) {
        let location = op.location();
        let failed = self.region.append_block(&[], location);
        let next = self.region.append_block(&[], location);
        self.at(location)
            .branch(condition, (failed, &[]), (next, &[]));
        let builder = Builder::at_end(failed, location);
        self.environment.report(&builder, site, report, numbers);
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
            let region = access.named_region();
            self.check_part_of(op, access.field, &region, touch, &region);
        }
    }

    /// Checks that a part that an operation touches lies in the field's
    /// allocation, unless that is known: for arguments because the binding
    /// checked it, for allocations because the boxes say so. The operation runs on the box
    /// `runs`: where that is empty nothing is touched, whatever the part is.
    pub(super) fn check_part_of(
        &mut self,
        op: Op<'c>,
        field: Value<'c>,
        part: &SsaBox<'c>,
        touch: Touch,
        runs: &SsaBox<'c>,
    ) {
        let (base, level, _) = self.environment.resolve(field);
        if level.is_none() && self.is_known_inside(base, part) {
            return;
        }
        let builder = self.at(op.location());
        let shape = shaped(base);
        let mut sides = Vec::new();
        let mut nonempty: Option<Value<'c>> = None;
        for axis in (0..3).filter(|axis| runs.is_bounded_on(Axis::ALL[*axis])) {
            let (low, high) = self.environment.range(&builder, runs, axis);
            let some = builder.compare("slt", low, high);
            nonempty = Some(nonempty.map_or(some, |all| builder.and(all, some)));
        }
        for dimension in abi::dimensions(&shape) {
            let Dimension::Axis(axis) = dimension else {
                continue;
            };
            let (low, high) = match (axis, level) {
                (2, Some(level)) => (level, builder.shifted(level, 1)),
                _ => self.environment.range(&builder, part, axis),
            };
            let (given_low, given_high) = self.environment.allocated(&builder, base, axis);
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
        let site = self.environment.site(
            op,
            &format!("{} {verb} {}", op.name(), self.environment.name_of(base)),
        );
        for (side, outside, needed, given) in sides {
            let builder = self.at(op.location());
            let condition = builder.and(nonempty, outside);
            let side = builder.index(side as i64);
            self.abort_when(op, condition, site, Report::Bounds, [side, needed, given]);
        }
    }

    fn is_known_inside(&self, base: Value<'c>, part: &SsaBox<'c>) -> bool {
        let Some(alloc) = base.defining_op().and_then(Alloc::cast) else {
            return self.environment.function.0.attr(REQUIRED).is_some()
                && is_of_arguments(self.environment.function, &part.positions);
        };
        let mut inside = false;
        alloc.index_box().combine(part, |given, part| {
            inside = given
                .contains(part, &facts(self.environment.function))
                .is_yes();
            given.clone()
        });
        inside
    }
}
