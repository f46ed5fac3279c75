// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: stencil.func @undef
stencil.func @undef() {
  // CHECK: stencil.undef : <ijk x f64>
  %a = stencil.undef : !stencil.temp<ijk x f64>
  // CHECK: stencil.undef : <none x 3 x i8>
  %b = stencil.undef : !stencil.temp<none x 3 x i8>
  stencil.return
}
