#!/usr/bin/env python3
"""Computes the numbers in crates/math/src/coefficients.rs.

    python3 -m pip install mpmath
    python3 scripts/math_coefficients.py > crates/math/src/coefficients.rs
    cargo fmt -p fvopt-math

Polynomials interpolate at Chebyshev nodes, in 60 digits, and are then rounded to f64, the lowest
coefficient first. What a polynomial misses by, before coefficients are rounded, stands beside it.
"""
import struct

from mpmath import (atan, atanh, chebyfit, cos, diff, erf, erfc, exp, floor, log, log1p, mp, mpf, nstr, pi, sin, sinh, sqrt)

mp.dps = 60


def double(value):
    """The f64 next to a value, as a Rust literal that reads back exactly."""
    return repr(float(value))


def split(value, bits):
    """A value as a head of so many bits and the rest of it as an f64."""
    scale = mpf(2) ** (bits - 1 - int(floor(log(abs(value), 2))))
    head = mpf(floor(value * scale + mpf(1) / 2)) / scale
    return head, value - head


def constant(name, value, text):
    print(f"/// {text}\npub const {name}: f64 = {double(value)};")


def pair(name, value, bits, text):
    head, tail = split(value, bits)
    constant(f"{name}_HIGH", head, f"{text}: its first {bits} bits.")
    constant(f"{name}_LOW", tail, f"{text}: what follows them.")


def parts(name, value, sizes, text):
    print(f"/// {text} in parts of {', '.join(map(str, sizes))} bits.")
    print(f"pub const {name}: [f64; {len(sizes)}] = [")
    for size in sizes:
        head, value = split(value, size)
        print(f"    {double(head)},")
    print("];")


def bits(name, words, text):
    mp.prec = 64 * words + 100
    value = 2 / mp.pi
    print(f"/// {text}\npub const {name}: [u64; {words + 1}] = [\n    0,")
    for _ in range(words):
        value *= mpf(2) ** 64
        word = int(floor(value))
        value -= word
        print(f"    0x{word:016x},")
    print("];")
    mp.dps = 60


def polynomial(name, function, low, high, count, text):
    coefficients, error = chebyfit(function, [mpf(low), mpf(high)], count, error=True)
    coefficients = coefficients[::-1]
    print(f"/// {text} Misses by at most {nstr(error, 2)}.")
    print(f"pub const {name}: [f64; {count}] = [")
    for coefficient in coefficients:
        print(f"    {double(coefficient)},")
    print("];")


def near(function, series):
    """A function that loses digits near 0, where the first terms of its series take over."""
    return lambda z: series(z) if abs(z) < mpf(10) ** -15 else function(z)


