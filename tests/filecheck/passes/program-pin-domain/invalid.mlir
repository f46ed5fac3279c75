// RUN: fvopt-opt %s --split-input-file --program-pin-domain=domain=64,32,80 --verify-diagnostics
// RUN: not fvopt-opt %s --program-pin-domain=domain=64,0,80 2>&1 | FileCheck %s
// CHECK: `64,0,80` is not three sizes of a domain, each 1 or more, such as 64,64,80

// expected-error@+1 {{a program is pinned to the domain [1, 2, 3], but the domain [64, 32, 80] is asked for}}
module {
  program.func @main(%q: !stencil.field<ijk x f64>) attributes {domain = array<i64: 1, 2, 3>} {
    program.return
  }
}
