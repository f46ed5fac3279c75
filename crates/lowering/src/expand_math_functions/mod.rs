//! `expand-math-functions`: mathematical functions become arithmetic, which becomes vectors.
//!
//! Before: `%r = math.exp %x : f64`. After, with `math=own`: `%r = call @fvopt_math_exp_f64(%x)`, and once in the
//! module that function: additions, products, shifts and selections of f64 and i64, those of `fvopt_math`, which the
//! interpreter computes with as well. Powers that are products are written out. With `math=libm-products`
//! only `math.powf` with an exponent whose double is a small integer becomes products; with `math=libm` no
//! function of libm is touched. In all cases powers with a constant integer become products in the order of
//! upstream's expansion, and `math.rsqrt` 1 over a root, which both have the same bits in any case.
//!
//! Requires nothing. Ensures: of the operations that `fvopt_math::Function` knows none is left with `math=own`, but
//! those with `afn` in their fast-math flags, which are left to upstream.

mod emitted;
mod powers;

use crate::{
    math_functions::{MathFunctions, call},
    math_to_calls::is_approximate,
};
use emitted::{Double, Float32};
use fvopt_math::{Function, Math};
use mlir_shim::{
    diagnostic,
    ir::{Builder, Op, Scalar, Ty, Value, Walk},
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};

/// The option of passes and pipelines that says whose mathematical functions are used.
pub const MATH: PassOption = PassOption {
    name: "math",
    help: "whose mathematical functions: `own`, which are vectors and have the same bits everywhere, `libm`, or \
           `libm-products`, with powers of small exponents as products",
    kind: OptionKind::Text(Math::Own.name()),
};

/// The pass.
pub const PASS: Pass = Pass {
    name: "expand-math-functions",
    description: "Turns mathematical functions into the arithmetic that computes them",
    options: &[MATH],
    run,
};

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    let math: Math = options.text("math").parse().map_err(|message: String| {
        diagnostic::error(module.location(), &format!("math: {message}"), &[]);
        Failed
    })?;
    let mut found = Vec::new();
    module.walk(|op| {
        if op.name().starts_with("math.") && !is_approximate(op) {
            found.push(op);
        }
        Walk::Advance
    });
    let mut functions = MathFunctions::of(module);
    for op in found {
        if op.is("math.sincos") {
            if math == Math::Own {
                sine_and_cosine(&mut functions, op);
            }
            continue;
        }
        if let Some(value) = expanded(&mut functions, op, math) {
            op.result(0).replace_all_uses_with(value);
            op.erase();
        }
    }
    Ok(())
}

/// What an operation computes, emitted before it; none where it stays.
fn expanded<'c>(functions: &mut MathFunctions<'c>, op: Op<'c>, math: Math) -> Option<Value<'c>> {
    let scalar = op.result(0).ty().as_scalar()?;
    if !scalar.is_float() {
        return None;
    }
    match op.name() {
        "math.rsqrt" => Some(powers::reciprocal_root(op, scalar)),
        "math.fpowi" => powers::with_integer(op, scalar),
        "math.powf" if math != Math::Libm => Some(powers::with_float(functions, op, scalar, math)),
        name if math == Math::Own => Some(applied(functions, Function::of(name)?, op, scalar)),
        _ => None,
    }
}

/// The operation with two results.
fn sine_and_cosine<'c>(functions: &mut MathFunctions<'c>, op: Op<'c>) {
    let Some(scalar) = op.operand(0).ty().as_scalar() else {
        return;
    };
    for (number, function) in [Function::Sin, Function::Cos].into_iter().enumerate() {
        let value = applied(functions, function, op, scalar);
        op.result(number).replace_all_uses_with(value);
    }
    op.erase();
}

/// The result of a function.
fn applied<'c>(
    functions: &mut MathFunctions<'c>,
    function: Function,
    op: Op<'c>,
    scalar: Scalar,
) -> Value<'c> {
    let name = function.operation().trim_start_matches("math.");
    called(
        functions,
        name,
        op,
        &op.operands(),
        scalar,
        |builder, operands| {
            let operands = operands.iter();
            match scalar {
                Scalar::F64 => {
                    let operands = operands.map(|one| Double::new(*builder, *one));
                    function.apply(&operands.collect::<Vec<_>>()).value
                }
                _ => {
                    let operands = operands.map(|one| Float32::new(*builder, *one));
                    function.apply_single(&operands.collect::<Vec<_>>()).value
                }
            }
        },
    )
}

/// The result of the function of a name in front of an operation; `body` computes it where it is not defined yet.
fn called<'c>(
    functions: &mut MathFunctions<'c>,
    name: &str,
    op: Op<'c>,
    operands: &[Value<'c>],
    scalar: Scalar,
    body: impl FnOnce(&Builder<'c>, &[Value<'c>]) -> Value<'c>,
) -> Value<'c> {
    let name = format!("fvopt_math_{name}_{}", scalar.name());
    let function = functions.get(&name).unwrap_or_else(|| {
        let types: Vec<Ty<'c>> = operands.iter().map(|operand| operand.ty()).collect();
        let (defined, inside) = functions.body(&types);
        let result = body(&inside, &defined.operands());
        functions.define(&name, defined, result)
    });
    call(&Builder::before(op), function, operands)
}
