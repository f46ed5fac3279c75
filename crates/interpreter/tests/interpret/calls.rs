//! call, func, return, bound: domains, nesting, errors.

// requirement D2

use crate::harness::*;
use fvopt_interpreter::Number;
use std::fmt::Write;

const ADD: &str = "
stencil.func @add(%f: !Fi, %x: f64) {
  %t = stencil.load %f : !Fi -> !Ti
  %r = stencil.apply -> (!Ti) {
    %v = stencil.access %t[0] : !Ti
    %s = arith.addf %v, %x : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %f (i = start to end) : !Ti to !Fi
  stencil.return
}";

#[test]
fn a_call_sets_the_domain_and_shifts_nothing() {
    let source = format!(
        "{ADD}
program.func @inner(%f: !Fi, %x: f64) {{
  program.call @add(%f, %x) : !Fi, f64
  program.call @add(%f, %x) (i = start + 1 to end - 1, j = start to end, k = start to end) : !Fi, f64
  %low, %high = program.bound (i = start to end)
  %n = arith.index_cast %low : index to i64
  %y = arith.sitofp %n : i64 to f64
  program.call @add(%f, %y) (i = %high to %high + 1, j = 0 to 1, k = 0 to 1) : !Fi, f64
  program.return
}}
program.func @main(%f: !Fi, %x: f64) {{
  program.call @inner(%f, %x) (i = start + 2 to end - 1, j = start to end, k = start to end) : !Fi, f64
  program.call @add(%f, %x) (i = end to start, j = start to end, k = start to end) : !Fi, f64
  program.return
}}"
    );
    let f = zeros("i", [0; 3], [8, 1, 1]);
    case(&source, [8, 1, 1])
        .with(&f)
        .scalar(Number::f64(1.0))
        .run();
    expect_row(&f, &[0.0, 0.0, 1.0, 2.0, 2.0, 2.0, 1.0, 2.0]);
}

#[test]
fn ten_thousand_programs_deep() {
    let mut source = String::from(ADD);
    for level in 0..10_000 {
        let callee = if level == 0 {
            "add".to_string()
        } else {
            format!("p{}", level - 1)
        };
        let name = if level == 9_999 {
            "main".to_string()
        } else {
            format!("p{level}")
        };
        write!(
            source,
            "
program.func @{name}(%f: !Fi, %x: f64) {{
  program.call @{callee}(%f, %x) : !Fi, f64
  program.return
}}"
        )
        .unwrap();
    }
    let f = zeros("i", [0; 3], [2, 1, 1]);
    case(&source, [2, 1, 1])
        .with(&f)
        .scalar(Number::f64(1.0))
        .run();
    expect_row(&f, &[1.0, 1.0]);
    let short = zeros("i", [0; 3], [1, 1, 1]);
    let error = case(&source, [2, 1, 1])
        .with(&short)
        .scalar(Number::f64(1.0))
        .error();
    assert!(error.contains("9:3: error: stores outside"), "{error}");
    assert!(error.contains("(9984 more calls in between)"), "{error}");
    assert_eq!(error.lines().count(), 18);
}

#[test]
fn wrong_calls_are_errors() {
    let main = |call: &str| {
        format!("{ADD}\nprogram.func @main(%f: !Fi, %x: f64) {{\n  {call}\n  program.return\n}}")
    };
    let f = zeros("i", [0; 3], [2, 1, 1]);
    let run = |call: &str| {
        case(&main(call), [2, 1, 1])
            .with(&f)
            .scalar(Number::f64(1.0))
            .result()
    };
    let message = |call: &str| run(call).unwrap_err().to_string();
    let cycle = message("program.call @main(%f, %x) : !Fi, f64");
    assert!(cycle.contains("call_c4: @main calls itself"), "{cycle}");
    let error = case(&main(""), [2, 1, 1]).with(&f).error();
    assert!(
        error.contains("@main takes 2 arguments but is given 1"),
        "{error}"
    );
    let error = case(&main(""), [2, 1, 1])
        .with(&f)
        .scalar(Number::f32(1.0))
        .error();
    assert!(
        error.contains("argument 1 of @main is of type f64 but is given a f32"),
        "{error}"
    );
    let wrong = zeros("ij", [0; 3], [2, 1, 1]);
    let error = case(&main(""), [2, 1, 1])
        .with(&wrong)
        .scalar(Number::f64(1.0))
        .error();
    assert!(error.contains("argument 0 of @main is of type"), "{error}");
    let error = case("", [2, 1, 1]).error();
    assert!(error.contains("there is no function @main"), "{error}");
}

#[test]
fn flattened_operations_tell_the_calls_they_came_by() {
    let source = "
stencil.func @main(%f: !Fi) {
  %u = stencil.undef : !Ti
  stencil.store %u to %f (i = start to end) : !Ti to !Fi loc(callsite(\"a.mlir\":1:2 at callsite(\"b.mlir\":3:4 at \"c.mlir\":5:6)))
  stencil.return
}";
    let f = zeros("i", [0; 3], [2, 1, 1]);
    case(source, [2, 1, 1]).with(&f).fails(&[
        "a.mlir:1:2: error: stores an undefined value at (0, 0, 0)",
        "b.mlir:3:4: note: called from here\nc.mlir:5:6: note: called from here",
    ]);
}
