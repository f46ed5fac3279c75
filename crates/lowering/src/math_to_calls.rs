//! `convert-math-to-calls`: math functions become opaque calls, in exact mode.
//!
//! LLVM knows what `pow` and `sin` compute and rewrites calls of them in ways
//! that change the last bits. Here every such operation becomes a call of a
//! function whose name LLVM does not know, which calls the same libm that the
//! interpreter calls. `arith.maxnumf` and `arith.minnumf` leave the order of
//! zeros open; they become compare and select in the order that the
//! interpreter has: `maxnumf(a, b)` is `b is NaN or a >= b ? a : b`.
//!
//! Operations with `afn` in their fast-math flags are left to upstream.

use mlir_shim::{
    ir::{Attr, Block, Builder, Op, Region, Scalar, Ty, Value, Walk},
    libm,
    pass::{Failed, OptionValues, Pass},
};
use std::collections::HashMap;

/// The pass.
pub const PASS: Pass = Pass {
    name: "convert-math-to-calls",
    description: "Turns math functions into opaque calls of the libm that the interpreter uses",
    options: &[],
    run,
};

fn run(module: Op<'_>, _options: &OptionValues) -> Result<(), Failed> {
    let symbols: HashMap<&str, &str> = libm::OPERATIONS.iter().copied().collect();
    let mut calls = Vec::new();
    let mut selects = Vec::new();
    module.walk(|op| {
        if symbols.contains_key(op.name()) {
            calls.push(op);
        } else if op.is("arith.maxnumf") || op.is("arith.minnumf") {
            selects.push(op);
        }
        Walk::Advance
    });
    let body = module.body().expect("a module has a body");
    let mut declared: HashMap<String, ()> = HashMap::new();
    for op in calls {
        if may_be_approximated(op) {
            continue;
        }
        let Some(scalar) = op
            .result(0)
            .ty()
            .as_scalar()
            .filter(|scalar| scalar.is_float())
        else {
            continue;
        };
        let name = format!("{}_{}", symbols[op.name()], scalar.name());
        declare(body, op, &name, &mut declared);
        let builder = Builder::before(op);
        let call = builder.build(
            builder
                .op("func.call")
                .operands(&op.operands())
                .attr("callee", Attr::symbol(op.context(), &name))
                .results(&[op.result(0).ty()]),
        );
        op.result(0).replace_all_uses_with(call.result(0));
        op.erase();
    }
    for op in selects {
        let value = compare_and_select(op);
        op.result(0).replace_all_uses_with(value);
        op.erase();
    }
    Ok(())
}

/// Whether the fast-math flags of an operation have `afn`, by itself or as part of `fast`.
fn may_be_approximated(op: Op<'_>) -> bool {
    let Some(flags) = op.attr("fastmath").map(|flags| flags.to_string()) else {
        return false;
    };
    // `#arith.fastmath<reassoc,afn>`
    let inside = flags
        .split_once('<')
        .map_or("", |(_, rest)| rest.trim_end_matches('>'));
    inside
        .split(',')
        .any(|flag| matches!(flag.trim(), "afn" | "fast"))
}

fn declare<'c>(body: Block<'c>, op: Op<'c>, name: &str, declared: &mut HashMap<String, ()>) {
    if declared.insert(name.to_string(), ()).is_some()
        || body
            .ops()
            .iter()
            .any(|other| other.symbol_name() == Some(name))
    {
        return;
    }
    let context = body.parent().expect("a module").context();
    let types: Vec<Ty> = op.operands().iter().map(|operand| operand.ty()).collect();
    let location = body.parent().expect("a module").location();
    let builder = Builder::at_start(body, location);
    builder.build(
        builder
            .op("func.func")
            .attr("sym_name", Attr::string(context, name))
            .attr("sym_visibility", Attr::string(context, "private"))
            .attr(
                "function_type",
                Attr::ty(Ty::function(context, &types, &types[..1])),
            )
            .region(Region::empty()),
    );
}

/// `b is NaN or a >= b ? a : b`, and `<=` for the minimum.
fn compare_and_select<'c>(op: Op<'c>) -> Value<'c> {
    // The numbers of arith's predicates: oge 3, ole 5, uno 14.
    let predicate = if op.is("arith.maxnumf") { 3 } else { 5 };
    let (left, right) = (op.operand(0), op.operand(1));
    let builder = Builder::before(op);
    let context = op.context();
    let number = |value| Attr::integer(Ty::scalar(context, Scalar::I64), value);
    let compare = |first: Value<'c>, second: Value<'c>, predicate: i64| {
        builder
            .build(
                builder
                    .op("arith.cmpf")
                    .operands(&[first, second])
                    .attr("predicate", number(predicate))
                    .results(&[Ty::scalar(context, Scalar::I1)]),
            )
            .result(0)
    };
    let ordered = compare(left, right, predicate);
    let not_a_number = compare(right, right, 14);
    let takes_left = builder.binary("arith.ori", ordered, not_a_number);
    builder
        .build(
            builder
                .op("arith.select")
                .operands(&[takes_left, left, right])
                .results(&[left.ty()]),
        )
        .result(0)
}
