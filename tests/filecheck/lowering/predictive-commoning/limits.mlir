// RUN: fvopt-opt %s --split-input-file --predictive-commoning | FileCheck %s

!m = memref<?x?xf64>

// Loads alone are not carried where operations take longer: two loads, one of them across lines, are
// three, and so are the operations.
// CHECK-LABEL: func.func @loads(
// CHECK-NOT: iter_args
// CHECK: return
func.func @loads(%a: !m, %b: !m, %k: index, %n: index, %s: f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %e = arith.addi %i, %c1 : index
    %x = memref.load %a[%k, %i] : !m
    %y = memref.load %a[%k, %e] : !m
    %u = arith.mulf %x, %s : f64
    %v = arith.mulf %y, %y : f64
    %r = arith.addf %u, %v : f64
    memref.store %r, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}

// -----

!m = memref<?x?xf64>

// Neither is what others need in any case: here the difference is stored as well.
// CHECK-LABEL: func.func @needed(
// CHECK-NOT: iter_args
// CHECK: return
func.func @needed(%a: !m, %b: !m, %c: !m, %k: index, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c-1 = arith.constant -1 : index
  scf.for %i = %c0 to %n step %c1 {
    %w = arith.addi %i, %c-1 : index
    %e = arith.addi %i, %c1 : index
    %aw = memref.load %a[%k, %w] : !m
    %am = memref.load %a[%k, %i] : !m
    %ae = memref.load %a[%k, %e] : !m
    %dl = arith.subf %am, %aw : f64
    memref.store %dl, %c[%k, %i] : !m
    %left = arith.mulf %dl, %dl : f64
    %dr = arith.subf %ae, %am : f64
    %right = arith.mulf %dr, %dr : f64
    %r = arith.subf %right, %left : f64
    memref.store %r, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}

// -----

!m = memref<?x?xf64>

// No load moves across a store: the right value would have to come before the first store.
// CHECK-LABEL: func.func @across_a_store(
// CHECK-NOT: iter_args
// CHECK: return
func.func @across_a_store(%a: !m, %b: !m, %c: !m, %k: index, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %e = arith.addi %i, %c1 : index
    %x = memref.load %a[%k, %i] : !m
    %left = math.exp %x : f64
    memref.store %left, %c[%k, %i] : !m
    %y = memref.load %a[%k, %e] : !m
    %right = math.exp %y : f64
    memref.store %right, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}

// -----

!m = memref<?x?xf64>

// Loops without the annotation, with the width 1, with other steps, or that carry something stay as they are.
// CHECK-LABEL: func.func @loops(
// CHECK-COUNT-6: math.exp
// CHECK: iter_args(%{{.*}} = %{{.*}}) -> (f64)
// CHECK-COUNT-2: math.exp
// CHECK: return
func.func @loops(%a: !m, %b: !m, %k: index, %n: index, %t: f64) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  scf.for %i = %c0 to %n step %c1 {
    %e = arith.addi %i, %c1 : index
    %x = memref.load %a[%k, %i] : !m
    %y = memref.load %a[%k, %e] : !m
    %left = math.exp %x : f64
    %right = math.exp %y : f64
    %r = arith.addf %left, %right : f64
    memref.store %r, %b[%k, %i] : !m
  }
  scf.for %i = %c0 to %n step %c1 {
    %e = arith.addi %i, %c1 : index
    %x = memref.load %a[%k, %i] : !m
    %y = memref.load %a[%k, %e] : !m
    %left = math.exp %x : f64
    %right = math.exp %y : f64
    %r = arith.addf %left, %right : f64
    memref.store %r, %b[%k, %i] : !m
  } {stencil.vector = 1 : i64}
  scf.for %i = %c0 to %n step %c2 {
    %e = arith.addi %i, %c1 : index
    %x = memref.load %a[%k, %i] : !m
    %y = memref.load %a[%k, %e] : !m
    %left = math.exp %x : f64
    %right = math.exp %y : f64
    %r = arith.addf %left, %right : f64
    memref.store %r, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  %sum = scf.for %i = %c0 to %n step %c1 iter_args(%s = %t) -> (f64) {
    %e = arith.addi %i, %c1 : index
    %x = memref.load %a[%k, %i] : !m
    %y = memref.load %a[%k, %e] : !m
    %left = math.exp %x : f64
    %right = math.exp %y : f64
    %r = arith.addf %left, %right : f64
    memref.store %r, %b[%k, %i] : !m
    %u = arith.addf %s, %r : f64
    scf.yield %u : f64
  } {stencil.vector = 8 : i64}
  return %sum : f64
}

// -----

!m = memref<?x?xf64>

// Nothing is known of what a place gives that is the same in all iterations, of other rows, or of places
// that the counter is not simply added to.
// CHECK-LABEL: func.func @places(
// CHECK-NOT: iter_args
// CHECK: return
func.func @places(%a: !m, %b: !m, %k: index, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %k1 = arith.addi %k, %c1 : index
  scf.for %i = %c0 to %n step %c1 {
    %e = arith.addi %i, %c1 : index
    %fixed = memref.load %b[%k1, %k] : !m
    %x = memref.load %a[%k, %i] : !m
    %y = memref.load %a[%k1, %e] : !m
    %left = math.exp %x : f64
    %right = math.exp %y : f64
    %i2 = arith.muli %i, %c2 : index
    %e2 = arith.addi %i2, %c1 : index
    %p = memref.load %a[%k, %i2] : !m
    %q = memref.load %a[%k, %e2] : !m
    %ep = math.exp %p : f64
    %eq = math.exp %q : f64
    %f = math.exp %fixed : f64
    %r0 = arith.addf %left, %right : f64
    %r1 = arith.addf %r0, %ep : f64
    %r2 = arith.addf %r1, %eq : f64
    %r3 = arith.addf %r2, %f : f64
    memref.store %r3, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}

// -----

!m = memref<?x?xf64>

// Iterations that no number counts: nothing is known of values that are further apart.
// CHECK-LABEL: func.func @far(
// CHECK-NOT: iter_args
// CHECK: return
func.func @far(%b: !m, %k: index, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %most = arith.constant 9223372036854775807 : index
  %c-5 = arith.constant -5 : index
  scf.for %i = %c0 to %n step %c1 {
    %x = arith.addi %i, %most : index
    %y = arith.addi %i, %c-5 : index
    %wrapped = arith.addi %x, %c1 : index
    %product = arith.muli %y, %x : index
    %sum = arith.addi %product, %wrapped : index
    %number = arith.index_cast %sum : index to i64
    %r = arith.sitofp %number : i64 to f64
    memref.store %r, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}
