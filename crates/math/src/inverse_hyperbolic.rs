//! `asinh`, `acosh` and `atanh`: logarithms of 1 plus a value in parts, so that small results keep their digits.

use crate::{
    exact::{Parts, product, sum, sum_of_any},
    logarithm::{Large, log1p_of_parts},
    number::Number,
};

/// From here on 1 counts for nothing beside the square.
const LARGE: f64 = 1_073_741_824.0;

/// A number that is not negative, and whether it is so large that its square has no place; then 1 stands for it.
fn tame<N: Number>(size: N) -> (N, Large<N>) {
    let is_large = size.like(LARGE).is_below(size);
    let tamed = N::select(is_large, size.like(1.0), size);
    let large = Large {
        is_large,
        number: size,
    };
    (tamed, large)
}

/// `asinh x`: ln(1 + y) with y = x + x^2 / (1 + root(1 + x^2)).
pub fn asinh<N: Number>(x: N) -> N {
    let (one, size) = (x.like(1.0), x.abs());
    let (s, large) = tame(size);
    let square = product(s, s);
    let hypotenuse = square.plus(one).root();
    let more = square.divided(hypotenuse.settled().plus(one));
    let result = log1p_of_parts(more.settled().plus(s), large).with_sign_of(x);
    // What is infinite or no number stays, and what is small is its own result.
    let is_usual = size.is_below(x.like(f64::INFINITY)) & x.like(1e-9).is_below(size);
    N::select(is_usual, result, x)
}

/// `acosh x`: ln(1 + y) with t = x - 1 and y = t + root(t (t + 2)).
pub fn acosh<N: Number>(x: N) -> N {
    let one = x.like(1.0);
    let (s, large) = tame(x);
    let t = sum_of_any(s, -one);
    let square = t.times(t.plus(x.like(2.0)));
    let Parts { head, tail } = square.settled().root();
    let y = sum_of_any(t.head, head);
    let y = sum(y.head, y.tail + (t.tail + tail));
    let result = log1p_of_parts(y, large);
    let result = N::select(x.is_below(x.like(f64::INFINITY)), result, x);
    N::select(x.is_below(one), x.like(f64::NAN), result)
}

/// `atanh x`: half of ln(1 + 2 x / (1 - x)).
pub fn atanh<N: Number>(x: N) -> N {
    let (one, size) = (x.like(1.0), x.abs());
    let is_inside = size.is_below(one);
    let s = N::select(is_inside, size, x.like(0.5));
    let twice = Parts {
        head: s + s,
        tail: x.like(0.0),
    };
    let quotient = twice.divided(sum(one, -s)).settled();
    let never = Large {
        is_large: one.is_below(one),
        number: one,
    };
    let result = (log1p_of_parts(quotient, never) * x.like(0.5)).with_sign_of(x);
    let infinity = x.like(f64::INFINITY).with_sign_of(x);
    let outside = N::select(size.is(one), infinity, x.like(f64::NAN));
    let result = N::select(is_inside, result, outside);
    N::select(size.is_below(x.like(1e-9)), x, result)
}
