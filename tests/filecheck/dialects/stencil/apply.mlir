// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: stencil.func @apply(
stencil.func @apply(%f: !stencil.field<ijk x f64>, %factor: f64, %c: i1) {
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // CHECK: %{{.*}}:2 = stencil.apply -> (!stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>) {
  %sum, %difference = stencil.apply -> (!stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>) {
    // CHECK: stencil.access %{{.*}}[-1, 0, 0] : <ijk x f64>
    %a = stencil.access %t[-1, 0, 0] : !stencil.temp<ijk x f64>
    %b = stencil.access %t[1, 0, 0] : !stencil.temp<ijk x f64>
    %s = arith.addf %a, %b : f64
    %d = arith.subf %b, %a : f64
    // CHECK: stencil.yield %{{.*}}, %{{.*}} : f64, f64
    stencil.yield %s, %d : f64, f64
  }
  // CHECK: stencil.apply (i = start - 1 to end + 1, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
  %boxed = stencil.apply (i = start - 1 to end + 1, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
    // CHECK: scf.if %{{.*}} -> (f64) {
    %r = scf.if %c -> (f64) {
      %a = stencil.access %sum[0, 0, 0] : !stencil.temp<ijk x f64>
      scf.yield %a : f64
    } else {
      // CHECK: scf.while
      %w = scf.while (%x = %factor) : (f64) -> f64 {
        %less = arith.cmpf olt, %x, %factor : f64
        scf.condition(%less) %x : f64
      } do {
      ^bb0(%x: f64):
        %y = math.sqrt %x : f64
        scf.yield %y : f64
      }
      scf.yield %w : f64
    }
    stencil.yield %r : f64
  }
  // One value per component, in row-major order.
  // CHECK: stencil.apply -> (!stencil.temp<ij x 2 x f64>, !stencil.temp<ij x i64>) {
  %vector, %mask = stencil.apply -> (!stencil.temp<ij x 2 x f64>, !stencil.temp<ij x i64>) {
    %one = arith.constant 1 : i64
    stencil.yield %factor, %factor, %one : f64, f64, i64
  }
  stencil.return
}

// requirement P3
