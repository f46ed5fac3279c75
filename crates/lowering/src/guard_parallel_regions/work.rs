//! How many operations a parallel region does, as a value in front of it.
//!
//! The sum over what is in it, each loop's times its iterations. The ends of an
//! inner loop may depend on an outer one's position: they count as they are in
//! the outer one's first iteration. Both branches of an `scf.if` count. Nothing
//! but the choice between threads and none rests on the number, so that it may be
//! rough, and wrap around for sizes beyond any memory.

use crate::math_functions::MathFunctions;
use ir_stencil::values::constant_integer;
use mlir_shim::ir::{Block, Builder, Mapping, Op, Scalar, Value};
use std::collections::HashMap;

/// An operation takes as long as this many additions.
const DIVISION: i64 = 16;
const CALL: i64 = 40;

/// The iterations of a loop of which nothing is known in front of the region.
const SOME_ITERATIONS: i64 = 16;

/// The longest chain of operations that is looked at for an end: the ends of boxes are shorter.
const LONGEST_CHAIN: usize = 64;

/// The operations of a region; computed by the builder, in front of it.
pub fn of_region<'c>(
    region: Op<'c>,
    builder: &Builder<'c>,
    functions: &MathFunctions<'c>,
) -> Value<'c> {
    let mut work = Work {
        region,
        builder: *builder,
        functions,
        mapping: Mapping::new(),
        known: HashMap::new(),
    };
    let amount = work.of_regions(region);
    work.value(amount)
}

/// Operations: a number, and a value on top of it.
#[derive(Clone, Copy)]
struct Amount<'c> {
    fixed: i64,
    more: Option<Value<'c>>,
}

impl Amount<'_> {
    fn fixed(fixed: i64) -> Self {
        Self { fixed, more: None }
    }
}

struct Work<'c, 'm> {
    region: Op<'c>,
    builder: Builder<'c>,
    functions: &'m MathFunctions<'c>,
    /// From values in the region to those in front of it.
    mapping: Mapping<'c>,
    /// Values in the region, and whether they are in the mapping.
    known: HashMap<Value<'c>, bool>,
}

