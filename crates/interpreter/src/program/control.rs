//! Calls, loops and branches.

use super::{Activation, Datum, Frame, FrameKind, Machine};
use crate::error::{InterpretError, Result};
use ir_program::ops::{Call, For, If};
use mlir_shim::ir::{Op, Symbol};
use std::collections::HashMap;

impl<'c> Machine<'c, '_> {
    pub(super) fn call(&mut self, op: Op<'c>) -> Result<()> {
        let call = Call(op);
        let Some(callee) = self.functions.get(call.callee()).copied() else {
            let message = format!("call_c1: there is no function {}", Symbol(call.callee()));
            return Err(InterpretError::at(op, message));
        };
        let index_box = call.index_box();
        let domain = self.numeric(op, &index_box)?;
        let arguments = call.arguments();
        let types: Vec<_> = arguments.iter().map(|argument| argument.ty()).collect();
        let values = arguments
            .into_iter()
            .map(|argument| self.datum(op, argument));
        let values = values.collect::<Result<Vec<_>>>()?;
        let plan = self.plan(callee, 0)?;
        let expected: Vec<_> = plan
            .arguments
            .iter()
            .map(|argument| argument.ty())
            .collect();
        if types != expected {
            let list = |types: Vec<_>| {
                let types: Vec<String> = types
                    .into_iter()
                    .map(|ty: mlir_shim::ir::Ty| ty.to_string())
                    .collect();
                types.join(", ")
            };
            let message = format!(
                "call_c2: {} takes ({}) but is called with ({})",
                Symbol(call.callee()),
                list(expected),
                list(types)
            );
            return Err(InterpretError::at(op, message));
        }
        let domain = [0, 1, 2].map(|axis| (domain.low[axis], domain.high[axis]));
        self.start(callee, Some(op), domain, values)
    }

    /// Starts a function.
    pub(super) fn start(
        &mut self,
        function: Op<'c>,
        call: Option<Op<'c>>,
        domain: [(i64, i64); 3],
        values: Vec<Datum<'c>>,
    ) -> Result<()> {
        if !self.active.insert(function) {
            let name = Symbol(function.symbol_name().unwrap_or_default());
            let message = format!("call_c4: {name} calls itself, directly or through others");
            return Err(InterpretError::at(call.unwrap_or(function), message));
        }
        let plan = self.plan(function, 0)?;
        let values: HashMap<_, _> = plan.arguments.iter().copied().zip(values).collect();
        self.activations.push(Activation {
            function,
            call,
            domain,
            values,
        });
        self.frames.push(Frame {
            plan,
            next: 0,
            kind: FrameKind::Function,
        });
        Ok(())
    }

    pub(super) fn branch(&mut self, op: Op<'c>) -> Result<()> {
        let branch = If(op);
        let taken = self.scalar(op, branch.condition())? & 1 == 1;
        match (taken, branch.else_block()) {
            (true, _) => self.enter(op, 0, FrameKind::If(op)),
            (false, Some(_)) => self.enter(op, 1, FrameKind::If(op)),
            (false, None) => Ok(()),
        }
    }

    pub(super) fn repeat(&mut self, op: Op<'c>) -> Result<()> {
        let looped = For(op);
        let [low, high, step] = looped.range();
        let counter = self.index(op, low)?;
        let high = self.index(op, high)?;
        let step = self.index(op, step)?;
        if step <= 0 {
            let message = format!("for_c2: the step is {step}, which is not positive");
            return Err(InterpretError::at(op, message));
        }
        let values = looped
            .inits()
            .into_iter()
            .map(|value| self.datum(op, value));
        let values = values.collect::<Result<Vec<_>>>()?;
        self.iterate(op, counter, high, step, values)
    }

    /// Starts the next iteration, or ends the loop.
    fn iterate(
        &mut self,
        op: Op<'c>,
        counter: i64,
        high: i64,
        step: i64,
        values: Vec<Datum<'c>>,
    ) -> Result<()> {
        if counter >= high {
            for (result, value) in op.results().into_iter().zip(values) {
                self.define(result, value);
            }
            return Ok(());
        }
        let plan = self.plan(op, 0)?;
        let values = std::iter::once(Datum::Scalar(counter as u64)).chain(values);
        for (argument, value) in plan.arguments.clone().into_iter().zip(values) {
            self.define(argument, value);
        }
        self.frames.push(Frame {
            plan,
            next: 0,
            kind: FrameKind::For {
                op,
                counter,
                high,
                step,
            },
        });
        Ok(())
    }

    /// Ends a block with the values that it yields.
    pub(super) fn end_block(&mut self, op: Op<'c>, values: Vec<Datum<'c>>) -> Result<()> {
        match self.frames.pop().map(|frame| frame.kind) {
            Some(FrameKind::If(branch)) => {
                for (result, value) in branch.results().into_iter().zip(values) {
                    self.define(result, value);
                }
                Ok(())
            }
            Some(FrameKind::For {
                op,
                counter,
                high,
                step,
            }) => self.iterate(op, counter.saturating_add(step), high, step, values),
            _ => Err(InterpretError::at(
                op,
                "a yield outside of a loop or branch",
            )),
        }
    }
}
