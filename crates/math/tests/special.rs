//! Zeros, infinities and what is no number: the results that Annex F of the C standard has.

// requirement I4

use fvopt_math::{Function, Math};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;
const TINY: f64 = 5e-324;

/// Whether two numbers have the same bits, or are both none.
fn is_same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// Looks at both precisions; what f32 cannot hold is left out.
fn check(function: Function, operands: &[f64], expected: f64) {
    let name = function.operation();
    let result = function.apply(operands);
    assert!(
        is_same(result, expected),
        "{name} of {operands:?} is {result:?}, not {expected:?}"
    );
    let single: Vec<f32> = operands.iter().map(|operand| *operand as f32).collect();
    let is_exact = |(a, b): (&f32, &f64)| is_same(f64::from(*a), *b);
    if single.iter().zip(operands).all(is_exact) {
        let result = function.apply_single(&single);
        let expected = f64::from(expected as f32);
        assert!(
            is_same(f64::from(result), expected),
            "{name} of {single:?} (f32) is {result:?}, not {expected:?}"
        );
    }
}

#[test]
fn exponentials() {
    use Function::{Cosh, Exp, Exp2, Expm1, Sinh, Tanh};
    for function in [Exp, Exp2] {
        check(function, &[0.0], 1.0);
        check(function, &[-0.0], 1.0);
        check(function, &[INF], INF);
        check(function, &[-INF], 0.0);
        check(function, &[NAN], NAN);
        check(function, &[1e300], INF);
        check(function, &[-1e300], 0.0);
    }
    check(Exp2, &[-1074.0], TINY);
    check(Exp2, &[1023.0], 2f64.powi(1023));
    check(Exp2, &[-149.0], 2f64.powi(-149));
    for function in [Expm1, Sinh, Tanh] {
        for zero in [0.0, -0.0] {
            check(function, &[zero], zero);
        }
        check(function, &[TINY], TINY);
        check(function, &[-1e-310], -1e-310);
        check(function, &[NAN], NAN);
    }
    check(Expm1, &[INF], INF);
    check(Expm1, &[-INF], -1.0);
    check(Sinh, &[INF], INF);
    check(Sinh, &[-INF], -INF);
    check(Sinh, &[-711.0], -INF);
    check(Cosh, &[0.0], 1.0);
    check(Cosh, &[-INF], INF);
    check(Cosh, &[NAN], NAN);
    check(Tanh, &[INF], 1.0);
    check(Tanh, &[-INF], -1.0);
}

#[test]
fn logarithms() {
    use Function::{Log, Log1p, Log2, Log10};
    for function in [Log, Log2, Log10] {
        check(function, &[1.0], 0.0);
        check(function, &[0.0], -INF);
        check(function, &[-0.0], -INF);
        check(function, &[-1.0], NAN);
        check(function, &[-TINY], NAN);
        check(function, &[-INF], NAN);
        check(function, &[INF], INF);
        check(function, &[NAN], NAN);
    }
    for power in -1074..1024 {
        check(
            Log2,
            &[Function::Exp2.apply(&[f64::from(power)])],
            f64::from(power),
        );
    }
    for power in 0..=22 {
        check(Log10, &[10f64.powi(power)], f64::from(power));
    }
    for value in [0.0, -0.0, TINY, -1e-310] {
        check(Log1p, &[value], value);
    }
    check(Log1p, &[-1.0], -INF);
    check(Log1p, &[-1.5], NAN);
    check(Log1p, &[INF], INF);
    check(Log1p, &[-INF], NAN);
    check(Log1p, &[NAN], NAN);
}

#[test]
fn waves() {
    use Function::{Cos, Sin, Tan};
    for function in [Sin, Tan] {
        for value in [0.0, -0.0, TINY, -1e-310] {
            check(function, &[value], value);
        }
    }
    check(Cos, &[0.0], 1.0);
    check(Cos, &[TINY], 1.0);
    for function in [Sin, Cos, Tan] {
        for value in [INF, -INF, NAN] {
            check(function, &[value], NAN);
        }
    }
}

#[test]
fn angles_and_roots() {
    use Function::{Acos, Asin, Atan, Atan2, Cbrt};
    use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};
    for function in [Asin, Atan, Cbrt] {
        for value in [0.0, -0.0] {
            check(function, &[value], value);
        }
        check(function, &[NAN], NAN);
    }
    for function in [Asin, Atan] {
        check(function, &[TINY], TINY);
    }
    check(Asin, &[1.0], FRAC_PI_2);
    check(Asin, &[-1.0], -FRAC_PI_2);
    check(Acos, &[1.0], 0.0);
    check(Acos, &[-1.0], PI);
    check(Acos, &[0.0], FRAC_PI_2);
    for function in [Asin, Acos] {
        for value in [1.5, -2.0, INF, -INF, NAN] {
            check(function, &[value], NAN);
        }
    }
    check(Atan, &[INF], FRAC_PI_2);
    check(Atan, &[-INF], -FRAC_PI_2);
    check(Cbrt, &[INF], INF);
    check(Cbrt, &[-INF], -INF);
    check(Cbrt, &[-27.0], -3.0);
    check(Cbrt, &[2f64.powi(-1074)], 2f64.powi(-358));
    for (y, x, angle) in [
        (0.0, 0.0, 0.0),
        (0.0, -0.0, PI),
        (0.0, 1.0, 0.0),
        (0.0, -1.0, PI),
        (1.0, 0.0, FRAC_PI_2),
        (1.0, -0.0, FRAC_PI_2),
        (1.0, INF, 0.0),
        (1.0, -INF, PI),
        (INF, 1.0, FRAC_PI_2),
        (INF, -1.0, FRAC_PI_2),
        (INF, INF, FRAC_PI_4),
        (INF, -INF, 3.0 * FRAC_PI_4),
        (TINY, 1.0, TINY),
    ] {
        check(Atan2, &[y, x], angle);
        check(Atan2, &[-y, x], -angle);
    }
    check(Atan2, &[NAN, 1.0], NAN);
    check(Atan2, &[1.0, NAN], NAN);
}

