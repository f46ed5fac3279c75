// RUN: fvopt-opt %s --split-input-file --vectorize-annotated-loops | FileCheck %s

// Elements that are no neighbours, in the rest: a lane that is not active stores nothing, and loads what the first one
// does, which is always active.
// CHECK-LABEL: func.func @gather(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<?x?xf64>, %[[B:[a-z0-9]+]]: memref<?x?xf64>, %[[K:[a-z0-9]+]]: index, %[[N:[a-z0-9]+]]: index)
// CHECK: scf.for %{{.*}} = %{{.*}} to %[[WHOLE:.*]] step %c2
// CHECK-NOT: scf.if
// CHECK: scf.for %[[I:.*]] = %[[WHOLE]] to %[[N]] step %c2
// CHECK: %[[MASK:.*]] = vector.create_mask %{{.*}} : vector<2xi1>
// CHECK: %[[FIRST:.*]] = arith.addi %[[I]], %c0
// CHECK: %[[X0:.*]] = memref.load %[[A]][%{{.*}}, %[[K]]]
// CHECK: %[[SECOND:.*]] = arith.addi %[[I]], %c1
// CHECK: %[[ON1:.*]] = vector.extract %[[MASK]][1] : i1 from vector<2xi1>
// CHECK: %[[AT1:.*]] = arith.select %[[ON1]], %[[SECOND]], %[[FIRST]] : index
// CHECK: %[[X1:.*]] = memref.load %[[A]][%[[AT1]], %[[K]]]
// CHECK: %[[X:.*]] = vector.from_elements %[[X0]], %[[X1]] : vector<2xf64>
// CHECK: %[[Y:.*]] = arith.negf %[[X]] : vector<2xf64>
// CHECK: %[[Y0:.*]] = vector.extract %[[Y]][0] : f64 from vector<2xf64>
// CHECK: %[[ON0:.*]] = vector.extract %[[MASK]][0] : i1 from vector<2xi1>
// CHECK: scf.if %[[ON0]] {
// CHECK-NEXT: memref.store %[[Y0]], %[[B]][%{{.*}}, %[[K]]]
// CHECK-NEXT: }
// CHECK: %[[Y1:.*]] = vector.extract %[[Y]][1] : f64 from vector<2xf64>
// CHECK: scf.if
// CHECK-NEXT: memref.store %[[Y1]], %[[B]][%{{.*}}, %[[K]]]
// CHECK-NEXT: }
// CHECK-NOT: memref.store
// CHECK: return
func.func @gather(%a: memref<?x?xf64>, %b: memref<?x?xf64>, %k: index, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%i, %k] : memref<?x?xf64>
    %y = arith.negf %x : f64
    memref.store %y, %b[%i, %k] : memref<?x?xf64>
  } {stencil.vector = 2 : i64}
  return
}

// -----

// A branch on a condition of lanes: each side stores under its own mask, and loads for all lanes; of each result a
// selection. Both sides of a store are two stores.
// CHECK-LABEL: func.func @sides(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<8xf64>, %[[B:[a-z0-9]+]]: memref<8xf64>, %[[C:[a-z0-9]+]]: memref<8xf64>, %[[D:[a-z0-9]+]]: memref<8xf64>)
// CHECK: %[[P:.*]] = arith.cmpf olt, {{.*}} : vector<4xf64>
// CHECK: %[[X:.*]] = vector.load %[[B]][%[[I:.*]]]
// CHECK: %[[NEGATED:.*]] = arith.negf %[[X]] : vector<4xf64>
// CHECK: vector.maskedstore %[[D]][%[[I]]], %[[P]], %[[NEGATED]]
// CHECK: %[[ALL:.*]] = vector.broadcast %true{{[_0-9]*}} : i1 to vector<4xi1>
// CHECK: %[[NOT:.*]] = arith.xori %[[P]], %[[ALL]] : vector<4xi1>
// CHECK: %[[Y:.*]] = vector.load %[[C]][%[[I]]]
// CHECK: vector.maskedstore %[[D]][%[[I]]], %[[NOT]], %[[Y]]
// CHECK: %[[ONE:.*]] = vector.broadcast %{{.*}} : f64 to vector<4xf64>
// CHECK: %[[FIRST:.*]] = arith.select %[[P]], %[[NEGATED]], %[[Y]] : vector<4xi1>, vector<4xf64>
// CHECK: %[[SECOND:.*]] = arith.select %[[P]], %[[X]], %[[ONE]] : vector<4xi1>, vector<4xf64>
// CHECK: arith.addf %[[FIRST]], %[[SECOND]] : vector<4xf64>
// CHECK-NOT: scf.if
// CHECK: return
func.func @sides(%a: memref<8xf64>, %b: memref<8xf64>, %c: memref<8xf64>, %d: memref<8xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %one = arith.constant 1.0 : f64
  scf.for %i = %c0 to %c8 step %c1 {
    %v = memref.load %a[%i] : memref<8xf64>
    %p = arith.cmpf olt, %v, %one : f64
    %first, %second = scf.if %p -> (f64, f64) {
      %x = memref.load %b[%i] : memref<8xf64>
      %n = arith.negf %x : f64
      memref.store %n, %d[%i] : memref<8xf64>
      scf.yield %n, %x : f64, f64
    } else {
      %y = memref.load %c[%i] : memref<8xf64>
      memref.store %y, %d[%i] : memref<8xf64>
      scf.yield %y, %one : f64, f64
    }
    %s = arith.addf %first, %second : f64
    memref.store %s, %a[%i] : memref<8xf64>
  } {stencil.vector = 4 : i64}
  return
}

