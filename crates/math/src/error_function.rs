//! `erf` and `erfc`.
//!
//! Up to 27/32 `erf x` is x times a polynomial in x^2. Beyond, `erfc x` is e^(-x^2) / (1 + 2 x) times a function
//! that is between 1.0 and 1.3 and smooth in q = (x - 4) / (x + 4), so that one polynomial has all of it: the form
//! is that of M. M. Shepherd and J. G. Laframboise (*Chebyshev approximation of (1 + 2x) exp(x^2) erfc x in
//! 0 <= x < infinity*, 1981).

use crate::{
    coefficients::{
        ERROR_FUNCTION, SCALED_ERROR, SCALED_ERROR_HIGH, SCALED_ERROR_LOW, TWO_OVER_ROOT_PI_HIGH,
        TWO_OVER_ROOT_PI_LOW,
    },
    exact::{Parts, product, sum},
    exponential::{clamped, exp_in_parts, scaled},
    number::Number,
};

/// Where the other form takes over, for each of the two.
const NEAR_OF_ERF: f64 = 0.84375;
const NEAR_OF_ERFC: f64 = 0.5;
/// Beyond it `erfc` is 0.
const FAR: f64 = 27.5;

/// `erf x` in parts, up to 27/32.
fn near<N: Number>(x: N) -> Parts<N> {
    let square = x * x;
    let Parts { head, tail } = product(x, x.like(TWO_OVER_ROOT_PI_HIGH));
    let tail = x.fma(x.like(TWO_OVER_ROOT_PI_LOW), tail);
    Parts {
        head,
        tail: (x * square).fma(square.polynomial(&ERROR_FUNCTION), tail),
    }
}

/// `erfc x` for x from 1/2 to [`FAR`].
fn far<N: Number>(x: N) -> N {
    let four = x.like(4.0);
    let above = Parts {
        head: x - four,
        tail: x.like(0.0),
    };
    // The difference is exact from 2 to 8, and rounded else, like the sum.
    let difference = sum(four, -x);
    let above = Parts {
        head: above.head,
        tail: N::select(x.is_below(four), -difference.tail, sum(x, -four).tail),
    };
    let below = N::select(x.is_below(four), four, x);
    let other = N::select(x.is_below(four), x, four);
    let q = above.divided(sum(below, other)).settled();
    let series = q.head.polynomial(&SCALED_ERROR);
    let value = sum(x.like(SCALED_ERROR_HIGH), series * q.head);
    let lost = series.fma(q.head, -(series * q.head));
    let tail = series.fma(q.tail, value.tail + (lost + x.like(SCALED_ERROR_LOW)));
    let smooth = Parts {
        head: value.head,
        tail,
    };
    let Parts { head, tail } = product(x, x);
    let (power, k) = exp_in_parts(Parts {
        head: -head,
        tail: -tail,
    });
    let twice = x + x;
    let one = x.like(1.0);
    let divisor = N::select(twice.is_below(one), one, twice);
    let rest = N::select(twice.is_below(one), twice, one);
    let result = power
        .settled()
        .times(smooth)
        .settled()
        .over(sum(divisor, rest));
    scaled(result, k.bits)
}

/// `erf x`
pub fn erf<N: Number>(x: N) -> N {
    let size = x.abs();
    let Parts { head, tail } = near(x);
    // Beyond 6 it is 1, and what is no number stays.
    let beyond = x.like(1.0) - far(clamped(size, 0.5, 6.0));
    let beyond = N::select(x.is_nan(), x, beyond.with_sign_of(x));
    let result = N::select(size.is_below(x.like(NEAR_OF_ERF)), head + tail, beyond);
    // Where parts would be subnormal, one product is enough.
    let is_small = size.is_below(x.like(1e-280));
    let scale = x.like(2f64.powi(100));
    let small = ((x * scale) * x.like(TWO_OVER_ROOT_PI_HIGH)) * x.like(2f64.powi(-100));
    N::select(is_small, small, result)
}

/// `erfc x`
pub fn erfc<N: Number>(x: N) -> N {
    let (one, size) = (x.like(1.0), x.abs());
    let Parts { head, tail } = near(clamped(x, -1.0, 1.0));
    let less = sum(one, -head);
    let near = less.head + (less.tail - tail);
    let far = far(clamped(size, NEAR_OF_ERFC, FAR));
    let far = N::select(x.is_below(x.like(0.0)), x.like(2.0) - far, far);
    let far = N::select(x.is_nan(), x, far);
    N::select(size.is_below(x.like(NEAR_OF_ERFC)), near, far)
}
