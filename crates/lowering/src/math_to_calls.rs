//! `convert-math-to-calls`: math functions become opaque calls, in exact mode.
//!
//! LLVM knows what `pow` and `sin` compute and rewrites calls of them in ways
//! that change the last bits. Here every such operation becomes a call of a
//! function whose name LLVM does not know, which calls the same libm that the
//! interpreter calls. `arith.maxnumf` and `arith.minnumf`, where
//! `expand-minnumf-maxnumf` has not run, become compare and select.
//!
//! Operations with `afn` in their fast-math flags are left to upstream.

use crate::declarations::declare;
use fvopt_passes::expand_minnumf_maxnumf::{self, compare};
use mlir_shim::{
    ir::{Attr, Builder, Op, Scalar, Ty, Value, Walk},
    libm,
    pass::{Failed, OptionValues, Pass},
};
use std::collections::{HashMap, HashSet};

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
    let mut expanded = Vec::new();
    module.walk(|op| {
        if symbols.contains_key(op.name()) {
            calls.push(op);
        } else if op.is("arith.maxnumf") || op.is("arith.minnumf") {
            selects.push(op);
        } else if op.is("math.isinf") || op.is("math.isnormal") || op.is("math.clampf") {
            expanded.push(op);
        }
        Walk::Advance
    });
    let mut declared: HashSet<String> = HashSet::new();
    for op in calls {
        if is_approximate(op) {
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
        if declared.insert(name.clone()) {
            let types: Vec<Ty> = op.operands().iter().map(|operand| operand.ty()).collect();
            declare(
                module,
                &name,
                Ty::function(op.context(), &types, &types[..1]),
            )?;
        }
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
        expand_minnumf_maxnumf::expand(op);
    }
    for op in expanded {
        let value = expand(op);
        op.result(0).replace_all_uses_with(value);
        op.erase();
    }
    Ok(())
}

/// Whether an operation is left to upstream: its fast-math flags allow another function.
pub fn is_approximate(op: Op<'_>) -> bool {
    op.attr("fastmath").is_some_and(allows_approximation)
}

/// Whether fast-math flags (`#arith.fastmath<...>`) allow another function.
fn allows_approximation(flags: Attr<'_>) -> bool {
    let text = flags.to_string();
    let flags = text
        .split_once('<')
        .map_or("", |(_, flags)| flags.trim_end_matches('>'));
    flags
        .split(',')
        .any(|flag| matches!(flag.trim(), "afn" | "fast"))
}

// The numbers of arith's predicates.
const OEQ: i64 = 1;
const OGE: i64 = 3;
const OLT: i64 = 4;

/// What upstream does not lower, or not as a clamp: `math.isinf` and
/// `math.isnormal` as comparisons; `math.clampf` as the maximum of the low end
/// and the minimum of the high end and the value. (Upstream's page and its
/// expansion exchange the two ends, which clamps nothing.)
fn expand<'c>(op: Op<'c>) -> Value<'c> {
    let builder = Builder::before(op);
    let value = op.operand(0);
    if op.is("math.clampf") {
        let below = builder.binary("arith.minimumf", value, op.operand(2));
        return builder.binary("arith.maximumf", below, op.operand(1));
    }
    let scalar = value.ty().as_scalar().expect("verified: a float");
    let constant = |f64_value: f64, f32_value: f32| match scalar {
        Scalar::F32 => builder.constant(scalar, u64::from(f32_value.to_bits())),
        _ => builder.constant(scalar, f64_value.to_bits()),
    };
    let state = builder
        .op("math.absf")
        .operands(&[value])
        .results(&[value.ty()]);
    let size = builder.build(state).result(0);
    let infinity = constant(f64::INFINITY, f32::INFINITY);
    if op.is("math.isinf") {
        return compare(&builder, OEQ, size, infinity);
    }
    let smallest = constant(f64::MIN_POSITIVE, f32::MIN_POSITIVE);
    let not_small = compare(&builder, OGE, size, smallest);
    let not_large = compare(&builder, OLT, size, infinity);
    builder.binary("arith.andi", not_small, not_large)
}
