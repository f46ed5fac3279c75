//! Operations that lowering writes everywhere, in few words. What is known when compiling is computed at once, so that
//! it is still known where kernels become functions.

use ir_stencil::values::constant_integer;
use mlir_shim::ir::{Attr, Block, Builder, Scalar, Ty, Value};

/// Shorthands for scalar operations and jumps.
pub(crate) trait Arithmetic<'c> {
    /// Addition of indices.
    fn add(&self, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// Subtraction of indices.
    fn sub(&self, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// The product of indices.
    fn mul(&self, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// The bits that two indices have in common.
    fn common_bits(&self, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// The smaller of two indices.
    fn min(&self, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// The larger of two indices.
    fn max(&self, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// An index plus a constant.
    fn shifted(&self, value: Value<'c>, by: i64) -> Value<'c>;
    /// A signed comparison: eq, ne, slt, sle, sgt, sge.
    fn compare(&self, predicate: &str, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// One of two values.
    fn select(&self, condition: Value<'c>, yes: Value<'c>, no: Value<'c>) -> Value<'c>;
    /// Both of two conditions.
    fn and(&self, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// An index as an i64.
    fn to_i64(&self, value: Value<'c>) -> Value<'c>;
    /// A jump.
    fn jump(&self, to: Block<'c>, arguments: &[Value<'c>]);
    /// A conditional jump.
    fn branch(
        &self,
        condition: Value<'c>,
        yes: (Block<'c>, &[Value<'c>]),
        no: (Block<'c>, &[Value<'c>]),
    );
}

impl<'c> Arithmetic<'c> for Builder<'c> {
    fn add(&self, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        folded(self, "arith.addi", left, right, i64::wrapping_add)
    }

    fn sub(&self, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        folded(self, "arith.subi", left, right, i64::wrapping_sub)
    }

    fn mul(&self, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        folded(self, "arith.muli", left, right, i64::wrapping_mul)
    }

    fn common_bits(&self, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        folded(self, "arith.andi", left, right, |left, right| left & right)
    }

    fn min(&self, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        folded(self, "arith.minsi", left, right, i64::min)
    }

    fn max(&self, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        folded(self, "arith.maxsi", left, right, i64::max)
    }

    fn shifted(&self, value: Value<'c>, by: i64) -> Value<'c> {
        if by == 0 {
            value
        } else {
            self.add(value, self.index(by))
        }
    }

    fn compare(&self, predicate: &str, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        let names = ["eq", "ne", "slt", "sle", "sgt", "sge"];
        let number = names
            .iter()
            .position(|name| *name == predicate)
            .expect("a known predicate");
        if let (Some(left), Some(right)) = (constant_integer(left), constant_integer(right)) {
            let holds = match predicate {
                "eq" => left == right,
                "ne" => left != right,
                "slt" => left < right,
                "sle" => left <= right,
                "sgt" => left > right,
                _ => left >= right,
            };
            return self.constant(Scalar::I1, u64::from(holds));
        }
        let attribute = Attr::integer(Ty::scalar(self.context(), Scalar::I64), number as i64);
        self.build(
            self.op("arith.cmpi")
                .operands(&[left, right])
                .attr("predicate", attribute)
                .results(&[Ty::scalar(self.context(), Scalar::I1)]),
        )
        .result(0)
    }

    fn select(&self, condition: Value<'c>, yes: Value<'c>, no: Value<'c>) -> Value<'c> {
        if let Some(known) = constant_integer(condition) {
            return if known == 0 { no } else { yes };
        }
        let state = self.op("arith.select").operands(&[condition, yes, no]);
        self.build(state.results(&[yes.ty()])).result(0)
    }

    fn and(&self, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        self.binary("arith.andi", left, right)
    }

    fn to_i64(&self, value: Value<'c>) -> Value<'c> {
        let ty = Ty::scalar(self.context(), Scalar::I64);
        self.build(
            self.op("arith.index_cast")
                .operands(&[value])
                .results(&[ty]),
        )
        .result(0)
    }

    fn jump(&self, to: Block<'c>, arguments: &[Value<'c>]) {
        self.build(self.op("cf.br").operands(arguments).successors(&[to]));
    }

    fn branch(
        &self,
        condition: Value<'c>,
        yes: (Block<'c>, &[Value<'c>]),
        no: (Block<'c>, &[Value<'c>]),
    ) {
        self.build(
            self.op("cf.cond_br")
                .segments(&[&[condition], yes.1, no.1])
                .successors(&[yes.0, no.0]),
        );
    }
}

/// An operation on indices, or its result where both are constants.
fn folded<'c>(
    builder: &Builder<'c>,
    name: &str,
    left: Value<'c>,
    right: Value<'c>,
    fold: impl FnOnce(i64, i64) -> i64,
) -> Value<'c> {
    match (constant_integer(left), constant_integer(right)) {
        (Some(left), Some(right)) => builder.index(fold(left, right)),
        _ => builder.binary(name, left, right),
    }
}
