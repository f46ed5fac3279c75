//! Powers.
//!
//! Where twice the exponent is an integer from -8 to 8, a power is by definition the product that
//! [`small_power`] says, so that `x ** 2` is `x * x`; whether the exponent is a constant makes no difference.
//! Elsewhere it is e^(y ln x), with the logarithm in parts that hold about 65 bits.

use crate::{
    exact::{Parts, product},
    exponential::{exp_of_parts, exp_short},
    logarithm::{log_for_single, log_in_parts},
    number::{Float, Number, Single},
};

/// Twice the largest exponent whose power is a product.
pub const MOST_HALVES: i64 = 8;

/// Twice the exponent, where its power is a product.
pub fn halves(exponent: f64) -> Option<i64> {
    let twice = exponent * 2.0;
    (twice.abs() <= MOST_HALVES as f64 && twice == twice.floor()).then_some(twice as i64)
}

/// What small powers are made of: the base, or 1 over it where the exponent is negative, and its root where the
/// exponent is no integer.
struct Factors<N> {
    base: N,
    square: N,
    root: N,
}

/// For an integer.
fn factors<N: Float>(base: N) -> Factors<N> {
    Factors {
        base,
        square: base * base,
        root: base,
    }
}

/// For half of an odd number: the power of -inf is that of inf, and the power of -0 that of 0.
fn factors_with_root<N: Float>(base: N) -> Factors<N> {
    let infinity = base.like(f64::INFINITY);
    let base = N::select(base.is(-infinity), infinity, base) + base.like(0.0);
    Factors {
        base,
        square: base * base,
        root: base.sqrt(),
    }
}

/// `x` to the power of `halves / 2`, from -8 to 8: 1; with b = x, or 1 / x where the exponent is negative, b;
/// b b; (b b) b; (b b)(b b); and with half an integer these times the root of b, the integer being rounded down.
pub fn small_power<N: Float>(x: N, halves: i64) -> N {
    debug_assert!(halves.abs() <= MOST_HALVES, "a small power");
    let base = if halves < 0 { x.like(1.0) / x } else { x };
    let has_root = halves % 2 != 0;
    let Factors { base, square, root } = if has_root {
        factors_with_root(base)
    } else {
        factors(base)
    };
    let whole = match halves.abs() / 2 {
        0 => return if has_root { root } else { x.like(1.0) },
        1 => base,
        2 => square,
        3 => square * base,
        _ => square * square,
    };
    if has_root { whole * root } else { whole }
}

/// The same for an exponent that is known when running only.
fn small_power_of<N: Float>(x: N, y: N) -> N {
    let zero = y.like(0.0);
    let base = N::select(y.is_below(zero), x.like(1.0) / x, x);
    let size = y.abs();
    let whole = size.floor();
    let has_root = !whole.is(size);
    let with_root = factors_with_root(base);
    let base = N::select(has_root, with_root.base, base);
    let Factors { base, square, .. } = factors(base);
    let power = N::select(whole.is(y.like(1.0)), base, y.like(1.0));
    let power = N::select(whole.is(y.like(2.0)), square, power);
    let power = N::select(whole.is(y.like(3.0)), square * base, power);
    let power = N::select(whole.is(y.like(4.0)), square * square, power);
    let power = N::select(has_root, power * with_root.root, power);
    N::select(size.is(zero), y.like(1.0), power)
}

/// Whether a power is a product.
fn is_small<N: Float>(y: N) -> N::Truth {
    let twice = y + y;
    let most = y.like(MOST_HALVES as f64);
    twice.is(twice.floor()) & !most.is_below(twice.abs())
}

/// `x` to the power of `y`, where twice the exponent is no small integer and `general` computes the power of a
/// positive number.
fn general_power<N: Number>(x: N, y: N, general: impl Fn(N, N) -> N) -> N {
    let (zero, one, infinity) = (x.like(0.0), x.like(1.0), x.like(f64::INFINITY));
    let nan = x.like(f64::NAN);
    let size = x.abs();
    let result = general(size, y);
    // Of 0 and infinity it is one or the other.
    let grows = y.is_below(zero) ^ one.is_below(size);
    let extreme = N::select(grows, infinity, zero);
    let result = N::select(size.is(zero) | size.is(infinity), extreme, result);
    // Of negative numbers: none, unless the exponent is an integer; negative, where it is odd.
    let half = y * y.like(0.5);
    let is_integer = y.is(y.floor());
    let is_odd = is_integer & !half.is(half.floor());
    let is_finite_negative = x.is_below(zero) & !size.is(infinity);
    let result = N::select(is_finite_negative & !is_integer, nan, result);
    let sign = x.bits() & x.bits_like(1 << 63);
    let with_sign = N::of_bits(result.bits() | sign);
    let result = N::select(is_odd, with_sign, result);
    let result = N::select(x.is_nan() | y.is_nan(), nan, result);
    // With infinite exponents as well; and 1 to any power is 1.
    let result = N::select(size.is(one) & y.abs().is(infinity), one, result);
    N::select(x.is(one), one, result)
}

/// The power of a positive number.
fn positive_power<N: Number>(x: N, y: N) -> N {
    let log = log_in_parts(x);
    let Parts { head, tail } = product(y, log.head);
    exp_of_parts(Parts {
        head,
        tail: y.fma(log.tail, tail),
    })
}

/// The same to the precision of f32.
fn positive_power_short<N: Number>(x: N, y: N) -> N {
    exp_short(y * log_for_single(x))
}

/// The product where it is one, and otherwise what a function gives.
fn product_or<F: Float>(x: F, y: F, otherwise: impl FnOnce(F, F) -> F) -> F {
    let yes = |[x, y]: [F; 2]| [small_power_of(x, y)];
    let no = |[x, y]: [F; 2]| [otherwise(x, y)];
    let [power] = F::choose(is_small(y), [x, y], yes, no);
    power
}

/// A power: a product where [`halves`] says so, and otherwise what a function gives; `constant` is the exponent
/// where it is a constant.
pub fn pow_or<F: Float>(x: F, y: F, constant: Option<f64>, otherwise: impl FnOnce(F, F) -> F) -> F {
    match constant.map(halves) {
        None => product_or(x, y, otherwise),
        Some(None) => otherwise(x, y),
        Some(Some(halves)) => small_power(x, halves),
    }
}

/// `x` to the power of `y`.
pub fn pow<N: Number>(x: N, y: N) -> N {
    product_or(x, y, general)
}

/// `x` to the power of `y`, of f32.
pub fn pow_single<S: Single>(x: S, y: S) -> S {
    product_or(x, y, general_single)
}

/// The power where it is no product.
pub fn general<N: Number>(x: N, y: N) -> N {
    general_power(x, y, positive_power)
}

/// The same of f32.
pub fn general_single<S: Single>(x: S, y: S) -> S {
    let (x, y) = (x.widen(), y.widen());
    S::narrow(general_power(x, y, positive_power_short))
}
