//! Branches and loops: what is demanded of their results is demanded of what they yield.

use super::Demands;
use ir_program::ops::{For, If};
use ir_stencil::boxes::SsaBox;
use mlir_shim::{
    diagnostic,
    ir::{Block, Op, Value},
    pass::Failed,
};

impl<'c> Demands<'_, 'c> {
    pub(super) fn branch(&mut self, branch: If<'c>) -> Result<(), Failed> {
        for block in [Some(branch.then_block()), branch.else_block()]
            .into_iter()
            .flatten()
        {
            self.yielded(branch.0, block, &[]);
            self.block(block)?;
        }
        Ok(())
    }

    /// Demands of what a block yields what is demanded of the results (and of `more`).
    fn yielded(&mut self, op: Op<'c>, block: Block<'c>, more: &[Option<SsaBox<'c>>]) {
        let Some(terminator) = block.terminator() else {
            return;
        };
        for (number, value) in terminator.operands().into_iter().enumerate() {
            if !value.ty().is_temp() {
                continue;
            }
            let wanted = self.boxes.get(&op.result(number)).cloned();
            self.demand_maybe(value, wanted.as_ref());
            self.demand_maybe(value, more.get(number).and_then(|more| more.as_ref()));
        }
    }

    pub(super) fn repeat(&mut self, repeat: For<'c>) -> Result<(), Failed> {
        let body = repeat.body();
        let arguments: Vec<Value<'c>> = body.arguments().split_off(1);
        // Another iteration's positions are not this one's: of them only their range is known.
        let current = |demands: &mut Self| -> Vec<Option<SsaBox<'c>>> {
            let boxes = arguments.iter().map(|argument| {
                let wanted = demands.boxes.get(argument)?;
                Some(demands.ends.relax(wanted, repeat.0))
            });
            boxes.collect()
        };
        self.yielded(repeat.0, body, &[]);
        self.block(body)?;
        // What the next iteration needs of a carried temp, this one must yield. Loops may exchange
        // what they carry, so that a need travels through as many iterations as there are temps;
        // then it has settled, unless a temp needs a halo of itself.
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
                return grows(
                    repeat,
                    number,
                    known[number].as_ref(),
                    next[number].as_ref(),
                );
            }
            known = next;
        }
        for (number, init) in repeat.inits().into_iter().enumerate() {
            if init.ty().is_temp() {
                let result = self.boxes.get(&repeat.0.result(number)).cloned();
                self.demand_maybe(init, result.as_ref());
                self.demand_maybe(init, known[number].as_ref());
            }
        }
        Ok(())
    }
}

/// Reports a carried temp that would need ever more.
fn grows<'c>(
    repeat: For<'c>,
    number: usize,
    before: Option<&SsaBox<'c>>,
    after: Option<&SsaBox<'c>>,
) -> Result<(), Failed> {
    let describe = |part: Option<&SsaBox<'c>>| part.map_or("nothing".into(), SsaBox::describe);
    let text = format!(
        "'program.for' op [for_c3] iteration argument {number} is needed on {} by one iteration and on {} \
         by the one before it: it would grow with every iteration. Keep this state in a field",
        describe(before),
        describe(after),
    );
    diagnostic::error(repeat.0.location(), &text, &[]);
    Err(Failed)
}
