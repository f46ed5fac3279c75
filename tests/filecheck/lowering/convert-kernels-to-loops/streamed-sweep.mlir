// RUN: fvopt-opt %s --convert-kernels-to-loops --canonicalize --cse | FileCheck %s

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Its levels go past the caches as they are computed; two of them stay in the tile, and only those are read.
// CHECK-LABEL: func.func private @fvopt.streamed.kernel_0(
// CHECK: %[[KEPT:.*]] = memref.alloc({{.*}} : memref<{{(1x)?}}2x?xf64>
// CHECK: scf.for
// CHECK: memref.store %[[V:.*]], %[[KEPT]]
// CHECK: memref.store %[[V]], {{.*}} {nontemporal = true} : memref<{{.*}} strided<
// CHECK: scf.for
// CHECK: memref.load %[[KEPT]]
// CHECK: memref.store %[[W:.*]], %[[KEPT]]
// CHECK: memref.store %[[W]], {{.*}} {nontemporal = true} : memref<{{.*}} strided<
// CHECK: memref.dealloc %[[KEPT]]
// CHECK-NOT: memref.store
// CHECK: scf.reduce
program.func @streamed(%in: !field, %out: !field) {
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %u = stencil.undef : !temp
    %e = stencil.sweep backward (i = start to end, j = start to end, k = start to end) carries(%f = %u : !temp) {
      stencil.interval (k = max(start, end - 1) to end) {
        stencil.stage (i = start to end, j = start to end) writes(%f[0] : !temp) {
          %v = stencil.access %t[0, 0, 0] : !temp
          stencil.yield %v : f64
        }
      }
      stencil.interval (k = start to end - 1) {
        stencil.stage (i = start to end, j = start to end) writes(%f[0] : !temp) {
          %v = stencil.access %t[0, 0, 0] : !temp
          %x = stencil.access %f[0, 0, 1] : !temp
          %w = arith.subf %x, %v : f64
          stencil.yield %w : f64
        }
      }
    }
    stencil.store %e to %out nontemporal (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// Ordinary stores: the carry lives in the field.
// CHECK-LABEL: func.func private @fvopt.at_home.kernel_0(
// CHECK-NOT: memref.alloc
// CHECK-NOT: nontemporal
// CHECK: scf.reduce
program.func @at_home(%in: !field, %out: !field) {
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %u = stencil.undef : !temp
    %e = stencil.sweep backward (i = start to end, j = start to end, k = start to end) carries(%f = %u : !temp) {
      stencil.interval (k = max(start, end - 1) to end) {
        stencil.stage (i = start to end, j = start to end) writes(%f[0] : !temp) {
          %v = stencil.access %t[0, 0, 0] : !temp
          stencil.yield %v : f64
        }
      }
      stencil.interval (k = start to end - 1) {
        stencil.stage (i = start to end, j = start to end) writes(%f[0] : !temp) {
          %v = stencil.access %t[0, 0, 0] : !temp
          %x = stencil.access %f[0, 0, 1] : !temp
          %w = arith.subf %x, %v : f64
          stencil.yield %w : f64
        }
      }
    }
    stencil.store %e to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
