// RUN: fvopt-opt %s -sccp | FileCheck %s
// RUN: fvopt-opt %s -int-range-optimizations | FileCheck %s --check-prefix=RANGE
// RUN: fvopt-opt %s -remove-dead-values | FileCheck %s --check-prefix=DEAD

// What upstream's analyses learn from the op interfaces.

// A call is a call: what all calls of a private stencil give is what its argument is.
// CHECK-LABEL: stencil.func private @scaled
// CHECK: %[[TWO:[a-z0-9_]+]] = arith.constant 2.000000e+00 : f64
// CHECK: arith.mulf %{{[0-9]+}}, %[[TWO]] : f64
stencil.func private @scaled(%f: !stencil.field<ijk x f64>, %s: f64) {
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
    %p = arith.mulf %v, %s : f64
    stencil.yield %p : f64
  }
  stencil.store %r to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

program.func @calls(%f: !stencil.field<ijk x f64>) {
  %two = arith.constant 2.0 : f64
  program.call @scaled(%f, %two) : !stencil.field<ijk x f64>, f64
  program.call @scaled(%f, %two) (i = start to end, j = start to end, k = start to start + 1) : !stencil.field<ijk x f64>, f64
  program.return
}

// Control enters the branch that a constant chooses, and both where nobody knows.
// CHECK-LABEL: program.func @branches
// CHECK-DAG: %[[ONE:[a-z0-9_]+]] = arith.constant 1 : index
// CHECK: %[[OPEN:[a-z0-9_]+]] = program.if %{{[a-z0-9]+}} -> (index)
// CHECK: program.callback @host(%[[ONE]], %[[OPEN]]) reads
program.func @branches(%unknown: i1) {
  %true = arith.constant true
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %chosen = program.if %true -> (index) {
    program.yield %one : index
  } else {
    program.yield %two : index
  }
  %open = program.if %unknown -> (index) {
    program.yield %one : index
  } else {
    program.yield %two : index
  }
  program.callback @host(%chosen, %open) reads [] writes [] : index, index
  program.return
}

// A value that a loop carries and never changes is its initial value; the counter stays in its range.
// CHECK-LABEL: program.func @loops
// CHECK-DAG: %[[THREE:[a-z0-9_]+]] = arith.constant 3 : index
// CHECK: program.callback @host(%[[THREE]]) reads
// RANGE-LABEL: program.func @loops
// RANGE: %[[TRUE:[a-z0-9_]+]] = arith.constant true
// RANGE: program.for
// RANGE: program.callback @inside(%[[TRUE]]) reads
program.func @loops() {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %ten = arith.constant 10 : index
  %same = program.for %n = %zero to %ten step %one iter_args(%s = %three) -> (index) {
    %below = arith.cmpi slt, %n, %ten : index
    program.callback @inside(%below) reads [] writes [] : i1
    program.yield %s : index
  }
  program.callback @host(%same) reads [] writes [] : index
  program.return
}

// What is carried for nothing goes.
// DEAD-LABEL: program.func @dead
// DEAD: program.for %{{[a-z0-9]+}} = %{{[a-z0-9_]+}} to %{{[a-z0-9]+}} step %{{[a-z0-9_]+}} {
// DEAD-NOT: arith.addf
program.func @dead(%n: index, %x: f64) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %unused = program.for %i = %zero to %n step %one iter_args(%s = %x) -> (f64) {
    program.callback @host(%i) reads [] writes [] : index
    %sum = arith.addf %s, %s : f64
    program.yield %sum : f64
  }
  program.return
}

// requirement D7
