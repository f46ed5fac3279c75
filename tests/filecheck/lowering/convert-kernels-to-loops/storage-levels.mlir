// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds --convert-kernels-to-loops --inline --canonicalize --cse | FileCheck %s
// Functions of kernels are inlined, so that it is seen which arguments of the program they take.
// requirement L7, L11

// L7: a producer that is read one row higher runs one row ahead; of its rows two are kept, each thread
// has its own, and no row is computed twice. Of the row in progress the user reads the point itself:
// they share a loop, and the value is in a register. The row before the first comes in a loop before.

// CHECK-LABEL: func.func @fvopt.row(
// CHECK-SAME: %{{.*}}: !llvm.ptr, %[[I:[a-z0-9]+]]: index, %[[J:[a-z0-9]+]]: index, %[[K:[a-z0-9]+]]: index,
// CHECK-DAG: %[[C0:.*]] = arith.constant 0 : index
// CHECK-DAG: %[[C1:.*]] = arith.constant 1 : index
// CHECK-DAG: %[[M1:.*]] = arith.constant -1 : index
// CHECK: scf.parallel (%{{.*}}) = (%[[C0]]) to (%[[K]])
// CHECK: %[[ROWS:.*]] = memref.alloc({{.*}}) {{.*}}: memref<2x?xf64>
// CHECK: scf.for %[[FIRST:.*]] = %[[M1]] to %{{.*}} step
// CHECK: %[[RUNS:.*]] = arith.cmpi sge, %[[FIRST]], %[[C0]]
// CHECK: scf.for %[[ROW:.*]] = %[[C0]] to %[[J]] step
// CHECK-NEXT: scf.for %{{.*}} = %[[C0]] to %[[I]] step
// CHECK: %[[AHEAD:.*]] = arith.addi %[[ROW]], %[[C1]]
// CHECK: %[[COMPUTED:.*]] = arith.negf
// CHECK: %[[SLOT:.*]] = arith.andi %[[AHEAD]], %[[C1]]
// CHECK: memref.store %[[COMPUTED]], %[[ROWS]][%[[SLOT]],
// CHECK: %[[BEFORE:.*]] = memref.load %[[ROWS]]
// CHECK-NOT: memref.load
// CHECK: %[[SUM:.*]] = arith.addf %[[BEFORE]], %[[COMPUTED]]
// CHECK: memref.store %[[SUM]]
// CHECK: {stencil.vector = 8 : i64}
// CHECK: memref.dealloc %[[ROWS]]
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @row(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end + 1, k = start to end) : !field -> !temp
    %a = stencil.apply place row (i = start to end, j = start to end + 1, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %a[0, 0, 0] : !temp
      %w = stencil.access %a[0, 1, 0] : !temp
      %s = arith.addf %v, %w : f64
      stencil.yield %s : f64
    }
    stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
