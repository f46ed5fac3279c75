//! Where functions are looked at: points at random, and those that are hard.

use fvopt_math::Function;

/// A generator of random bits (SplitMix64, by Steele, Lea and Flood).
pub struct Random(pub u64);

impl Random {
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number between two.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        let part = (self.bits() >> 11) as f64 / (1u64 << 53) as f64;
        low + (high - low) * part
    }

    /// Of any size between two powers of 2, positive.
    fn of_any_size(&mut self, low: i32, high: i32) -> f64 {
        let power = low + (self.bits() % (high - low) as u64) as i32;
        self.between(1.0, 2.0) * 2f64.powi(power / 2) * 2f64.powi(power - power / 2)
    }

    fn sign(&mut self) -> f64 {
        if self.bits() & 1 == 0 { 1.0 } else { -1.0 }
    }
}

/// The operands of a function, at random: the whole range, where it changes most, and around 1 or 0.
pub fn random(function: Function, random: &mut Random) -> Vec<f64> {
    let way = random.bits() % 4;
    let any = random.sign() * random.of_any_size(-1074, 1024);
    let tiny = random.sign() * random.of_any_size(-60, 0);
    vec![match function {
        Function::Exp => match way {
            0 => random.between(-745.2, 709.79),
            1 => random.between(-2.0, 2.0),
            2 => random.between(-40.0, 40.0),
            _ => tiny,
        },
        Function::Exp2 => match way {
            0 => random.between(-1075.0, 1024.0),
            1 => random.between(-2.0, 2.0),
            2 => random.between(-40.0, 40.0),
            _ => tiny,
        },
        Function::Log | Function::Log2 | Function::Log10 => match way {
            0 => any.abs(),
            1 => random.between(0.5, 2.0),
            2 => random.between(0.0, 100.0),
            _ => 1.0 + tiny * 0.25,
        },
        Function::Log1p => match way {
            0 => any.abs(),
            1 => random.between(-0.999, 1.0),
            2 => random.between(0.0, 100.0),
            _ => tiny * 0.9,
        },
        Function::Expm1 => match way {
            0 => random.between(-60.0, 709.78),
            1 => random.between(-2.0, 2.0),
            2 => random.between(-1.0, 1.2),
            _ => tiny,
        },
        Function::Sinh | Function::Cosh => match way {
            0 => random.between(-710.4, 710.4),
            1 => random.between(-2.0, 2.0),
            2 => random.between(-25.0, 25.0),
            _ => tiny,
        },
        Function::Acosh => match way {
            0 => 1.0 + random.of_any_size(-50, 60),
            1 => random.between(1.0, 2.0),
            2 => random.between(1.0, 100.0),
            _ => random.of_any_size(0, 1024),
        },
        Function::Atanh => match way {
            0 => tiny * 0.5,
            1 => random.between(-0.7, 0.7),
            2 => random.between(-1.0, 1.0),
            _ => random.sign() * (1.0 - tiny.abs() * 0.5).min(1f64.next_down()),
        },
        Function::Erf => match way {
            0 => any,
            1 => random.between(-2.0, 2.0),
            2 => random.between(-6.0, 6.0),
            _ => tiny,
        },
        Function::Erfc => match way {
            0 => random.between(-6.0, 26.5),
            1 => random.between(-1.0, 1.0),
            2 => random.between(0.4, 9.0),
            _ => tiny,
        },
        Function::Tanh | Function::Cbrt | Function::Atan | Function::Asinh => match way {
            0 => any,
            1 => random.between(-2.0, 2.0),
            2 => random.between(-25.0, 25.0),
            _ => tiny,
        },
        Function::Sin | Function::Cos | Function::Tan => match way {
            0 => any,
            1 => random.between(-8.0, 8.0),
            2 => random.between(-1e6, 1e6),
            _ => tiny,
        },
        Function::Asin | Function::Acos => match way {
            0 => tiny * 0.5,
            1 => random.between(-0.7, 0.7),
            2 => random.between(-1.0, 1.0),
            _ => 1.0 - tiny.abs() * 0.5,
        },
        Function::Atan2 => {
            let other = random.between(-2.0, 2.0);
            return match way {
                0 => vec![any, random.sign() * random.of_any_size(-1000, 1000)],
                1 => vec![other, tiny],
                2 => vec![tiny, other],
                _ => vec![other, random.between(-2.0, 2.0)],
            };
        }
        Function::Pow => return power(way, random),
    }]
}

/// A base and an exponent whose power is a number.
fn power(way: u64, random: &mut Random) -> Vec<f64> {
    let base = match way {
        0 => random.of_any_size(-1074, 1024),
        1 => random.between(0.5, 2.0),
        2 => random.between(0.0, 1000.0),
        _ => 1.0 + random.sign() * random.of_any_size(-50, -1),
    };
    let most = (745.0 / base.ln().abs()).min(1e300);
    let exponent = match way {
        2 => random.between(-4.5, 4.5),
        _ => random.between(-most, most),
    };
    vec![base, exponent]
}