#[test]
fn inverse_hyperbolic_functions() {
    use Function::{Acosh, Asinh, Atanh};
    for function in [Asinh, Atanh] {
        for value in [0.0, -0.0, TINY, -1e-310] {
            check(function, &[value], value);
        }
        check(function, &[NAN], NAN);
    }
    check(Asinh, &[INF], INF);
    check(Asinh, &[-INF], -INF);
    check(Acosh, &[1.0], 0.0);
    check(Acosh, &[INF], INF);
    for value in [0.5, 1f64.next_down(), 0.0, -1.0, -INF, NAN] {
        check(Acosh, &[value], NAN);
    }
    check(Atanh, &[1.0], INF);
    check(Atanh, &[-1.0], -INF);
    for value in [1f64.next_up(), -2.0, INF, -INF] {
        check(Atanh, &[value], NAN);
    }
}

#[test]
fn error_functions() {
    use Function::{Erf, Erfc};
    for value in [0.0, -0.0] {
        check(Erf, &[value], value);
        check(Erfc, &[value], 1.0);
    }
    check(Erf, &[TINY], TINY);
    check(Erfc, &[TINY], 1.0);
    check(Erf, &[NAN], NAN);
    check(Erfc, &[NAN], NAN);
    for value in [6.0, 28.0, 1e300, INF] {
        check(Erf, &[value], 1.0);
        check(Erf, &[-value], -1.0);
        check(Erfc, &[-value], 2.0);
    }
    for value in [27.5, 28.0, 1e300, INF] {
        check(Erfc, &[value], 0.0);
    }
}

#[test]
fn powers() {
    let pow = |x: f64, y: f64, expected: f64| check(Function::Pow, &[x, y], expected);
    for y in [1.0, 3.0, 5.0, 7.0, 9.0, 1e15 + 1.0] {
        pow(0.0, y, 0.0);
        pow(-0.0, y, -0.0);
        pow(0.0, -y, INF);
        pow(-0.0, -y, -INF);
        pow(INF, y, INF);
        pow(-INF, y, -INF);
        pow(INF, -y, 0.0);
        pow(-INF, -y, -0.0);
    }
    for y in [0.5, 1.5, 2.0, 2.5, 3.5, 4.0, 4.5, 6.0, 0.3, 1e300, INF] {
        for x in [0.0, -0.0] {
            pow(x, y, 0.0);
            pow(x, -y, INF);
        }
        for x in [INF, -INF] {
            pow(x, y, INF);
            pow(x, -y, 0.0);
        }
    }
    for y in [0.0, -0.0, 1.0, 0.5, 5.5, INF, -INF, NAN] {
        pow(1.0, y, 1.0);
    }
    for x in [0.0, -0.0, 2.0, -3.0, INF, -INF, NAN] {
        pow(x, 0.0, 1.0);
        pow(x, -0.0, 1.0);
    }
    pow(-1.0, INF, 1.0);
    pow(-1.0, -INF, 1.0);
    pow(0.5, INF, 0.0);
    pow(0.5, -INF, INF);
    pow(-2.0, INF, INF);
    pow(-2.0, -INF, 0.0);
    for y in [0.5, 1.5, -2.5, 4.5, 0.1, -7.3] {
        pow(-2.0, y, NAN);
    }
    for y in [1.0, 2.0, 0.5, 7.0, 0.1, INF] {
        pow(NAN, y, NAN);
    }
    pow(2.0, NAN, NAN);
    pow(-2.0, 5.0, -32.0);
    pow(-2.0, 6.0, 64.0);
    pow(2.0, -1074.0, TINY);
    pow(2.0, 1023.0, 2f64.powi(1023));
    pow(2.0, 1024.0, INF);
    pow(-2.0, 1025.0, -INF);
    pow(-2.0, -1077.0, -0.0);
    pow(TINY, 5.0, 0.0);
    pow(10.0, 22.0, 1e22);
}

#[test]
fn names_are_read_and_refused() {
    for math in Math::ALL {
        assert_eq!(math.name().parse(), Ok(math));
    }
    let refused = "fast".parse::<Math>().expect_err("no such functions");
    assert_eq!(refused, "`fast` is none of own, libm and libm-products");
    assert_eq!(Function::of("math.exp"), Some(Function::Exp));
    assert_eq!(Function::of("math.erf"), Some(Function::Erf));
    assert_eq!(Function::of("math.absf"), None);
}
