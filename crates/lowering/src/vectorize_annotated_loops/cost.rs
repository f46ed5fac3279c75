//! What the sides of branches cost, and which of them are worth a look whether any lane takes them.
//!
//! A selection does both sides for all lanes. Where a side is dear, a test skips it for the vectors of
//! which no lane takes it; the test costs something itself, and more where the processor guesses wrong.
//! How often that is nobody knows when compiling: the shares are assumptions, for all programs the same.

use super::{
    functions::Functions,
    support::{is_by_lane, is_math_call},
};
use fvopt_passes::{machine::Machine, stencil_inline::weight};
use ir_stencil::values::constant_integer;
use mlir_shim::ir::{Block, Op, Scalar};
use std::collections::HashSet;

/// Of so many vectors in a hundred we assume that no lane takes a dear side: it is for what is rare
/// (rain, land, the edge of something), as far as programs have sides that differ in cost.
const SKIPPED_PERCENT: i64 = 50;
/// In so many vectors of a hundred we assume that the processor guesses wrong.
const MISPREDICTED_PERCENT: i64 = 20;
/// What a wrong guess costs: about 18 cycles at 3 GHz, on processors of the last ten years.
const MISPREDICTION_PICOSECONDS: i64 = 6000;
/// What the test costs in operations: the mask goes to an ordinary register, and a jump.
const TEST: i64 = 4;
/// A function of libm, in operations: 20 ns.
const FUNCTION: i64 = 40;
/// How often we think that the body of a loop runs, as where values are inlined.
const ITERATIONS: i64 = 10;
/// Taking an element out of a vector and putting another one in.
const BY_LANE: i64 = 2;

/// The sides of branches that are skipped where no lane takes them.
#[derive(Default)]
pub struct Skipped<'c>(HashSet<Block<'c>>);

impl<'c> Skipped<'c> {
    /// Those of a block of which so many lanes are handled at once.
    pub fn of_block(
        block: Block<'c>,
        width: i64,
        machine: &Machine,
        functions: &Functions<'c, '_>,
    ) -> Self {
        let mut skipped = Self::default();
        let costs = Costs {
            width,
            machine,
            functions,
        };
        costs.block(block, &mut skipped);
        skipped
    }

    /// Whether a side is one of them.
    pub fn contains(&self, side: Block<'c>) -> bool {
        self.0.contains(&side)
    }
}

/// Costs in operations on one register.
struct Costs<'c, 'm> {
    width: i64,
    machine: &'m Machine,
    functions: &'m Functions<'c, 'm>,
}

impl<'c> Costs<'c, '_> {
    /// The cost of a block with all in it; finds the dear sides.
    fn block(&self, block: Block<'c>, skipped: &mut Skipped<'c>) -> i64 {
        let costs = block.ops().into_iter().map(|op| match op.name() {
            "scf.if" => self.branch(op, skipped),
            "scf.while" => self.repeat(op, skipped),
            _ => self.op(op),
        });
        costs.fold(0, i64::saturating_add)
    }

    fn branch(&self, op: Op<'c>, skipped: &mut Skipped<'c>) -> i64 {
        let mut total = self.registers(op);
        for number in 0..op.region_count() {
            let Some(side) = op.region(number).block() else {
                continue;
            };
            let mut cost = self.block(side, skipped);
            if self.is_worth_a_test(cost) {
                skipped.0.insert(side);
                cost = cost.saturating_mul(100 - SKIPPED_PERCENT) / 100 + TEST;
            }
            total = total.saturating_add(cost);
        }
        total
    }

    fn repeat(&self, op: Op<'c>, skipped: &mut Skipped<'c>) -> i64 {
        let regions = (0..op.region_count()).filter_map(|number| op.region(number).block());
        let once = regions.map(|block| self.block(block, skipped));
        let once = once.fold(TEST, i64::saturating_add);
        once.saturating_mul(ITERATIONS)
    }

    fn is_worth_a_test(&self, cost: i64) -> bool {
        let operation = self.machine.operation_picoseconds;
        let saved = cost
            .saturating_mul(operation)
            .saturating_mul(SKIPPED_PERCENT)
            / 100;
        let test = operation.saturating_mul(TEST);
        saved > test.saturating_add(MISPREDICTION_PICOSECONDS * MISPREDICTED_PERCENT / 100)
    }

    /// An operation for all lanes. Counters and sums of them, of which there are many around loads,
    /// are the same for all lanes, or become parts of addresses.
    fn op(&self, op: Op<'c>) -> i64 {
        if let Some(function) = self.functions.called_by(op) {
            return self.functions.cost(function, self.width, || {
                let body = function.body().expect("a function has a body");
                self.block(body, &mut Skipped::default())
            });
        }
        let weight = match is_math_call(op) {
            true => FUNCTION,
            false => i64::try_from(weight(op)).unwrap_or(i64::MAX),
        };
        let is_index = op.result_count() == 1
            && op.result(0).ty().as_scalar() == Some(Scalar::Index)
            && op
                .operands()
                .last()
                .is_none_or(|last| constant_integer(*last).is_some());
        if is_index {
            return 0;
        }
        match is_by_lane(op) {
            true => self.width.saturating_mul(weight + BY_LANE),
            false => self.registers(op).saturating_mul(weight),
        }
    }

    /// How many registers the lanes of a result fill.
    fn registers(&self, op: Op<'_>) -> i64 {
        let bytes = |scalar: Option<Scalar>| scalar.map_or(8, |scalar| scalar.bytes() as i64);
        let results = op.results().into_iter();
        let widest = results.map(|result| bytes(result.ty().as_scalar())).max();
        let bits = self.width * 8 * widest.unwrap_or(1);
        let register = self.machine.vector_bits.max(1);
        (bits + register - 1) / register
    }
}
