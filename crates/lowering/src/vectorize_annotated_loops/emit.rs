//! The body of a loop for all lanes at once.

use super::{
    cost::Skipped,
    functions::Functions,
    lanes::{Lane, Lanes},
    support::{is_by_lane, is_function},
};
use ir_stencil::values::constant_integer;
use mlir_shim::ir::{Block, Builder, Mapping, Op, Scalar, Ty, Value};
use std::collections::HashMap;

/// How a body is emitted.
#[derive(Clone, Copy)]
pub struct How<'c, 'l> {
    /// For so many lanes.
    pub lanes: &'l Lanes<'c>,
    /// The stores that go past the caches in whole lines.
    pub streamed: &'l [Op<'c>],
    /// The sides of branches that are skipped where no lane takes them.
    pub skipped: &'l Skipped<'c>,
    /// The mathematical functions of the module.
    pub functions: &'l Functions<'c, 'l>,
}

/// The emission of a body at one place.
pub struct Emission<'c, 'l> {
    pub(super) builder: Builder<'c>,
    pub(super) lanes: &'l Lanes<'c>,
    pub(super) how: How<'c, 'l>,
    /// The lanes that are active; none means all.
    pub(super) mask: Option<Value<'c>>,
    /// The mask of the first so many lanes, and how many they are.
    pub(super) first: Option<(Value<'c>, Value<'c>)>,
    /// Whether an `scf.while` is around.
    pub(super) is_search: bool,
    values: HashMap<Value<'c>, Lane<'c>>,
    /// Values by which carried ones go on: the carried value, and its vector before.
    carried: HashMap<Value<'c>, Vec<(Value<'c>, Value<'c>)>>,
}

impl<'c, 'l> Emission<'c, 'l> {
    /// An emission at a place, for all lanes.
    pub fn new(builder: Builder<'c>, how: How<'c, 'l>) -> Self {
        Self {
            builder,
            lanes: how.lanes,
            how,
            mask: None,
            first: None,
            is_search: false,
            values: HashMap::new(),
            carried: HashMap::new(),
        }
    }

    /// An emission for the first so many lanes.
    pub fn of_first(builder: Builder<'c>, how: How<'c, 'l>, count: Value<'c>) -> Self {
        let mask = how.lanes.first(&builder, count);
        Self {
            mask: Some(mask),
            first: Some((mask, count)),
            ..Self::new(builder, how)
        }
    }

