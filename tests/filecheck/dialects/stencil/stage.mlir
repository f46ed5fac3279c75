// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: stencil.func @f
stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %s = stencil.undef : !stencil.temp<ij x f64>
  %x:2 = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>, %p = %s : !stencil.temp<ij x f64>) {
    stencil.interval (k = start to end) {
      // CHECK: %[[L:[a-z0-9]+]]:2 = stencil.stage (i = start - 1 to end + 1, j = start to %{{.*}}) writes(%{{.*}}[-1] : !stencil.temp<ijk x f64>) -> (!stencil.temp<ij x f64>, !stencil.temp<ij x i64>) {
      %l:2 = stencil.stage (i = start - 1 to end + 1, j = start to %n) writes(%c[-1] : !stencil.temp<ijk x f64>) -> (!stencil.temp<ij x f64>, !stencil.temp<ij x i64>) {
        %k = stencil.index k
        %i = arith.index_cast %k : index to i64
        // Reads of a written carry: on another level, or at the point.
        // CHECK: stencil.access %{{.*}}[0, 0, -1]
        %v = stencil.access %c[0, 0, -1] : !stencil.temp<ijk x f64>
        // CHECK: stencil.access %{{.*}}[1, 0, -2]
        %w = stencil.access %c[1, 0, -2] : !stencil.temp<ijk x f64>
        // CHECK: stencil.yield %{{.*}}, %{{.*}}, %{{.*}} : f64, f64, i64
        stencil.yield %v, %a, %i : f64, f64, i64
      }
      // CHECK: stencil.stage writes(%{{.*}}[0] : !stencil.temp<ij x f64>) {
      stencil.stage writes(%p[0] : !stencil.temp<ij x f64>) {
        // CHECK: stencil.access %[[L]]#0[0, -1]
        %v = stencil.access %l#0[0, -1] : !stencil.temp<ij x f64>
        stencil.yield %v : f64
      }
    }
  }
  stencil.return
}
