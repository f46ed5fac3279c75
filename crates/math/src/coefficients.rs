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
/// (sinh x / x - 1) / z in z = x^2, up to 1. Misses by at most 2.5e-22.
pub const SINE_HYPERBOLIC: [f64; 8] = [
    0.16666666666666666,
    0.008333333333333333,
    0.00019841269841269773,
    2.755731922404034e-06,
    2.505210836405804e-08,
    1.6059048396350562e-10,
    7.646625361656657e-13,
    2.8445264169895285e-15,
];
/// (atan x / x - 1) / z in z = x^2, up to tan(pi / 8). Misses by at most 1.2e-18.
pub const ARC_TANGENT: [f64; 12] = [
    -0.3333333333333333,
    0.19999999999999804,
    -0.14285714285659748,
    0.11111111105147764,
    -0.09090908753118594,
    0.07692296363979952,
    -0.066664246872465,
    0.05878926715756726,
    -0.052304374642516874,
    0.045515165635903104,
    -0.0345685906686069,
    0.01628357235648259,
];
/// 2 / root pi: its first 53 bits.
pub const TWO_OVER_ROOT_PI_HIGH: f64 = 1.1283791670955126;
/// 2 / root pi: what follows them.
pub const TWO_OVER_ROOT_PI_LOW: f64 = 1.533545961316588e-17;
/// (erf x / x - 2 / root pi) / z in z = x^2, up to 27/32. Misses by at most 8.1e-19.
pub const ERROR_FUNCTION: [f64; 11] = [
    -0.37612638903183754,
    0.11283791670955098,
    -0.026866170645115702,
    0.005223977625100845,
    -0.0008548326984982254,
    0.00012055330449123409,
    -1.4925546196855331e-05,
    1.6459354471368557e-06,
    -1.6318609614602673e-07,
    1.429969837468626e-08,
    -9.125436374998402e-10,
];
/// (1 + 2 x) exp(x^2) erfc x at x = 4: its first 53 bits.
pub const SCALED_ERROR_HIGH: f64 = 1.2329951186255526;
/// (1 + 2 x) exp(x^2) erfc x at x = 4: what follows them.
pub const SCALED_ERROR_LOW: f64 = -4.625318921008717e-17;
/// What it is less there, over q = (x - 4) / (x + 4), for x from 1/2 to 27.5. Misses by at most 2.1e-18.
pub const SCALED_ERROR: [f64; 22] = [
    -0.1396211168405625,
    0.015379652102620019,
    0.06809705425469084,
    -0.10103906603632182,
    0.09373283499844526,
    -0.06633036581178502,
    0.0371675155353193,
    -0.016197734063311393,
    0.005031970004185778,
    -0.0007577732476170501,
    -0.00019925688382799834,
    0.00015062148776788674,
    -2.4398349059144733e-05,
    -1.122148741796207e-05,
    5.70715383119253e-06,
    2.9283645637343674e-07,
    -8.204234844243173e-07,
    7.567901009743952e-08,
    1.039690095449558e-07,
    -1.8527857905534326e-08,
    -9.890360781487986e-09,
    1.9847817252185593e-09,
];
/// (sin x / x - 1) / z in z = x^2, up to pi / 4. Misses by at most 1.2e-20.
pub const SINE: [f64; 7] = [
    -0.16666666666666666,
    0.008333333333333331,
    -0.0001984126984126506,
    2.755731921933466e-06,
    -2.505210623088241e-08,
    1.6058531370931902e-10,
    -7.586682497157786e-13,
];
/// (cos x - 1 + z / 2) / z^2, there as well. Misses by at most 6.5e-22.
pub const COSINE: [f64; 7] = [
    0.041666666666666664,
    -0.0013888888888888887,
    2.4801587301584642e-05,
    -2.755731922140032e-07,
    2.0876755790210228e-09,
    -1.1470460749696862e-11,
    4.7458637732829623e-14,
];
/// pi / 2 in parts of 33, 33, 53, 53 bits.
pub const HALF_PI_PARTS: [f64; 4] = [
    1.5707963267341256,
    6.077100506303966e-11,
    2.0222662487959506e-21,
    1.0085854035872483e-37,
];
/// 2 / pi.
pub const TWO_OVER_PI: f64 = 0.6366197723675814;
/// The bits of 2 / pi after 64 zeros, the highest first.
pub const TWO_OVER_PI_BITS: [u64; 20] = [
    0,
    0xa2f9836e4e441529,
    0xfc2757d1f534ddc0,
    0xdb6295993c439041,
    0xfe5163abdebbc561,
    0xb7246e3a424dd2e0,
    0x06492eea09d1921c,
    0xfe1deb1cb129a73e,
    0xe88235f52ebb4484,
    0xe99c7026b45f7e41,
    0x3991d639835339f4,
    0x9c845f8bbdf9283b,
    0x1ff897ffde05980f,
    0xef2f118b5a0a6d1f,
    0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b,
    0x3d0739f78a5292ea,
    0x6bfb5fb11f8d5d08,
    0x56033046fc7b6bab,
];
/// The root of what lies between 2^-1.5 and 2^1.5. Misses by at most 0.001.
pub const CUBE_ROOT: [f64; 6] = [
    0.43014475229838445,
    0.9779283467480543,
    -0.6346385429416416,
    0.2922559426108729,
    -0.07232904077753859,
    0.0072450257131412435,
];
/// pi: its first 53 bits.
pub const PI_HIGH: f64 = 3.141592653589793;
/// pi: what follows them.
pub const PI_LOW: f64 = 1.2246467991473532e-16;
/// 3 pi / 4: its first 53 bits.
pub const THREE_QUARTERS_PI_HIGH: f64 = 2.356194490192345;
/// 3 pi / 4: what follows them.
pub const THREE_QUARTERS_PI_LOW: f64 = 9.184850993605148e-17;
/// pi / 2: its first 53 bits.
pub const HALF_PI_HIGH: f64 = 1.5707963267948966;
/// pi / 2: what follows them.
pub const HALF_PI_LOW: f64 = 6.123233995736766e-17;
/// pi / 4: its first 53 bits.
pub const QUARTER_PI_HIGH: f64 = 0.7853981633974483;
/// pi / 4: what follows them.
pub const QUARTER_PI_LOW: f64 = 3.061616997868383e-17;
