//! Results with more bits than f64 has, by a library of numbers of any precision.

use astro_float_num::{BigFloat, Consts, RoundingMode};
use fvopt_math::Function;

/// The rounding of what is computed on the way.
const MODE: RoundingMode = RoundingMode::ToEven;
/// Bits of results; 1 plus the smallest number of which a result depends must fit.
const BITS: usize = 192;

/// A number; the library's own conversion is wrong for those that are subnormal.
fn number(value: f64) -> BigFloat {
    if value == 0.0 || value.abs() >= f64::MIN_POSITIVE {
        return BigFloat::from_f64(value, BITS);
    }
    let mut number = BigFloat::from_f64(value * 2f64.powi(200), BITS);
    let exponent = number.exponent().expect("a finite number");
    number.set_exponent(exponent - 200);
    number
}

/// The library's constants, computed once.
pub struct Reference {
    constants: Consts,
}

impl Reference {
    pub fn new() -> Self {
        let constants = Consts::new().expect("memory for constants");
        Self { constants }
    }

    /// The result of a function of finite numbers that has one, and is neither infinite nor none.
    pub fn of(&mut self, function: Function, operands: &[f64]) -> BigFloat {
        let one = number(1.0);
        let x = number(operands[0]);
        let constants = &mut self.constants;
        let mut angle = x.clone();
        let _ = angle.set_precision(3 * BITS, MODE);
        match function {
            Function::Exp => x.exp(BITS, MODE, constants),
            Function::Exp2 => number(2.0).pow(&x, BITS, MODE, constants),
            Function::Log => x.ln(BITS, MODE, constants),
            Function::Log2 => x.log2(BITS, MODE, constants),
            Function::Log10 => x.log10(BITS, MODE, constants),
            Function::Log1p => {
                // Of a small number the sum needs more bits, and the series has few terms.
                if operands[0].abs() < 1e-40 {
                    return x;
                }
                one.add(&x, 2 * BITS, MODE).ln(2 * BITS, MODE, constants)
            }
            Function::Expm1 => {
                if operands[0].abs() < 1e-40 {
                    return x;
                }
                let exp = x.exp(2 * BITS, MODE, constants);
                exp.sub(&one, 2 * BITS, MODE)
            }
            Function::Sinh => x.sinh(BITS, MODE, constants),
            Function::Cosh => x.cosh(BITS, MODE, constants),
            Function::Tanh => x.tanh(BITS, MODE, constants),
            Function::Sin | Function::Cos | Function::Tan if operands[0].abs() < 1e-40 => {
                if function == Function::Cos {
                    one
                } else {
                    x
                }
            }
            Function::Sin => angle.sin(BITS, MODE, constants),
            Function::Cos => angle.cos(BITS, MODE, constants),
            Function::Tan => angle.tan(BITS, MODE, constants),
            Function::Asinh if operands[0].abs() < 1e-40 => x,
            Function::Asinh => {
                let square = x.abs().mul(&x.abs(), 4 * BITS, MODE);
                let root = square.add(&one, 4 * BITS, MODE).sqrt(4 * BITS, MODE);
                let mut result = root
                    .add(&x.abs(), 4 * BITS, MODE)
                    .ln(2 * BITS, MODE, constants);
                if operands[0] < 0.0 {
                    result.inv_sign();
                }
                result
            }
            Function::Acosh => {
                let square = x.mul(&x, 4 * BITS, MODE);
                let root = square.sub(&one, 4 * BITS, MODE).sqrt(4 * BITS, MODE);
                root.add(&x, 4 * BITS, MODE).ln(2 * BITS, MODE, constants)
            }
            Function::Atanh if operands[0].abs() < 1e-40 => x,
            Function::Atanh => {
                let above = one.add(&x, 2 * BITS, MODE);
                let below = one.sub(&x, 2 * BITS, MODE);
                let log = above
                    .div(&below, 2 * BITS, MODE)
                    .ln(2 * BITS, MODE, constants);
                log.div(&number(2.0), 2 * BITS, MODE)
            }
            Function::Erf => error_function(operands[0], constants),
            Function::Erfc => {
                let bits = error_bits(operands[0]);
                one.sub(&error_function(operands[0], constants), bits, MODE)
            }
            Function::Asin => x.asin(BITS, MODE, constants),
            Function::Acos => x.acos(BITS, MODE, constants),
            Function::Atan => x.atan(BITS, MODE, constants),
            Function::Atan2 => {
                let other = number(operands[1]);
                let angle = x.abs().div(&other.abs(), BITS, MODE);
                // The library fails on the inverse tangent of what is very large.
                let mut angle = if angle.exponent().is_some_and(|exponent| exponent > 100) {
                    let right = constants.pi(BITS, MODE).div(&number(2.0), BITS, MODE);
                    right.sub(&one.div(&angle, BITS, MODE), BITS, MODE)
                } else {
                    angle.atan(BITS, MODE, constants)
                };
                if operands[1] < 0.0 {
                    angle = constants.pi(BITS, MODE).sub(&angle, BITS, MODE);
                }
                if operands[0] < 0.0 {
                    angle.inv_sign();
                }
                angle
            }
            Function::Cbrt => x.cbrt(BITS, MODE),
            Function::Pow => {
                let log = x.ln(2 * BITS, MODE, constants);
                let product = log.mul(&number(operands[1]), 2 * BITS, MODE);
                product.exp(BITS, MODE, constants)
            }
        }
    }
}

