// RUN: fvopt run %s --arg n=300000 | FileCheck %s

// The words of a callback were put on the stack anew in every iteration: a long
// loop overflowed it.

// CHECK: @main on
program.func @main(%n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %s = arith.constant 0.0 : f64
  program.for %i = %zero to %n step %one {
    program.callback @fvopt_fail(%s, %s, %s, %s, %s, %s, %s, %s) reads [] writes []
        : f64, f64, f64, f64, f64, f64, f64, f64
  }
  program.return
}
