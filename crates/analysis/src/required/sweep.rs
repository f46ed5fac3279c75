//! Sweeps: the boxes of their stages, and the region that each of their states keeps.

use super::{Inference, Problem};
use crate::region::{self, Region};
use fvopt_boxes::{Answer, Axes, Axis, DomainFacts};
use ir_stencil::ops::{Interval, Stage, Sweep, shaped};
use mlir_shim::ir::Value;

impl<'c> Inference<'_, 'c> {
    pub(super) fn sweep(&mut self, sweep: Sweep<'c>) -> Result<(), Problem<'c>> {
        let Some(results) = self.of_results(sweep.0) else {
            if !self.leave_out(sweep.0) {
                // Nothing is read of it: a box of an earlier inference would read what is not required.
                self.set_box(sweep.0, None);
            }
            return Ok(());
        };
        let horizontal = self.settle(sweep.0, &results.project(Axes::IJ), Axes::IJ)?;
        let states = sweep.carries();
        let mut kept: Vec<Option<Region<'c>>> = sweep
            .0
            .results()
            .iter()
            .map(|result| self.temps.get(result).cloned())
            .collect();
        for interval in sweep.intervals() {
            self.interval(interval, &horizontal, &states, &mut kept)?;
        }
        // Where nothing was read or written the initial value shows: it is required on all that is kept.
        for (init, kept) in sweep.inits().into_iter().zip(&kept) {
            self.require_maybe(init, kept.as_ref());
        }
        // A state that is a plane takes the levels of the others; a sweep of planes alone has the
        // levels it runs over.
        let kept: Vec<Region<'c>> = kept.into_iter().flatten().collect();
        let hull = |all: Region<'c>, next: Region<'c>| all.hull(&next);
        let in_space = kept
            .iter()
            .filter(|kept| kept.is_bounded_on(Axes::K))
            .cloned();
        let intervals = sweep.intervals().into_iter();
        let run_over = intervals.map(|interval| region::of_box(&interval.index_box()));
        let levels = in_space.reduce(hull).or_else(|| run_over.reduce(hull));
        let all = kept
            .into_iter()
            .map(|kept| match &levels {
                Some(levels) if !kept.is_bounded_on(Axes::K) => kept.with_axis_of(Axis::K, levels),
                _ => kept,
            })
            .reduce(hull);
        let all = all.unwrap_or(results);
        let all = self.settle(sweep.0, &all.simplify(self.facts), Axes::IJK)?;
        self.set_box(sweep.0, Some(all));
        Ok(())
    }

    /// Settles the boxes of the stages of an interval, last first, and requires
    /// what they read; notes what must be kept of the states.
    fn interval(
        &mut self,
        interval: Interval<'c>,
        horizontal: &Region<'c>,
        states: &[Value<'c>],
        kept: &mut [Option<Region<'c>>],
    ) -> Result<(), Problem<'c>> {
        let levels = region::of_box(&interval.index_box());
        for stage in interval.stages().into_iter().rev() {
            let own = self.of_stage(stage, horizontal);
            let own = self.settle(stage.0, &own.project(Axes::IJ), Axes::IJ)?;
            let at = own.with_axis_of(Axis::K, &levels);
            self.set_box(stage.0, Some(own));
            for access in stage.accesses() {
                let temp = access.temp();
                if states.contains(&temp) {
                    let read = region::read_region(access, &at);
                    keep(&mut kept[temp.number()], temp, &read, self.facts);
                } else {
                    self.access(access, &at);
                }
            }
            for (state, offset) in stage.writes() {
                let written = at.shift([0, 0, offset]);
                keep(&mut kept[state.number()], state, &written, self.facts);
            }
        }
        Ok(())
    }

    /// The region of a stage before it is settled.
    fn of_stage(&self, stage: Stage<'c>, horizontal: &Region<'c>) -> Region<'c> {
        if let Some(fixed) = stage.index_box() {
            return region::of_box(&fixed);
        }
        let locals = self.of_results(stage.0);
        let writes = (!stage.writes().is_empty()).then(|| horizontal.clone());
        match (locals, writes) {
            (Some(locals), Some(writes)) => locals.hull(&writes).simplify(self.facts),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => region::empty(Axes::IJ),
        }
    }
}

/// Adds a region to what is kept of a state.
fn keep<'c>(
    kept: &mut Option<Region<'c>>,
    state: Value<'c>,
    region: &Region<'c>,
    facts: &DomainFacts,
) {
    let region = region.project(shaped(state).axes).simplify(facts);
    if region.index_box.is_empty(facts) == Answer::Yes {
        return;
    }
    *kept = Some(match kept.take() {
        Some(known) => known.hull(&region).simplify(facts),
        None => region,
    });
}
