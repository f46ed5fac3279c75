//! for, if, yield.

use crate::harness::*;
use fvopt_interpreter::Number;
use mlir_shim::ir::Scalar::I1;

const LOOP: &str = "
program.func @main(%f: !Fi, %g: !Fi, %low: index, %high: index, %step: index, %flag: i1) {
  %zero = arith.constant 0.0 : f64
  %t = stencil.load %f : !Fi -> !Ti
  %n, %last = program.for %i = %low to %high step %step iter_args(%s = %zero, %v = %t) -> (f64, !Ti) {
    %k = arith.index_cast %i : index to i64
    %x = arith.sitofp %k : i64 to f64
    %next = arith.addf %s, %x : f64
    %w = stencil.apply -> (!Ti) {
      %a = stencil.access %v[0] : !Ti
      %b = arith.addf %a, %next : f64
      stencil.yield %b : f64
    }
    program.if %flag {
      stencil.store %w to %f (i = start to end) : !Ti to !Fi
    }
    program.yield %next, %w : f64, !Ti
  }
  %r = program.if %flag -> (!Ti) {
    %u = stencil.apply -> (!Ti) {
      stencil.yield %n : f64
    }
    program.yield %u : !Ti
  } else {
    program.yield %last : !Ti
  }
  stencil.store %r to %g (i = start to end) : !Ti to !Fi
  program.return
}";

#[test]
fn loops_carry_scalars_and_temps() {
    for flag in [0, 1] {
        for (low, high, step) in [(0, 4, 1), (1, 8, 3), (5, 5, 1), (7, 2, 1), (0, 1, 100)] {
            let f = numbered("i", &[], [0; 3], [3, 1, 1]);
            let g = zeros("i", [0; 3], [3, 1, 1]);
            let mut run = case(LOOP, [3, 1, 1]).with(&f).with(&g);
            for value in [low, high, step] {
                run = run.scalar(Number::index(value));
            }
            run.scalar(Number::integer(I1, flag)).run();
            let (mut sum, mut total) = (0.0, 0.0);
            for i in (low..high).step_by(step as usize) {
                sum += i as f64;
                total += sum;
            }
            let carried: Vec<f64> = (0..3).map(|i| f64::from(i) + total).collect();
            if flag == 1 {
                expect_row(&f, &carried);
                expect_row(&g, &[sum; 3]);
            } else {
                expect_row(&f, &[0.0, 1.0, 2.0]);
                expect_row(&g, &carried);
            }
        }
    }
}

#[test]
fn a_step_that_is_not_positive_is_an_error() {
    let f = zeros("i", [0; 3], [3, 1, 1]);
    let mut run = case(LOOP, [3, 1, 1]).with(&f).with(&f);
    for value in [0, 3, 0] {
        run = run.scalar(Number::index(value));
    }
    run.scalar(Number::integer(I1, 0))
        .fails(&["5:15: error: for_c2: the step is 0"]);
}

#[test]
fn many_iterations_of_a_carried_temp_do_not_recurse() {
    let f = zeros("i", [0; 3], [1, 1, 1]);
    let g = zeros("i", [0; 3], [1, 1, 1]);
    let mut run = case(LOOP, [1, 1, 1]).with(&f).with(&g);
    for value in [0, 20_000, 1] {
        run = run.scalar(Number::index(value));
    }
    run.scalar(Number::integer(I1, 0)).run();
    let mut expected = 0.0;
    let mut sum = 0.0;
    for i in 0..20_000 {
        sum += f64::from(i);
        expected += sum;
    }
    expect_row(&g, &[expected]);
}
