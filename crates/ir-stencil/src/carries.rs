//! How much of a carry a sweep looks back at, which decides what memory the carry needs.

use fvopt_schedule::finish::streaming::FEW_LEVELS;

use crate::ops::{Interval, Stage, Sweep, Undef, accesses, shaped};

/// The carry of a number, of a sweep.
#[derive(Clone, Copy, Debug)]
pub struct Carry<'c> {
    /// The sweep.
    pub sweep: Sweep<'c>,
    /// Among its carries.
    pub number: usize,
}

impl<'c> Carry<'c> {
    /// How many levels must be kept for its stages, a power of two, where these are few: it
    /// starts as nothing, and stages look at most so far back.
    pub fn few_levels(self) -> Option<i64> {
        let init = self.sweep.inits()[self.number];
        if !init.defining_op().is_some_and(Undef::is) {
            return None;
        }
        let carry = self.sweep.carries()[self.number];
        let (mut low, mut high) = (0, 0);
        let mut include = |offset: i64| {
            low = low.min(offset);
            high = high.max(offset);
        };
        for access in accesses(self.sweep.0) {
            if access.temp() != carry {
                continue;
            }
            if access.is_dynamic() {
                return None;
            }
            include(access.offset()[2]);
        }
        for stage in self.stages() {
            for (_, offset) in stage.writes().into_iter().filter(|(to, _)| *to == carry) {
                include(offset);
            }
        }
        let levels = high - low + 1;
        (levels <= FEW_LEVELS).then(|| (levels as u64).next_power_of_two() as i64)
    }

    /// Whether its levels can go past the caches as they are written: the sweep reads them back
    /// from few levels that are kept aside, nobody reads the result but its one store, and no
    /// level is written twice as far as that can be seen.
    pub fn can_be_streamed(self) -> bool {
        let carry = self.sweep.carries()[self.number];
        let writes = |interval: Interval<'c>| -> Vec<i64> {
            let stages = interval.stages().into_iter().flat_map(Stage::writes);
            stages
                .filter(|(to, _)| *to == carry)
                .map(|(_, offset)| offset)
                .collect()
        };
        let is_written_once = self
            .sweep
            .intervals()
            .into_iter()
            .all(|interval| matches!(writes(interval)[..], [] | [0]));
        shaped(carry).has_axis(2)
            && self.sweep.0.result(self.number).uses().len() == 1
            && self.few_levels().is_some()
            && is_written_once
    }

    fn stages(self) -> impl Iterator<Item = Stage<'c>> {
        self.sweep
            .intervals()
            .into_iter()
            .flat_map(Interval::stages)
    }
}
