//! Native functions, as NumPy computes them.

use super::cast::{compare_floats, compare_integers, select};
use crate::schema::Function;
use ir_stencil::build::Built;
use mlir_shim::ir::{BuildError, Builder, Scalar, Ty, Value};

fn unary<'c>(builder: &Builder<'c>, name: &str, value: Value<'c>) -> Value<'c> {
    let state = builder.op(name).operands(&[value]);
    builder.build(state.results(&[value.ty()])).result(0)
}

/// Calls a function with arguments of a type.
pub fn call<'c>(
    builder: &Builder<'c>,
    function: Function,
    arguments: &[Value<'c>],
    ty: Scalar,
) -> Built<Value<'c>> {
    use Function::*;
    let is_float = matches!(ty, Scalar::F32 | Scalar::F64);
    let first = arguments[0];
    Ok(match function {
        Abs if is_float => unary(builder, "math.absf", first),
        Abs => unary(builder, "math.absi", first),
        // A NaN wins, as in NumPy.
        Min if is_float => builder.binary("arith.minimumf", first, arguments[1]),
        Max if is_float => builder.binary("arith.maximumf", first, arguments[1]),
        Min => builder.binary("arith.minsi", first, arguments[1]),
        Max => builder.binary("arith.maxsi", first, arguments[1]),
        Mod if is_float => float_remainder(builder, first, arguments[1], ty),
        Mod => integer_remainder(builder, first, arguments[1], ty),
        Pow if is_float => builder.binary("math.powf", first, arguments[1]),
        Pow => builder.binary("math.ipowi", first, arguments[1]),
        Floor | Ceil | Trunc if !is_float => first,
        Isfinite | Isinf | Isnan if !is_float => {
            builder.constant(Scalar::I1, u64::from(function == Isfinite))
        }
        Isfinite | Isinf | Isnan => {
            let name = match function {
                Isfinite => "math.isfinite",
                Isinf => "math.isinf",
                _ => "math.isnan",
            };
            let state = builder.op(name).operands(&[first]);
            let result = Ty::scalar(builder.context(), Scalar::I1);
            builder.build(state.results(&[result])).result(0)
        }
        _ => {
            let name = name(function)
                .ok_or_else(|| BuildError(format!("no operation computes `{function:?}`")))?;
            unary(builder, name, first)
        }
    })
}

/// The operation of a function of one float.
fn name(function: Function) -> Option<&'static str> {
    use Function::*;
    Some(match function {
        Sin => "math.sin",
        Cos => "math.cos",
        Tan => "math.tan",
        Arcsin => "math.asin",
        Arccos => "math.acos",
        Arctan => "math.atan",
        Sinh => "math.sinh",
        Cosh => "math.cosh",
        Tanh => "math.tanh",
        Arcsinh => "math.asinh",
        Arccosh => "math.acosh",
        Arctanh => "math.atanh",
        Sqrt => "math.sqrt",
        Exp => "math.exp",
        Log => "math.log",
        Log10 => "math.log10",
        Cbrt => "math.cbrt",
        Floor => "math.floor",
        Ceil => "math.ceil",
        Trunc => "math.trunc",
        Erf => "math.erf",
        Erfc => "math.erfc",
        Round => "math.roundeven",
        RoundAwayFromZero => "math.round",
        Abs | Min | Max | Mod | Pow | Isfinite | Isinf | Isnan | Gamma => return None,
    })
}

/// The remainder with the sign of the divisor; a remainder of zero has it as well.
fn float_remainder<'c>(
    builder: &Builder<'c>,
    dividend: Value<'c>,
    divisor: Value<'c>,
    ty: Scalar,
) -> Value<'c> {
    let zero = builder.constant(ty, 0);
    let rest = builder.binary("arith.remf", dividend, divisor);
    let is_negative = compare_floats(builder, 4, rest, zero);
    let divisor_is_negative = compare_floats(builder, 4, divisor, zero);
    let signs_differ = builder.binary("arith.xori", is_negative, divisor_is_negative);
    let shifted = builder.binary("arith.addf", rest, divisor);
    let adjusted = select(builder, signs_differ, shifted, rest);
    let is_not_zero = compare_floats(builder, 13, rest, zero);
    let signed_zero = builder.binary("math.copysign", zero, divisor);
    select(builder, is_not_zero, adjusted, signed_zero)
}

/// The remainder with the sign of the divisor.
fn integer_remainder<'c>(
    builder: &Builder<'c>,
    dividend: Value<'c>,
    divisor: Value<'c>,
    ty: Scalar,
) -> Value<'c> {
    let zero = builder.constant(ty, 0);
    let rest = builder.binary("arith.remsi", dividend, divisor);
    let is_negative = compare_integers(builder, 2, rest, zero);
    let divisor_is_negative = compare_integers(builder, 2, divisor, zero);
    let signs_differ = builder.binary("arith.xori", is_negative, divisor_is_negative);
    let is_not_zero = compare_integers(builder, 1, rest, zero);
    let must_shift = builder.binary("arith.andi", signs_differ, is_not_zero);
    let shifted = builder.binary("arith.addi", rest, divisor);
    select(builder, must_shift, shifted, rest)
}
