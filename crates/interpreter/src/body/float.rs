//! Float functions whose semantics differ from those of the functions in Rust's library.

/// The greater value, or a NaN if either operand is one; +0 is greater than -0.
pub(crate) fn maximum(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a == b {
        if a.is_sign_negative() { b } else { a }
    } else if a > b {
        a
    } else {
        b
    }
}

/// The lesser value, or a NaN if either operand is one; -0 is less than +0.
pub(crate) fn minimum(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a == b {
        if a.is_sign_negative() { a } else { b }
    } else if a < b {
        a
    } else {
        b
    }
}

/// `arith.maxnumf`, compare and select in this order: the first where the second is a NaN or
/// not above it, else the second. So the second of two zeros is never taken.
pub(crate) fn maximum_number(a: f64, b: f64) -> f64 {
    if b.is_nan() || a >= b { a } else { b }
}

/// `arith.minnumf`, compare and select in this order: the first where the second is a NaN or
/// not below it, else the second.
pub(crate) fn minimum_number(a: f64, b: f64) -> f64 {
    if b.is_nan() || a <= b { a } else { b }
}

/// `math.fpowi` by squaring, in the order of upstream's expansion.
macro_rules! power {
    ($name:ident, $ty:ty) => {
        pub(crate) fn $name(base: $ty, exponent: i64, least: i64) -> $ty {
            if exponent == 0 {
                return 1.0;
            }
            let mut left = if exponent == least {
                !least
            } else {
                exponent.abs()
            };
            let (mut result, mut square): ($ty, $ty) = (1.0, base);
            loop {
                if left & 1 == 1 {
                    result *= square;
                }
                left >>= 1;
                if left == 0 {
                    break;
                }
                square *= square;
            }
            if exponent == least {
                result *= base;
            }
            if exponent < 0 { 1.0 / result } else { result }
        }
    };
}

power!(power_f64, f64);
power!(power_f32, f32);

/// The integer between `low` and `high` (both included) that a float truncates to; `None` where
/// there is no such.
pub(crate) fn truncate(value: f64, low: i128, high: i128) -> Option<i128> {
    if value.is_nan() {
        return None;
    }
    // The cast saturates far outside of 64 bits, which the range then rejects.
    let value = value.trunc() as i128;
    (low..=high).contains(&value).then_some(value)
}
