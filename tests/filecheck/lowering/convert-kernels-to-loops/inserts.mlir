// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds --convert-kernels-to-loops --canonicalize --cse | FileCheck %s
// requirement L12

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// In place: nobody else reads the destination, so its row is the result's; the wall is one more store to it,
// from a register, before anything reads the row.
// CHECK-LABEL: func.func private @fvopt.wall.kernel_0(
// CHECK: scf.parallel
// CHECK: %[[ROW:.*]] = memref.alloc({{.*}}) {{.*}}: memref<1x?xf64>
// CHECK-NOT: memref.alloc
// CHECK: scf.for
// CHECK: scf.for
// CHECK: %[[NEGATED:.*]] = arith.negf
// CHECK: memref.store %[[NEGATED]], %[[ROW]]
// CHECK: {stencil.vector = 8 : i64}
// CHECK: scf.for %[[I:.*]] = %c0 to %{{.*}} step %c1 {
// CHECK-NEXT: memref.store %cst, %[[ROW]][%c0, %[[I]]]
// CHECK-NEXT: } {stencil.vector = 8 : i64}
// CHECK: scf.for
// CHECK: memref.load %[[ROW]]
// CHECK: memref.load %[[ROW]]
// CHECK: {stencil.vector = 8 : i64}
// CHECK: memref.dealloc %[[ROW]]
program.func @wall(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end + 1, j = start to end, k = start to end) : !field -> !temp
    %a = stencil.apply place row (i = start to end + 1, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    %w = stencil.apply (i = start to start + 1, j = start to end, k = start to end) -> (!temp) {
      %one = arith.constant 1.0 : f64
      stencil.yield %one : f64
    }
    %b = stencil.insert place row %w into %a (i = start to start + 1) : !temp into !temp
    %c = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %b[0, 0, 0] : !temp
      %e = stencil.access %b[1, 0, 0] : !temp
      %s = arith.subf %e, %v : f64
      stencil.yield %s : f64
    }
    stencil.store %c to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Levels: others read the destination, so the result has a row of its own. Above the first level that is a copy
// of the destination's; on the first level nothing is copied, because the source covers the row.
// CHECK-LABEL: func.func private @fvopt.levels.kernel_0(
// CHECK: scf.parallel (%[[K:.*]]) =
// CHECK-DAG: %[[A:.*]] = memref.alloc({{.*}}) {{.*}}: memref<1x?xf64>
// CHECK-DAG: %[[B:.*]] = memref.alloc({{.*}}) {{.*}}: memref<1x?xf64>
// CHECK: arith.negf
// CHECK: %[[ABOVE:.*]] = arith.cmpi sge, %[[LEVEL:.*]], %[[END:.*]] : index
// CHECK: %[[KEPT:.*]] = arith.andi %{{.*}}, %[[ABOVE]]
// CHECK: scf.if %[[KEPT]]
// CHECK-NEXT: scf.for
// CHECK: %[[OLD:.*]] = memref.load
// CHECK-NEXT: memref.store %[[OLD]]
// CHECK: %[[FIRST:.*]] = arith.cmpi slt, %[[LEVEL]], %[[END]] : index
// CHECK: scf.if %[[FIRST]]
// CHECK-NEXT: scf.for
// CHECK: %[[NEW:.*]] = math.absf
// CHECK-NEXT: memref.store %[[NEW]]
// CHECK-NEXT: } {stencil.vector = 8 : i64}
// CHECK: memref.dealloc
// CHECK: memref.dealloc
program.func @levels(%in: !field, %out: !field, %other: !field) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %a = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    %w = stencil.apply (i = start to end, j = start to end, k = start to start + 1) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = math.absf %v : f64
      stencil.yield %n : f64
    }
    %b = stencil.insert place row %w into %a (k = start to start + 1) : !temp into !temp
    %c = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %b[0, 0, 0] : !temp
      %e = stencil.access %a[0, 0, 0] : !temp
      %s = arith.subf %e, %v : f64
      stencil.yield %s : f64
    }
    stencil.store %c to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
