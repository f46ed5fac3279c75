//! Sweeps: the boxes of their stages, and what their carries keep.

use super::{
    Demands,
    boxes::{empty_box, read_box},
};
use fvopt_boxes::{Answer, Axis, DomainFacts};
use ir_stencil::{
    boxes::{SsaBox, set_bounds},
    ops::{Interval, Sweep, shaped},
};
use mlir_shim::{ir::Value, pass::Failed};

const IJ: u32 = 0b011;
const K: u32 = 0b100;

impl<'c> Demands<'_, 'c> {
    pub(super) fn sweep(&mut self, sweep: Sweep<'c>) -> Result<(), Failed> {
        let Some(results) = self.of_results(sweep.0) else {
            if sweep.0.results().iter().all(|result| result.is_unused()) {
                sweep.0.erase();
            } else {
                // Nothing is read of it: a box of an earlier inference would read what is not demanded.
                set_bounds(sweep.0, &[]);
                sweep.0.remove_attr("box");
            }
            return Ok(());
        };
        let horizontal = self.settle(sweep.0, &results.project(IJ), IJ)?;
        let carries = sweep.carries();
        let mut kept: Vec<Option<SsaBox<'c>>> = sweep
            .0
            .results()
            .iter()
            .map(|result| self.boxes.get(result).cloned())
            .collect();
        for interval in sweep.intervals() {
            self.interval(interval, &horizontal, &carries, &mut kept)?;
        }
        // Where nothing was read or written the initial value shows: it is demanded on all that is kept.
        for (init, kept) in sweep.inits().into_iter().zip(&kept) {
            self.demand_maybe(init, kept.as_ref());
        }
        // A carry that is a plane takes the levels of the others; a sweep of planes alone has the
        // levels it runs over.
        let kept: Vec<SsaBox<'c>> = kept.into_iter().flatten().collect();
        let hull = |all: SsaBox<'c>, next: SsaBox<'c>| all.hull(&next);
        let in_space = kept.iter().filter(|kept| kept.is_bounded_on(K)).cloned();
        let run_over = sweep.intervals().into_iter().map(Interval::index_box);
        let levels = in_space.reduce(hull).or_else(|| run_over.reduce(hull));
        let all = kept
            .into_iter()
            .map(|kept| match &levels {
                Some(levels) if !kept.is_bounded_on(K) => kept.with_axis_of(Axis::K, levels),
                _ => kept,
            })
            .reduce(hull);
        let all = all.unwrap_or(results);
        self.settle(sweep.0, &all.simplify(self.facts), IJ | K)?
            .set_on(sweep.0);
        Ok(())
    }

    /// Settles the boxes of the stages of an interval, last first, and demands
    /// what they read; notes what must be kept of the carries.
    fn interval(
        &mut self,
        interval: Interval<'c>,
        horizontal: &SsaBox<'c>,
        carries: &[Value<'c>],
        kept: &mut [Option<SsaBox<'c>>],
    ) -> Result<(), Failed> {
        let levels = interval.index_box();
        let mut keep = |carry: Value<'c>, place: &SsaBox<'c>, facts: &DomainFacts| {
            let place = place.project(shaped(carry).axes).simplify(facts);
            if place.index_box.is_empty(facts) == Answer::Yes {
                return;
            }
            let kept = &mut kept[carry.number()];
            *kept = Some(match kept.take() {
                Some(known) => known.hull(&place).simplify(facts),
                None => place,
            });
        };
        for stage in interval.stages().into_iter().rev() {
            let place = match stage.index_box() {
                Some(fixed) => fixed,
                None => {
                    let locals = self.of_results(stage.0);
                    let writes = (!stage.writes().is_empty()).then(|| horizontal.clone());
                    match (locals, writes) {
                        (Some(locals), Some(writes)) => locals.hull(&writes).simplify(self.facts),
                        (Some(only), None) | (None, Some(only)) => only,
                        (None, None) => empty_box(IJ),
                    }
                }
            };
            let place = self.settle(stage.0, &place.project(IJ), IJ)?;
            place.set_on(stage.0);
            let at = place.with_axis_of(Axis::K, &levels);
            for access in stage.accesses() {
                let temp = access.temp();
                if carries.contains(&temp) {
                    keep(temp, &read_box(access, &at), self.facts);
                } else {
                    self.access(access, &at);
                }
            }
            for (carry, offset) in stage.writes() {
                keep(carry, &at.shift([0, 0, offset]), self.facts);
            }
        }
        Ok(())
    }
}
