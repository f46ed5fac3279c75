// RUN: fvopt-opt %s --split-input-file --vectorize-annotated-loops | FileCheck %s
// requirement L6, L8

// L6: whole vectors, then the rest under a mask. What is the same for all lanes is computed once.
// CHECK-LABEL: func.func @rest(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<?xf64>, %[[B:[a-z0-9]+]]: memref<?xf64>, %[[S:[a-z0-9]+]]: f64, %[[N:[a-z0-9]+]]: index)
// CHECK: %[[WHOLE:.*]] = arith.addi
// CHECK: scf.for %[[I:.*]] = %{{.*}} to %[[WHOLE]] step %c4
// CHECK: vector.load %[[A]][%[[I]]] : memref<?xf64>, vector<4xf64>
// CHECK: vector.broadcast %[[S]]
// CHECK: arith.mulf {{.*}} : vector<4xf64>
// CHECK: vector.store %{{.*}}, %[[B]][%[[I]]]
// CHECK: scf.for %[[R:.*]] = %[[WHOLE]] to %[[N]] step
// CHECK: %[[LEFT:.*]] = arith.subi %[[N]], %[[R]]
// CHECK: %[[MASK:.*]] = vector.create_mask %[[LEFT]] : vector<4xi1>
// CHECK: vector.maskedload %[[A]][%[[R]]], %[[MASK]]
// CHECK: vector.maskedstore %[[B]][%[[R]]], %[[MASK]]
// CHECK-NOT: scf.for
// CHECK: return
func.func @rest(%a: memref<?xf64>, %b: memref<?xf64>, %s: f64, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%i] : memref<?xf64>
    %y = arith.mulf %x, %s : f64
    memref.store %y, %b[%i] : memref<?xf64>
  } {stencil.vector = 4 : i64}
  return
}

// -----

// A row of a known length that vectors fill has no rest; a condition of lanes is a selection.
// CHECK-LABEL: func.func @branch(
// CHECK: scf.for
// CHECK: vector.load
// CHECK: %[[P:.*]] = arith.cmpf ogt, {{.*}} : vector<8xf32>
// CHECK-NOT: scf.if
// CHECK: arith.select %[[P]], {{.*}} : vector<8xi1>, vector<8xf32>
// CHECK: vector.store
// CHECK-NOT: scf.for
// CHECK-NOT: masked
// CHECK: return
func.func @branch(%a: memref<16xf32>, %b: memref<16xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c16 = arith.constant 16 : index
  %zero = arith.constant 0.0 : f32
  scf.for %i = %c0 to %c16 step %c1 {
    %x = memref.load %a[%i] : memref<16xf32>
    %p = arith.cmpf ogt, %x, %zero : f32
    %y = scf.if %p -> f32 {
      scf.yield %x : f32
    } else {
      scf.yield %zero : f32
    }
    memref.store %y, %b[%i] : memref<16xf32>
  } {stencil.vector = 8 : i64}
  return
}

// -----

// A loop that calls something else than mathematical functions stays, without its annotation.
func.func private @other()
// CHECK-LABEL: func.func @calls(
// CHECK: scf.for
// CHECK-NEXT: call @other()
// CHECK-NEXT: memref.load
// CHECK-NEXT: memref.store
// CHECK-NEXT: {{^ *}$}}
func.func @calls(%a: memref<?xf64>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    func.call @other() : () -> ()
    %x = memref.load %a[%i] : memref<?xf64>
    memref.store %x, %a[%i] : memref<?xf64>
  } {stencil.vector = 2 : i64}
  return
}

// -----

// L8: a store past the caches is one of whole lines: it is made where the row starts at a line.
// CHECK-LABEL: func.func @nontemporal(
// CHECK-SAME: %{{.*}}, %[[B:[a-z0-9]+]]: memref<?xf64>, %[[N:[a-z0-9]+]]: index)
// CHECK: memref.extract_aligned_pointer_as_index %[[B]]
// CHECK: %[[PAST:.*]] = arith.andi %{{.*}}, %c63
// CHECK: %[[IS_AT_LINE:.*]] = arith.cmpi eq, %[[PAST]], %c0
// CHECK: scf.if %[[IS_AT_LINE]]
// CHECK: scf.for %{{.*}} = %{{.*}} to %[[WHOLE:.*]] step
// CHECK: vector.store {{.*}} {alignment = 64 : i64, nontemporal = true}
// CHECK: else
// CHECK: scf.for %{{.*}} = %{{.*}} to %[[WHOLE]] step
// CHECK-NOT: nontemporal
// CHECK: vector.store
// CHECK: scf.for %{{.*}} = %[[WHOLE]] to %[[N]] step
// CHECK-NOT: nontemporal
// CHECK: vector.maskedstore
func.func @nontemporal(%a: memref<?xf64>, %b: memref<?xf64>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%i] : memref<?xf64>
    memref.store %x, %b[%i] {nontemporal = true} : memref<?xf64>
  } {stencil.vector = 8 : i64}
  return
}

// -----

// Rows of 95: eleven vectors past the caches, and seven elements whose line is asked for. Rows of 96 ask for nothing.
// CHECK-LABEL: func.func @odd(
// CHECK: scf.if
// CHECK: memref.prefetch %{{.*}}[%c88{{.*}}], write, locality<3>, data
// CHECK: scf.for %{{.*}} = %c0{{.*}} to %c88
// CHECK: nontemporal
// CHECK: scf.for %{{.*}} = %c88{{.*}} to %c95
// CHECK: vector.maskedstore
// CHECK: scf.if
// CHECK-NOT: prefetch
// CHECK: nontemporal
// CHECK-NOT: maskedstore
// CHECK: return
func.func @odd(%a: memref<?xf64>, %b: memref<?xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c95 = arith.constant 95 : index
  %c96 = arith.constant 96 : index
  scf.for %i = %c0 to %c95 step %c1 {
    %x = memref.load %a[%i] : memref<?xf64>
    memref.store %x, %b[%i] {nontemporal = true} : memref<?xf64>
  } {stencil.vector = 8 : i64}
  scf.for %i = %c0 to %c96 step %c1 {
    %x = memref.load %a[%i] : memref<?xf64>
    memref.store %x, %b[%i] {nontemporal = true} : memref<?xf64>
  } {stencil.vector = 8 : i64}
  return
}
