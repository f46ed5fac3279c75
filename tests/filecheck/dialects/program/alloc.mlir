// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: program.func @alloc(
// CHECK-SAME: %[[N:[a-z0-9]+]]: index
program.func @alloc(%n: index) {
  // CHECK: program.alloc (i = start - 1 to end + 1, j = start to %[[N]]) : <ij x 3 x f32>
  %f = program.alloc (i = start - 1 to end + 1, j = start to %n) : !stencil.field<ij x 3 x f32>
  // CHECK: program.alloc () : <none x 16 x f64>
  %t = program.alloc () : !stencil.field<none x 16 x f64>
  program.return
}
