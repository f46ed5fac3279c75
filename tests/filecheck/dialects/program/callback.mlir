// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: program.func @callback(
// CHECK-SAME: %[[Q:[a-z0-9]+]]: !stencil.field<ijk x f64>, %[[P:[a-z0-9]+]]: !stencil.field<ij x f64>, %[[N:[a-z0-9]+]]: index
program.func @callback(%q: !stencil.field<ijk x f64>, %p: !stencil.field<ij x f64>, %n: index) {
  // CHECK: program.callback @physics(%[[Q]], %[[N]], %[[P]]) reads [(i = start to end, j = start to end, k = start to %[[N]]), none] writes [none, (i = start to end, j = %[[N]] to end)] : !stencil.field<ijk x f64>, index, !stencil.field<ij x f64>
  program.callback @physics(%q, %n, %p)
      reads [(i = start to end, j = start to end, k = start to %n), none]
      writes [none, (i = start to end, j = %n to end)]
      : !stencil.field<ijk x f64>, index, !stencil.field<ij x f64>
  // CHECK: program.callback @barrier() reads [] writes []
  program.callback @barrier() reads [] writes []
  program.return
}

// requirement P3
