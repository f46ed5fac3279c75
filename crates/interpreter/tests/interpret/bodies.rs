//! Scalar operations, `scf.if` and `scf.while`, in bodies and in programs.

use crate::harness::*;
use fvopt_interpreter::Number;
use mlir_shim::ir::Scalar::{self, *};

/// Runs a body of `%a` and `%b` on rows of values; the body defines `%r`.
fn rows(ty: Scalar, to: Scalar, body: &str, a: &[f64], b: &[f64]) -> Result<Vec<f64>, String> {
    let (ty_name, to_name) = (ty.name(), to.name());
    let source = format!(
        "
stencil.func @main(%fa: !stencil.field<i x {ty_name}>, %fb: !stencil.field<i x {ty_name}>, %fr: !stencil.field<i x {to_name}>) {{
  %ta = stencil.load %fa : !stencil.field<i x {ty_name}> -> !stencil.temp<i x {ty_name}>
  %tb = stencil.load %fb : !stencil.field<i x {ty_name}> -> !stencil.temp<i x {ty_name}>
  %tr = stencil.apply -> (!stencil.temp<i x {to_name}>) {{
    %a = stencil.access %ta[0] : !stencil.temp<i x {ty_name}>
    %b = stencil.access %tb[0] : !stencil.temp<i x {ty_name}>
    {body}
    stencil.yield %r : {to_name}
  }}
  stencil.store %tr to %fr (i = start to end) : !stencil.temp<i x {to_name}> to !stencil.field<i x {to_name}>
  stencil.return
}}"
    );
    let (fa, fb, fr) = (row(ty, a), row(ty, b), row(to, &vec![0.0; a.len()]));
    let run = case(&source, [a.len() as i64, 1, 1])
        .with(&fa)
        .with(&fb)
        .with(&fr);
    run.result().map_err(|error| error.to_string())?;
    let array = fr.array();
    Ok((0..a.len() as i64)
        .map(|i| array.get(0, [i, 0, 0]).unwrap().to_f64())
        .collect())
}

#[track_caller]
fn check(ty: Scalar, to: Scalar, op: &str, a: &[f64], b: &[f64], expected: &[f64]) {
    let found = rows(ty, to, &format!("%r = {op}"), a, b).unwrap();
    let same = found
        .iter()
        .zip(expected)
        .all(|(x, y)| x.to_bits() == y.to_bits() || x.is_nan() && y.is_nan());
    assert!(
        same && found.len() == expected.len(),
        "{op}: {found:?}, not {expected:?}"
    );
}

#[track_caller]
fn check_f64(op: &str, f: impl Fn(f64, f64) -> f64) {
    let a = [
        1.5,
        -2.5,
        0.0,
        -0.0,
        3.0,
        f64::NAN,
        f64::INFINITY,
        -0.5,
        2.5,
        1e300,
    ];
    let b = [2.0, 3.0, -0.0, 0.0, f64::NAN, 1.0, -1.0, -0.5, 0.5, 1e300];
    let expected: Vec<f64> = a.iter().zip(b).map(|(a, b)| f(*a, b)).collect();
    check(F64, F64, &format!("{op} : f64"), &a, &b, &expected);
    let (a, b) = (
        a.map(|a| f64::from(a as f32)),
        b.map(|b| f64::from(b as f32)),
    );
    let exact = [
        "addf", "subf", "mulf", "divf", "max", "min", "neg", "abs", "floor", "ceil", "trunc",
        "round", "copysign", "sqrt",
    ];
    if exact.iter().any(|name| op.contains(name)) {
        // Rounding an f64 result of f32 operands once more is right for these.
        let expected: Vec<f64> = a
            .iter()
            .zip(b)
            .map(|(a, b)| f64::from(f(*a, b) as f32))
            .collect();
        check(F32, F32, &format!("{op} : f32"), &a, &b, &expected);
    }
}

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
    check_f64("math.sin %a", |a, _| a.sin());
    check_f64("math.exp %a", |a, _| a.exp());
    check_f64("math.powf %a, %b", f64::powf);
    check_f64("math.atan2 %a, %b", f64::atan2);
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
        [0.5f64.sin()]
    );
}

#[test]
fn what_has_no_result_is_an_error_at_its_place() {
    let fail = |ty, to, body: &str, a, b| rows(ty, to, body, &[1.0, a], &[1.0, b]).unwrap_err();
    let error = fail(I32, I32, "%r = arith.divsi %a, %b : i32", 1.0, 0.0);
    assert!(
        error
            .starts_with("-:8:10: error: `arith.divsi` divides by zero or overflows, at (1, 0, 0)"),
        "{error}"
    );
    assert!(
        error.contains("-:11:3: note: stores an undefined value at (1, 0, 0)"),
        "{error}"
    );
    fail(I8, I8, "%r = arith.divsi %a, %b : i8", -128.0, -1.0);
    fail(I8, I8, "%r = arith.remui %a, %b : i8", 3.0, 0.0);
    fail(I8, I8, "%r = arith.shli %a, %b : i8", 3.0, 8.0);
    fail(I8, I8, "%r = math.ipowi %a, %b : i8", 0.0, -1.0);
    let error = fail(F64, I8, "%r = arith.fptosi %a : f64 to i8", 128.0, 0.0);
    assert!(
        error.contains("the number does not fit the integer type, at (1, 0, 0)"),
        "{error}"
    );
    fail(F64, I32, "%r = arith.fptosi %a : f64 to i32", f64::NAN, 0.0);
    fail(F64, I8, "%r = arith.fptoui %a : f64 to i8", -1.0, 0.0);
    // What is not chosen does no harm.
    let body = "%zero = arith.constant 0 : i32
      %ok = arith.cmpi ne, %b, %zero : i32
      %q = arith.divsi %a, %b : i32
      %r = arith.select %ok, %q, %zero : i32";
    assert_eq!(
        rows(I32, I32, body, &[6.0, 6.0], &[2.0, 0.0]).unwrap(),
        [3.0, 0.0]
    );
    let error = rows(
        F64,
        F64,
        "%x = arith.constant dense<1.0> : vector<2xf64>\n%r = arith.addf %a, %b : f64",
        &[1.0],
        &[1.0],
    );
    assert!(
        error
            .unwrap_err()
            .contains("`arith.constant` on values of type vector<2xf64>")
    );
}

