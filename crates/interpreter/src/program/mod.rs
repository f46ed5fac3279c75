//! Running programs: functions, calls and control flow, on a stack of frames of its own.

mod block;
mod compute;
mod control;
mod entry;
mod exchange;
mod host;
mod memory;
mod reduce;
mod sweep;
mod values;

pub use entry::{Argument, Options, Report, interpret};
pub use host::{HostField, HostFunctions};

use crate::{
    body::Body,
    error::{InterpretError, Result, call_notes, call_sites},
    evaluator::Evaluator,
    field::FieldView,
    temp::Temp,
};
use block::BlockPlan;
use mlir_shim::ir::{Block, Op, Value};
use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

/// The value of an SSA value of a program.
#[derive(Clone)]
enum Datum<'c> {
    Scalar(u64),
    Temp(Temp<'c>),
    Field(FieldView),
}

/// The frame of a function that runs.
struct Activation<'c> {
    function: Op<'c>,
    /// The call that it runs for; `None` for the entry.
    call: Option<Op<'c>>,
    domain: [(i64, i64); 3],
    values: HashMap<Value<'c>, Datum<'c>>,
}

/// The frame of a block that runs.
struct Frame<'c> {
    plan: Rc<BlockPlan<'c>>,
    next: usize,
    kind: FrameKind<'c>,
}

/// The operation that a block belongs to, and its state.
enum FrameKind<'c> {
    Function,
    If(Op<'c>),
    Kernel,
    For {
        op: Op<'c>,
        counter: i64,
        high: i64,
        step: i64,
    },
}

/// The state of a run.
struct Machine<'c, 'h> {
    evaluator: Evaluator,
    functions: HashMap<&'c str, Op<'c>>,
    bodies: HashMap<Op<'c>, Rc<Body<'c>>>,
    plans: HashMap<Op<'c>, Rc<BlockPlan<'c>>>,
    else_plans: HashMap<Op<'c>, Rc<BlockPlan<'c>>>,
    frames: Vec<Frame<'c>>,
    activations: Vec<Activation<'c>>,
    active: HashSet<Op<'c>>,
    host: Option<&'h mut dyn HostFunctions>,
    /// The status of a callback, if it was not 0.
    status: i32,
}

impl<'c> Machine<'c, '_> {
    /// Runs until the entry returns or a callback ends the run.
    fn run(&mut self) -> Result<()> {
        while let Some(frame) = self.frames.last_mut() {
            let done = frame.next;
            let plan = frame.plan.clone();
            frame.next += 1;
            if done > 0 {
                self.release(&plan, done - 1);
            }
            let result = match plan.ops.get(done) {
                Some(op) => self.execute(*op, &plan, done),
                // A block without a terminator: that of a kernel.
                None => {
                    self.frames.pop();
                    Ok(())
                }
            };
            if let Err(mut error) = result {
                if let Some(op) = plan.ops.get(done) {
                    error.notes.extend(call_sites(op.location()));
                }
                error.notes.extend(call_notes(self.call_chain()));
                return Err(error);
            }
            if self.status != 0 {
                break;
            }
        }
        Ok(())
    }

    fn call_chain(&self) -> Vec<String> {
        let calls = self.activations.iter().rev().filter_map(|one| one.call);
        calls.map(|call| call.location().short()).collect()
    }

    /// Drops the values that were used for the last time.
    fn release(&mut self, plan: &BlockPlan<'c>, done: usize) {
        if let Some(activation) = self.activations.last_mut() {
            for value in &plan.last_uses[done] {
                activation.values.remove(value);
            }
        }
    }

    fn execute(&mut self, op: Op<'c>, plan: &BlockPlan<'c>, number: usize) -> Result<()> {
        match op.name() {
            "stencil.load" => self.load(op),
            "stencil.store" => self.store(op),
            "stencil.apply" => self.apply(op),
            "stencil.insert" => self.insert(op),
            "stencil.undef" => self.undef(op),
            "stencil.sweep" => self.sweep(op),
            "stencil.kernel" => self.enter(op, 0, FrameKind::Kernel),
            "program.call" => self.call(op),
            "stencil.return" | "program.return" => {
                self.frames.pop();
                if let Some(ended) = self.activations.pop() {
                    self.active.remove(&ended.function);
                }
                Ok(())
            }
            "program.for" => self.repeat(op),
            "program.if" => self.branch(op),
            "program.yield" => {
                let values = op.operands().into_iter().map(|value| self.datum(op, value));
                let values = values.collect::<Result<Vec<_>>>()?;
                self.release(plan, number);
                self.end_block(op, values)
            }
            "stencil.allocation" => self.allocation(op),
            "program.bound" => self.bound(op),
            "program.alloc" => self.alloc(op),
            "program.view" => self.view(op),
            "program.swap" => self.swap(op),
            "program.exchange" => self.exchange(op),
            "program.reduce" => self.reduce(op),
            "program.callback" => self.callback(op),
            _ => self.scalar_operation(op),
        }
    }

    /// The plan of a block of an operation.
    fn plan(&mut self, op: Op<'c>, region: usize) -> Result<Rc<BlockPlan<'c>>> {
        let known = match region {
            0 => self.plans.get(&op),
            _ => self.else_plans.get(&op),
        };
        if let Some(plan) = known {
            return Ok(plan.clone());
        }
        let block = (region < op.region_count())
            .then(|| op.region(region).block())
            .flatten();
        let block: Block<'c> =
            block.ok_or_else(|| InterpretError::at(op, format!("`{}` has no body", op.name())))?;
        let plan = Rc::new(BlockPlan::of(block));
        match region {
            0 => self.plans.insert(op, plan.clone()),
            _ => self.else_plans.insert(op, plan.clone()),
        };
        Ok(plan)
    }

    /// Starts a block of an operation.
    fn enter(&mut self, op: Op<'c>, region: usize, kind: FrameKind<'c>) -> Result<()> {
        let plan = self.plan(op, region)?;
        self.frames.push(Frame {
            plan,
            next: 0,
            kind,
        });
        Ok(())
    }
}
