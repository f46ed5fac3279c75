// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: stencil.func @yield
stencil.func @yield(%a: f64, %b: i1) {
  %r:2 = stencil.apply -> (!stencil.temp<ijk x f64>, !stencil.temp<ijk x i1>) {
    // CHECK: stencil.yield %{{.*}}, %{{.*}} : f64, i1
    stencil.yield %a, %b : f64, i1
  }
  stencil.return
}
