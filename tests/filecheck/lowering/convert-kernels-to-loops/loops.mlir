// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds --convert-kernels-to-loops --inline --canonicalize --cse | FileCheck %s
// Functions of kernels are inlined, so that it is seen which arguments of the program they take.

// The default schedule: levels and rows on several threads, the unit stride
// innermost. An element is at its coordinates plus the origin.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: func.func @fvopt.default(
// CHECK-SAME: %{{.*}}: !llvm.ptr, %[[I:[a-z0-9]+]]: index, %[[J:[a-z0-9]+]]: index, %[[K:[a-z0-9]+]]: index,
// CHECK-SAME: %[[IN:[a-z0-9]+]]: memref<?x?x?xf64, strided<[?, ?, 1], offset: ?>>, %[[OI:[a-z0-9]+]]: index, %[[OJ:[a-z0-9]+]]: index, %[[OK:[a-z0-9]+]]: index,
// CHECK-SAME: %[[OUT:[a-z0-9]+]]: memref<?x?x?xf64, strided<[?, ?, 1], offset: ?>>, %[[PI:[a-z0-9]+]]: index, %[[PJ:[a-z0-9]+]]: index, %[[PK:[a-z0-9]+]]: index) -> i32
// CHECK-NOT: cf.cond_br
// CHECK-DAG: %[[C0:.*]] = arith.constant 0 : index
// CHECK-DAG: %[[C1:.*]] = arith.constant 1 : index
// CHECK-DAG: %[[CM1:.*]] = arith.constant -1 : index
// CHECK: scf.parallel (%[[KK:.*]], %[[JJ:.*]]) = (%[[C0]], %[[C0]]) to (%[[K]], %[[J]]) step (%[[C1]], %[[C1]]) {
// CHECK-NEXT: scf.for %[[II:.*]] = %[[C0]] to %[[I]] step %[[C1]] {
// CHECK-DAG: %[[X:.*]] = arith.addi %[[KK]], %[[OK]]
// CHECK-DAG: %[[Y:.*]] = arith.addi %[[JJ]], %[[OJ]]
// CHECK-DAG: %[[WEST:.*]] = arith.addi %[[II]], %[[CM1]]
// CHECK-DAG: %[[Z:.*]] = arith.addi %[[WEST]], %[[OI]]
// CHECK: memref.load %[[IN]][%[[X]], %[[Y]], %[[Z]]]
// CHECK: arith.negf
// CHECK-DAG: %[[X2:.*]] = arith.addi %[[KK]], %[[PK]]
// CHECK-DAG: %[[Y2:.*]] = arith.addi %[[JJ]], %[[PJ]]
// CHECK-DAG: %[[Z2:.*]] = arith.addi %[[II]], %[[PI]]
// CHECK: memref.store %{{.*}}, %[[OUT]][%[[X2]], %[[Y2]], %[[Z2]]]
// CHECK-NOT: scf.for
// CHECK: return
program.func @default(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %in (i = start - 1 to end - 1, j = start to end, k = start to end) : !field -> !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[-1, 0, 0] : !temp
      %w = arith.negf %v : f64
      stencil.yield %w : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

// Another order, no threads: the ranges of the box, outermost axis first.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: func.func @fvopt.order(
// CHECK-SAME: %{{.*}}: !llvm.ptr, %[[I:[a-z0-9]+]]: index, %[[J:[a-z0-9]+]]: index, %[[K:[a-z0-9]+]]: index, %{{[a-z0-9]+}}: memref
// CHECK-DAG: %[[C0:.*]] = arith.constant 0 : index
// CHECK-DAG: %[[C1:.*]] = arith.constant 1 : index
// CHECK-DAG: %[[M2:.*]] = arith.constant -2 : index
// CHECK-NOT: scf.parallel
// CHECK: scf.for %{{.*}} = %[[C1]] to %[[J]] step
// CHECK-NEXT: %[[TOP:.*]] = arith.addi %[[K]], %[[M2]]
// CHECK-NEXT: scf.for %{{.*}} = %[[C0]] to %[[TOP]] step
// CHECK-NEXT: scf.for %{{.*}} = %[[C0]] to %[[I]] step
// CHECK-NOT: scf.for
program.func @order(%in: !field, %out: !field) {
  stencil.kernel <order = "jki", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %in (i = start to end, j = start + 1 to end, k = start to end - 2) : !field -> !temp
    %r = stencil.apply (i = start to end, j = start + 1 to end, k = start to end - 2) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      stencil.yield %v : f64
    }
    stencil.store %r to %out (i = start to end, j = start + 1 to end, k = start to end - 2) : !temp to !field
  }
  program.return
}

// -----

// Tiles of 8 rows and 4 levels: loops over tiles outside, cut off at the end of
// the range inside. Of a parallel axis the tiles run on several threads.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: func.func @fvopt.tiles(
// CHECK-SAME: %{{.*}}: !llvm.ptr, %[[I:[a-z0-9]+]]: index, %[[J:[a-z0-9]+]]: index, %[[K:[a-z0-9]+]]: index, %{{[a-z0-9]+}}: memref
// CHECK-DAG: %[[C0:.*]] = arith.constant 0 : index
// CHECK-DAG: %[[C1:.*]] = arith.constant 1 : index
// CHECK-DAG: %[[C4:.*]] = arith.constant 4 : index
// CHECK-DAG: %[[C8:.*]] = arith.constant 8 : index
// CHECK: scf.for %[[TK:.*]] = %[[C0]] to %[[K]] step %[[C4]] {
// CHECK-NEXT: scf.parallel (%[[TJ:.*]]) = (%[[C0]]) to (%[[J]]) step (%[[C8]]) {
// CHECK: %[[K4:.*]] = arith.addi %[[TK]], %[[C4]]
// CHECK: %[[KE:.*]] = arith.minsi %[[K4]], %[[K]]
// CHECK: %[[J8:.*]] = arith.addi %[[TJ]], %[[C8]]
// CHECK: %[[JE:.*]] = arith.minsi %[[J8]], %[[J]]
// CHECK: scf.for %{{.*}} = %[[TK]] to %[[KE]] step %[[C1]] {
// CHECK-NEXT: scf.for %{{.*}} = %[[TJ]] to %[[JE]] step %[[C1]] {
// CHECK-NEXT: scf.for %{{.*}} = %[[C0]] to %[[I]] step %[[C1]] {
// CHECK-NOT: scf.for
program.func @tiles(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "j", tile = [0, 8, 4], vector = 0> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      stencil.yield %v : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

// A pinned domain gives constant trip counts.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: func.func @fvopt.pinned(
// CHECK-DAG: %[[C192:.*]] = arith.constant 192 : index
// CHECK-DAG: %[[C96:.*]] = arith.constant 96 : index
// CHECK-DAG: %[[C80:.*]] = arith.constant 80 : index
// CHECK: scf.parallel {{.*}} to (%[[C80]], %[[C96]])
// CHECK-NEXT: scf.for {{.*}} to %[[C192]]
program.func @pinned(%in: !field, %out: !field) attributes {domain = array<i64: 192, 96, 80>} {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
