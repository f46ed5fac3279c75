// RUN: fvopt-opt %s --split-input-file --vectorize-annotated-loops | FileCheck %s

!m = memref<?x?xf64>

// Past the caches or not: both loops carry the vector on, and the rest goes on with the one that ran.
// CHECK-LABEL: func.func @streamed(
// CHECK: %[[BEFORE:.*]] = vector.broadcast %{{.*}} : f64 to vector<8xf64>
// CHECK: %[[LAST:.*]] = scf.if %{{.*}} -> (vector<8xf64>) {
// CHECK:   %[[ONE:.*]] = scf.for {{.*}} iter_args(%{{.*}} = %[[BEFORE]])
// CHECK:     vector.store {{.*}} nontemporal = true
// CHECK:   scf.yield %[[ONE]]
// CHECK: } else {
// CHECK:   %[[OTHER:.*]] = scf.for {{.*}} iter_args(%{{.*}} = %[[BEFORE]])
// CHECK:   scf.yield %[[OTHER]]
// CHECK: }
// CHECK: vector.shuffle %[[LAST]], %{{.*}} [7, 8, 9, 10, 11, 12, 13, 14]
func.func @streamed(%a: !m, %b: !m, %k: index, %n: index, %first: f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %last = scf.for %i = %c0 to %n step %c1 iter_args(%before = %first) -> (f64) {
    %x = memref.load %a[%k, %i] : !m
    %r = arith.subf %x, %before : f64
    memref.store %r, %b[%k, %i] {nontemporal = true} : !m
    scf.yield %x : f64
  } {stencil.vector = 8 : i64}
  return
}

// -----

!m = memref<?x?xf64>

// Truth values, and what is the same in all lanes.
// CHECK-LABEL: func.func @kinds(
// CHECK: scf.for {{.*}} -> (vector<4xi1>, vector<4xi64>) {
// CHECK: vector.shuffle {{.*}} : vector<4xi1>, vector<4xi1>
// CHECK: vector.shuffle {{.*}} : vector<4xi64>, vector<4xi64>
func.func @kinds(%a: !m, %b: memref<?xi64>, %k: index, %n: index, %t: i1, %u: i64, %s: i64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f64
  %last:2 = scf.for %i = %c0 to %n step %c1 iter_args(%p = %t, %q = %u) -> (i1, i64) {
    %x = memref.load %a[%k, %i] : !m
    %up = arith.cmpf ogt, %x, %zero : f64
    %same = arith.addi %s, %s : i64
    %r = arith.select %p, %q, %s : i64
    memref.store %r, %b[%i] : memref<?xi64>
    scf.yield %up, %same : i1, i64
  } {stencil.vector = 4 : i64}
  return
}

// -----

!m = memref<?x?xf64>

// Not as vectors: what is used before its vector is known, what goes on with itself, what comes
// from outside, and loops whose last value somebody needs.
// CHECK-LABEL: func.func @others(
// CHECK-NOT: vector
// CHECK: return
func.func @others(%a: !m, %b: !m, %k: index, %n: index, %first: f64, %s: f64) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %early = scf.for %i = %c0 to %n step %c1 iter_args(%before = %first) -> (f64) {
    memref.store %before, %b[%k, %i] : !m
    %x = memref.load %a[%k, %i] : !m
    scf.yield %x : f64
  } {stencil.vector = 8 : i64}
  %circle:2 = scf.for %i = %c0 to %n step %c1 iter_args(%p = %first, %q = %s) -> (f64, f64) {
    memref.store %p, %b[%k, %i] : !m
    scf.yield %q, %p : f64, f64
  } {stencil.vector = 8 : i64}
  %outside = scf.for %i = %c0 to %n step %c1 iter_args(%p = %first) -> (f64) {
    memref.store %p, %b[%k, %i] : !m
    scf.yield %s : f64
  } {stencil.vector = 8 : i64}
  %last = scf.for %i = %c0 to %n step %c1 iter_args(%p = %first) -> (f64) {
    %x = memref.load %a[%k, %i] : !m
    %r = arith.subf %x, %p : f64
    memref.store %r, %b[%k, %i] : !m
    scf.yield %x : f64
  } {stencil.vector = 8 : i64}
  return %last : f64
}
