//! Floats.

use super::*;
use fvopt_math::Function;

#[test]
fn floats_are_exact() {
    check_f64("arith.addf %a, %b", |a, b| a + b);
    check_f64("arith.subf %a, %b", |a, b| a - b);
    check_f64("arith.mulf %a, %b", |a, b| a * b);
    check_f64("arith.divf %a, %b", |a, b| a / b);
    check_f64("arith.negf %a", |a, _| -a);
    check_f64("arith.remf %a, %b", |a, b| a % b);
    check_f64("math.absf %a", |a, _| a.abs());
    check_f64("math.sqrt %a", |a, _| a.sqrt());
    check(
        F64,
        F64,
        "math.rsqrt %a : f64",
        &[4.0, 0.0],
        &[0.0; 2],
        &[0.5, f64::INFINITY],
    );
    check_f64("math.floor %a", |a, _| a.floor());
    check_f64("math.ceil %a", |a, _| a.ceil());
    check_f64("math.trunc %a", |a, _| a.trunc());
    check_f64("math.round %a", |a, _| a.round());
    check_f64("math.roundeven %a", |a, _| a.round_ties_even());
    check_f64("math.copysign %a, %b", f64::copysign);
    check_f64("math.fma %a, %b, %a", |a, b| a.mul_add(b, a));
    for function in [Function::Sin, Function::Exp] {
        let operation = format!("{} %a", function.operation());
        check_f64(&operation, |a, _| function.apply(&[a]));
    }
    for function in [Function::Pow, Function::Atan2] {
        let operation = format!("{} %a, %b", function.operation());
        check_f64(&operation, |a, b| function.apply(&[a, b]));
    }
    check_f64("arith.maxnumf %a, %b", |a, b| {
        if b.is_nan() || a >= b { a } else { b }
    });
    check_f64("arith.minnumf %a, %b", |a, b| {
        if b.is_nan() || a <= b { a } else { b }
    });
}

#[test]
fn maximum_and_minimum_know_nan_and_signed_zeros() {
    let (a, b) = (
        [0.0, -0.0, f64::NAN, 1.0, 2.0],
        [-0.0, 0.0, 1.0, f64::NAN, 3.0],
    );
    let nan = f64::NAN;
    check(
        F64,
        F64,
        "arith.maximumf %a, %b : f64",
        &a,
        &b,
        &[0.0, 0.0, nan, nan, 3.0],
    );
    check(
        F64,
        F64,
        "arith.minimumf %a, %b : f64",
        &a,
        &b,
        &[-0.0, -0.0, nan, nan, 2.0],
    );
    check(
        F32,
        F32,
        "arith.maximumf %a, %b : f32",
        &a,
        &b,
        &[0.0, 0.0, nan, nan, 3.0],
    );
    check(
        F64,
        F64,
        "arith.maxnumf %a, %b : f64",
        &a,
        &b,
        &[0.0, -0.0, 1.0, 1.0, 3.0],
    );
    check(
        F64,
        F64,
        "arith.minnumf %a, %b : f64",
        &a,
        &b,
        &[0.0, -0.0, 1.0, 1.0, 2.0],
    );
}

#[test]
fn comparisons_of_floats() {
    let (a, b) = ([1.0, 2.0, 2.0, f64::NAN], [2.0, 1.0, 2.0, 1.0]);
    let table: [(&str, [f64; 4]); 16] = [
        ("false", [0.0; 4]),
        ("oeq", [0.0, 0.0, 1.0, 0.0]),
        ("ogt", [0.0, 1.0, 0.0, 0.0]),
        ("oge", [0.0, 1.0, 1.0, 0.0]),
        ("olt", [1.0, 0.0, 0.0, 0.0]),
        ("ole", [1.0, 0.0, 1.0, 0.0]),
        ("one", [1.0, 1.0, 0.0, 0.0]),
        ("ord", [1.0, 1.0, 1.0, 0.0]),
        ("ueq", [0.0, 0.0, 1.0, 1.0]),
        ("ugt", [0.0, 1.0, 0.0, 1.0]),
        ("uge", [0.0, 1.0, 1.0, 1.0]),
        ("ult", [1.0, 0.0, 0.0, 1.0]),
        ("ule", [1.0, 0.0, 1.0, 1.0]),
        ("une", [1.0, 1.0, 0.0, 1.0]),
        ("uno", [0.0, 0.0, 0.0, 1.0]),
        ("true", [1.0; 4]),
    ];
    for (predicate, expected) in table {
        check(
            F64,
            I1,
            &format!("arith.cmpf {predicate}, %a, %b : f64"),
            &a,
            &b,
            &expected,
        );
        check(
            F32,
            I1,
            &format!("arith.cmpf {predicate}, %a, %b : f32"),
            &a,
            &b,
            &expected,
        );
    }
}
