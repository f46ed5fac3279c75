// RUN: fvopt-opt %s --split-input-file --predictive-commoning | FileCheck %s
// RUN: fvopt-opt %s --split-input-file --predictive-commoning --vectorize-annotated-loops | FileCheck %s --check-prefix=VECTORS


// requirement L13

!m = memref<?x?xf64>

// Of two neighbouring differences the left one is the right one of the iteration before.
// CHECK-LABEL: func.func @difference(
// CHECK: %[[RUNS:.*]] = arith.cmpi slt, %[[LOW:.*]], %[[HIGH:.*]] : index
// CHECK: %[[FIRST:.*]] = scf.if %[[RUNS]] -> (f64) {
// CHECK:   arith.addi %[[LOW]], %c-1
// CHECK:   arith.mulf
// CHECK: } else {
// CHECK:   %[[ZERO:.*]] = arith.constant 0.0
// CHECK:   scf.yield %[[ZERO]]
// CHECK: }
// CHECK: scf.for %[[I:.*]] = %[[LOW]] to %[[HIGH]] {{.*}} iter_args(%[[LEFT:.*]] = %[[FIRST]]) -> (f64) {
// CHECK-NOT: %c-1
// CHECK:   %[[RIGHT:.*]] = arith.mulf
// CHECK-NOT: arith.mulf
// CHECK:   arith.subf %[[RIGHT]], %[[LEFT]]
// CHECK:   scf.yield %[[RIGHT]] : f64
// CHECK: } {stencil.vector = 8 : i64}

