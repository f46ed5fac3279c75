//! `log`, `log2`, `log10` and `log1p`.
//!
//! A number is 2^k m with m between the roots of 1/2 and 2; f = m - 1 and s = f / (2 + f) give log m =
//! 2 atanh s, of which f - f^2 / 2 is taken out, in parts, so that a polynomial in s^2 has to be right in few
//! bits only. The form is that of FDLIBM's `e_log.c` (Sun Microsystems, 1993), the parts are not.

use crate::{
    coefficients::{
        LN_2_FULL_HIGH, LN_2_HIGH, LN_2_LOW, LOG2_E_FULL_HIGH, LOG2_E_FULL_LOW, LOG10_2_HIGH,
        LOG10_2_LOW, LOG10_E_FULL_HIGH, LOG10_E_FULL_LOW, LOGARITHM, LOGARITHM_REST,
        LOGARITHM_SHORT, THIRD_HIGH, THIRD_LOW,
    },
    exact::{Parts, product, sum, sum_of_any},
    number::Number,
};

/// The bits of the root of 1/2, less the last 20.
const ROOT_OF_HALF: u64 = 0x3fe6_a09e_0000_0000;
const FRACTION: u64 = (1 << 52) - 1;
/// With an integer below 2^52 in its low bits, it is 2^52 and that integer.
const COUNTER: f64 = 4_503_599_627_370_496.0;

/// A positive number that is 2^k m.
#[derive(Clone, Copy)]
pub(crate) struct Split<N> {
    pub k: N,
    pub m: N,
}

/// Of numbers that are positive and finite.
pub(crate) fn split<N: Number>(x: N) -> Split<N> {
    let is_small = x.is_below(x.like(f64::MIN_POSITIVE));
    let x = N::select(is_small, x * x.like(18_014_398_509_481_984.0), x);
    let less = N::select(
        is_small,
        x.like(COUNTER + 1023.0 + 54.0),
        x.like(COUNTER + 1023.0),
    );
    // Moved so that an exponent begins at the root of 1/2.
    let moved = x.bits() + x.bits_like(1f64.to_bits() - ROOT_OF_HALF);
    let k = N::of_bits((moved >> 52) | x.bits_like(COUNTER.to_bits()));
    let m = N::of_bits((moved & x.bits_like(FRACTION)) + x.bits_like(ROOT_OF_HALF));
    Split { k: k - less, m }
}

/// `log(1 + f)` in parts for `f` from the root of 1/2 less 1 to the root of 2 less 1.
fn near_one<N: Number>(f: N) -> Parts<N> {
    let s = f / (f.like(2.0) + f);
    let z = s * s;
    let half = f.like(0.5) * f;
    let square = Parts {
        head: half * f,
        tail: half.fma(f, -(half * f)),
    };
    let Parts { head, tail } = sum(f, -square.head);
    let series = z.fma(z.polynomial(&LOGARITHM), square.head);
    Parts {
        head,
        tail: s.fma(series, tail - square.tail),
    }
}

/// What functions of positive numbers only give elsewhere: `result` where `x` is positive and finite.
fn of_positive<N: Number>(x: N, result: N) -> N {
    let (zero, infinity) = (x.like(0.0), x.like(f64::INFINITY));
    let result = N::select(x.is_below(infinity), result, x);
    let result = N::select(x.is_below(zero), x.like(f64::NAN), result);
    N::select(x.is(zero), -infinity, result)
}

/// `k * (high + low) + value`, of which the first product is exact.
fn with_power<N: Number>(k: N, (high, low): (f64, f64), value: Parts<N>) -> N {
    let Parts { head, tail } = sum(k * k.like(high), value.head);
    head + (tail + k.fma(k.like(low), value.tail))
}

/// `ln x`
pub fn log<N: Number>(x: N) -> N {
    let Split { k, m } = split(x);
    let value = near_one(m - m.like(1.0));
    of_positive(x, with_power(k, (LN_2_HIGH, LN_2_LOW), value))
}

/// `ln x` to the precision of f32.
pub fn log_short<N: Number>(x: N) -> N {
    of_positive(x, log_in_one(x, &LOGARITHM_SHORT))
}

fn log_in_one<N: Number>(x: N, series: &[f64]) -> N {
    let Split { k, m } = split(x);
    let f = m - m.like(1.0);
    let s = f / (f.like(2.0) + f);
    let z = s * s;
    let value = s.fma(z * z.polynomial(series), s + s);
    k.fma(k.like(LN_2_FULL_HIGH), value)
}

