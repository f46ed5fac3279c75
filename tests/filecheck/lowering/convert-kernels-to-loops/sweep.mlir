// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds --program-schedule --convert-kernels-to-loops --inline --canonicalize --cse | FileCheck %s
// Functions of kernels are inlined, so that it is seen which arguments of the program they take.

// Intervals are loops of their own, one after the other: no branch per level.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: func.func @fvopt.forward(
// CHECK-SAME: %{{.*}}: !llvm.ptr, %[[I:[a-z0-9]+]]: index, %[[J:[a-z0-9]+]]: index, %[[K:[a-z0-9]+]]: index, %{{[a-z0-9]+}}: memref
// CHECK-DAG: %[[C0:.*]] = arith.constant 0 : index
// CHECK-DAG: %[[C2:.*]] = arith.constant 2 : index
// CHECK-NOT: cf.cond_br
// CHECK: scf.parallel (%{{.*}}) = (%[[C0]]) to (%[[J]])
// CHECK: %[[FEW:.*]] = arith.minsi %[[K]], %[[C2]]
// CHECK-NOT: scf.if
// CHECK: scf.for %{{.*}} = %[[C0]] to %[[FEW]] step
// CHECK-NEXT: scf.for %{{.*}} = %[[C0]] to %[[I]] step
// CHECK: memref.store
// CHECK: scf.for %{{.*}} = %[[C2]] to %[[K]] step
// CHECK-NEXT: scf.for %{{.*}} = %[[C0]] to %[[I]] step
// CHECK: memref.load
// CHECK: memref.load
// CHECK: arith.addf
// CHECK: memref.store
// CHECK-NOT: scf.if
// CHECK-NOT: arith.select
// CHECK-NOT: scf.for
// CHECK: return
program.func @forward(%x: !field, %out: !field) {
  %b = stencil.load %x : !field -> !temp
  %i = stencil.load %out : !field -> !temp
  %s = stencil.sweep forward carries(%c = %i : !temp) {
    stencil.interval (k = start to min(end, start + 2)) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %b[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 2 to end) {
      %l = stencil.stage -> (!stencil.temp<ij x f64>) {
        %v = stencil.access %b[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
      // On one box with the stage before: one loop, the local is a register.
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %l[0, 0] : !stencil.temp<ij x f64>
        %w = stencil.access %c[0, 0, -1] : !temp
        %r = arith.addf %v, %w : f64
        stencil.yield %r : f64
      }
    }
  }
  stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// Backwards: from the top level down.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: func.func @fvopt.backward(
// CHECK-SAME: %{{.*}}: !llvm.ptr, %[[I:[a-z0-9]+]]: index, %[[J:[a-z0-9]+]]: index, %[[K:[a-z0-9]+]]: index, %[[OUT:[a-z0-9]+]]: memref<{{.*}}, %{{[a-z0-9]+}}: index, %{{[a-z0-9]+}}: index, %[[OK:[a-z0-9]+]]: index) -> i32
// CHECK-DAG: %[[M1:.*]] = arith.constant -1 : index
// CHECK-DAG: %[[M2:.*]] = arith.constant -2 : index
// CHECK: scf.parallel
// CHECK: %[[COUNT:.*]] = arith.addi %[[K]], %[[M1]]
// CHECK: %[[TOP:.*]] = arith.addi %[[K]], %[[M2]]
// CHECK: scf.for %[[STEP:.*]] = %{{.*}} to %[[COUNT]] step
// CHECK: %[[LEVEL:.*]] = arith.subi %[[TOP]], %[[STEP]]
// CHECK: memref.load
// CHECK: %[[KK:.*]] = arith.addi %[[LEVEL]], %[[OK]]
// CHECK: memref.store %{{.*}}, %[[OUT]][%[[KK]],
program.func @backward(%out: !field) {
  %i = stencil.load %out : !field -> !temp
  %s = stencil.sweep backward carries(%c = %i : !temp) {
    stencil.interval (k = start to end - 1) {
      stencil.stage writes(%c[0] : !temp) {
        %w = stencil.access %c[0, 0, 1] : !temp
        stencil.yield %w : f64
      }
    }
  }
  stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// The stages of a plane sweep are complete one after the other: loops of their
// own, with the barrier that ends a parallel loop between them; the local is a plane.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.temp<ij x f64>
// CHECK-LABEL: func.func @fvopt.plane(
// CHECK: %[[PLANE:.*]] = memref.alloc({{.*}}) {{.*}}: memref<?x?xf64>
// CHECK: scf.for
// CHECK-NEXT: scf.parallel
// CHECK-NEXT: scf.for
// CHECK-NOT: scf.parallel
// CHECK: memref.store %{{.*}}, %[[PLANE]]
// CHECK: scf.reduce
// CHECK-NEXT: }
// CHECK-NEXT: scf.parallel
// CHECK-NEXT: scf.for
// CHECK: memref.load %[[PLANE]]
// CHECK-NOT: memref.store %{{.*}}, %[[PLANE]]
// CHECK: scf.reduce
// CHECK: memref.dealloc %[[PLANE]]
program.func @plane(%out: !field) {
  %i = stencil.load %out : !field -> !temp
  %s = stencil.sweep forward carries(%c = %i : !temp) {
    stencil.interval (k = start + 1 to end) {
      %l = stencil.stage (i = start - 1 to end, j = start to end) -> (!plane) {
        %w = stencil.access %c[0, 0, -1] : !temp
        stencil.yield %w : f64
      }
      stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp) {
        %w = stencil.access %l[-1, 0] : !plane
        stencil.yield %w : f64
      }
    }
  }
  stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
