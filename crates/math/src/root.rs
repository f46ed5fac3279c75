//! `cbrt`.
//!
//! A number is 2^(3 q) m with m between 2^-1.5 and 2^1.5; two steps of Halley's method start from a polynomial, and
//! what the second one corrects is computed in parts.

use crate::{
    coefficients::CUBE_ROOT,
    exact::product,
    exponential::{nearest, scaled},
    logarithm::{Split, split},
    number::Number,
};

/// `x^(1/3)`, negative of negative numbers.
pub fn cbrt<N: Number>(x: N) -> N {
    let size = x.abs();
    let Split { k, m } = split(size);
    let q = nearest(k, 1.0 / 3.0);
    let left = q.number.fma(x.like(-3.0), k);
    // What is left of the power is -1, 0 or 1.
    let (one, half, two) = (x.like(1.0), x.like(0.5), x.like(2.0));
    let factor = N::select(left.is(one), two, one);
    let factor = N::select(left.is(-one), half, factor);
    let m = m * factor;
    let first = m.polynomial(&CUBE_ROOT);
    let cube = first * first * first;
    let root = first * ((cube + m + m) / (cube + cube + m));
    let square = product(root, root);
    let cube = product(square.head, root);
    let cube_tail = square.tail.fma(root, cube.tail);
    let missing = (m - cube.head) - cube_tail;
    let divisor = cube.head + cube.head + m;
    let root = (root * missing).fma(one / divisor, root);
    let result = scaled(root, q.bits).with_sign_of(x);
    // 0, infinity and what is no number are their own roots.
    let is_number = x.like(0.0).is_below(size) & size.is_below(x.like(f64::INFINITY));
    N::select(is_number, result, x)
}
