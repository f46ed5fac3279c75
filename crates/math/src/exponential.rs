//! `exp`, `exp2` and `expm1`.
//!
//! With k the integer next to x / ln 2 and r = x - k ln 2, e^x = 2^k e^r: the reduction of Cody and Waite
//! ("Software Manual for the Elementary Functions", 1980) with ln 2 in two parts, and a polynomial for
//! (e^r - 1 - r) / r^2 without a table, since looking one up in vectors is slower than three more products.

use crate::{
    coefficients::{
        EXPONENTIAL, EXPONENTIAL_SHORT, LN_2_FULL_HIGH, LN_2_FULL_LOW, LN_2_HIGH, LN_2_LOW, LOG2_E,
        SINE_HYPERBOLIC,
    },
    exact::{Parts, product, sum, sum_of_any},
    number::Number,
};

/// Added to a number below 2^51, it leaves the nearest integer in the low bits: 1.5 * 2^52.
pub(crate) const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// Where results are infinite, and 0, in any case.
const HIGHEST: f64 = 710.0;
const LOWEST: f64 = -746.0;

/// An integer as a number and in the low bits of `bits`, which has those of [`ROUNDER`] above.
#[derive(Clone, Copy)]
pub(crate) struct Whole<N: Number> {
    pub number: N,
    pub bits: N::Bits,
}

/// The integer nearest to `x * factor`, below 2^51.
pub(crate) fn nearest<N: Number>(x: N, factor: f64) -> Whole<N> {
    let rounder = x.like(ROUNDER);
    let shifted = x.fma(x.like(factor), rounder);
    Whole {
        number: shifted - rounder,
        bits: shifted.bits(),
    }
}

/// `value * 2^power` for powers from -1100 to 1100, rounded once: a power that no number has is two factors, of
/// which the first is exact.
pub(crate) fn scaled<N: Number>(value: N, power: N::Bits) -> N {
    // Half of the power, rounded down: one that is negative is made positive for the shift.
    let offset = value.bits_like(ROUNDER.to_bits() - 2048);
    let half = (power - offset) >> 1;
    let other = (power - offset) - half;
    // 1024 of the 2048 are in each half, and 1023 of them are the exponent of 1.
    let one = value.bits_like(1);
    let factor = |part: N::Bits| N::of_bits((part - one) << 52);
    (value * factor(half)) * factor(other)
}

/// `e^r` as parts, where `r` is `head + tail`, `head` is at most ln 2 / 2 and `tail` is small.
fn near_one<N: Number>(Parts { head, tail }: Parts<N>) -> Parts<N> {
    let r = head + tail;
    let sum = head.like(1.0) + head;
    let lost = (head.like(1.0) - sum) + head;
    let rest = (r * r).fma(r.polynomial(&EXPONENTIAL), lost + tail);
    Parts {
        head: sum,
        tail: rest,
    }
}

/// `x - k ln 2` in parts, and `k`.
fn reduced<N: Number>(x: N) -> (Parts<N>, Whole<N>) {
    let k = nearest(x, LOG2_E);
    let head = (-k.number).fma(x.like(LN_2_HIGH), x);
    (
        Parts {
            head,
            tail: -(k.number * x.like(LN_2_LOW)),
        },
        k,
    )
}

/// `e^x - 1` in parts, times a half, for `x` from -50 to 710: 2^k (1 + r + ...) - 1, where what is subtracted meets
/// the power first, so that a small result keeps its digits.
fn half_of_expm1<N: Number>(x: N) -> Parts<N> {
    let (r, k) = reduced(x);
    let offset = x.bits_like(ROUNDER.to_bits() - 1022);
    let power = N::of_bits((k.bits - offset) << 52);
    let whole = r.head + r.tail;
    let less = sum(power, -x.like(0.5));
    let Parts { head, tail } = sum(less.head, power * r.head);
    // What rounding has lost of r and of its square counts: the result may be much smaller than 1.
    let lost = (r.head - whole) + r.tail;
    let square = product(whole, whole);
    let more = whole.fma(lost + lost, square.tail);
    let series = whole.polynomial(&EXPONENTIAL);
    let rest = square.head.fma(series, series.fma(more, r.tail));
    Parts {
        head,
        tail: power.fma(rest, tail + less.tail),
    }
}

/// `e^x - 1`
pub fn expm1<N: Number>(x: N) -> N {
    let Parts { head, tail } = half_of_expm1(clamped(x, -50.0, 710.0));
    let result = (head + tail) * x.like(2.0);
    // What is small is its own result, subnormal numbers and zeros among them.
    N::select(x.abs().is_below(x.like(1e-17)), x, result)
}

/// `e^x / 2` in parts, for `x` from 0 to 711.
fn half_of_exp<N: Number>(x: N) -> Parts<N> {
    let (r, k) = reduced(x);
    let Parts { head, tail } = near_one(r).settled();
    let power = k.bits - x.bits_like(1);
    Parts {
        head: scaled(head, power),
        tail: scaled(tail, power),
    }
}

