// RUN: fvopt-opt %s --vectorize-annotated-loops | FileCheck %s

!m = memref<?x?xf64, strided<[?, 1], offset: ?>>

// Whole vectors, then a rest under a mask; what all iterations share is broadcast.
// CHECK-LABEL: func.func @main(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[B:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[K:[a-z0-9]+]]: index, %[[N:[a-z0-9]+]]: index, %[[S:[a-z0-9]+]]: f64)
// CHECK: scf.for %[[I:.*]] = %{{.*}} to %[[WHOLE:.*]] step %c8{{[_0-9]*}} {
// CHECK: %[[X:.*]] = vector.load %[[A]][%[[K]], %[[I]]] : {{.*}}, vector<8xf64>
// CHECK: %[[V:.*]] = vector.broadcast %[[S]] : f64 to vector<8xf64>
// CHECK: %[[Y:.*]] = arith.mulf %[[X]], %[[V]] : vector<8xf64>
// CHECK: vector.store %[[Y]], %[[B]][%[[K]], %[[I]]]
// CHECK-NOT: memref.store
// CHECK: scf.for %[[I:.*]] = %[[WHOLE]] to %[[N]] step %c8{{[_0-9]*}} {
// CHECK: %[[LEFT:.*]] = arith.subi %[[N]], %[[I]]
// CHECK: %[[MASK:.*]] = vector.create_mask %[[LEFT]] : vector<8xi1>
// CHECK: vector.maskedload %[[A]][%[[K]], %[[I]]], %[[MASK]],
// CHECK: vector.maskedstore %[[B]][%[[K]], %[[I]]], %[[MASK]],
// CHECK-NOT: scf.for
func.func @main(%a: !m, %b: !m, %k: index, %n: index, %s: f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%k, %i] : !m
    %y = arith.mulf %x, %s : f64
    memref.store %y, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}

// A number of iterations that is known: no rest where there is none.
// CHECK-LABEL: func.func @constant(
// CHECK: scf.for %{{.*}} = %c0 to %c16{{[_0-9]*}} step %c8{{[_0-9]*}} {
// CHECK: vector.load
// CHECK: vector.store
// CHECK-NOT: mask
// CHECK: return
func.func @constant(%a: !m, %b: !m, %k: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c16 = arith.constant 16 : index
  scf.for %i = %c0 to %c16 step %c1 {
    %x = memref.load %a[%k, %i] : !m
    memref.store %x, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}

// Elements that are no neighbours, bits in memory, and functions without a vector form: lane by lane.
// CHECK-LABEL: func.func @gather(
// CHECK: %[[X0:.*]] = memref.load
// CHECK: %[[X1:.*]] = memref.load
// CHECK: %[[X:.*]] = vector.from_elements %[[X0]], %[[X1]] : vector<2xf64>
// CHECK: %[[B0:.*]] = memref.load %{{.*}} : memref<?xi1>
// CHECK: %[[B1:.*]] = memref.load %{{.*}} : memref<?xi1>
// CHECK: %[[BITS:.*]] = vector.from_elements %[[B0]], %[[B1]] : vector<2xi1>
// CHECK: vector.extract %[[X]][0]
// CHECK: math.sin %{{.*}} : f64
// CHECK: vector.extract %[[X]][1]
// CHECK: math.sin %{{.*}} : f64
// CHECK: %[[Y:.*]] = vector.from_elements
// CHECK: arith.select %[[BITS]], %[[X]], %[[Y]] : vector<2xi1>, vector<2xf64>
// CHECK: vector.store
func.func @gather(%a: !m, %bits: memref<?xi1>, %b: !m, %k: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  scf.for %i = %c0 to %c2 step %c1 {
    %x = memref.load %a[%i, %k] : !m
    %c = memref.load %bits[%i] : memref<?xi1>
    %y = math.sin %x : f64
    %z = arith.select %c, %x, %y : f64
    memref.store %z, %b[%k, %i] : !m
  } {stencil.vector = 2 : i64}
  return
}

// A branch that all lanes take alike stays one; else what it stores is masked.
// CHECK-LABEL: func.func @branches(
// CHECK-SAME: %[[U:[a-z0-9]+]]: i1)
// CHECK: %[[Y:.*]] = scf.if %[[U]] -> (vector<4xf64>) {
// CHECK: %[[C:.*]] = arith.cmpf olt, {{.*}} : vector<4xf64>
// CHECK-NOT: scf.if
// CHECK: vector.maskedstore %{{.*}}, %[[C]], %[[Y]]
// CHECK: return
func.func @branches(%a: !m, %b: !m, %k: index, %u: i1) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %zero = arith.constant 0.0 : f64
  scf.for %i = %c0 to %c4 step %c1 {
    %x = memref.load %a[%k, %i] : !m
    %y = scf.if %u -> (f64) {
      %p = arith.negf %x : f64
      scf.yield %p : f64
    } else {
      scf.yield %x : f64
    }
    %c = arith.cmpf olt, %x, %zero : f64
    scf.if %c {
      memref.store %y, %b[%k, %i] : !m
    }
  } {stencil.vector = 4 : i64}
  return
}

