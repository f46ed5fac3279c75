// RUN: fvopt-opt %s --convert-kernels-to-loops --canonicalize --cse | FileCheck %s

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Two sweeps share the loop over rows: what is between them is in the tile, and a
// carry that nobody reads later keeps two levels. The last one lives in the field.
// CHECK-LABEL: func.func private @fvopt.sweeps.kernel_0(
// CHECK: scf.parallel (%{{[a-z0-9]+}}) =
// CHECK: memref.alloc(
// CHECK: memref.alloc(
// CHECK: memref.alloc({{.*}} : memref<{{(1x)?}}2x?xf64>
// CHECK: scf.for
// CHECK-NEXT: scf.for
// CHECK: scf.for %[[K:.*]] = %c1 to
// CHECK-NEXT: scf.for
// CHECK: arith.andi %[[K]], %c1 : index
// CHECK: memref.store {{.*}}2x?xf64>
// CHECK: scf.for
// CHECK: %[[LEVEL:.*]] = arith.subi
// CHECK: memref.store {{.*}} strided<
// CHECK: scf.for
// CHECK: memref.load {{.*}} strided<
// CHECK: memref.store {{.*}} strided<
// CHECK-COUNT-3: memref.dealloc
// CHECK: scf.reduce
program.func @sweeps(%in: !field, %out: !field) {
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %u = stencil.undef : !temp
    %rhs = stencil.apply place tile (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %c = arith.constant 0.375 : f64
      %v0 = stencil.access %t[0, 0, 0] : !temp
      %m0 = arith.mulf %v0, %c : f64
      %v1 = stencil.access %t[0, 0, 0] : !temp
      %m1 = arith.mulf %v1, %c : f64
      %s1 = arith.subf %m0, %m1 : f64
      stencil.yield %s1 : f64
    }
    %a, %b = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%c = %u : !temp, %d = %u : !temp) {
      stencil.interval (k = start to min(end, start + 1)) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp, %d[0] : !temp) {
          %v = stencil.access %rhs[0, 0, 0] : !temp
          %w = arith.negf %v : f64
          stencil.yield %v, %w : f64, f64
        }
      }
      stencil.interval (k = start + 1 to end) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp, %d[0] : !temp) {
          %v = stencil.access %rhs[0, 0, 0] : !temp
          %x = stencil.access %c[0, 0, -1] : !temp
          %y = stencil.access %d[0, 0, -1] : !temp
          %w = arith.subf %v, %x : f64
          %z = arith.addf %w, %y : f64
          stencil.yield %z, %w : f64, f64
        }
      }
    }
    %e = stencil.sweep backward (i = start to end, j = start to end, k = start to end) carries(%f = %u : !temp) {
      stencil.interval (k = max(start, end - 1) to end) {
        stencil.stage (i = start to end, j = start to end) writes(%f[0] : !temp) {
          %v = stencil.access %a[0, 0, 0] : !temp
          stencil.yield %v : f64
        }
      }
      stencil.interval (k = start to end - 1) {
        stencil.stage (i = start to end, j = start to end) writes(%f[0] : !temp) {
          %v = stencil.access %a[0, 0, 0] : !temp
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
