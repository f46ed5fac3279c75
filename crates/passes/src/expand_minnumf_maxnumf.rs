//! `expand-minnumf-maxnumf`: these two become compare and select.
//!
//! `arith.maxnumf` and `arith.minnumf` leave open which of two zeros of opposite signs they
//! give, and upstream makes use of that: it folds those of two constants, and moves a constant
//! to the right. The interpreter has an order, `maxnumf(a, b)` is `b is NaN or a >= b ? a : b`,
//! which holds in compiled code when no canonicalization meets the operations themselves.
//!
//! Before: `%r = arith.maxnumf %a, %b : f64`. After:
//! ```mlir
//! %0 = arith.cmpf oge, %a, %b : f64
//! %1 = arith.cmpf uno, %b, %b : f64
//! %2 = arith.ori %0, %1 : i1
//! %r = arith.select %2, %a, %b : f64
//! ```
//!
//! Requires nothing. Ensures: neither operation is left.

use mlir_shim::{
    ir::{Attr, Builder, Op, Scalar, Ty, Value, Walk},
    pass::{Failed, OptionValues, Pass},
};

/// The pass.
pub const PASS: Pass = Pass {
    name: "expand-minnumf-maxnumf",
    description: "Turns arith.minnumf and arith.maxnumf into compare and select, in the interpreter's order",
    options: &[],
    run,
};

// Predicates of `arith.cmpf`.
const OGE: i64 = 3;
const OLE: i64 = 5;
const UNO: i64 = 14;

fn run(module: Op<'_>, _options: &OptionValues) -> Result<(), Failed> {
    let mut found = Vec::new();
    module.walk(|op| {
        if op.is("arith.maxnumf") || op.is("arith.minnumf") {
            found.push(op);
        }
        Walk::Advance
    });
    for op in found {
        expand(op);
    }
    Ok(())
}

/// Replaces one of the two by `b is NaN or a >= b ? a : b`, with `<=` for the minimum.
pub fn expand(op: Op<'_>) {
    let predicate = if op.is("arith.maxnumf") { OGE } else { OLE };
    let (left, right) = (op.operand(0), op.operand(1));
    let builder = Builder::before(op);
    let ordered = compare(&builder, predicate, left, right);
    let not_a_number = compare(&builder, UNO, right, right);
    let takes_left = builder.binary("arith.ori", ordered, not_a_number);
    let state = builder
        .op("arith.select")
        .operands(&[takes_left, left, right])
        .results(&[left.ty()]);
    op.result(0)
        .replace_all_uses_with(builder.build(state).result(0));
    op.erase();
}

/// `arith.cmpf` where the builder stands, with the number of a predicate of `arith`.
pub fn compare<'c>(
    builder: &Builder<'c>,
    predicate: i64,
    left: Value<'c>,
    right: Value<'c>,
) -> Value<'c> {
    let context = builder.context();
    let attribute = Attr::integer(Ty::scalar(context, Scalar::I64), predicate);
    let state = builder
        .op("arith.cmpf")
        .operands(&[left, right])
        .attr("predicate", attribute)
        .results(&[Ty::scalar(context, Scalar::I1)]);
    builder.build(state).result(0)
}