    /// Emits the body of a loop whose lane 0 is at `counter`; `before` are the vectors of
    /// what it carries along. Gives the next ones.
    pub fn body(mut self, op: Op<'c>, counter: Value<'c>, before: &[Value<'c>]) -> Vec<Value<'c>> {
        let block = op.body().expect("a loop has a body");
        let arguments = block.arguments();
        let next = block.terminator().expect("a loop yields").operands();
        for ((argument, next), before) in arguments[1..].iter().zip(next).zip(before) {
            let same = self.carried.entry(next).or_default();
            same.push((*argument, *before));
        }
        self.set(arguments[0], Lane::Consecutive(counter));
        let next = self.block(block);
        next.into_iter()
            .map(|lane| self.lanes.materialize(&self.builder, lane))
            .collect()
    }

    /// A value is known, and with it those that it is in the next iteration.
    pub(super) fn set(&mut self, value: Value<'c>, lane: Lane<'c>) {
        let mut known = vec![(value, lane)];
        while let Some((value, lane)) = known.pop() {
            self.values.insert(value, lane);
            for (argument, before) in self.carried.remove(&value).unwrap_or_default() {
                let vector = self.lanes.materialize(&self.builder, lane);
                let vector = self.lanes.after(&self.builder, before, vector);
                known.push((argument, Lane::Varying(vector)));
            }
        }
    }

    /// What a value is for the lanes; what comes from outside is the same for all.
    pub(super) fn lane(&self, value: Value<'c>) -> Lane<'c> {
        *self.values.get(&value).unwrap_or(&Lane::Uniform(value))
    }

    /// A value that comes from outside the loop.
    pub(super) fn scalar_operand(&self, value: Value<'c>) -> Value<'c> {
        match self.lane(value) {
            Lane::Uniform(value) => value,
            _ => unreachable!("memory is the same for all lanes"),
        }
    }

    /// Emits the operations of a block; gives what its terminator yields.
    pub(super) fn block(&mut self, block: Block<'c>) -> Vec<Lane<'c>> {
        for op in block.ops() {
            if op.is("scf.yield") || op.is("scf.condition") || op.is("func.return") {
                return op
                    .operands()
                    .into_iter()
                    .map(|value| self.lane(value))
                    .collect();
            }
            match op.name() {
                "memref.load" => self.load(op),
                "memref.store" => self.store(op),
                "memref.prefetch" => self.prefetch(op),
                "scf.if" => self.branch(op),
                "scf.while" => self.repeat(op),
                _ => self.compute(op),
            }
        }
        Vec::new()
    }

    /// Arithmetic and mathematical functions.
    fn compute(&mut self, op: Op<'c>) {
        let operands: Vec<Lane<'c>> = op
            .operands()
            .into_iter()
            .map(|value| self.lane(value))
            .collect();
        if operands.iter().all(|lane| matches!(lane, Lane::Uniform(_))) {
            let mut mapping = Mapping::new();
            self.map_uniform(op, &mut mapping);
            let clone = self.builder.insert(mapping.clone_op(op));
            for (old, new) in op.results().into_iter().zip(clone.results()) {
                self.set(old, Lane::Uniform(new));
            }
            return;
        }
        if let Some(lane) = self.consecutive(op, &operands) {
            self.set(op.result(0), lane);
            return;
        }
        if let Some(function) = self.how.functions.called_by(op) {
            self.math_call(op, function, &operands);
            return;
        }
        let builder = self.builder.at(op.location());
        if is_by_lane(op) {
            let scalars: Vec<Value<'c>> = (0..self.lanes.width)
                .map(|number| {
                    let operands: Vec<Value<'c>> = operands
                        .iter()
                        .map(|lane| self.lanes.extract(&builder, *lane, number))
                        .collect();
                    let one = |builder: &Builder<'c>| {
                        copy(builder, op, &operands, &[op.result(0).ty()]).result(0)
                    };
                    match is_function(op) {
                        true => self.function_if_active(&builder, number, op, one),
                        false => one(&builder),
                    }
                })
                .collect();
            let vector = self.lanes.gather(&builder, &scalars);
            self.set(op.result(0), Lane::Varying(vector));
            return;
        }
        let condition_is_uniform = op.is("arith.select") && matches!(operands[0], Lane::Uniform(_));
        let vectors: Vec<Value<'c>> = operands
            .iter()
            .enumerate()
            .map(|(number, lane)| match lane {
                Lane::Uniform(value) if condition_is_uniform && number == 0 => *value,
                lane => self.lanes.materialize(&builder, *lane),
            })
            .collect();
        let types: Vec<Ty<'c>> = op
            .results()
            .into_iter()
            .map(|result| self.lanes.vector(result.ty()))
            .collect();
        let clone = copy(&builder, op, &vectors, &types);
        for (old, new) in op.results().into_iter().zip(clone.results()) {
            self.set(old, Lane::Varying(new));
        }
    }

    /// A sum of the counter and something that is the same for all lanes.
    fn consecutive(&self, op: Op<'c>, operands: &[Lane<'c>]) -> Option<Lane<'c>> {
        use Lane::{Consecutive, Uniform};
        if op.result(0).ty().as_scalar() != Some(Scalar::Index) {
            return None;
        }
        let (left, right) = match (op.name(), operands) {
            ("arith.addi", [Consecutive(left), Uniform(right)])
            | ("arith.addi", [Uniform(left), Consecutive(right)])
            | ("arith.subi", [Consecutive(left), Uniform(right)]) => (*left, *right),
            _ => return None,
        };
        let builder = self.builder.at(op.location());
        if constant_integer(right) == Some(0) {
            return Some(Consecutive(left));
        }
        Some(Consecutive(builder.binary(op.name(), left, right)))
    }

    fn map_uniform(&self, op: Op<'c>, mapping: &mut Mapping<'c>) {
        for operand in op.operands() {
            if let Lane::Uniform(value) = self.lane(operand) {
                mapping.map(operand, value);
            }
        }
    }
}

/// The same operation on other operands, with results of other types.
fn copy<'c>(builder: &Builder<'c>, op: Op<'c>, operands: &[Value<'c>], types: &[Ty<'c>]) -> Op<'c> {
    let mut state = builder.op(op.name()).operands(operands).results(types);
    for (name, value) in op.attributes() {
        state = state.attr(name, value);
    }
    builder.build(state)
}
