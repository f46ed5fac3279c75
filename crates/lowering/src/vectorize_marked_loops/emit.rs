//! The body of a loop for all lanes at once.

use super::{
    lanes::{Lane, Lanes},
    support::is_by_lane,
};
use ir_stencil::values::constant_integer;
use mlir_shim::ir::{Block, Builder, Mapping, Op, Region, Scalar, Ty, Value};
use std::collections::HashMap;

/// The emission of a body at one place.
pub struct Emission<'c, 'l> {
    pub(super) builder: Builder<'c>,
    pub(super) lanes: &'l Lanes<'c>,
    /// The lanes that are active; none means all.
    pub(super) mask: Option<Value<'c>>,
    /// The mask of the first so many lanes, and how many they are.
    pub(super) first: Option<(Value<'c>, Value<'c>)>,
    /// The stores that go past the caches in whole lines.
    pub(super) streamed: &'l [Op<'c>],
    values: HashMap<Value<'c>, Lane<'c>>,
    /// Values by which carried ones go on: the carried value, and its vector before.
    carried: HashMap<Value<'c>, Vec<(Value<'c>, Value<'c>)>>,
}

impl<'c, 'l> Emission<'c, 'l> {
    /// An emission at a place.
    pub fn new(
        builder: Builder<'c>,
        lanes: &'l Lanes<'c>,
        mask: Option<Value<'c>>,
        streamed: &'l [Op<'c>],
    ) -> Self {
        Self {
            builder,
            lanes,
            mask,
            first: None,
            streamed,
            values: HashMap::new(),
            carried: HashMap::new(),
        }
    }

    /// The mask is that of the first so many lanes.
    pub fn of_first(mut self, count: Value<'c>) -> Self {
        self.first = self.mask.map(|mask| (mask, count));
        self
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
    fn block(&mut self, block: Block<'c>) -> Vec<Lane<'c>> {
        for op in block.ops() {
            if op.is("scf.yield") {
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
        let builder = self.builder.at(op.location());
        if is_by_lane(op) {
            let scalars: Vec<Value<'c>> = (0..self.lanes.width)
                .map(|number| {
                    let operands: Vec<Value<'c>> = operands
                        .iter()
                        .map(|lane| self.lanes.extract(&builder, *lane, number))
                        .collect();
                    copy(&builder, op, &operands, &[op.result(0).ty()]).result(0)
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

    /// A branch: kept where all lanes agree, else both sides under masks.
    fn branch(&mut self, op: Op<'c>) {
        let builder = self.builder.at(op.location());
        match self.lane(op.operand(0)) {
            Lane::Uniform(condition) => self.uniform_branch(op, condition),
            lane => {
                let condition = self.lanes.materialize(&builder, lane);
                self.varying_branch(op, condition);
            }
        }
    }

    fn uniform_branch(&mut self, op: Op<'c>, condition: Value<'c>) {
        let outer = self.builder;
        let types: Vec<Ty<'c>> = op
            .results()
            .into_iter()
            .map(|result| self.lanes.vector(result.ty()))
            .collect();
        let mut regions = Vec::new();
        for number in 0..2 {
            let Some(block) = op.region(number).block() else {
                regions.push(Region::empty());
                continue;
            };
            let (region, inside) = Region::with_block(&[], op.location());
            self.builder = Builder::at_end(inside, op.location());
            let yielded = self.block(block);
            let vectors: Vec<Value<'c>> = yielded
                .into_iter()
                .map(|lane| self.lanes.materialize(&self.builder, lane))
                .collect();
            self.builder
                .build(self.builder.op("scf.yield").operands(&vectors));
            regions.push(region);
        }
        self.builder = outer;
        let builder = outer.at(op.location());
        let mut state = builder.op("scf.if").operands(&[condition]).results(&types);
        for region in regions {
            state = state.region(region);
        }
        let branch = builder.build(state);
        for (old, new) in op.results().into_iter().zip(branch.results()) {
            self.set(old, Lane::Varying(new));
        }
    }

    fn varying_branch(&mut self, op: Op<'c>, condition: Value<'c>) {
        let builder = self.builder.at(op.location());
        let outer = self.mask;
        let within = |mask: Value<'c>| match outer {
            None => mask,
            Some(outer) => builder.binary("arith.andi", outer, mask),
        };
        let mut sides = Vec::new();
        for number in 0..2 {
            let Some(block) = op.region(number).block() else {
                continue;
            };
            let side = if number == 0 {
                condition
            } else {
                let on = builder.constant(Scalar::I1, 1);
                let all = self.lanes.broadcast(&builder, on);
                builder.binary("arith.xori", condition, all)
            };
            self.mask = Some(within(side));
            sides.push(self.block(block));
        }
        self.mask = outer;
        let [taken, other] = &sides[..] else {
            return;
        };
        for ((result, yes), no) in op.results().into_iter().zip(taken).zip(other) {
            let yes = self.lanes.materialize(&builder, *yes);
            let no = self.lanes.materialize(&builder, *no);
            let state = builder
                .op("arith.select")
                .operands(&[condition, yes, no])
                .results(&[yes.ty()]);
            let value = builder.build(state).result(0);
            self.set(result, Lane::Varying(value));
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
