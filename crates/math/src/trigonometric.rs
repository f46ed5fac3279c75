//! `sin`, `cos` and `tan`.
//!
//! An argument less the nearest multiple of pi / 2 leaves a rest of at most pi / 4, in parts. Up to about a million
//! the multiple is taken off as Cody and Waite do, with pi / 2 in four parts; beyond, as M. Payne and R. Hanek do
//! ("Radian reduction for trigonometric functions", 1983): of the bits of 2 / pi only those are multiplied that
//! make a difference.

use crate::{
    coefficients::{
        COSINE, HALF_PI_HIGH, HALF_PI_LOW, HALF_PI_PARTS, SINE, TWO_OVER_PI, TWO_OVER_PI_BITS,
    },
    exact::{Parts, product, sum, sum_of_any},
    exponential::{ROUNDER, nearest},
    number::Number,
};

/// Below it, multiples of the first parts of pi / 2 are exact.
const MODERATE: f64 = 1_000_000.0;
/// With an integer below 2^52 in its low bits, it is 2^52 and that integer.
const COUNTER: f64 = 4_503_599_627_370_496.0;
const LOW_HALF: u64 = 0xffff_ffff;

/// What is left of a positive argument: the rest in parts, and the multiple of pi / 2 as a number, or what is left of it
/// after division by 4.
fn reduced<N: Number>(size: N) -> (Parts<N>, N) {
    let is_moderate = size.is_below(size.like(MODERATE));
    let [head, tail, quadrant] = N::choose(is_moderate, [size], moderate, large);
    (Parts { head, tail }, quadrant)
}

fn moderate<N: Number>([x]: [N; 1]) -> [N; 3] {
    let n = nearest(x, TWO_OVER_PI).number;
    let [first, second, third, fourth] = HALF_PI_PARTS.map(|part| x.like(part));
    let rest = (-n).fma(first, x);
    let rest = sum_of_any(rest, -(n * second));
    let small = product(n, third);
    let Parts { head, tail } = sum_of_any(rest.head, -small.head);
    let tail = (tail + rest.tail) - small.tail;
    [head, (-n).fma(fourth, tail), n]
}

/// 192 bits of 2 / pi, from a position on, as words of 64 bits, the highest first.
fn window<N: Number>(x: N, position: N::Bits) -> [N::Bits; 3] {
    let mut words: Vec<N::Bits> = TWO_OVER_PI_BITS
        .iter()
        .map(|word| x.bits_like(*word))
        .collect();
    // The position in words, bit by bit: each takes off so many words at the front.
    for (bit, left) in [(4, 4), (3, 11), (2, 7), (1, 5), (0, 4)] {
        let taken = 1usize << bit;
        let stays = N::are_zero(position & x.bits_like(64 << bit));
        let select = |index: usize| {
            let moved = words.get(index + taken);
            moved.map_or(words[index], |moved| {
                N::select_bits(stays, words[index], *moved)
            })
        };
        let kept = if bit == 4 { words.len() } else { left };
        words = (0..kept)
            .map(|index| {
                if index < left {
                    select(index)
                } else {
                    words[index]
                }
            })
            .collect();
    }
    let places = position & x.bits_like(63);
    let others = x.bits_like(63) - places;
    [0, 1, 2].map(|index| {
        let low = (words[index + 1] >> 1) >> others;
        (words[index] << places) | low
    })
}

/// A number below 2^52 from its bits.
fn of_integer<N: Number>(x: N, bits: N::Bits) -> N {
    N::of_bits(bits | x.bits_like(COUNTER.to_bits())) - x.like(COUNTER)
}

