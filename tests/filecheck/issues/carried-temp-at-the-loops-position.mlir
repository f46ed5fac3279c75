// RUN: split-file %s %t
// RUN: fvopt-opt %t/counter.mlir --stencil-infer-bounds | FileCheck %t/counter.mlir
// RUN: fvopt run %t/counter.mlir --domain 8,2,2 --arg n=5 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %t/counter.mlir --domain 1,1,1 --arg n=0 --check | FileCheck %s --check-prefix=EQUAL
// RUN: fvopt run %t/before.mlir --domain 8,2,2 --arg n=5 --check | FileCheck %s --check-prefix=EQUAL
// RUN: not fvopt-opt %t/unknown.mlir --stencil-infer-bounds 2>&1 | FileCheck %t/unknown.mlir
// EQUAL: equal to the interpreter

// What one iteration reads of a carried temp at its own position, the iteration before computed
// at this one's: at any position that the counter of the loop has.

//--- counter.mlir
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @main
program.func @main(%q: !f, %o: !f, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %l = stencil.load %q : !f -> !t
  %r = program.for %m = %zero to %n step %one iter_args(%t = %l) -> (!t) {
    stencil.store %t to %o (i = %m to %m + 1, j = start to end, k = start to end) : !t to !f
    // CHECK: stencil.apply (i = %c0 to %arg2, j = start to end, k = start to end)
    %x = stencil.apply -> (!t) {
      %a = stencil.access %t[0, 0, 0] : !t
      %b = arith.addf %a, %a : f64
      stencil.yield %b : f64
    }
    program.yield %x : !t
  }
  program.return
}

// So what is computed before a loop for the positions of its counter has a box.

//--- before.mlir
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
program.func @main(%q: !f, %o: !f, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %l = stencil.load %q : !f -> !t
  %x = stencil.apply -> (!t) {
    %a = stencil.access %l[0, 0, 0] : !t
    %b = arith.addf %a, %a : f64
    stencil.yield %b : f64
  }
  program.for %m = %zero to %n step %one {
    stencil.store %x to %o (i = %m to %m + 1, j = start to end, k = start to end) : !t to !f
    program.yield
  }
  program.return
}

// Of other values that an iteration computes nothing is known in the one before.

//--- unknown.mlir
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
program.func @main(%q: !f, %o: !f, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %l = stencil.load %q : !f -> !t
  %r = program.for %m = %zero to %n step %one iter_args(%t = %l) -> (!t) {
    %p = arith.muli %m, %m : index
    stencil.store %t to %o (i = %p to %p + 1, j = start to end, k = start to end) : !t to !f
    // CHECK: error: 'stencil.apply' op is needed on (j = start to end, k = start to end), which is not bounded on every axis
    %x = stencil.apply -> (!t) {
      %a = stencil.access %t[0, 0, 0] : !t
      %b = arith.addf %a, %a : f64
      stencil.yield %b : f64
    }
    program.yield %x : !t
  }
  program.return
}
