//! Scalar operations, `scf.if` and `scf.while`, in bodies and in programs.

mod control;
mod floats;
mod integers;

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
