//! Branches and loops: what is required of their results is required of what they yield.

use super::{Inference, Problem};
use crate::region::{Region, describe};
use ir_program::ops::{For, If};
use mlir_shim::ir::{Block, Op, Value};

impl<'c> Inference<'_, 'c> {
    pub(super) fn branch(&mut self, branch: If<'c>) -> Result<(), Problem<'c>> {
        for block in [Some(branch.then_block()), branch.else_block()]
            .into_iter()
            .flatten()
        {
            self.yielded(branch.0, block, &[]);
            self.block(block)?;
        }
        Ok(())
    }

    /// Requires of what a block yields what is required of the results (and of `more`).
    fn yielded(&mut self, op: Op<'c>, block: Block<'c>, more: &[Option<Region<'c>>]) {
        let Some(terminator) = block.terminator() else {
            return;
        };
        for (number, value) in terminator.operands().into_iter().enumerate() {
            if !value.ty().is_temp() {
                continue;
            }
            let region = self.temps.get(&op.result(number)).cloned();
            self.require_maybe(value, region.as_ref());
            self.require_maybe(value, more.get(number).and_then(|more| more.as_ref()));
        }
    }

    pub(super) fn repeat(&mut self, repeat: For<'c>) -> Result<(), Problem<'c>> {
        let body = repeat.body();
        let arguments: Vec<Value<'c>> = body.arguments().split_off(1);
        // Another iteration's positions are not this one's: of them only their range is known.
        let current = |inference: &mut Self| -> Vec<Option<Region<'c>>> {
            let regions = arguments.iter().map(|argument| {
                let region = inference.temps.get(argument)?;
                Some(inference.ends.relax(region, repeat.0))
            });
            regions.collect()
        };
        self.yielded(repeat.0, body, &[]);
        self.block(body)?;
        // What the next iteration requires of an iteration argument, this one must yield. Loops may
        // exchange their arguments, so that a region travels through as many iterations as there
        // are temps; then it has settled, unless a temp needs a halo of itself.
        let mut known = current(self);
        let temps = arguments
            .iter()
            .filter(|argument| argument.ty().is_temp())
            .count();
        for round in 1..=temps {
            self.yielded(repeat.0, body, &known);
            self.block(body)?;
            let next = current(self);
            let Some(number) = (0..known.len()).find(|number| known[*number] != next[*number])
            else {
                break;
            };
            if round == temps {
                let (before, after) = (known[number].as_ref(), next[number].as_ref());
                return Err(grows(repeat, number, before, after));
            }
            known = next;
        }
        for (number, init) in repeat.inits().into_iter().enumerate() {
            if init.ty().is_temp() {
                let result = self.temps.get(&repeat.0.result(number)).cloned();
                self.require_maybe(init, result.as_ref());
                self.require_maybe(init, known[number].as_ref());
            }
        }
        Ok(())
    }
}

/// The problem of an iteration argument that would need ever more.
fn grows<'c>(
    repeat: For<'c>,
    number: usize,
    before: Option<&Region<'c>>,
    after: Option<&Region<'c>>,
) -> Problem<'c> {
    let describe = |region: Option<&Region<'c>>| region.map_or("nothing".into(), describe);
    Problem {
        op: repeat.0,
        message: format!(
            "'program.for' op [for_c3] iteration argument {number} is needed on {} by one iteration and on {} \
             by the one before it: it would grow with every iteration. Keep this state in a field",
            describe(before),
            describe(after),
        ),
        notes: Vec::new(),
    }
}
