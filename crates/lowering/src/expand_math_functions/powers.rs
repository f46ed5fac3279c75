//! Powers: of constant exponents only what they need.

use super::{
    applied, called,
    emitted::{Double, Float32},
};
use crate::math_functions::MathFunctions;
use fvopt_math::{
    Function, Math,
    number::Float,
    power::{general, general_single, halves, pow_or},
};
use ir_stencil::values::constant_integer;
use mlir_shim::ir::{Builder, Op, Scalar, Value};

/// The largest constant integer whose power is written out: each of its bits is up to two products.
const MOST_WRITTEN_OUT: u64 = 1 << 16;

/// `math.powf`
pub fn with_float<'c>(
    functions: &mut MathFunctions<'c>,
    op: Op<'c>,
    scalar: Scalar,
    math: Math,
) -> Value<'c> {
    let exponent = constant(op.operand(1));
    let is_product = exponent.and_then(halves).is_some();
    if math != Math::Own || is_product {
        return product_or_power(op, scalar, exponent);
    }
    let Some(exponent) = exponent else {
        return applied(functions, Function::Pow, op, scalar);
    };
    // A function of its own for each exponent: much of the work depends on nothing else.
    let name = format!("powf_{:x}", exponent.to_bits());
    let base = [op.operand(0)];
    called(
        functions,
        &name,
        op,
        &base,
        scalar,
        |builder, base| match scalar {
            Scalar::F64 => {
                let base = Double::new(*builder, base[0]);
                general(base, base.like(exponent)).value
            }
            _ => {
                let base = Float32::new(*builder, base[0]);
                general_single(base, base.like(exponent)).value
            }
        },
    )
}

/// A power that is a product, or may be one: what is none stays what it is.
fn product_or_power<'c>(op: Op<'c>, scalar: Scalar, exponent: Option<f64>) -> Value<'c> {
    let builder = Builder::before(op);
    let operands = [op.operand(0), op.operand(1)];
    match scalar {
        Scalar::F64 => {
            let [x, y] = operands.map(|value| Double::new(builder, value));
            pow_or(x, y, exponent, Double::power).value
        }
        _ => {
            let [x, y] = operands.map(|value| Float32::new(builder, value));
            pow_or(x, y, exponent, Float32::power).value
        }
    }
}

/// The value of a constant float.
fn constant(value: Value<'_>) -> Option<f64> {
    let op = value.defining_op().filter(|op| op.is("arith.constant"))?;
    op.attr("value")?.as_float()
}

/// `math.rsqrt`
pub fn reciprocal_root<'c>(op: Op<'c>, scalar: Scalar) -> Value<'c> {
    fn of<F: Float>(x: F) -> F {
        x.like(1.0) / x.sqrt()
    }
    let (builder, x) = (Builder::before(op), op.operand(0));
    match scalar {
        Scalar::F64 => of(Double::new(builder, x)).value,
        _ => of(Float32::new(builder, x)).value,
    }
}

/// `math.fpowi` by squaring, in the order of upstream's expansion, where the exponent is a constant.
pub fn with_integer<'c>(op: Op<'c>, scalar: Scalar) -> Option<Value<'c>> {
    let exponent = constant_integer(op.operand(1))?;
    let is_least = exponent < 0 && op.operand(1).ty().as_scalar().map(least) == Some(exponent);
    if exponent.unsigned_abs() > MOST_WRITTEN_OUT || is_least {
        return None;
    }
    let (builder, x) = (Builder::before(op), op.operand(0));
    Some(match scalar {
        Scalar::F64 => by_squaring(Double::new(builder, x), exponent).value,
        _ => by_squaring(Float32::new(builder, x), exponent).value,
    })
}

/// The least number of a type, of which upstream treats the negative one in a way of its own.
fn least(scalar: Scalar) -> i64 {
    match scalar {
        Scalar::I1 => -1,
        Scalar::I8 => i8::MIN.into(),
        Scalar::I16 => i16::MIN.into(),
        Scalar::I32 => i32::MIN.into(),
        _ => i64::MIN,
    }
}

fn by_squaring<F: Float>(base: F, exponent: i64) -> F {
    let mut left = exponent.unsigned_abs();
    let (mut result, mut square): (Option<F>, F) = (None, base);
    while left > 0 {
        if left & 1 == 1 {
            // The first factor is 1 times it.
            result = Some(result.map_or(square, |result| result * square));
        }
        left >>= 1;
        if left > 0 {
            square = square * square;
        }
    }
    match result {
        None => base.like(1.0),
        Some(result) if exponent < 0 => base.like(1.0) / result,
        Some(result) => result,
    }
}
