// RUN: fvopt-opt %s --split-input-file --vectorize-annotated-loops | FileCheck %s
// requirement L18

// Levels that are chosen at run time are clamped as vectors. Where all lanes choose the same level, a vector is
// loaded there, else their elements one by one. In the rest, only lanes of the row have to agree, and nothing is loaded
// beyond its end.
// CHECK-LABEL: func.func @levels(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<?x?xf64>, %[[L:[a-z0-9]+]]: memref<?xindex>
// CHECK: scf.for %[[I:.*]] = %{{.*}} to %[[WHOLE:.*]] step
// CHECK: %[[CHOSEN:.*]] = vector.load %[[L]]
// CHECK: %[[LOW:.*]] = arith.maxsi %[[CHOSEN]], %{{.*}} : vector<4xindex>
// CHECK: %[[K:.*]] = arith.minsi %[[LOW]], %{{.*}} : vector<4xindex>
// CHECK: %[[ONE:.*]] = vector.extract %[[K]][0]
// CHECK: %[[SAME:.*]] = vector.broadcast %[[ONE]]
// CHECK: %[[NE:.*]] = arith.cmpi ne, %[[K]], %[[SAME]] : vector<4xindex>
// CHECK: %[[APART:.*]] = vector.reduction <or>, %[[NE]]
// CHECK: %[[X:.*]] = scf.if %[[APART]] -> (vector<4xf64>) {
// CHECK-COUNT-4: memref.load %[[A]]
// CHECK: vector.from_elements
// CHECK: } else {
// CHECK-NEXT: vector.load %[[A]][%[[ONE]], %[[I]]]
// CHECK: arith.negf %[[X]]
// CHECK: scf.for %[[R:.*]] = %[[WHOLE]] to
// CHECK: %[[MASK:.*]] = vector.create_mask
// CHECK: %[[NE:.*]] = arith.cmpi ne
// CHECK: %[[DIFFERS:.*]] = arith.select %[[MASK]], %[[NE]],
// CHECK: vector.reduction <or>, %[[DIFFERS]]
// CHECK: scf.if
// CHECK: memref.load %[[A]]
// CHECK: %[[ON:.*]] = vector.extract %[[MASK]][1]
// CHECK: arith.select %[[ON]]
// CHECK: else
// CHECK: vector.maskedload %[[A]][%{{.*}}, %[[R]]], %[[MASK]],
// CHECK: return
func.func @levels(%a: memref<?x?xf64>, %l: memref<?xindex>, %b: memref<?xf64>, %n: index, %last: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %chosen = memref.load %l[%i] : memref<?xindex>
    %low = arith.maxsi %chosen, %c0 : index
    %k = arith.minsi %low, %last : index
    %x = memref.load %a[%k, %i] : memref<?x?xf64>
    %y = arith.negf %x : f64
    memref.store %y, %b[%i] : memref<?xf64>
  } {stencil.vector = 4 : i64}
  return
}

// -----

// Elements across rows, bits, and two indices that differ: one by one.
// CHECK-LABEL: func.func @apart(
// CHECK-NOT: scf.if
// CHECK: return
func.func @apart(%a: memref<?x?xf64>, %bits: memref<?x?xi1>, %l: memref<8xindex>, %b: memref<8xf64>, %k: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  scf.for %i = %c0 to %c8 step %c1 {
    %at = memref.load %l[%i] : memref<8xindex>
    %x = memref.load %a[%k, %at] : memref<?x?xf64>
    %y = memref.load %a[%at, %at] : memref<?x?xf64>
    %bit = memref.load %bits[%at, %i] : memref<?x?xi1>
    %z = arith.select %bit, %x, %y : f64
    memref.store %z, %b[%i] : memref<8xf64>
  } {stencil.vector = 4 : i64}
  return
}

// -----

// In a branch, lanes that do not take the side read level 0, whatever they would choose.
// CHECK-LABEL: func.func @in_branch(
// CHECK: %[[P:.*]] = arith.cmpf
// CHECK: %[[CHOSEN:.*]] = arith.select %[[P]], %{{.*}}, %{{.*}} : vector<4xi1>, vector<4xindex>
// CHECK: %[[ONE:.*]] = vector.extract %[[CHOSEN]][0]
// CHECK: vector.load %{{.*}}[%[[ONE]],
// CHECK: return
func.func @in_branch(%a: memref<?x?xf64>, %l: memref<8xindex>, %b: memref<8xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %zero = arith.constant 0.0 : f64
  scf.for %i = %c0 to %c8 step %c1 {
    %x = memref.load %b[%i] : memref<8xf64>
    %p = arith.cmpf ogt, %x, %zero : f64
    %y = scf.if %p -> f64 {
      %k = memref.load %l[%i] : memref<8xindex>
      %z = memref.load %a[%k, %i] : memref<?x?xf64>
      scf.yield %z : f64
    } else {
      scf.yield %x : f64
    }
    memref.store %y, %b[%i] : memref<8xf64>
  } {stencil.vector = 4 : i64}
  return
}
