//! Integers and casts.

use super::*;

#[test]
fn comparisons_and_arithmetic_of_integers() {
    let (a, b) = ([-1.0, 5.0, 5.0, -128.0], [1.0, 5.0, -7.0, 3.0]);
    let check8 = |op: &str, expected: [f64; 4]| {
        check(I8, I8, &format!("{op} %a, %b : i8"), &a, &b, &expected)
    };
    let compare = |predicate: &str, expected: [f64; 4]| {
        check(
            I8,
            I1,
            &format!("arith.cmpi {predicate}, %a, %b : i8"),
            &a,
            &b,
            &expected,
        )
    };
    compare("eq", [0.0, 1.0, 0.0, 0.0]);
    compare("ne", [1.0, 0.0, 1.0, 1.0]);
    compare("slt", [1.0, 0.0, 0.0, 1.0]);
    compare("sle", [1.0, 1.0, 0.0, 1.0]);
    compare("sgt", [0.0, 0.0, 1.0, 0.0]);
    compare("sge", [0.0, 1.0, 1.0, 0.0]);
    compare("ult", [0.0, 0.0, 1.0, 0.0]);
    compare("ule", [0.0, 1.0, 1.0, 0.0]);
    compare("ugt", [1.0, 0.0, 0.0, 1.0]);
    compare("uge", [1.0, 1.0, 0.0, 1.0]);
    check8("arith.addi", [0.0, 10.0, -2.0, -125.0]);
    check8("arith.subi", [-2.0, 0.0, 12.0, 125.0]);
    check8("arith.muli", [-1.0, 25.0, -35.0, -128.0]);
    check8("arith.divsi", [-1.0, 1.0, 0.0, -42.0]);
    check8("arith.divui", [-1.0, 1.0, 0.0, 42.0]);
    check8("arith.ceildivsi", [-1.0, 1.0, 0.0, -42.0]);
    check8("arith.ceildivui", [-1.0, 1.0, 1.0, 43.0]);
    check8("arith.floordivsi", [-1.0, 1.0, -1.0, -43.0]);
    check8("arith.remsi", [0.0, 0.0, 5.0, -2.0]);
    check8("arith.remui", [0.0, 0.0, 5.0, 2.0]);
    check8("arith.andi", [1.0, 5.0, 1.0, 0.0]);
    check8("arith.ori", [-1.0, 5.0, -3.0, -125.0]);
    check8("arith.xori", [-2.0, 0.0, -4.0, -125.0]);
    check8("arith.maxsi", [1.0, 5.0, 5.0, 3.0]);
    check8("arith.maxui", [-1.0, 5.0, -7.0, -128.0]);
    check8("arith.minsi", [-1.0, 5.0, -7.0, -128.0]);
    check8("arith.minui", [1.0, 5.0, 5.0, 3.0]);
    check(
        I8,
        I8,
        "math.ipowi %a, %b : i8",
        &[-1.0, 2.0, 3.0, 2.0],
        &[3.0, 5.0, 5.0, -1.0],
        &[-1.0, 32.0, -13.0, 0.0],
    );
    check(
        I8,
        I8,
        "math.absi %a : i8",
        &a,
        &b,
        &[1.0, 5.0, 5.0, -128.0],
    );
    check(I8, I8, "math.ctlz %a : i8", &a, &b, &[0.0, 5.0, 5.0, 0.0]);
    check(I8, I8, "math.cttz %a : i8", &a, &b, &[0.0, 0.0, 0.0, 7.0]);
    check(I8, I8, "math.ctpop %a : i8", &a, &b, &[8.0, 2.0, 2.0, 1.0]);
    check(
        I16,
        I16,
        "arith.shli %a, %b : i16",
        &[3.0, -1.0],
        &[14.0, 1.0],
        &[-16384.0, -2.0],
    );
    check(
        I16,
        I16,
        "arith.shrsi %a, %b : i16",
        &[-5.0, 8.0],
        &[1.0, 2.0],
        &[-3.0, 2.0],
    );
    check(
        I16,
        I16,
        "arith.shrui %a, %b : i16",
        &[-5.0, 8.0],
        &[1.0, 2.0],
        &[32765.0, 2.0],
    );
}

