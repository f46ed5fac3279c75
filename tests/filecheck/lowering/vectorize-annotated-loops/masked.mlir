// RUN: fvopt-opt %s --split-input-file --vectorize-annotated-loops | FileCheck %s

// The rest of a row: elements that are no neighbours are loaded one by one; a lane that is not active loads the first one's.
// CHECK-LABEL: func.func @gather(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[BITS:[a-z0-9]+]]: memref<?xi1>, %[[B:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[K:[a-z0-9]+]]: index, %[[N:[a-z0-9]+]]: index)
// CHECK: scf.for
// CHECK-NOT: scf.if
// CHECK: vector.store
// CHECK: scf.for %[[I:.*]] = %{{.*}} to %[[N]] step
// CHECK: %[[MASK:.*]] = vector.create_mask %{{.*}} : vector<2xi1>
// CHECK: %[[X0:.*]] = memref.load %[[A]][%{{.*}}, %[[K]]]
// CHECK: %[[M1:.*]] = vector.extract %[[MASK]][1]
// CHECK: %[[AT1:.*]] = arith.select %[[M1]],
// CHECK: %[[X1:.*]] = memref.load %[[A]][%[[AT1]], %[[K]]]
// CHECK: %[[X:.*]] = vector.from_elements %[[X0]], %[[X1]] : vector<2xf64>
// Bits are no vectors in memory: by lane as well.
// CHECK-COUNT-2: memref.load %[[BITS]]
// CHECK: %[[C:.*]] = vector.from_elements {{.*}} : vector<2xi1>
// CHECK: %[[Y:.*]] = arith.select %[[C]], %[[X]],
// CHECK: vector.maskedstore %[[B]][%[[K]], %[[I]]], %[[MASK]], %[[Y]]
// CHECK: return
!m = memref<?x?xf64, strided<[?, 1], offset: ?>>
func.func @gather(%a: !m, %bits: memref<?xi1>, %b: !m, %k: index, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f64
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%i, %k] : !m
    %c = memref.load %bits[%i] : memref<?xi1>
    %y = arith.select %c, %x, %zero : f64
    memref.store %y, %b[%k, %i] : !m
  } {stencil.vector = 2 : i64}
  return
}

// -----

// A branch that lanes take differently, with two results and another branch inside: each result is
// a selection; what is loaded is loaded for all lanes, and in the rest for those of the row.
// CHECK-LABEL: func.func @nested(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[B:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[K:[a-z0-9]+]]: index, %[[N:[a-z0-9]+]]: index)
// CHECK: scf.for %[[I:.*]] =
// CHECK: %[[X:.*]] = vector.load %[[A]][%[[K]], %[[I]]]
// CHECK: %[[P:.*]] = arith.cmpf olt, %[[X]]
// CHECK-NOT: scf.if
// CHECK: %[[FAR:.*]] = vector.from_elements
// CHECK: %[[Q:.*]] = arith.cmpf olt, %[[FAR]]
// CHECK: %[[S:.*]] = vector.load %[[B]][%[[K]], %[[I]]]
// CHECK: %[[Z:.*]] = arith.select %[[Q]], %[[S]], %[[FAR]]
// CHECK: %[[Y0:.*]] = arith.select %[[P]], %[[Z]], %[[X]]
// CHECK: %[[Y1:.*]] = arith.select %[[P]], %{{.*}}, %{{.*}} : vector<2xi1>, vector<2xf64>
// CHECK: vector.store %[[Y0]], %[[B]]
// CHECK: vector.store %[[Y1]], %[[A]]
// CHECK: scf.for
// CHECK: %[[MASK:.*]] = vector.create_mask
// CHECK: %[[P:.*]] = arith.cmpf olt
// CHECK: %[[TAKEN:.*]] = arith.select %[[MASK]], %[[P]], %{{.*}} : vector<2xi1>
// CHECK: vector.extract %[[MASK]][1]
// CHECK: %[[Q:.*]] = arith.cmpf olt
// CHECK: vector.maskedload %[[B]]{{.*}}, %[[MASK]],
// CHECK: vector.maskedstore %[[B]]{{.*}}, %[[MASK]],
// CHECK: vector.maskedstore %[[A]]{{.*}}, %[[MASK]],
// CHECK: return
!m = memref<?x?xf64, strided<[?, 1], offset: ?>>
func.func @nested(%a: !m, %b: !m, %k: index, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1.0 : f64
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%k, %i] : !m
    %p = arith.cmpf olt, %x, %zero : f64
    %y:2 = scf.if %p -> (f64, f64) {
      %far = memref.load %a[%i, %k] : !m
      %q = arith.cmpf olt, %far, %one : f64
      %z = scf.if %q -> (f64) {
        %s = memref.load %b[%k, %i] : !m
        scf.yield %s : f64
      } else {
        scf.yield %far : f64
      }
      scf.yield %z, %one : f64, f64
    } else {
      scf.yield %x, %zero : f64, f64
    }
    memref.store %y#0, %b[%k, %i] : !m
    memref.store %y#1, %a[%k, %i] : !m
  } {stencil.vector = 2 : i64}
  return
}