// In vectors it is the last lane of the vector before, and all but the last one of this one.
// VECTORS-LABEL: func.func @difference(
// VECTORS: %[[BEFORE:.*]] = vector.broadcast %{{.*}} : f64 to vector<8xf64>
// VECTORS: %[[LAST:.*]] = scf.for {{.*}} iter_args(%[[LEFT:.*]] = %[[BEFORE]]) -> (vector<8xf64>) {
// VECTORS:   %[[RIGHT:.*]] = arith.mulf {{.*}} : vector<8xf64>
// VECTORS-NEXT: %[[SHIFTED:.*]] = vector.shuffle %[[LEFT]], %[[RIGHT]] [7, 8, 9, 10, 11, 12, 13, 14]
// VECTORS:   arith.subf %[[RIGHT]], %[[SHIFTED]]
// VECTORS:   scf.yield %[[RIGHT]]
// VECTORS: vector.create_mask
// VECTORS: vector.shuffle %[[LAST]], %{{.*}} [7, 8, 9, 10, 11, 12, 13, 14]
func.func @difference(%a: !m, %b: !m, %k: index, %low: index, %high: index) {
  %c-1 = arith.constant -1 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %low to %high step %c1 {
    %w = arith.addi %i, %c-1 : index
    %e = arith.addi %i, %c1 : index
    %aw = memref.load %a[%k, %w] : !m
    %am = memref.load %a[%k, %i] : !m
    %ae = memref.load %a[%k, %e] : !m
    %dl = arith.subf %am, %aw : f64
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

// A loop that runs for sure needs no condition. What is two iterations back is carried twice;
// the value that others go on with comes first, although it was computed last.
// CHECK-LABEL: func.func @twice(
// CHECK-NOT: scf.if
// CHECK: scf.for {{.*}} iter_args(%[[TWO:.*]] = %{{.*}}, %[[ONE:.*]] = %{{.*}}) -> (f64, f64) {
// CHECK:   %[[NEW:.*]] = math.exp
// CHECK-NOT: math.exp
// CHECK:   arith.addf %[[TWO]], %[[ONE]]
// CHECK:   arith.addf %{{.*}}, %[[NEW]]
// CHECK:   scf.yield %[[ONE]], %[[NEW]] : f64, f64

// VECTORS-LABEL: func.func @twice(
// VECTORS: scf.for {{.*}} iter_args(%[[TWO:.*]] = %{{.*}}, %[[ONE:.*]] = %{{.*}}) -> (vector<8xf64>, vector<8xf64>) {
// VECTORS: %[[BACK:.*]] = vector.shuffle %[[ONE]], %[[NEW:.*]] [7,
// VECTORS-NEXT: %[[BACK2:.*]] = vector.shuffle %[[TWO]], %[[BACK]] [7,
// VECTORS: arith.addf %[[BACK2]], %[[BACK]]
// VECTORS: scf.yield %[[BACK]], %[[NEW]]
func.func @twice(%a: !m, %b: !m, %k: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c16 = arith.constant 16 : index
  scf.for %i = %c0 to %c16 step %c1 {
    %i1 = arith.addi %i, %c1 : index
    %i2 = arith.addi %i, %c2 : index
    %a0 = memref.load %a[%k, %i] : !m
    %e0 = math.exp %a0 : f64
    %a1 = memref.load %a[%k, %i1] : !m
    %e1 = math.exp %a1 : f64
    %s = arith.addf %e0, %e1 : f64
    %a2 = memref.load %a[%k, %i2] : !m
    %e2 = math.exp %a2 : f64
    %r = arith.addf %s, %e2 : f64
    memref.store %r, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}

// -----

!m = memref<?x?xf64>

// The counter as a number counts too, and so do sums of it with what is the same in all iterations.
// CHECK-LABEL: func.func @counter(
// CHECK: scf.for {{.*}} iter_args(%[[BEFORE:.*]] = %{{.*}}) -> (f64) {
// CHECK: math.sqrt
// CHECK-NOT: math.sqrt
// CHECK: arith.divf %{{.*}}, %[[BEFORE]]
func.func @counter(%b: !m, %k: index, %n: index, %origin: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  scf.for %i = %c0 to %n step %c1 {
    %at = arith.addi %i, %origin : index
    %x1 = arith.addi %at, %c1 : index
    %y1 = arith.index_cast %x1 : index to i64
    %z1 = arith.sitofp %y1 : i64 to f64
    %s1 = math.sqrt %z1 : f64
    %i2 = arith.addi %i, %c2 : index
    %x2 = arith.addi %i2, %origin : index
    %y2 = arith.index_cast %x2 : index to i64
    %z2 = arith.sitofp %y2 : i64 to f64
    %s2 = math.sqrt %z2 : f64
    %r = arith.divf %s2, %s1 : f64
    memref.store %r, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}

// -----

!m = memref<?x?xf64>

// Where loads take longer than operations, neighbours are loaded once.
// CHECK-LABEL: func.func @neighbours(
// CHECK: scf.for {{.*}} iter_args(%[[WEST:.*]] = %{{.*}}, %[[MIDDLE:.*]] = %{{.*}}) -> (f64, f64) {
// CHECK: %[[EAST:.*]] = memref.load
// CHECK-NOT: memref.load
// CHECK: arith.addf %[[WEST]], %[[MIDDLE]]
// CHECK: scf.yield %[[MIDDLE]], %[[EAST]] : f64, f64
func.func @neighbours(%a: !m, %b: !m, %k: index, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c-1 = arith.constant -1 : index
  scf.for %i = %c0 to %n step %c1 {
    %w = arith.addi %i, %c-1 : index
    %e = arith.addi %i, %c1 : index
    %aw = memref.load %a[%k, %w] : !m
    %am = memref.load %a[%k, %i] : !m
    %ae = memref.load %a[%k, %e] : !m
    %s = arith.addf %aw, %am : f64
    %r = arith.addf %s, %ae : f64
    memref.store %r, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}

// -----

!m = memref<?x?xi64>

// An integer division computes like any other operation.
// CHECK-LABEL: func.func @division(
// CHECK: scf.for {{.*}} iter_args(%[[LEFT:.*]] = %{{.*}}) -> (i64) {
// CHECK: %[[RIGHT:.*]] = arith.divsi
// CHECK-NOT: arith.divsi
// CHECK: arith.subi %[[RIGHT]], %[[LEFT]]
func.func @division(%a: !m, %b: !m, %k: index, %n: index, %d: i64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %e = arith.addi %i, %c1 : index
    %x = memref.load %a[%k, %i] : !m
    %y = memref.load %a[%k, %e] : !m
    %x2 = arith.muli %x, %x : i64
    %y2 = arith.muli %y, %y : i64
    %left = arith.divsi %x2, %d : i64
    %right = arith.divsi %y2, %d : i64
    %r = arith.subi %right, %left : i64
    memref.store %r, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}
