//! Running programs: functions, calls and control flow, on a stack of frames of its own.

mod block;
mod compute;
mod control;
mod entry;
mod exchange;
mod host;
mod memory;
mod reduce;

pub use entry::{Argument, Options, Report, interpret};
pub use host::{HostField, HostFunctions};

use crate::{
    body::{Body, Launch, Runner, decode_operation},
    error::{InterpretError, Result, call_notes},
    field::FieldView,
    force::Evaluator,
    temp::Temp,
};
use block::BlockPlan;
use fvopt_boxes::NumericBox;
use ir_stencil::boxes::SsaBox;
use mlir_shim::ir::{Block, Op, Value};
use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

/// What an SSA value of a program stands for.
#[derive(Clone)]
enum Datum<'c> {
    Scalar(u64),
    Temp(Temp<'c>),
    Field(FieldView),
}

/// A function that runs.
struct Activation<'c> {
    function: Op<'c>,
    /// The call that it runs for; none for the entry.
    call: Option<Op<'c>>,
    domain: [(i64, i64); 3],
    values: HashMap<Value<'c>, Datum<'c>>,
}

/// A block that runs.
struct Frame<'c> {
    plan: Rc<BlockPlan<'c>>,
    next: usize,
    kind: FrameKind<'c>,
}

/// What a block is the body of.
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

/// All that a run needs.
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
    /// What a callback returned, where it was not 0.
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

    /// Forgets the values that were used for the last time.
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

    fn activation(&mut self, op: Op<'c>) -> Result<&mut Activation<'c>> {
        let missing = || InterpretError::at(op, "this operation stands in no function");
        self.activations.last_mut().ok_or_else(missing)
    }

    fn domain(&self) -> [(i64, i64); 3] {
        self.activations
            .last()
            .map_or([(0, 0); 3], |one| one.domain)
    }

    fn define(&mut self, value: Value<'c>, datum: Datum<'c>) {
        if let Some(activation) = self.activations.last_mut() {
            activation.values.insert(value, datum);
        }
    }

    fn datum(&mut self, op: Op<'c>, value: Value<'c>) -> Result<Datum<'c>> {
        let datum = self.activation(op)?.values.get(&value).cloned();
        datum.ok_or_else(|| {
            let message = format!("`{}` uses a value that is not there: {value:?}", op.name());
            InterpretError::at(op, message)
        })
    }

    fn scalar(&mut self, op: Op<'c>, value: Value<'c>) -> Result<u64> {
        match self.datum(op, value)? {
            Datum::Scalar(bits) => Ok(bits),
            _ => Err(wrong_kind(op, value, "scalar")),
        }
    }

    fn index(&mut self, op: Op<'c>, value: Value<'c>) -> Result<i64> {
        Ok(self.scalar(op, value)? as i64)
    }

    fn temp(&mut self, op: Op<'c>, value: Value<'c>) -> Result<Temp<'c>> {
        match self.datum(op, value)? {
            Datum::Temp(temp) => Ok(temp),
            _ => Err(wrong_kind(op, value, "temp")),
        }
    }

    fn field(&mut self, op: Op<'c>, value: Value<'c>) -> Result<FieldView> {
        match self.datum(op, value)? {
            Datum::Field(field) => Ok(field),
            _ => Err(wrong_kind(op, value, "field")),
        }
    }

    /// A box with numbers for ends.
    fn numeric(&mut self, op: Op<'c>, index_box: &SsaBox<'c>) -> Result<NumericBox> {
        let positions = index_box.positions.iter();
        let positions = positions.map(|position| self.index(op, *position));
        let positions = positions.collect::<Result<Vec<_>>>()?;
        if index_box.index_box.position_count() > positions.len() {
            let message = format!(
                "the box {} has more positions than there are operands for it",
                index_box.index_box
            );
            return Err(InterpretError::at(op, message));
        }
        Ok(index_box.index_box.evaluate(self.domain(), &positions))
    }

    /// The box that an operation carries, where it carries one.
    fn own_box(&mut self, op: Op<'c>) -> Result<Option<NumericBox>> {
        match SsaBox::of(op) {
            Some(index_box) => self.numeric(op, &index_box).map(Some),
            None => Ok(None),
        }
    }

    /// The box that an operation must carry.
    fn required_box(&mut self, op: Op<'c>) -> Result<NumericBox> {
        let missing = || InterpretError::at(op, format!("`{}` has no box", op.name()));
        self.own_box(op)?.ok_or_else(missing)
    }

    /// Runs an operation on scalars, `scf` included.
    fn scalar_operation(&mut self, op: Op<'c>) -> Result<()> {
        let body = match self.bodies.get(&op) {
            Some(body) => body.clone(),
            None => {
                let body = Rc::new(decode_operation(op, &self.evaluator.reasons)?);
                self.bodies.insert(op, body.clone());
                body
            }
        };
        if !body.temps.is_empty() {
            let message = format!("`{}` accesses temps outside of a body", op.name());
            return Err(InterpretError::at(op, message));
        }
        let scalars = body.scalars.iter().map(|value| self.scalar(op, *value));
        let scalars = scalars.collect::<Result<Vec<_>>>()?;
        let launch = Launch {
            program: &body.program,
            sources: Vec::new(),
            scalars: &scalars,
            levels: Vec::new(),
            strict: true,
            checked: false,
            step_limit: self.evaluator.step_limit,
            reasons: &self.evaluator.reasons,
        };
        let mut runner = Runner::new(&launch, 1);
        runner.run([0; 3], 1)?;
        let mut results = Vec::new();
        for (number, value) in op.results().into_iter().enumerate() {
            let column = runner.yielded(number);
            let mark = column.mark(0);
            if mark != 0 {
                let message = "an undefined scalar".to_string();
                let location = op.location().short();
                return Err(self.evaluator.reasons.error(mark, location, message));
            }
            results.push((value, column.bits[0]));
        }
        drop(runner);
        for (value, bits) in results {
            self.define(value, Datum::Scalar(bits));
        }
        Ok(())
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

fn wrong_kind(op: Op<'_>, value: Value<'_>, expected: &str) -> InterpretError {
    let message = format!(
        "`{}` needs a {expected} but has a value of type {}",
        op.name(),
        value.ty()
    );
    InterpretError::at(op, message)
}