#[test]
fn casts() {
    check(
        I8,
        F64,
        "arith.sitofp %a : i8 to f64",
        &[-1.0],
        &[0.0],
        &[-1.0],
    );
    check(
        I8,
        F32,
        "arith.uitofp %a : i8 to f32",
        &[-1.0],
        &[0.0],
        &[255.0],
    );
    check(
        I1,
        F64,
        "arith.sitofp %a : i1 to f64",
        &[1.0],
        &[0.0],
        &[-1.0],
    );
    check(
        F64,
        I8,
        "arith.fptosi %a : f64 to i8",
        &[-128.9, 127.9],
        &[0.0; 2],
        &[-128.0, 127.0],
    );
    check(
        F32,
        I8,
        "arith.fptoui %a : f32 to i8",
        &[255.9, -0.9],
        &[0.0; 2],
        &[-1.0, 0.0],
    );
    check(
        F32,
        F64,
        "arith.extf %a : f32 to f64",
        &[0.1],
        &[0.0],
        &[f64::from(0.1f32)],
    );
    check(
        F64,
        F32,
        "arith.truncf %a : f64 to f32",
        &[0.1],
        &[0.0],
        &[f64::from(0.1f32)],
    );
    check(
        I8,
        I32,
        "arith.extsi %a : i8 to i32",
        &[-3.0],
        &[0.0],
        &[-3.0],
    );
    check(
        I8,
        I32,
        "arith.extui %a : i8 to i32",
        &[-3.0],
        &[0.0],
        &[253.0],
    );
    check(
        I1,
        I32,
        "arith.extsi %a : i1 to i32",
        &[1.0],
        &[0.0],
        &[-1.0],
    );
    check(
        I32,
        I8,
        "arith.trunci %a : i32 to i8",
        &[511.0],
        &[0.0],
        &[-1.0],
    );
    check(
        I32,
        F32,
        "arith.bitcast %a : i32 to f32",
        &[1.0f32.to_bits().into()],
        &[0.0],
        &[1.0],
    );
    let body = "%x = arith.index_cast %a : i32 to index\n%r = arith.index_castui %x : index to i64";
    assert_eq!(rows(I32, I64, body, &[-7.0], &[0.0]).unwrap(), [-7.0]);
    let body = "%s, %c = arith.addui_extended %a, %b : i8, i1\n%r = arith.extui %c : i1 to i8";
    assert_eq!(
        rows(I8, I8, body, &[-1.0, 1.0], &[1.0, 1.0]).unwrap(),
        [1.0, 0.0]
    );
    let body = "%s, %r = arith.mulsi_extended %a, %b : i8";
    assert_eq!(
        rows(I8, I8, body, &[-128.0, 2.0], &[2.0, 3.0]).unwrap(),
        [-1.0, 0.0]
    );
    let body = "%s, %r = arith.mului_extended %a, %b : i8";
    assert_eq!(
        rows(I8, I8, body, &[-128.0, 2.0], &[2.0, 3.0]).unwrap(),
        [1.0, 0.0]
    );
    let body = "%p = arith.constant -2 : i32\n%r = math.fpowi %a, %p : f64, i32";
    assert_eq!(rows(F64, F64, body, &[3.0], &[0.0]).unwrap(), [1.0 / 9.0]);
    for (op, expected) in [
        ("isnan", [1.0, 0.0, 0.0]),
        ("isinf", [0.0, 1.0, 0.0]),
        ("isfinite", [0.0, 0.0, 1.0]),
        ("isnormal", [0.0, 0.0, 1.0]),
    ] {
        check(
            F64,
            I1,
            &format!("math.{op} %a : f64"),
            &[f64::NAN, f64::INFINITY, 2.0],
            &[0.0; 3],
            &expected,
        );
    }
    check(
        F64,
        F64,
        "math.clampf %a to [%b, %b] : f64",
        &[3.0, -1.0],
        &[1.0; 2],
        &[1.0, 1.0],
    );
    let body = "%r, %c = math.sincos %a : f64";
    assert_eq!(
        rows(F64, F64, body, &[0.5], &[0.0]).unwrap(),
        [fvopt_math::Function::Sin.apply(&[0.5])]
    );
}