// Stores past the caches are whole lines: made where the row starts at a line and the distance to the next row is
// a number of lines, and ordinary elsewhere. The line of the rest is asked for before, because a masked store does
// not by itself.
// CHECK-LABEL: func.func @nontemporal(
// CHECK-SAME: %[[B:[a-z0-9]+]]: memref<{{[^>]*>+}}, %[[K:[a-z0-9]+]]: index, %[[N:[a-z0-9]+]]: index) {
// CHECK: memref.extract_aligned_pointer_as_index
// CHECK: %{{.*}}, %{{.*}}, %{{.*}}, %[[STRIDES:.*]]:2 = memref.extract_strided_metadata
// CHECK: arith.ori %{{.*}}, %[[STRIDES]]#0
// CHECK: scf.if
// CHECK-NEXT: %[[IS_REST:.*]] = arith.cmpi ne, %[[WHOLE:.*]], %[[N]]
// CHECK-NEXT: scf.if %[[IS_REST]] {
// CHECK-NEXT: memref.prefetch %[[B]][%[[K]], %[[WHOLE]]], write, locality<3>, data
// CHECK: scf.for %{{.*}} = %{{.*}} to %[[WHOLE]] step
// CHECK: vector.store {{.*}} {alignment = 64 : i64, nontemporal = true}
// CHECK: else
// CHECK-NOT: nontemporal
// CHECK-NOT: prefetch
// CHECK: vector.maskedstore
// CHECK: return
func.func @nontemporal(%a: !m, %b: !m, %k: index, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%k, %i] : !m
    memref.store %x, %b[%k, %i] {nontemporal = true} : !m
  } {stencil.vector = 8 : i64}
  return
}

// Several are made where all rows start at lines.
// CHECK-LABEL: func.func @two_rows(
// CHECK-SAME: %{{.*}}, %[[B:[a-z0-9]+]]: memref<{{[^>]*>+}}, %[[C:[a-z0-9]+]]: memref
// CHECK: memref.extract_aligned_pointer_as_index %[[B]]
// CHECK: memref.extract_aligned_pointer_as_index %[[C]]
// CHECK: arith.ori
// CHECK: scf.if
// CHECK-COUNT-2: vector.store {{.*}} {alignment = 64 : i64, nontemporal = true}
// CHECK: else
// CHECK-NOT: nontemporal
// CHECK: return
func.func @two_rows(%a: !m, %b: !m, %c: !m, %k: index, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%k, %i] : !m
    memref.store %x, %b[%k, %i] {nontemporal = true} : !m
    memref.store %x, %c[%k, %i] {nontemporal = true} : !m
  } {stencil.vector = 8 : i64}
  return
}

// Where the row depends on what is loaded, that is not known before the loop; one element at a time is
// no line. These are ordinary stores.
// CHECK-LABEL: func.func @no_lines(
// CHECK-NOT: nontemporal
// CHECK: return
func.func @no_lines(%a: !m, %b: !m, %rows: memref<?xindex>, %k: index, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%k, %i] : !m
    %row = memref.load %rows[%k] : memref<?xindex>
    %below = arith.addi %row, %c1 : index
    memref.store %x, %b[%below, %i] {nontemporal = true} : !m
  } {stencil.vector = 8 : i64}
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%k, %i] : !m
    memref.store %x, %b[%k, %i] {nontemporal = true} : !m
  }
  return
}
