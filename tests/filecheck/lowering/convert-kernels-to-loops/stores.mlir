// RUN: fvopt-opt %s --split-input-file --convert-kernels-to-loops --inline --canonicalize --cse | FileCheck %s
// Functions of kernels are inlined, so that it is seen which arguments of the program they take.

// An insert of a field into another, both loaded: on its place the destination first, then the source on the
// box of the insert, cut to the place; then what reads it. The place is one row of each thread.
// CHECK-LABEL: func.func @fvopt.insert(
// CHECK-SAME: %{{.*}}: !llvm.ptr, %[[I:[a-z0-9]+]]: index, %[[J:[a-z0-9]+]]: index, %[[K:[a-z0-9]+]]: index,
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<{{[^>]*}}>>, {{.*}}, %[[B:[a-z0-9]+]]: memref<{{[^>]*}}>>, {{.*}}, %[[OUT:[a-z0-9]+]]: memref<{{[^>]*}}>>,
// CHECK: scf.parallel {{.*}} to (%[[K]], %[[J]])
// CHECK: %[[ROW:.*]] = memref.alloc(%{{.*}}) {{.*}}: memref<1x1x?xf64>
// CHECK: scf.for %[[X:.*]] = %c0 to %[[I]] step %c1 {
// CHECK: %[[V:.*]] = memref.load %[[B]]
// CHECK-NEXT: memref.store %[[V]], %[[ROW]][%c0, %c0, %[[X]]]
// CHECK-NEXT: }
// CHECK: scf.for %[[X:.*]] = %c0 to %[[FEW:.*]] step %c1 {
// CHECK: %[[V:.*]] = memref.load %[[A]]
// CHECK-NEXT: memref.store %[[V]], %[[ROW]][%c0, %c0, %[[X]]]
// CHECK-NEXT: }
// CHECK: scf.for %[[X:.*]] = %c0 to %[[I]] step %c1 {
// CHECK: %[[V:.*]] = memref.load %[[ROW]][%c0, %c0, %[[X]]]
// CHECK-NEXT: %[[W:.*]] = arith.negf %[[V]]
// CHECK: memref.store %[[W]], %[[OUT]]
// CHECK-NEXT: }
// CHECK-NEXT: memref.dealloc %[[ROW]]
// CHECK-NOT: scf.for
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @insert(%a: !field, %b: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %a (i = start to start + 1, j = start to end, k = start to end) : !field -> !temp
    %u = stencil.load %b (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %n = stencil.insert %t into %u (i = start to start + 1, j = start to end, k = start to end) : !temp into !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %n[0, 0, 0] : !temp
      %w = arith.negf %v : f64
      stencil.yield %w : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

// A store at a component: components are the slowest dimension, and the index is held within them.
// CHECK-LABEL: func.func @fvopt.component(
// CHECK-SAME: %[[OUT:[a-z0-9]+]]: memref<?x?x?x?xf64, strided<[?, ?, ?, 1], offset: ?>>, %[[OI:[a-z0-9]+]]: index, %[[OJ:[a-z0-9]+]]: index, %[[OK:[a-z0-9]+]]: index, %[[C:[a-z0-9]+]]: index) -> i32
// CHECK: scf.parallel (%[[KK:.*]], %[[JJ:.*]]) =
// CHECK-NEXT: scf.for %[[II:.*]] =
// CHECK: %[[W:.*]] = arith.negf
// CHECK-NEXT: %[[LOW:.*]] = arith.maxsi %[[C]], %c0
// CHECK-NEXT: %[[AT:.*]] = arith.minsi %[[LOW]], %c2
// CHECK-NEXT: %[[Z:.*]] = arith.addi %[[KK]], %[[OK]]
// CHECK-NEXT: %[[Y:.*]] = arith.addi %[[JJ]], %[[OJ]]
// CHECK-NEXT: %[[X:.*]] = arith.addi %[[II]], %[[OI]]
// CHECK-NEXT: memref.store %[[W]], %[[OUT]][%[[AT]], %[[Z]], %[[Y]], %[[X]]]
// CHECK-NEXT: }
// CHECK-NEXT: scf.reduce
!temp = !stencil.temp<ijk x f64>
program.func @component(%in: !stencil.field<ijk x f64>, %out: !stencil.field<ijk x 3 x f64>, %c: index) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %w = arith.negf %v : f64
      stencil.yield %w : f64
    }
    stencil.store %r to %out at %c (i = start to end, j = start to end, k = start to end) : !temp to !stencil.field<ijk x 3 x f64>
  }
  program.return
}
