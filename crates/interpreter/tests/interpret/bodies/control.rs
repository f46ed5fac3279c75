//! Undefined results, branches and loops.

use super::*;

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