/// A logarithm times a constant.
fn times<N: Number>(value: Parts<N>, high: f64, low: f64) -> Parts<N> {
    let Parts { head, tail } = product(value.head, value.head.like(high));
    let tail = value.head.fma(value.head.like(low), tail);
    Parts {
        head,
        tail: value.tail.fma(value.head.like(high), tail),
    }
}

/// `log2 x`
pub fn log2<N: Number>(x: N) -> N {
    let Split { k, m } = split(x);
    let value = times(near_one(m - m.like(1.0)), LOG2_E_FULL_HIGH, LOG2_E_FULL_LOW);
    of_positive(x, with_power(k, (1.0, 0.0), value))
}

/// `log10 x`
pub fn log10<N: Number>(x: N) -> N {
    let Split { k, m } = split(x);
    let value = times(
        near_one(m - m.like(1.0)),
        LOG10_E_FULL_HIGH,
        LOG10_E_FULL_LOW,
    );
    of_positive(x, with_power(k, (LOG10_2_HIGH, LOG10_2_LOW), value))
}

/// `ln(1 + x)`: the logarithm of 1 + x, rounded, and of what rounding has lost the first term.
pub fn log1p<N: Number>(x: N) -> N {
    let one = x.like(1.0);
    let whole = one + x;
    let lost = N::select(x.abs().is_below(one), x - (whole - one), one - (whole - x));
    let Split { k, m } = split(whole);
    let is_near = k.is(x.like(0.0));
    let f = N::select(is_near, x, m - one);
    let Parts { head, tail } = near_one(f);
    let tail = tail + N::select(is_near, x.like(0.0), lost / whole);
    let result = with_power(k, (LN_2_HIGH, LN_2_LOW), Parts { head, tail });
    let result = N::select(x.is(x.like(0.0)), x, result);
    of_positive(whole, result)
}

/// What [`log1p_of_parts`] adds to the logarithm of a large number: `ln 2` so many times.
#[derive(Clone, Copy)]
pub(crate) struct Large<N: Number> {
    /// Whether it is the logarithm of `number` that is wanted.
    pub is_large: N::Truth,
    /// A positive number.
    pub number: N,
}

/// `ln(1 + head + tail)` for parts that do not overlap and are not negative; where `large` says so `ln(2 number)`.
pub(crate) fn log1p_of_parts<N: Number>(Parts { head, tail }: Parts<N>, large: Large<N>) -> N {
    let (zero, one) = (head.like(0.0), head.like(1.0));
    let Large { is_large, number } = large;
    let whole = sum_of_any(one, head);
    let divisor = N::select(is_large, number, whole.head);
    let Split { k, m } = split(divisor);
    let is_near = k.is(zero);
    let f = N::select(is_near, head, m - one);
    let lost = N::select(is_near, tail, whole.tail + tail);
    let lost = N::select(is_large, zero, lost / divisor);
    let k = k + N::select(is_large, one, zero);
    let value = near_one(f);
    let value = Parts {
        head: value.head,
        tail: value.tail + lost,
    };
    with_power(k, (LN_2_HIGH, LN_2_LOW), value)
}

/// `ln x` in parts, right in about 65 bits, for the logarithm of powers; `x` is positive and finite.
pub(crate) fn log_in_parts<N: Number>(x: N) -> Parts<N> {
    let Split { k, m } = split(x);
    let one = m.like(1.0);
    let f = m - one;
    // s = f / (2 + f) in parts.
    let divisor = sum(m.like(2.0), f);
    let reciprocal = one / divisor.head;
    let head = f * reciprocal;
    let rest = (-head).fma(divisor.tail, (-head).fma(divisor.head, f));
    let s = Parts {
        head,
        tail: rest * reciprocal,
    };
    let z = s.times(s);
    // (atanh s / s - 1) / z in parts: 1/3 and a polynomial.
    let series = z.head * z.head.polynomial(&LOGARITHM_REST);
    let third = sum(m.like(THIRD_HIGH), series);
    let third = Parts {
        head: third.head,
        tail: third.tail + m.like(THIRD_LOW),
    };
    let cube = s.times(z.times(third));
    let atanh = sum(s.head, cube.head);
    let atanh = Parts {
        head: atanh.head,
        tail: atanh.tail + (s.tail + cube.tail),
    };
    let total = sum(k * k.like(LN_2_HIGH), atanh.head + atanh.head);
    let tail = total.tail + (atanh.tail + atanh.tail);
    Parts {
        head: total.head,
        tail: k.fma(k.like(LN_2_LOW), tail),
    }
    .settled()
}

/// `ln x` for powers of f32; `x` is positive and finite.
pub(crate) fn log_for_single<N: Number>(x: N) -> N {
    log_in_one(x, &LOGARITHM)
}
