// RUN: fvopt-opt %s --vectorize-annotated-loops | FileCheck %s

!m = memref<?x?xf64, strided<[?, 1], offset: ?>>

// Other steps, carried values and loops inside: such a loop stays; the annotation goes.
// CHECK-LABEL: func.func @scalar(
// CHECK-NOT: vector
// CHECK: scf.for {{.*}} step %c2 {
// CHECK-NOT: vector
// CHECK: scf.for {{.*}} iter_args
// CHECK-NOT: vector
// CHECK: scf.for
// CHECK-NOT: vector
// CHECK: scf.for
// CHECK-NOT: vector
// CHECK: return
func.func @scalar(%b: !m, %k: index, %n: index, %s: f64) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  scf.for %i = %c0 to %n step %c2 {
    memref.store %s, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%t = %s) -> (f64) {
    %x = memref.load %b[%k, %i] : !m
    %y = arith.addf %t, %x : f64
    scf.yield %y : f64
  } {stencil.vector = 8 : i64}
  scf.for %i = %c0 to %n step %c1 {
    %e = scf.for %j = %c0 to %n step %c1 iter_args(%t = %i) -> (index) {
      %l = arith.addi %t, %j : index
      scf.yield %l : index
    }
    memref.store %s, %b[%k, %e] : !m
  } {stencil.vector = 8 : i64}
  return %r : f64
}

// Counters that are no indices, or unsigned ones.
// CHECK-LABEL: func.func @counters(
// CHECK-NOT: vector
// CHECK: scf.for %{{.*}} : i32 {
// CHECK-NOT: vector
// CHECK: scf.for unsigned
// CHECK-NOT: vector
// CHECK: return
func.func @counters(%b: !m, %k: index, %low: i32, %high: i32, %n: index, %s: f64) {
  %c1 = arith.constant 1 : i32
  scf.for %j = %low to %high step %c1 : i32 {
    %i = arith.index_cast %j : i32 to index
    memref.store %s, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  %one = arith.constant 1 : index
  scf.for unsigned %i = %k to %n step %one {
    memref.store %s, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}
