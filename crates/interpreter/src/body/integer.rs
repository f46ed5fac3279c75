//! Integer functions, on the bits of registers.

use super::operation::Operation;
use crate::number::{canonical, least, signed, unsigned, width};
use mlir_shim::ir::Scalar;

/// The result of an integer operation of two operands of a type; `None` where it has none.
#[inline(always)]
pub(crate) fn binary(operation: Operation, ty: Scalar, a: u64, b: u64) -> Option<u64> {
    use Operation as O;
    let (x, y) = (signed(ty, a), signed(ty, b));
    let (u, v) = (unsigned(ty, a), unsigned(ty, b));
    let divides = y != 0 && !(x == least(ty) && y == -1);
    let shifts = v < u64::from(width(ty));
    let result = match operation {
        O::AddI => a.wrapping_add(b),
        O::SubI => a.wrapping_sub(b),
        O::MulI => a.wrapping_mul(b),
        O::MulHighSigned => ((i128::from(x) * i128::from(y)) >> width(ty)) as u64,
        O::MulHighUnsigned => ((u128::from(u) * u128::from(v)) >> width(ty)) as u64,
        O::Carry => u64::from((u128::from(u) + u128::from(v)) >> width(ty) != 0),
        O::And => a & b,
        O::Or => a | b,
        O::Xor => a ^ b,
        O::MaxSigned => x.max(y) as u64,
        O::MinSigned => x.min(y) as u64,
        O::MaxUnsigned => u.max(v),
        O::MinUnsigned => u.min(v),
        O::ShiftLeft => shifts.then(|| a << v)?,
        O::ShiftRightSigned => shifts.then(|| (x >> v) as u64)?,
        O::ShiftRightUnsigned => shifts.then(|| u >> v)?,
        O::DivSigned => divides.then(|| (x / y) as u64)?,
        O::RemSigned => divides.then(|| (x % y) as u64)?,
        O::FloorDivSigned => divides.then(|| floor(x, y) as u64)?,
        O::CeilDivSigned => divides.then(|| ceil(x, y) as u64)?,
        O::DivUnsigned => u.checked_div(v)?,
        O::RemUnsigned => u.checked_rem(v)?,
        O::CeilDivUnsigned => (v != 0).then(|| u.div_ceil(v))?,
        O::PowerI => power(ty, x, y)?,
        _ => return None,
    };
    Some(canonical(ty, result))
}

fn floor(x: i64, y: i64) -> i64 {
    let quotient = x / y;
    quotient - i64::from(x % y != 0 && (x < 0) != (y < 0))
}

fn ceil(x: i64, y: i64) -> i64 {
    let quotient = x / y;
    quotient + i64::from(x % y != 0 && (x < 0) == (y < 0))
}

/// A power by repeated squaring, wrapping. For a negative exponent, the reciprocal, truncated.
fn power(ty: Scalar, base: i64, exponent: i64) -> Option<u64> {
    if exponent < 0 {
        return match base {
            0 => None,
            1 => Some(1),
            -1 => Some(if exponent % 2 == 0 { 1 } else { -1i64 as u64 }),
            _ => Some(0),
        };
    }
    let (mut result, mut square, mut left) = (1u64, base as u64, exponent);
    while left > 0 {
        if left & 1 == 1 {
            result = canonical(ty, result.wrapping_mul(square));
        }
        square = square.wrapping_mul(square);
        left >>= 1;
    }
    Some(result)
}

/// The result of an integer operation of one operand of a type.
#[inline(always)]
pub(crate) fn unary(operation: Operation, ty: Scalar, a: u64) -> u64 {
    let u = unsigned(ty, a);
    let result = match operation {
        Operation::AbsI => signed(ty, a).wrapping_abs() as u64,
        Operation::LeadingZeros => u64::from(u.leading_zeros() - (64 - width(ty))),
        Operation::TrailingZeros => u64::from(u.trailing_zeros().min(width(ty))),
        Operation::CountOnes => u64::from(u.count_ones()),
        _ => a,
    };
    canonical(ty, result)
}

/// Whether an integer comparison of upstream's numbering holds.
#[inline(always)]
pub(crate) fn compare(predicate: u8, ty: Scalar, a: u64, b: u64) -> bool {
    let (x, y) = (signed(ty, a), signed(ty, b));
    let (u, v) = (unsigned(ty, a), unsigned(ty, b));
    match predicate {
        0 => a == b,
        1 => a != b,
        2 => x < y,
        3 => x <= y,
        4 => x > y,
        5 => x >= y,
        6 => u < v,
        7 => u <= v,
        8 => u > v,
        _ => u >= v,
    }
}

/// Whether a float comparison of upstream's numbering holds.
#[inline(always)]
pub(crate) fn compare_floats(predicate: u8, a: f64, b: f64) -> bool {
    let unordered = a.is_nan() || b.is_nan();
    match predicate {
        0 => false,
        1 => a == b,
        2 => a > b,
        3 => a >= b,
        4 => a < b,
        5 => a <= b,
        6 => !unordered && a != b,
        7 => !unordered,
        8 => unordered || a == b,
        9 => unordered || a > b,
        10 => unordered || a >= b,
        11 => unordered || a < b,
        12 => unordered || a <= b,
        13 => unordered || a != b,
        14 => unordered,
        _ => true,
    }
}