#[test]
fn branches_run_on_their_points_only() {
    let body = "%zero = arith.constant 0 : i32
      %ok = arith.cmpi ne, %b, %zero : i32
      %r = scf.if %ok -> (i32) {
        %q = arith.divsi %a, %b : i32
        %neg = arith.cmpi slt, %q, %zero : i32
        %n = scf.if %neg -> (i32) {
          %m = arith.subi %zero, %q : i32
          scf.yield %m : i32
        } else {
          scf.yield %q : i32
        }
        scf.yield %n : i32
      } else {
        scf.yield %a : i32
      }";
    let found = rows(
        I32,
        I32,
        body,
        &[6.0, 6.0, -6.0, 9.0],
        &[2.0, 0.0, 3.0, -3.0],
    )
    .unwrap();
    assert_eq!(found, [3.0, 6.0, 2.0, 3.0]);
}

const COLLATZ: &str = "%one = arith.constant 1 : i32
      %two = arith.constant 2 : i32
      %three = arith.constant 3 : i32
      %zero = arith.constant 0 : i32
      %r, %x = scf.while (%n = %zero, %v = %a) : (i32, i32) -> (i32, i32) {
        %more = arith.cmpi ne, %v, %one : i32
        scf.condition(%more) %n, %v : i32, i32
      } do {
      ^bb0(%n: i32, %v: i32):
        %bit = arith.andi %v, %one : i32
        %odd = arith.cmpi eq, %bit, %one : i32
        %next = scf.if %odd -> (i32) {
          %t = arith.muli %v, %three : i32
          %u = arith.addi %t, %one : i32
          scf.yield %u : i32
        } else {
          %h = arith.divsi %v, %two : i32
          scf.yield %h : i32
        }
        %m = arith.addi %n, %one : i32
        scf.yield %m, %next : i32, i32
      }";

#[test]
fn loops_end_at_each_point_by_itself() {
    let starts: Vec<f64> = (1..300).map(f64::from).collect();
    let expected: Vec<f64> = (1..300u64)
        .map(|start| {
            let (mut value, mut steps) = (start, 0);
            while value != 1 {
                value = if value % 2 == 1 {
                    3 * value + 1
                } else {
                    value / 2
                };
                steps += 1;
            }
            f64::from(steps)
        })
        .collect();
    assert_eq!(rows(I32, I32, COLLATZ, &starts, &starts).unwrap(), expected);
}

#[test]
fn an_endless_loop_is_an_error() {
    let error = rows(I32, I32, COLLATZ, &[1.0, 0.0], &[0.0; 2]).unwrap_err();
    assert!(
        error.contains("-:12:16: error: `scf.while` goes round more than 1000000 times"),
        "{error}"
    );
}

#[test]
fn a_branch_decided_by_an_undefined_value_is_an_error_where_it_matters() {
    let source = "
stencil.func @main(%f: !Fi) {
  %u = stencil.undef : !Ti
  %r = stencil.apply -> (!Ti) {
    %a = stencil.access %u[0] : !Ti
    %zero = arith.constant 0.0 : f64
    %c = arith.cmpf olt, %a, %zero : f64
    %v = scf.if %c -> (f64) {
      scf.yield %zero : f64
    } else {
      scf.yield %zero : f64
    }
    stencil.yield %v : f64
  }
  stencil.store %r to %f (i = start to end) : !Ti to !Fi
  stencil.return
}";
    let f = zeros("i", [0; 3], [3, 1, 1]);
    case(source, [3, 1, 1]).with(&f).fails(&[
        "8:10: error: an undefined value decides: never written: `stencil.undef`, index (0, 0, 0)",
        "15:3: note: stores an undefined value at (0, 0, 0)",
    ]);
}

#[test]
fn scalars_of_programs() {
    let source = "
program.func @main(%f: !Fi, %x: f64, %n: i32) {
  %one = arith.constant 1.0 : f64
  %y = arith.addf %x, %one : f64
  %c = arith.cmpf ogt, %y, %one : f64
  %z = scf.if %c -> (f64) {
    %w = math.sqrt %y : f64
    scf.yield %w : f64
  } else {
    scf.yield %x : f64
  }
  %k = arith.divsi %n, %n : i32
  program.call @fill(%f, %z) : !Fi, f64
  program.return
}
stencil.func @fill(%f: !Fi, %x: f64) {
  %r = stencil.apply -> (!Ti) {
    stencil.yield %x : f64
  }
  stencil.store %r to %f (i = start to end) : !Ti to !Fi
  stencil.return
}";
    let f = zeros("i", [0; 3], [2, 1, 1]);
    let run = |n| {
        case(source, [2, 1, 1])
            .with(&f)
            .scalar(Number::f64(3.0))
            .scalar(Number::integer(I32, n))
    };
    run(1).run();
    expect_row(&f, &[2.0, 2.0]);
    run(0).fails(&["12:8: error: `arith.divsi` divides by zero"]);
}
