//! Constants and polynomials; scripts/math_coefficients.py writes this file.

#![allow(
    clippy::excessive_precision,
    clippy::approx_constant,
    clippy::inconsistent_digit_grouping
)]

/// 1 / ln 2.
pub const LOG2_E: f64 = 1.4426950408889634;
/// ln 2: its first 42 bits.
pub const LN_2_HIGH: f64 = 0.6931471805598903;
/// ln 2: what follows them.
pub const LN_2_LOW: f64 = 5.497923018708371e-14;
/// ln 2: its first 53 bits.
pub const LN_2_FULL_HIGH: f64 = 0.6931471805599453;
/// ln 2: what follows them.
pub const LN_2_FULL_LOW: f64 = 2.3190468138462996e-17;
/// 1 / ln 2: its first 53 bits.
pub const LOG2_E_FULL_HIGH: f64 = 1.4426950408889634;
/// 1 / ln 2: what follows them.
pub const LOG2_E_FULL_LOW: f64 = 2.0355273740931033e-17;
/// 1 / ln 10: its first 53 bits.
pub const LOG10_E_FULL_HIGH: f64 = 0.4342944819032518;
/// 1 / ln 10: what follows them.
pub const LOG10_E_FULL_LOW: f64 = 1.098319650216765e-17;
/// log10 2: its first 42 bits.
pub const LOG10_2_HIGH: f64 = 0.30102999566395283;
/// log10 2: what follows them.
pub const LOG10_2_LOW: f64 = 2.8363394551044964e-14;
/// 1 / 3: its first 53 bits.
pub const THIRD_HIGH: f64 = 0.3333333333333333;
/// 1 / 3: what follows them.
pub const THIRD_LOW: f64 = 1.850371707708594e-17;
/// (exp r - 1 - r) / r^2 for |r| up to ln 2 / 2. Misses by at most 1.4e-18.
pub const EXPONENTIAL: [f64; 11] = [
    0.5,
    0.1666666666666667,
    0.04166666666666667,
    0.008333333333326129,
    0.0013888888888883744,
    0.00019841269874844894,
    2.4801587325565073e-05,
    2.7557255369427714e-06,
    2.755727362113095e-07,
    2.510522981321569e-08,
    2.0914696114722443e-09,
];
/// The same for f32. Misses by at most 1.4e-9.
pub const EXPONENTIAL_SHORT: [f64; 6] = [
    0.5000000013475551,
    0.16666666681634051,
    0.04166646482796766,
    0.008333310914673446,
    0.0013933660796991896,
    0.00019891002818882262,
];
/// (2 atanh s - 2 s) / s^3 in z = s^2, for what lies between the roots of 1/2 and 2. Misses by at most 3.1e-16.
pub const LOGARITHM: [f64; 7] = [
    0.666666666666667,
    0.39999999999899444,
    0.2857142862600327,
    0.22222211130259878,
    0.18182889455674947,
    0.15331710618210773,
    0.14616585424888623,
];
/// The same for f32. Misses by at most 1.2e-9.
pub const LOGARITHM_SHORT: [f64; 4] = [
    0.6666666655445165,
    0.40000121876972,
    0.2855081659971155,
    0.23330581938241893,
];
/// ((atanh s / s - 1) / z - 1 / 3) / z in z = s^2, there as well. Misses by at most 6.4e-21.
pub const LOGARITHM_REST: [f64; 9] = [
    0.2,
    0.14285714285714282,
    0.11111111111114215,
    0.09090909089828463,
    0.07692307880585086,
    0.06666648267216471,
    0.058834065605171064,
    0.05228163634742257,
    0.053812122097824,
];
