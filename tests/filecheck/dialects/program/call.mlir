// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

stencil.func @lap(%in: !stencil.field<ijk x f64>, %out: !stencil.field<ijk x f64>) {
  stencil.return
}
program.func @step(%q: !stencil.field<ijk x f64>, %dt: f64) {
  program.return
}
// CHECK-LABEL: program.func @main(
// CHECK-SAME: %[[Q:[a-z0-9]+]]: !stencil.field<ijk x f64>, %[[L:[a-z0-9]+]]: !stencil.field<ijk x f64>, %[[DT:[a-z0-9]+]]: f64, %[[N:[a-z0-9]+]]: index
program.func @main(%q: !stencil.field<ijk x f64>, %l: !stencil.field<ijk x f64>, %dt: f64, %n: index) {
  // CHECK: program.call @lap(%[[Q]], %[[L]]) (i = start - 1 to end + 1, j = start to %[[N]], k = start to end) : !stencil.field<ijk x f64>, !stencil.field<ijk x f64>
  program.call @lap(%q, %l) (i = start - 1 to end + 1, j = start to %n, k = start to end) : !stencil.field<ijk x f64>, !stencil.field<ijk x f64>
  // CHECK: program.call @step(%[[Q]], %[[DT]]) : !stencil.field<ijk x f64>, f64
  program.call @step(%q, %dt) : !stencil.field<ijk x f64>, f64
  program.return
}

// requirement P3
