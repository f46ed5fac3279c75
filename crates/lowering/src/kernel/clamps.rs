//! What checked mode says of accesses whose positions are clamped: data indices, and levels chosen at run time.

use super::{KernelEmitter, KernelTarget, body::Point};
use crate::{
    abi::Report,
    arithmetic::Arithmetic,
    loops::when,
    memory::{clamp_between, is_known_within},
};
use ir_stencil::ops::{AnyAccess, shaped};
use mlir_shim::ir::{Builder, Value};

impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
    /// In checked mode: reports data indices of an access that are clamped, with the point of its body.
    pub(super) fn check_components(
        &mut self,
        builder: &Builder<'c>,
        access: AnyAccess<'c>,
        point: Point<'c>,
    ) {
        if !self.environment.checked {
            return;
        }
        let sizes = shaped(access.temp()).data;
        for (number, (size, index)) in sizes.iter().zip(access.components()).enumerate() {
            if !is_known_within(index, 0, size - 1) {
                let what = format!("{} at data dimension {number}", access.0.name());
                let ends = [0, size - 1].map(|end| builder.index(end));
                self.check_clamped(builder, access, &what, index, ends, point);
            }
        }
    }

    /// In checked mode: reports a level that is clamped; both ends are included.
    pub(super) fn check_level_of(
        &mut self,
        builder: &Builder<'c>,
        access: AnyAccess<'c>,
        position: Value<'c>,
        ends: [Value<'c>; 2],
        point: Point<'c>,
    ) {
        let name = access.0.name();
        let what = match access.extent() {
            Some(_) => format!("{name} relative to the level"),
            None => format!("{name} at an absolute level"),
        };
        self.check_clamped(builder, access, &what, position, ends, point);
    }

    /// In checked mode: tells the host where clamping changes a position, first of the point of the body.
    fn check_clamped(
        &mut self,
        builder: &Builder<'c>,
        access: AnyAccess<'c>,
        what: &str,
        position: Value<'c>,
        [low, high]: [Value<'c>; 2],
        point: Point<'c>,
    ) {
        if !self.environment.checked {
            return;
        }
        let clamped = clamp_between(builder, position, low, high);
        let changed = builder.compare("ne", clamped, position);
        // Clamping has a meaning, and may be meant.
        let site = self.environment.site_of(access.0, "warning", what);
        when(builder, changed, |inner| {
            let zero = inner.index(0);
            let numbers = point.map(|coordinate| coordinate.unwrap_or(zero));
            self.environment.report(inner, site, Report::Point, numbers);
            self.environment
                .report(inner, site, Report::Clamped, [position, low, high]);
        });
    }
}
