//! `atan`, `atan2`, `asin` and `acos`: all of them the angle of a point.
//!
//! The angle of (d, n) in the first quadrant is that of a quotient t with |t| up to tan(pi / 8): n / d,
//! (n - d) / (n + d) or -d / n, next to the axis, to the diagonal, and to the other axis; one division serves all
//! three. Numerator, denominator and quotient are in parts.

use crate::{
    coefficients::{
        ARC_TANGENT, HALF_PI_HIGH, HALF_PI_LOW, PI_HIGH, PI_LOW, QUARTER_PI_HIGH, QUARTER_PI_LOW,
        THREE_QUARTERS_PI_HIGH, THREE_QUARTERS_PI_LOW,
    },
    exact::{Parts, product, sum, sum_of_any},
    number::Number,
};

/// tan(pi / 8) and tan(3 pi / 8), nearly.
const NEAR_AXIS: f64 = 0.4142;
const NEAR_OTHER: f64 = 2.4142;

/// One pair of parts or the other.
fn select<N: Number>(condition: N::Truth, yes: Parts<N>, no: Parts<N>) -> Parts<N> {
    Parts {
        head: N::select(condition, yes.head, no.head),
        tail: N::select(condition, yes.tail, no.tail),
    }
}

fn negative<N: Number>(parts: Parts<N>) -> Parts<N> {
    Parts {
        head: -parts.head,
        tail: -parts.tail,
    }
}

/// The sum of two values in parts, of any sizes.
fn added<N: Number>(a: Parts<N>, b: Parts<N>) -> Parts<N> {
    let Parts { head, tail } = sum_of_any(a.head, b.head);
    Parts {
        head,
        tail: tail + (a.tail + b.tail),
    }
}

/// The angle between 0 and pi of a point with `n` not negative above the axis; `d` is the distance along it, to the
/// left where `is_left`. Neither is infinite, not both are 0, and their squares are numbers.
fn angle<N: Number>(n: Parts<N>, d: Parts<N>, is_left: N::Truth) -> N {
    let like = |high: f64, low: f64| Parts::like(n.head, high, low);
    let is_near = !(d.head * d.head.like(NEAR_AXIS)).is_below(n.head);
    let is_far = (d.head * d.head.like(NEAR_OTHER)).is_below(n.head);
    let above = select(is_near, n, added(n, negative(d)));
    let above = select(is_far, negative(d), above);
    let below = select(is_near, d, added(n, d));
    let below = select(is_far, n, below);
    let t = above.divided(below);
    let sign = N::select(is_left, n.head.like(-1.0), n.head.like(1.0));
    let near = select(is_left, like(PI_HIGH, PI_LOW), like(0.0, 0.0));
    let diagonal = select(
        is_left,
        like(THREE_QUARTERS_PI_HIGH, THREE_QUARTERS_PI_LOW),
        like(QUARTER_PI_HIGH, QUARTER_PI_LOW),
    );
    let base = select(is_near, near, diagonal);
    let base = select(is_far, like(HALF_PI_HIGH, HALF_PI_LOW), base);
    let square = t.head * t.head;
    let series = (t.head * square).fma(square.polynomial(&ARC_TANGENT), t.tail);
    let Parts { head, tail } = sum(base.head, sign * t.head);
    head + (sign.fma(series, base.tail) + tail)
}

/// `atan x`
pub fn atan<N: Number>(x: N) -> N {
    let (zero, one) = (x.like(0.0), x.like(1.0));
    let size = x.abs();
    // Beyond 2^60 the angle is a right one.
    let most = x.like(1_152_921_504_606_846_976.0);
    let bounded = N::select(most.is_below(size), most, size);
    let n = Parts {
        head: bounded,
        tail: zero,
    };
    let d = Parts {
        head: one,
        tail: zero,
    };
    let result = angle(n, d, one.is(zero)).with_sign_of(x);
    N::select(size.is_below(x.like(1e-9)), x, result)
}

/// The angle of the point (x, y): `atan2(y, x)`.
pub fn atan2<N: Number>(y: N, x: N) -> N {
    let (zero, one, infinity) = (x.like(0.0), x.like(1.0), x.like(f64::INFINITY));
    let (n, d) = (y.abs(), x.abs());
    // Of infinite distances only the direction counts, and the point (0, 0) lies on the axis.
    let is_infinite = n.is(infinity) | d.is(infinity);
    let direction = |one_of: N| N::select(one_of.is(infinity), one, zero);
    let (far_n, far_d) = (direction(n), direction(d));
    let n = N::select(is_infinite, far_n, n);
    let d = N::select(is_infinite, far_d, d);
    let d = N::select(n.is(zero) & d.is(zero), one, d);
    // Sums and products of what is very large or small have no place otherwise.
    let greater = N::select(n.is_below(d), d, n);
    let factor = N::select(
        x.like(1e150).is_below(greater),
        x.like(2f64.powi(-600)),
        one,
    );
    let factor = N::select(
        greater.is_below(x.like(1e-150)),
        x.like(2f64.powi(600)),
        factor,
    );
    let (whole_n, whole_d) = (n, d);
    let (n, d) = (n * factor, d * factor);
    let is_left = !N::are_zero(x.bits() & x.bits_like(1 << 63));
    let parts = |head: N| Parts { head, tail: zero };
    let result = angle(parts(n), parts(d), is_left);
    // A small angle is the quotient, which may be subnormal.
    let is_small = !is_left & n.is_below(d * x.like(1e-9));
    let result = N::select(is_small, whole_n / whole_d, result);
    let result = result.with_sign_of(y);
    N::select(x.is_nan() | y.is_nan(), x.like(f64::NAN), result)
}

/// The root of `1 - x^2` in parts, and no number beyond 1.
fn other_leg<N: Number>(x: N) -> Parts<N> {
    let square = product(x, x);
    let Parts { head, tail } = sum(x.like(1.0), -square.head);
    sum(head, tail - square.tail).root()
}

/// `asin x`
pub fn asin<N: Number>(x: N) -> N {
    let (zero, size) = (x.like(0.0), x.abs());
    let n = Parts {
        head: size,
        tail: zero,
    };
    let result = angle(n, other_leg(x), zero.is_below(zero)).with_sign_of(x);
    N::select(size.is_below(x.like(1e-9)), x, result)
}

/// `acos x`
pub fn acos<N: Number>(x: N) -> N {
    let zero = x.like(0.0);
    let d = Parts {
        head: x.abs(),
        tail: zero,
    };
    angle(other_leg(x), d, x.is_below(zero))
}
