// RUN: fvopt-opt %s --convert-kernels-to-loops --canonicalize --cse | FileCheck %s

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Whole boxes in memory: one nest of loops on threads after the other.
// CHECK-LABEL: func.func private @fvopt.memory.kernel_0(
// CHECK-COUNT-3: memref.alloc({{.*}} : memref<?x?x?xf64>
// CHECK-NOT: scf.for
// CHECK: scf.parallel
// CHECK: memref.store
// CHECK: scf.reduce
// CHECK: scf.parallel
// CHECK: memref.store
// CHECK: memref.store
// CHECK: scf.reduce
// CHECK: scf.parallel
// CHECK: memref.store {{.*}} strided<
// CHECK: scf.reduce
// CHECK-COUNT-3: memref.dealloc
program.func @memory(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start - 2 to end + 2, j = start - 2 to end + 2, k = start to end) : !field -> !temp
    %lap = stencil.apply place memory (i = start - 1 to end + 1, j = start - 1 to end + 1, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %t[1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %t[-1, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %t[0, 1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, -1, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    %fx = stencil.apply place memory (i = start - 1 to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[1, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %fy = stencil.apply place memory (i = start to end, j = start - 1 to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %lap[0, 1, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %lap[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %fx[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %fx[-1, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      %v2 = stencil.access %fy[0, 0, 0] : !temp
      %m2 = arith.mulf %v2, %c : f64
      %s2 = arith.subf %s1, %m2 : f64
      %v3 = stencil.access %fy[0, -1, 0] : !temp
      %m3 = arith.mulf %v3, %c : f64
      %s3 = arith.subf %s2, %m3 : f64
      %v4 = stencil.access %t[0, 0, 0] : !temp
      %m4 = arith.mulf %v4, %c : f64
      %s4 = arith.subf %s3, %m4 : f64
      stencil.yield %s4 : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
