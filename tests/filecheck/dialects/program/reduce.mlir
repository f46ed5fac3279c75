// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: program.func @reduce(
program.func @reduce(%q: !stencil.field<ijk x f64>, %m: !stencil.field<ij x i32>, %n: index) {
  // CHECK: program.reduce add %{{.*}} (i = start to end, j = start to end, k = %{{.*}} to end) : <ijk x f64> -> f64
  %a = program.reduce add %q (i = start to end, j = start to end, k = %n to end) : !stencil.field<ijk x f64> -> f64
  // CHECK: program.reduce min %{{.*}} (i = start to end, j = start to end) : <ij x i32> -> i32
  %b = program.reduce min %m (i = start to end, j = start to end) : !stencil.field<ij x i32> -> i32
  // CHECK: program.reduce max
  %c = program.reduce max %q (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> f64
  program.return
}
