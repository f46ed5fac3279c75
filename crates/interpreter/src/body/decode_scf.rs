//! Decoding `scf.if` and `scf.while`.

use super::{Instruction, Register, decode::Decoder};
use crate::error::{InterpretError, Result};
use mlir_shim::ir::{Block, Op};

impl<'c> Decoder<'c, '_> {
    pub(super) fn region(&mut self, block: Block<'c>) -> Result<(Vec<Instruction>, Vec<Register>)> {
        let mut code = Vec::new();
        let mut yielded = Vec::new();
        for op in block.ops() {
            if op.is("scf.yield") || op.is("scf.condition") {
                yielded = op.operands().into_iter().map(|v| self.read(v)).collect();
            } else {
                self.op(op, &mut code)?;
            }
        }
        Ok((code, yielded))
    }

    pub(super) fn branch(&mut self, op: Op<'c>, code: &mut Vec<Instruction>) -> Result<()> {
        let condition = self.read(op.operand(0));
        let location = self.location(op);
        let block = |index: usize| op.region(index).block();
        let (then_code, first) = match block(0) {
            Some(block) => self.region(block)?,
            None => Default::default(),
        };
        let (else_code, second) = match block(1) {
            Some(block) => self.region(block)?,
            None => Default::default(),
        };
        let results = op.results().into_iter().map(|result| self.define(result));
        let results = results.zip(first.into_iter().zip(second));
        let results = results.map(|(to, (first, second))| (to, first, second));
        code.push(Instruction::If {
            condition,
            then_code,
            else_code,
            results: results.collect(),
            location,
        });
        Ok(())
    }

    pub(super) fn repeat(&mut self, op: Op<'c>, code: &mut Vec<Instruction>) -> Result<()> {
        let malformed = || InterpretError::at(op, "a malformed `scf.while`");
        let location = self.location(op);
        let before = op.region(0).block().ok_or_else(malformed)?;
        let after = op.region(1).block().ok_or_else(malformed)?;
        let starts: Vec<Register> = op.operands().into_iter().map(|v| self.read(v)).collect();
        let arguments: Vec<Register> = before
            .arguments()
            .into_iter()
            .map(|v| self.define(v))
            .collect();
        let (before_code, condition) = self.region(before)?;
        let inner: Vec<Register> = after
            .arguments()
            .into_iter()
            .map(|v| self.define(v))
            .collect();
        let (after_code, next) = self.region(after)?;
        let results: Vec<Register> = op.results().into_iter().map(|v| self.define(v)).collect();
        let (condition, passed) = condition.split_first().ok_or_else(malformed)?;
        let passed = passed.iter().zip(inner.iter().zip(&results));
        code.push(Instruction::While {
            initial: arguments.iter().copied().zip(starts).collect(),
            before: before_code,
            condition: *condition,
            passed: passed
                .map(|(from, (to, result))| (*from, *to, *result))
                .collect(),
            after: after_code,
            next: next.into_iter().zip(arguments).collect(),
            location,
        });
        Ok(())
    }
}
