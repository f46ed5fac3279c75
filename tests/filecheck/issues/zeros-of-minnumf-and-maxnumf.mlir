// Upstream folds maxnumf of -0.0 and 0.0, and moves a constant operand of minnumf to the right: the
// sign of a zero changes. Here 1 / maxnumf(-0.0, 0.0) is minus infinity, and 1 / minnumf(0.0, q) is
// plus infinity where q is -0.0.
// RUN: fvopt run %s --domain 1,1,1 --arg q=-0.0 --arg o=0 --arg p=0 --check | FileCheck %s
// CHECK: equal to the interpreter
!f = !stencil.field<i x f64>
!t = !stencil.temp<i x f64>
stencil.func @s(%q: !f, %o: !f, %p: !f) {
  %l = stencil.load %q : !f -> !t
  %r:2 = stencil.apply -> (!t, !t) {
    %one = arith.constant 1.0 : f64
    %zero = arith.constant 0.0 : f64
    %minus = arith.constant -0.0 : f64
    %v = stencil.access %l[0] : !t
    %a = arith.maxnumf %minus, %zero : f64
    %b = arith.minnumf %zero, %v : f64
    %c = arith.divf %one, %a : f64
    %d = arith.divf %one, %b : f64
    stencil.yield %c, %d : f64, f64
  }
  stencil.store %r#0 to %o (i = start to end) : !t to !f
  stencil.store %r#1 to %p (i = start to end) : !t to !f
  stencil.return
}
