//! Loops whose range ends where 64 bits do.

use super::Ways;
use fvopt_testing::context;

/// More iterations than this are not run.
const MOST: u128 = 300;

const TEXT: &str = "
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @next(%a: !f, %n: index) {
  %l = stencil.load %a : !f -> !t
  %r = stencil.apply -> (!t) {
    %v = stencil.access %l[0, 0, 0] : !t
    %two = arith.constant 2.0 : f64
    %w = arith.mulf %v, %two : f64
    %i = arith.index_cast %n : index to i64
    %x = arith.sitofp %i : i64 to f64
    %s = arith.addf %w, %x : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %a (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%a: !f, %low: index, %high: index, %step: index) {
  program.for %n = %low to %high step %step {
    program.call @next(%a, %n) : !f, index
  }
  program.return
}";

#[test]
fn loops_run_as_often_as_their_range_says() {
    const LEAST: i64 = i64::MIN;
    const MOST_POSITIVE: i64 = i64::MAX;
    let ends = [
        LEAST,
        LEAST + 1,
        LEAST + 5,
        -1,
        0,
        1,
        MOST_POSITIVE - 5,
        MOST_POSITIVE - 1,
        MOST_POSITIVE,
    ];
    let steps = [
        LEAST,
        -1,
        0,
        1,
        2,
        3,
        1 << 62,
        MOST_POSITIVE - 1,
        MOST_POSITIVE,
    ];
    let context = context();
    let ways = Ways::new(&context, TEXT);
    let mut failed = Vec::new();
    let mut run = 0;
    for low in ends {
        for high in ends {
            for step in steps {
                let distance = i128::from(high) - i128::from(low);
                let iterations = if step <= 0 || distance <= 0 {
                    0
                } else {
                    (distance as u128).div_ceil(step as u128)
                };
                if iterations <= MOST {
                    failed.extend(ways.differences(&[low, high, step]));
                    run += u32::from(iterations > 0);
                }
            }
        }
    }
    assert!(run > 100, "only {run} loops run at all");
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}