/// `sinh x`: a polynomial up to 1, and (e^x - e^-x) / 2 beyond.
pub fn sinh<N: Number>(x: N) -> N {
    let size = x.abs();
    let square = x * x;
    let near = (x * square).fma(square.polynomial(&SINE_HYPERBOLIC), x);
    let exp = half_of_exp(clamped(size, 0.0, 711.0));
    let inverse = x.like(0.25) / exp.head;
    let Parts { head, tail } = sum(exp.head, -inverse);
    let far = unless_infinite(exp, head + (tail + exp.tail)).with_sign_of(x);
    N::select(size.is_below(x.like(1.0)), near, far)
}

/// `cosh x`: (e^x + e^-x) / 2.
pub fn cosh<N: Number>(x: N) -> N {
    let exp = half_of_exp(clamped(x.abs(), 0.0, 711.0));
    let inverse = x.like(0.25) / (exp.head + exp.tail);
    let Parts { head, tail } = sum(exp.head, inverse);
    unless_infinite(exp, head + (tail + exp.tail))
}

/// A result that was computed from parts, which are no numbers where the first is infinite.
fn unless_infinite<N: Number>(parts: Parts<N>, result: N) -> N {
    let infinity = result.like(f64::INFINITY);
    N::select(parts.head.is(infinity), infinity, result)
}

/// `tanh x`: with E = e^2x - 1 it is E / (E + 2).
pub fn tanh<N: Number>(x: N) -> N {
    let size = clamped(x.abs(), 0.0, 20.0);
    let half = half_of_expm1(size + size).settled();
    let Parts { head, tail } = sum_of_any(half.head, x.like(1.0));
    let divisor = Parts {
        head,
        tail: tail + half.tail,
    }
    .settled();
    let result = half.over(divisor).with_sign_of(x);
    // What is small is its own tangent, subnormal numbers and zeros among them.
    let is_small = size.is_below(x.like(1e-9));
    N::select(is_small, x, result)
}

/// A number, or the nearer end of a range; a NaN stays.
pub(crate) fn clamped<N: Number>(x: N, low: f64, high: f64) -> N {
    let (low, high) = (x.like(low), x.like(high));
    let x = N::select(high.is_below(x), high, x);
    N::select(x.is_below(low), low, x)
}

/// `e^x`
pub fn exp<N: Number>(x: N) -> N {
    let x = clamped(x, LOWEST, HIGHEST);
    let (r, k) = reduced(x);
    let Parts { head, tail } = near_one(r);
    scaled(head + tail, k.bits)
}

/// `e^(head + tail)` of parts that do not overlap.
pub(crate) fn exp_of_parts<N: Number>(exponent: Parts<N>) -> N {
    let (Parts { head, tail }, k) = exp_in_parts(exponent);
    scaled(head + tail, k.bits)
}

/// `e^(head + tail)` of parts that do not overlap: in parts, and the power of 2 that they are to be multiplied by.
pub(crate) fn exp_in_parts<N: Number>(Parts { head, tail }: Parts<N>) -> (Parts<N>, Whole<N>) {
    let bounded = clamped(head, LOWEST, HIGHEST);
    // Beyond the range the second part is nothing, and may be no number.
    let tail = N::select(bounded.is(head), tail, head.like(0.0));
    let (r, k) = reduced(bounded);
    let value = near_one(Parts {
        head: r.head,
        tail: r.tail + tail,
    });
    (value, k)
}

/// `e^x` to the precision of f32, and beyond its range.
pub fn exp_short<N: Number>(x: N) -> N {
    let x = clamped(x, -200.0, 200.0);
    let k = nearest(x, LOG2_E);
    let r = (-k.number).fma(x.like(LN_2_FULL_HIGH), x);
    let value = (r * r).fma(r.polynomial(&EXPONENTIAL_SHORT), r) + x.like(1.0);
    scaled_short(value, k.bits)
}

/// `value * 2^power` for powers from -1000 to 1000.
fn scaled_short<N: Number>(value: N, power: N::Bits) -> N {
    let offset = value.bits_like(ROUNDER.to_bits() - 1023);
    value * N::of_bits((power - offset) << 52)
}

/// `2^x`
pub fn exp2<N: Number>(x: N) -> N {
    let x = clamped(x, -1077.0, 1025.0);
    let k = nearest(x, 1.0);
    let fraction = x - k.number;
    let ln2 = x.like(LN_2_FULL_HIGH);
    let Parts { head, tail } = product(fraction, ln2);
    let tail = fraction.fma(x.like(LN_2_FULL_LOW), tail);
    let Parts { head, tail } = near_one(Parts { head, tail });
    scaled(head + tail, k.bits)
}

/// `2^x` to the precision of f32.
pub fn exp2_short<N: Number>(x: N) -> N {
    let x = clamped(x, -200.0, 200.0);
    let k = nearest(x, 1.0);
    let r = (x - k.number) * x.like(LN_2_FULL_HIGH);
    let value = (r * r).fma(r.polynomial(&EXPONENTIAL_SHORT), r) + x.like(1.0);
    scaled_short(value, k.bits)
}
