// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: program.func @swap(
// CHECK-SAME: %[[A:[a-z0-9]+]]: !stencil.field<ijk x f64>
program.func @swap(%a: !stencil.field<ijk x f64>, %n: index) {
  // CHECK: %[[F:.*]] = program.alloc
  %f = program.alloc (i = start to end, j = start to end, k = start to %n) : !stencil.field<ijk x f64>
  // CHECK: %[[G:.*]] = program.alloc
  %g = program.alloc (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64>
  // CHECK: program.swap %[[A]], %[[F]] : !stencil.field<ijk x f64>
  program.swap %a, %f : !stencil.field<ijk x f64>
  // Whether these boxes agree is known only when running.
  // CHECK: program.swap %[[F]], %[[G]] : !stencil.field<ijk x f64>
  program.swap %f, %g : !stencil.field<ijk x f64>
  program.return
}
