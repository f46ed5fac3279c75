//! `guard-integer-division`: a quotient that nobody may use does not stop the machine.
//!
//! An integer division by zero, and that of the smallest number by -1, have no
//! value. In a body they may stand where their result is not used, behind a
//! `select` for example, and that is no error; but processors trap. Before: any
//! `arith` division. After: the divisor is 1 in these two cases. Where the
//! quotient is used after all, the interpreter reports it.

use ir_program::attributes::GUARD;
use ir_stencil::values::constant_integer;
use mlir_shim::{
    ir::{Attr, Builder, Op, Scalar, Ty, Value, Walk},
    pass::{Failed, OptionValues, Pass},
};

/// The pass.
pub const PASS: Pass = Pass {
    name: "guard-integer-division",
    description: "Makes the divisor 1 where an integer division has no value",
    options: &[],
    run,
};

const SIGNED: &[&str] = &[
    "arith.divsi",
    "arith.remsi",
    "arith.floordivsi",
    "arith.ceildivsi",
];
const UNSIGNED: &[&str] = &["arith.divui", "arith.remui", "arith.ceildivui"];

fn run(module: Op<'_>, _options: &OptionValues) -> Result<(), Failed> {
    let mut found = Vec::new();
    module.walk(|op| {
        if SIGNED.contains(&op.name()) || UNSIGNED.contains(&op.name()) {
            found.push(op);
        }
        Walk::Advance
    });
    for op in found {
        guard(op);
    }
    Ok(())
}

/// Whether the divisor is a select that this pass made.
fn is_guarded(divisor: Value<'_>) -> bool {
    divisor
        .defining_op()
        .filter(|op| op.is("arith.select"))
        .is_some_and(|op| op.attr(GUARD).is_some())
}

fn guard<'c>(op: Op<'c>) {
    let (dividend, divisor) = (op.operand(0), op.operand(1));
    let Some(scalar) = divisor.ty().as_scalar() else {
        return;
    };
    if constant_integer(divisor).is_some_and(|value| value != 0 && value != -1)
        || is_guarded(divisor)
    {
        return;
    }
    let builder = Builder::before(op);
    let equal = |value: Value<'c>, other: i64| {
        let predicate = Attr::integer(Ty::scalar(op.context(), Scalar::I64), 0);
        let other = builder.constant(scalar, other as u64);
        builder
            .build(
                builder
                    .op("arith.cmpi")
                    .operands(&[value, other])
                    .attr("predicate", predicate)
                    .results(&[Ty::scalar(op.context(), Scalar::I1)]),
            )
            .result(0)
    };
    let mut no_value = equal(divisor, 0);
    if SIGNED.contains(&op.name()) {
        let smallest = i64::MIN >> (64 - 8 * scalar.bytes() as u32);
        let smallest = if scalar == Scalar::I1 { -1 } else { smallest };
        let overflow = builder.binary("arith.andi", equal(dividend, smallest), equal(divisor, -1));
        no_value = builder.binary("arith.ori", no_value, overflow);
    }
    let one = builder.constant(scalar, 1);
    let guarded = builder.build(
        builder
            .op("arith.select")
            .operands(&[no_value, one, divisor])
            .attr(GUARD, Attr::unit(op.context()))
            .results(&[divisor.ty()]),
    );
    op.set_operand(1, guarded.result(0));
}