def main():
    print("//! Constants and polynomials; scripts/math_coefficients.py writes this file.\n")
    print("#![allow(clippy::excessive_precision, clippy::approx_constant, clippy::inconsistent_digit_grouping)]\n")
    ln2, ln10 = log(2), log(10)
    constant("LOG2_E", 1 / ln2, "1 / ln 2.")
    pair("LN_2", ln2, 42, "ln 2")
    pair("LN_2_FULL", ln2, 53, "ln 2")
    pair("LOG2_E_FULL", 1 / ln2, 53, "1 / ln 2")
    pair("LOG10_E_FULL", 1 / ln10, 53, "1 / ln 10")
    pair("LOG10_2", ln2 / ln10, 42, "log10 2")
    pair("THIRD", mpf(1) / 3, 53, "1 / 3")
    polynomial("EXPONENTIAL", near(lambda r: (exp(r) - 1 - r) / r**2, lambda r: mpf(1) / 2 + r / 6),
               -0.34665, 0.34665, 11, "(exp r - 1 - r) / r^2 for |r| up to ln 2 / 2.")
    polynomial("EXPONENTIAL_SHORT", near(lambda r: (exp(r) - 1 - r) / r**2, lambda r: mpf(1) / 2 + r / 6),
               -0.34665, 0.34665, 6, "The same for f32.")
    edge = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.0001")
    root = lambda z: sqrt(z)
    polynomial("LOGARITHM", near(lambda z: 2 * (atanh(root(z)) / root(z) - 1) / z, lambda z: mpf(2) / 3 + 2 * z / 5),
               0, edge, 7, "(2 atanh s - 2 s) / s^3 in z = s^2, for what lies between the roots of 1/2 and 2.")
    polynomial("LOGARITHM_SHORT", near(lambda z: 2 * (atanh(root(z)) / root(z) - 1) / z, lambda z: mpf(2) / 3 + 2 * z / 5),
               0, edge, 4, "The same for f32.")
    polynomial("LOGARITHM_REST",
               near(lambda z: ((atanh(root(z)) / root(z) - 1) / z - mpf(1) / 3) / z, lambda z: mpf(1) / 5 + z / 7),
               0, edge, 9, "((atanh s / s - 1) / z - 1 / 3) / z in z = s^2, there as well.")
    polynomial("SINE_HYPERBOLIC", near(lambda z: (sinh(root(z)) / root(z) - 1) / z, lambda z: mpf(1) / 6 + z / 120),
               0, 1, 8, "(sinh x / x - 1) / z in z = x^2, up to 1.")
    polynomial("ARC_TANGENT", near(lambda z: (atan(root(z)) / root(z) - 1) / z, lambda z: -mpf(1) / 3 + z / 5),
               0, mpf("0.1716"), 12, "(atan x / x - 1) / z in z = x^2, up to tan(pi / 8).")
    root_pi = sqrt(pi)
    pair("TWO_OVER_ROOT_PI", 2 / root_pi, 53, "2 / root pi")
    slope = 2 / root_pi
    polynomial("ERROR_FUNCTION", near(lambda z: (erf(root(z)) / root(z) - slope) / z, lambda z: slope * (-mpf(1) / 3 + z / 10)),
               0, mpf("0.7121"), 11, "(erf x / x - 2 / root pi) / z in z = x^2, up to 27/32.")
    at = lambda q: 4 * (1 + q) / (1 - q)
    smooth = lambda x: (1 + 2 * x) * exp(x * x) * erfc(x)
    middle = smooth(mpf(4))
    pair("SCALED_ERROR", middle, 53, "(1 + 2 x) exp(x^2) erfc x at x = 4")
    slope_there = diff(lambda q: smooth(at(q)), mpf(0))
    polynomial("SCALED_ERROR", lambda q: (smooth(at(q)) - middle) / q if abs(q) > mpf(10) ** -15 else slope_there,
               mpf("-0.77778"), mpf("0.7462"), 22, "What it is less there, over q = (x - 4) / (x + 4), for x from 1/2 to 27.5.")
    polynomial("SINE", near(lambda z: (sin(root(z)) / root(z) - 1) / z, lambda z: -mpf(1) / 6 + z / 120),
               0, mpf("0.6170"), 7, "(sin x / x - 1) / z in z = x^2, up to pi / 4.")
    polynomial("COSINE", near(lambda z: (cos(root(z)) - 1 + z / 2) / z**2, lambda z: mpf(1) / 24 - z / 720),
               0, mpf("0.6170"), 7, "(cos x - 1 + z / 2) / z^2, there as well.")
    parts("HALF_PI_PARTS", pi / 2, [33, 33, 53, 53], "pi / 2")
    constant("TWO_OVER_PI", 2 / pi, "2 / pi.")
    bits("TWO_OVER_PI_BITS", 19, "The bits of 2 / pi after 64 zeros, the highest first.")
    polynomial("CUBE_ROOT", lambda x: x ** (mpf(1) / 3), mpf("0.353"), mpf("2.829"), 6, "The root of what lies between 2^-1.5 and 2^1.5.")
    pair("PI", pi, 53, "pi")
    pair("THREE_QUARTERS_PI", 3 * pi / 4, 53, "3 pi / 4")
    pair("HALF_PI", pi / 2, 53, "pi / 2")
    pair("QUARTER_PI", pi / 4, 53, "pi / 4")


if __name__ == "__main__":
    main()
