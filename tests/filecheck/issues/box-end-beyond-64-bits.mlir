// The end of a box was a sum that wrapped around: with the greatest position nothing is inserted, for
// the insert starts beyond every domain; with the least one everything is.
// RUN: fvopt run %s --domain 9,1,1 --arg p=9223372036854775807 --arg q=1 --arg u=2 --arg o=0 --check | FileCheck %s
// RUN: fvopt run %s --domain 9,1,1 --arg p=9223372036854775807 --arg q=1 --arg u=2 --arg o=0 --checked --check | FileCheck %s
// RUN: fvopt run %s --domain 9,1,1 --arg p=-9223372036854775808 --arg q=1 --arg u=2 --arg o=0 --check | FileCheck %s
// RUN: fvopt run %s --domain 9,1,1 --arg p=-9223372036854775808 --arg q=1 --arg u=2 --arg o=0 --checked --check | FileCheck %s
// CHECK: equal to the interpreter
!f = !stencil.field<i x f64>
!t = !stencil.temp<i x f64>
stencil.func @s(%q: !f, %u: !f, %p: index, %o: !f) {
  %l = stencil.load %q : !f -> !t
  %m = stencil.load %u : !f -> !t
  %n = stencil.insert %m into %l (i = %p + 3 to end) : !t into !t
  %r = stencil.apply -> (!t) {
    %a = stencil.access %n[0] : !t
    stencil.yield %a : f64
  }
  stencil.store %r to %o (i = start to end) : !t to !f
  stencil.return
}