impl<'c> Work<'c, '_> {
    fn of_regions(&mut self, op: Op<'c>) -> Amount<'c> {
        let blocks = (0..op.region_count()).filter_map(|number| op.region(number).block());
        blocks.fold(Amount::fixed(0), |sum, block| {
            let own = self.of_block(block);
            self.sum(sum, own)
        })
    }

    fn of_block(&mut self, block: Block<'c>) -> Amount<'c> {
        let ops = block.ops();
        ops.into_iter().fold(Amount::fixed(0), |sum, op| {
            let own = self.of_op(op);
            self.sum(sum, own)
        })
    }

    fn of_op(&mut self, op: Op<'c>) -> Amount<'c> {
        match op.name() {
            "scf.for" => self.of_loops(op, 1),
            "omp.loop_nest" => self.of_loops(op, op.operand_count() / 3),
            _ if op.region_count() > 0 => self.of_regions(op),
            "func.call" => match self.functions.called_by(op) {
                Some(function) => self.of_regions(function),
                None => Amount::fixed(CALL),
            },
            _ => Amount::fixed(of_leaf(op)),
        }
    }

    /// Nested loops in one operation: operands are all low ends, all high ends, all steps, then others.
    fn of_loops(&mut self, op: Op<'c>, depth: usize) -> Amount<'c> {
        let Some(body) = op.body() else {
            return Amount::fixed(0);
        };
        let mut iterations = Amount::fixed(1);
        for axis in 0..depth {
            let (low, high) = (op.operand(axis), op.operand(depth + axis));
            let ends = self.outside(low, 0).zip(self.outside(high, 0));
            let own = match ends {
                Some((low, high)) => self.iterations(low, high, op.operand(2 * depth + axis)),
                None => Amount::fixed(SOME_ITERATIONS),
            };
            if let Some((low, _)) = ends {
                let position = body.arguments()[axis];
                self.mapping.map(position, low);
                self.known.insert(position, true);
            }
            iterations = self.product(iterations, own);
        }
        let each = self.of_block(body);
        self.product(iterations, each)
    }

    /// How often a loop goes round.
    fn iterations(&self, low: Value<'c>, high: Value<'c>, step: Value<'c>) -> Amount<'c> {
        let step = constant_integer(step).filter(|step| *step > 1);
        if let (Some(low), Some(high)) = (constant_integer(low), constant_integer(high)) {
            let length = high.saturating_sub(low).max(0);
            return Amount::fixed(length.div_euclid(step.unwrap_or(1)) + 1);
        }
        let builder = &self.builder;
        let length = builder.binary("arith.subi", high, low);
        let mut count = builder.binary("arith.maxsi", length, builder.index(0));
        if let Some(step) = step {
            count = builder.binary("arith.ceildivsi", count, builder.index(step));
        }
        Amount {
            fixed: 0,
            more: Some(count),
        }
    }

    /// The value as it is in front of the region, where that can be computed.
    fn outside(&mut self, value: Value<'c>, depth: usize) -> Option<Value<'c>> {
        if value.is_available_at(self.region) {
            return Some(value);
        }
        if let Some(known) = self.known.get(&value) {
            return known.then(|| self.mapping.lookup(value));
        }
        let definition = value
            .defining_op()
            .filter(|op| op.is_pure() && op.region_count() == 0 && depth < LONGEST_CHAIN);
        let is_there = definition.is_some_and(|op| {
            let mut operands = op.operands().into_iter();
            let is_there = operands.all(|operand| {
                let outside = self.outside(operand, depth + 1);
                if let Some(outside) = outside {
                    self.mapping.map(operand, outside);
                }
                outside.is_some()
            });
            if is_there {
                self.builder.insert(self.mapping.clone_op(op));
            }
            is_there
        });
        self.known.insert(value, is_there);
        is_there.then(|| self.mapping.lookup(value))
    }

    fn sum(&self, left: Amount<'c>, right: Amount<'c>) -> Amount<'c> {
        let more = match (left.more, right.more) {
            (Some(left), Some(right)) => Some(self.builder.binary("arith.addi", left, right)),
            (one, None) | (None, one) => one,
        };
        Amount {
            fixed: left.fixed.saturating_add(right.fixed),
            more,
        }
    }

    fn product(&self, left: Amount<'c>, right: Amount<'c>) -> Amount<'c> {
        if left.more.is_none() && right.more.is_none() {
            return Amount::fixed(left.fixed.saturating_mul(right.fixed));
        }
        if [left, right]
            .iter()
            .any(|amount| amount.fixed == 0 && amount.more.is_none())
        {
            return Amount::fixed(0);
        }
        let (left, right) = (self.value(left), self.value(right));
        Amount {
            fixed: 0,
            more: Some(self.builder.binary("arith.muli", left, right)),
        }
    }

    fn value(&self, amount: Amount<'c>) -> Value<'c> {
        let fixed = || self.builder.index(amount.fixed);
        match amount.more {
            Some(more) if amount.fixed == 0 => more,
            Some(more) => self.builder.binary("arith.addi", more, fixed()),
            None => fixed(),
        }
    }
}

/// The additions that an operation takes as long as. A vector takes as long as an element, and
/// what computes positions is hidden behind the rest.
fn of_leaf(op: Op<'_>) -> i64 {
    let name = op.name();
    let is_position = op.result_count() > 0 && op.result(0).ty().as_scalar() == Some(Scalar::Index);
    match name {
        "arith.constant" | "vector.broadcast" => 0,
        "arith.divf" | "math.sqrt" => DIVISION,
        "llvm.call" => CALL,
        _ if name.starts_with("math.") => CALL,
        _ if is_position || name.ends_with(".yield") || name.ends_with(".terminator") => 0,
        _ => 1,
    }
}
