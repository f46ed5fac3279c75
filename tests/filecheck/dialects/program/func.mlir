// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: program.func @main(
// CHECK-SAME: %{{.*}}: !stencil.field<ijk x f64>, %{{.*}}: f64) attributes {domain = array<i64: 192, 192, 80>} {
program.func @main(%q: !stencil.field<ijk x f64>, %dt: f64) attributes {domain = array<i64: 192, 192, 80>} {
  // CHECK: program.return
  program.return
}
// CHECK: program.func private @helper(%{{.*}}: i1 {program.name = "flag"}) {
program.func private @helper(%flag: i1 {program.name = "flag"}) {
  program.return
}