// -----

// In the rest a side is also under the mask of the row; so is a branch within a branch.
// CHECK-LABEL: func.func @nested(
// CHECK: scf.for
// CHECK: %[[P:.*]] = arith.cmpf olt
// CHECK: %[[Q:.*]] = arith.cmpf ogt
// CHECK: %[[BOTH:.*]] = arith.select %[[P]], %[[Q]], %{{.*}} : vector<4xi1>
// CHECK: vector.maskedstore %{{.*}}, %[[BOTH]], %{{.*}}
// CHECK: scf.for
// CHECK: %[[MASK:.*]] = vector.create_mask
// CHECK: %[[P:.*]] = arith.cmpf olt
// CHECK: %[[INSIDE:.*]] = arith.select %[[MASK]], %[[P]], %{{.*}} : vector<4xi1>
// CHECK: %[[Q:.*]] = arith.cmpf ogt
// CHECK: %[[ALL:.*]] = arith.select %[[INSIDE]], %[[Q]], %{{.*}} : vector<4xi1>
// CHECK: vector.maskedstore %{{.*}}, %[[ALL]], %{{.*}}
// CHECK-NOT: scf.if
// CHECK: return
func.func @nested(%a: memref<?xf64>, %b: memref<?xf64>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %high = arith.constant 1.0 : f64
  %low = arith.constant -1.0 : f64
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%i] : memref<?xf64>
    %p = arith.cmpf olt, %x, %high : f64
    scf.if %p {
      %q = arith.cmpf ogt, %x, %low : f64
      scf.if %q {
        memref.store %x, %b[%i] : memref<?xf64>
      }
    }
  } {stencil.vector = 4 : i64}
  return
}

// -----

// A condition that is computed in the loop, from what is the same for all lanes, is the same for all:
// the branch stays one, with vectors inside, in the rest as well, and within a branch on lanes too.
// CHECK-LABEL: func.func @uniform(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<?xf64>, %[[B:[a-z0-9]+]]: memref<?xf64>, %[[N:[a-z0-9]+]]: index, %[[S:[a-z0-9]+]]: f64)
// CHECK: scf.for
// CHECK: %[[U:.*]] = arith.cmpf olt, %[[S]], %{{.*}} : f64
// CHECK: scf.if %[[U]] {
// CHECK: vector.store
// CHECK: } else {
// CHECK-NOT: mask
// CHECK: vector.store
// CHECK: }
// CHECK: %[[P:.*]] = arith.cmpf olt, {{.*}} : vector<4xf64>
// CHECK: scf.if %[[U]] {
// CHECK: vector.maskedstore %[[B]][%{{.*}}], %[[P]]
// CHECK: }
// CHECK: scf.for
// CHECK: %[[MASK:.*]] = vector.create_mask
// CHECK: %[[U:.*]] = arith.cmpf olt, %[[S]], %{{.*}} : f64
// CHECK: scf.if %[[U]] {
// CHECK: vector.maskedstore %[[A]][%{{.*}}], %[[MASK]]
// CHECK: } else {
// CHECK: vector.maskedstore %[[A]][%{{.*}}], %[[MASK]]
// CHECK: }
// CHECK: %[[P:.*]] = arith.cmpf olt, {{.*}} : vector<4xf64>
// CHECK: %[[BOTH:.*]] = arith.select %[[MASK]], %[[P]], %{{.*}} : vector<4xi1>
// CHECK: scf.if %[[U]] {
// CHECK: vector.maskedstore %[[B]][%{{.*}}], %[[BOTH]]
// CHECK: return
func.func @uniform(%a: memref<?xf64>, %b: memref<?xf64>, %n: index, %s: f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f64
  scf.for %i = %c0 to %n step %c1 {
    %u = arith.cmpf olt, %s, %zero : f64
    %x = memref.load %a[%i] : memref<?xf64>
    scf.if %u {
      %y = arith.negf %x : f64
      memref.store %y, %a[%i] : memref<?xf64>
    } else {
      memref.store %s, %a[%i] : memref<?xf64>
    }
    %p = arith.cmpf olt, %x, %zero : f64
    scf.if %p {
      scf.if %u {
        memref.store %x, %b[%i] : memref<?xf64>
      }
    }
  } {stencil.vector = 4 : i64}
  return
}