/// Beyond it the error function is 1 less what has no place in f64.
const FAR: f64 = 27.3;

/// Bits of the error function of a number, so many that its difference from 1 has 192.
fn error_bits(value: f64) -> usize {
    let square = value.abs().min(FAR).powi(2);
    (BITS as f64 + 1.5 * square) as usize
}

/// The error function by its series of positive terms: erf x = 2 / root pi e^(-x^2) (x + 2 x^3 / 3 + 4 x^5 / 15 + ...).
fn error_function(value: f64, constants: &mut Consts) -> BigFloat {
    let (x, bits) = (number(value), error_bits(value));
    let pi = constants.pi(bits, MODE);
    let factor = number(2.0).div(&pi.sqrt(bits, MODE), bits, MODE);
    if value.abs() < 1e-100 {
        return factor.mul(&x, bits, MODE);
    }
    if value.abs() > FAR {
        return number(value.signum());
    }
    let square = x.mul(&x, bits, MODE);
    let twice = square.mul(&number(2.0), bits, MODE);
    let (mut term, mut sum) = (x.clone(), x);
    for odd in (3..).step_by(2) {
        term = term
            .mul(&twice, bits, MODE)
            .div(&number(f64::from(odd)), bits, MODE);
        sum = sum.add(&term, bits, MODE);
        let (small, large) = (term.exponent(), sum.exponent());
        if small < large.map(|exponent| exponent - bits as i32) {
            break;
        }
    }
    let mut less = square;
    less.inv_sign();
    let power = less.exp(bits, MODE, constants);
    sum.mul(&power, bits, MODE).mul(&factor, bits, MODE)
}

/// How far a result is from the exact one, in units of the last place of the exact one.
pub fn error(result: f64, exact: &BigFloat, places: Places) -> f64 {
    if exact.is_zero() {
        return if result == 0.0 { 0.0 } else { f64::INFINITY };
    }
    let exponent = exact
        .exponent()
        .unwrap_or_else(|| panic!("{exact:?} for {result}"));
    let unit = (exponent - places.precision).max(places.least);
    if result.is_infinite() && exponent > places.greatest - 1 {
        // What is next to the largest number is rounded as if exponents went on.
        let mut next = number(1.0);
        next.set_exponent(places.greatest + 1);
        if next.cmp(&exact.abs()).is_some_and(|order| order <= 0) {
            return 0.0;
        }
        return distance(&next, &exact.abs(), unit);
    }
    if !result.is_finite() {
        return f64::INFINITY;
    }
    distance(&number(result), exact, unit)
}

/// What a type of floats can hold, in powers of 2.
#[derive(Clone, Copy)]
pub struct Places {
    precision: i32,
    least: i32,
    greatest: i32,
}

pub const DOUBLE: Places = Places {
    precision: 53,
    least: -1074,
    greatest: 1024,
};
pub const SINGLE: Places = Places {
    precision: 24,
    least: -149,
    greatest: 128,
};

fn distance(result: &BigFloat, exact: &BigFloat, unit: i32) -> f64 {
    let mut difference = result.sub(exact, 64, MODE).abs();
    if difference.is_zero() {
        return 0.0;
    }
    let exponent = difference.exponent().expect("a finite number");
    difference.set_exponent(exponent.saturating_sub(unit).max(-60));
    let (words, _, _, exponent, _) = difference.as_raw_parts().expect("a finite number");
    let top = *words.last().expect("a mantissa has words") as f64;
    top * 2f64.powi(exponent - 64)
}
