// The counter of a loop wrapped around behind its last iteration, and the loop did not end.
// RUN: fvopt run %s --domain 1,1,1 --arg lo=9223372036854775804 --arg hi=9223372036854775807 --arg st=2 --arg q=0 --check | FileCheck %s
// RUN: fvopt run %s --domain 1,1,1 --arg lo=-9223372036854775808 --arg hi=9223372036854775807 --arg st=9223372036854775807 --arg q=0 --check | FileCheck %s
// CHECK: equal to the interpreter
!f = !stencil.field<i x f64>
!t = !stencil.temp<i x f64>
program.func @main(%q: !f, %lo: index, %hi: index, %st: index) {
  program.for %n = %lo to %hi step %st {
    program.call @inc(%q) : !f
  }
  program.return
}
stencil.func @inc(%q: !f) {
  %l = stencil.load %q : !f -> !t
  %r = stencil.apply -> (!t) {
    %one = arith.constant 1.0 : f64
    %a = stencil.access %l[0] : !t
    %b = arith.addf %a, %one : f64
    stencil.yield %b : f64
  }
  stencil.store %r to %q (i = start to end) : !t to !f
  stencil.return
}

// requirement L16
