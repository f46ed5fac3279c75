//! `scf.if` and `scf.while` on the lanes of a strip.

use super::{Instruction, Register, lanes::Lanes, run::Runner};
use crate::{
    error::{InterpretError, Result},
    provenance::{Reason, reason_of, with_reason},
};

impl<'a> Runner<'a> {
    /// The value of a condition on a lane; `None` where it is undefined.
    pub(super) fn decides(&self, condition: Register, lane: usize) -> Option<bool> {
        let column = self.registers.column(condition);
        (column.provenance(lane) == 0).then(|| column.bits[lane] & 1 == 1)
    }

    /// Makes the results of a branch undefined on the lanes where its condition is undefined.
    pub(super) fn undecided(
        &mut self,
        lanes: &Lanes,
        condition: Register,
        to: Register,
        location: usize,
    ) {
        lanes.each(|lane| {
            let cause = self.registers.column(condition).provenance(lane);
            let reason = self.launch.reasons.intern(Reason::Branch {
                location: self.launch.program.locations[location].clone(),
                cause: reason_of(cause),
            });
            let column = self.registers.column_mut(to);
            column.set_provenance(lane, with_reason(cause, reason));
        });
    }

    pub(super) fn repeat(&mut self, instruction: &'a Instruction, lanes: &Lanes) -> Result<()> {
        let Instruction::While {
            initial,
            before,
            condition,
            passed,
            after,
            next,
            location,
        } = instruction
        else {
            return Ok(());
        };
        for (argument, value) in initial {
            self.registers.copy(lanes, *value, *argument, true);
        }
        for (_, _, result) in passed {
            self.registers.column_mut(*result).clean = true;
        }
        let mut active = lanes.clone();
        let mut steps = 0;
        while !active.is_empty() {
            steps += 1;
            if steps > self.launch.step_limit {
                let message = format!(
                    "`scf.while` goes round more than {} times",
                    self.launch.step_limit
                );
                return Err(InterpretError::new(self.location(*location), message));
            }
            self.code(before, &active)?;
            let ended = active.filter(|lane| self.decides(*condition, lane) == Some(false));
            let neither = active.filter(|lane| self.decides(*condition, lane).is_none());
            active = active.filter(|lane| self.decides(*condition, lane) == Some(true));
            for (from, argument, result) in passed {
                self.registers.copy(&ended, *from, *result, false);
                self.registers.copy(&active, *from, *argument, true);
                self.undecided(&neither, *condition, *result, *location);
            }
            self.code(after, &active)?;
            for (from, argument) in next {
                self.registers.copy(&active, *from, *argument, true);
            }
        }
        Ok(())
    }
}
