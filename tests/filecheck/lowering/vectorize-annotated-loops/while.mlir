// RUN: fvopt-opt %s --split-input-file --vectorize-annotated-loops | FileCheck %s
// requirement L18

// A search goes on while any lane goes on. It carries, beside the levels, the lanes that go on, and what each lane
// has as results: those that have ended keep them. Where the lanes that go on have one level, a vector is loaded there.
// CHECK-LABEL: func.func @search(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref
// CHECK: %[[X:.*]] = vector.load
// CHECK: %[[FIRST:.*]] = vector.broadcast %c0{{.*}} : index to vector<4xindex>
// CHECK: %[[ALL:.*]] = vector.broadcast %true{{.*}} : i1 to vector<4xi1>
// CHECK: %[[FOUND:.*]]:5 = scf.while (%[[L:.*]] = %[[FIRST]], %[[ON:.*]] = %[[ALL]], %[[OLD0:.*]] = %{{.*}}, %[[OLD1:.*]] = %{{.*}})
// CHECK: %[[ONE:.*]] = vector.extract %[[L]][0] : index from vector<4xindex>
// CHECK: %[[SAME:.*]] = vector.broadcast %[[ONE]]
// CHECK: %[[NE:.*]] = arith.cmpi ne, %[[L]], %[[SAME]]
// CHECK: %[[DIFFERS:.*]] = arith.select %[[ON]], %[[NE]],
// CHECK: %[[APART:.*]] = vector.reduction <or>, %[[DIFFERS]]
// CHECK: %[[Y:.*]] = scf.if %[[APART]] -> (vector<4xf64>) {
// CHECK-COUNT-4: memref.load %[[A]]
// CHECK: } else {
// CHECK-NEXT: vector.load %[[A]][%[[ONE]], %{{.*}}]
// CHECK: }
// CHECK: %[[GO:.*]] = arith.cmpf olt, %[[Y]], %[[X]]
// CHECK: %[[STILL:.*]] = arith.select %[[ON]], %[[GO]],
// CHECK: %[[ANY:.*]] = vector.reduction <or>, %[[STILL]]
// CHECK: %[[R0:.*]] = arith.select %[[ON]], %[[L]], %[[OLD0]]
// CHECK: %[[R1:.*]] = arith.select %[[ON]], %[[Y]], %[[OLD1]]
// CHECK: scf.condition(%[[ANY]]) %[[STILL]], %[[R0]], %[[R1]], %[[L]], %[[Y]]
// CHECK: ^bb0(%[[STILL:.*]]: vector<4xi1>, %[[KEPT0:.*]]: vector<4xindex>, %[[KEPT1:.*]]: vector<4xf64>, %[[L0:.*]]: vector<4xindex>, %[[Y0:.*]]: vector<4xf64>):
// CHECK: %[[NEXT:.*]] = arith.addi %[[L0]], %{{.*}} : vector<4xindex>
// CHECK: scf.yield %[[NEXT]], %[[STILL]], %[[KEPT0]], %[[KEPT1]]
// CHECK: vector.store %[[FOUND]]#2
// The rest of the row: only its lanes go on from the start, and beyond its end nothing is loaded.
// CHECK: %[[MASK:.*]] = vector.create_mask
// CHECK: scf.while (%{{.*}} = %{{.*}}, %{{.*}} = %[[MASK]],
// CHECK: vector.maskedload %[[A]]{{.*}}, %[[MASK]],
// CHECK: return
func.func @search(%a: memref<?x?xf64>, %b: memref<?xf64>, %c: memref<?xf64>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %b[%i] : memref<?xf64>
    %l:2 = scf.while (%k = %c0) : (index) -> (index, f64) {
      %y = memref.load %a[%k, %i] : memref<?x?xf64>
      %go = arith.cmpf olt, %y, %x : f64
      scf.condition(%go) %k, %y : index, f64
    } do {
    ^bb0(%k: index, %y: f64):
      %next = arith.addi %k, %c1 : index
      scf.yield %next : index
    }
    memref.store %l#1, %c[%i] : memref<?xf64>
  } {stencil.vector = 4 : i64}
  return
}
