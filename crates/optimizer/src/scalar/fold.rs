//! The arithmetic of constants, which is that of the interpreter.

use super::operator::{Kind, Operator};
use fvopt_native::Scalar;

/// The result of an operation on constants, given and taken as bits; `None` where it is not one of those that give
/// the same bits on every machine.
pub fn constant(operator: Operator, operands: &[u64]) -> Option<(Scalar, u64)> {
    let bits = match operator.scalar {
        Scalar::F64 => float(operator.kind, operands, f64::from_bits, f64::to_bits)?,
        Scalar::F32 => {
            let number = |bits: u64| f32::from_bits(bits as u32);
            float(operator.kind, operands, number, |number| {
                u64::from(number.to_bits())
            })?
        }
        _ => return None,
    };
    Some((operator.scalar, bits))
}

/// The operations of floats that IEEE 754 rounds correctly, or that do not round.
fn float<F: Number>(
    kind: Kind,
    operands: &[u64],
    number: impl Fn(u64) -> F,
    bits: impl Fn(F) -> u64,
) -> Option<u64> {
    let result = match (kind, operands) {
        (Kind::Add, [a, b]) => number(*a) + number(*b),
        (Kind::Subtract, [a, b]) => number(*a) - number(*b),
        (Kind::Multiply, [a, b]) => number(*a) * number(*b),
        (Kind::Divide, [a, b]) => number(*a) / number(*b),
        (Kind::Negate, [a]) => -number(*a),
        (Kind::Absolute, [a]) => number(*a).absolute(),
        (Kind::Root, [a]) => number(*a).root(),
        _ => return None,
    };
    Some(bits(result))
}

/// What is needed of floats beyond their operators.
trait Number:
    Copy
    + std::ops::Add<Output = Self>
    + std::ops::Sub<Output = Self>
    + std::ops::Mul<Output = Self>
    + std::ops::Div<Output = Self>
    + std::ops::Neg<Output = Self>
{
    fn absolute(self) -> Self;
    fn root(self) -> Self;
}

impl Number for f64 {
    fn absolute(self) -> Self {
        self.abs()
    }

    fn root(self) -> Self {
        self.sqrt()
    }
}

impl Number for f32 {
    fn absolute(self) -> Self {
        self.abs()
    }

    fn root(self) -> Self {
        self.sqrt()
    }
}

/// The reciprocal of a power of two that has one without rounding: a division by the one is a product with the other,
/// in every bit.
pub fn exact_reciprocal(scalar: Scalar, bits: u64) -> Option<u64> {
    match scalar {
        Scalar::F64 => {
            let (number, reciprocal) = (f64::from_bits(bits), 1.0 / f64::from_bits(bits));
            let is_power = number.is_normal() && bits & ((1 << 52) - 1) == 0;
            (is_power && reciprocal.is_normal()).then_some(reciprocal.to_bits())
        }
        Scalar::F32 => {
            let number = f32::from_bits(bits as u32);
            let is_power = number.is_normal() && bits & ((1 << 23) - 1) == 0;
            let reciprocal = 1.0 / number;
            (is_power && reciprocal.is_normal()).then_some(u64::from(reciprocal.to_bits()))
        }
        _ => None,
    }
}

/// The bits of a number in a type of floats; `None` in other types, or where it would be rounded.
pub fn bits_of(scalar: Scalar, number: f64) -> Option<u64> {
    match scalar {
        Scalar::F64 => Some(number.to_bits()),
        Scalar::F32 => {
            let single = number as f32;
            (f64::from(single) == number).then_some(u64::from(single.to_bits()))
        }
        _ => None,
    }
}

/// The number that bits of a type of floats are.
pub fn number_of(scalar: Scalar, bits: u64) -> Option<f64> {
    match scalar {
        Scalar::F64 => Some(f64::from_bits(bits)),
        Scalar::F32 => Some(f64::from(f32::from_bits(bits as u32))),
        _ => None,
    }
}