fn large<N: Number>([x]: [N; 1]) -> [N; 3] {
    // x is M 2^E; of 2 / pi the bits before the position make multiples of 4 only.
    let bits = x.bits();
    let mantissa = (bits & x.bits_like((1 << 52) - 1)) | x.bits_like(1 << 52);
    let position = (bits >> 52) - x.bits_like(1075 - 62);
    let low_half = x.bits_like(LOW_HALF);
    let [high, middle, low] = window(x, position);
    let limbs = [low, low >> 32, middle, middle >> 32, high, high >> 32];
    let limbs = limbs.map(|limb| limb & low_half);
    // The last 192 bits of the product, in halves of words.
    let (low_factor, high_factor) = (mantissa & low_half, mantissa >> 32);
    let mut carry = x.bits_like(0);
    let mut result = limbs.map(|limb| {
        let product = low_factor * limb + carry;
        carry = product >> 32;
        product & low_half
    });
    let mut carry = x.bits_like(0);
    for index in 1..6 {
        let product = high_factor * limbs[index - 1] + result[index] + carry;
        carry = product >> 32;
        result[index] = product & low_half;
    }
    // Two bits of the multiple, then the fraction; from a half on it counts as negative.
    let top = of_integer(x, result[5] & x.bits_like((1 << 30) - 1));
    let is_above = !top.is_below(x.like(536_870_912.0));
    let top = N::select(is_above, top - x.like(1_073_741_824.0), top);
    let multiple = of_integer(x, result[5] >> 30);
    let multiple = N::select(is_above, multiple + x.like(1.0), multiple);
    let part = |index: usize, power: i32| of_integer(x, result[index]) * x.like(2f64.powi(power));
    let first = sum(top * x.like(2f64.powi(-30)), part(4, -62));
    let second = sum(part(3, -94), part(2, -126));
    let Parts { head, tail } = sum_of_any(first.head, second.head);
    let fraction = Parts {
        head,
        tail: tail + (first.tail + second.tail),
    };
    let rest = fraction
        .settled()
        .times(Parts::like(x, HALF_PI_HIGH, HALF_PI_LOW));
    [rest.head, rest.tail, multiple]
}

/// The sine of a rest, in parts.
fn sine<N: Number>(Parts { head, tail }: Parts<N>) -> Parts<N> {
    let square = head * head;
    let series = (head * square) * square.polynomial(&SINE);
    let slope = square.fma(head.like(-0.5), head.like(1.0));
    sum(head, tail.fma(slope, series))
}

/// Its cosine.
fn cosine<N: Number>(Parts { head, tail }: Parts<N>) -> Parts<N> {
    let square = product(head, head);
    let half = head.like(0.5) * square.head;
    let first = sum(head.like(1.0), -half);
    let series = (square.head * square.head) * square.head.polynomial(&COSINE);
    let lost = square.tail.fma(head.like(-0.5), first.tail);
    sum(first.head, series + (-head).fma(tail, lost))
}

/// The low bits of the multiple.
fn quadrant_bits<N: Number>(quadrant: N) -> N::Bits {
    (quadrant + quadrant.like(ROUNDER)).bits()
}

fn has_bit<N: Number>(x: N, bits: N::Bits, bit: u64) -> N::Truth {
    !N::are_zero(bits & x.bits_like(bit))
}

/// `result` of what is finite.
fn of_finite<N: Number>(x: N, result: N) -> N {
    let is_finite = x.abs().is_below(x.like(f64::INFINITY));
    N::select(is_finite, result, x.like(f64::NAN))
}

/// The sine of an angle that is so many right ones more.
fn turned<N: Number>(x: N, more: u64) -> N {
    let (rest, quadrant) = reduced(x.abs());
    let bits = quadrant_bits(quadrant) + x.bits_like(more);
    let (sine, cosine) = (sine(rest), cosine(rest));
    let result = N::select(
        has_bit(x, bits, 1),
        cosine.head + cosine.tail,
        sine.head + sine.tail,
    );
    N::select(has_bit(x, bits, 2), -result, result)
}

/// `sin x`
pub fn sin<N: Number>(x: N) -> N {
    let result = turned(x, 0);
    let result = N::select(x.is_below(x.like(0.0)), -result, result);
    let is_small = x.abs().is_below(x.like(1e-9));
    of_finite(x, N::select(is_small, x, result))
}

/// `cos x`
pub fn cos<N: Number>(x: N) -> N {
    of_finite(x, turned(x, 1))
}

/// `tan x`
pub fn tan<N: Number>(x: N) -> N {
    let (rest, quadrant) = reduced(x.abs());
    let is_odd = has_bit(x, quadrant_bits(quadrant), 1);
    let (sine, cosine) = (sine(rest), cosine(rest));
    let select = |yes: Parts<N>, no: Parts<N>| Parts {
        head: N::select(is_odd, yes.head, no.head),
        tail: N::select(is_odd, yes.tail, no.tail),
    };
    let result = select(cosine, sine).over(select(sine, cosine));
    let is_negative = is_odd ^ x.is_below(x.like(0.0));
    let result = N::select(is_negative, -result, result);
    let is_small = x.abs().is_below(x.like(1e-9));
    of_finite(x, N::select(is_small, x, result))
}