/// Points next to which functions change their way, or that are hard to round.
pub fn hard(function: Function) -> Vec<Vec<f64>> {
    let around = |value: f64| [value.next_down(), value, value.next_up()];
    let single: Vec<f64> = match function {
        Function::Exp => [
            0.0,
            1e-300,
            0.34657359027997264,
            -0.34657359027997264,
            1.0,
            709.782712893384,
            -745.1332191019411,
            -708.3964185322641,
            7.541_302_399_231_57e-10,
            0.083_335_05,
        ]
        .to_vec(),
        Function::Exp2 => [0.0, 0.5, -0.5, 1.0, 1023.5, -1022.0, -1074.0, 1023.999].to_vec(),
        Function::Log | Function::Log2 | Function::Log10 => [
            1.0,
            2.0,
            0.5,
            std::f64::consts::SQRT_2,
            std::f64::consts::FRAC_1_SQRT_2,
            10.0,
            100.0,
            1e15,
            1e-300,
            5e-324,
            1e-310,
            f64::MIN_POSITIVE,
            f64::MAX,
            3.0,
            8.0,
        ]
        .to_vec(),
        Function::Log1p => [
            0.0,
            1.0,
            -0.5,
            -0.29289321881345254,
            0.41421356237309503,
            1e-300,
            1e300,
            -0.999_999_999_999,
            1e16,
            3.0,
        ]
        .to_vec(),
        Function::Expm1 => [
            0.0,
            0.34657359027997264,
            -0.34657359027997264,
            1.0,
            -1.0,
            36.7,
            37.4,
            1e-17,
            1e-300,
            -50.0,
        ]
        .to_vec(),
        Function::Sinh | Function::Cosh => [
            0.0,
            1.0,
            0.5,
            22.0,
            710.4758600739438,
            -20.0,
            1e-300,
            5e-324,
        ]
        .to_vec(),
        Function::Tanh => [0.0, 0.5, 1.0, 19.0, 20.0, 1e-9, 1e-300, 5e-324, -3.0].to_vec(),
        Function::Sin | Function::Cos | Function::Tan => [
            0.0,
            0.5,
            std::f64::consts::FRAC_PI_4,
            std::f64::consts::FRAC_PI_2,
            std::f64::consts::PI,
            std::f64::consts::TAU,
            355.0,
            1e6,
            1e9,
            1e22,
            1e300,
            f64::MAX,
            1e-9,
            5e-324,
            // Next to multiples of pi / 2: the last is the nearest of all.
            573_204.0,
            11.0,
            344.0,
            6_381_956_970_095_103.0 * 2f64.powi(797),
        ]
        .to_vec(),
        Function::Asin | Function::Acos => {
            [0.0, 0.5, 0.3826, 0.9238, 0.999_999, -1e-9, 1e-300, -0.75].to_vec()
        }
        Function::Atan => [0.0, 0.4142, 2.4142, 1.0, 1e-9, 1e19, 1e300, 5e-324, -1.0].to_vec(),
        Function::Asinh => [
            0.0,
            1e-9,
            0.5,
            1.0,
            -0.2973,
            0.3535,
            1_073_741_824.0,
            1e300,
            f64::MAX,
            5e-324,
        ]
        .to_vec(),
        Function::Acosh => [
            1.0,
            1.060_660_171_8,
            1.25,
            2.0,
            1_073_741_824.0,
            1e300,
            f64::MAX,
        ]
        .to_vec(),
        Function::Atanh => [0.0, 0.1715, -0.1715, 0.5, 0.999, 1e-9, 5e-324, -0.25].to_vec(),
        Function::Erf | Function::Erfc => [
            0.0, 0.5, -0.5, 0.84375, -0.84375, 1.0, 4.0, 5.9, 1e-9, 1e-280, 1e-300, 5e-324, 2.0,
            8.0, 26.5,
        ]
        .to_vec(),
        Function::Cbrt => [8.0, 27.0, 1e-300, 5e-324, 1e300, -2.0, 2.83, 0.354, 1000.0].to_vec(),
        Function::Atan2 => {
            let pairs = [
                (1e-310, 1.0),
                (1e-200, 1e150),
                (5e-324, 5e-324),
                (1e308, 1e308),
                (3.0, -4.0),
                (1e-320, -1.0),
                (1.0, 1e-320),
            ];
            return pairs.iter().map(|(y, x)| vec![*y, *x]).collect();
        }
        Function::Pow => {
            let pairs = [
                (1.000_000_000_000_000_2, 3.1e18),
                (0.5, 1074.0),
                (10.0, 308.25),
                (10.0, -323.0),
                (2.0, 0.25),
                (3.0, 5.0),
                (7.0, 6.0),
                (0.999_999_999_9, 7e12),
                (5e-324, 0.7),
                (1e308, 0.99),
            ];
            return pairs.iter().map(|(x, y)| vec![*x, *y]).collect();
        }
    };
    let points = single.into_iter().flat_map(around);
    let is_inside = |x: &f64| match function {
        Function::Log | Function::Log2 | Function::Log10 => *x > 0.0 && x.is_finite(),
        Function::Acosh => *x >= 1.0 && x.is_finite(),
        _ => x.is_finite(),
    };
    points.filter(is_inside).map(|x| vec![x]).collect()
}
