// RUN: fvopt-opt %s --program-pin-domain=domain=64,32,80 | FileCheck %s
// The same sizes once more are no contradiction:
// RUN: fvopt-opt %s --program-pin-domain=domain=64,32,80 --program-pin-domain=domain=64,32,80 | FileCheck %s
// Without sizes it does nothing:
// RUN: fvopt-opt %s --program-pin-domain | FileCheck %s --check-prefix=NONE

// CHECK: program.func @main(%{{.*}}: !stencil.field<ijk x f64>) attributes {domain = array<i64: 64, 32, 80>}
// NONE-NOT: domain
program.func @main(%q: !stencil.field<ijk x f64>) {
  program.return
}
