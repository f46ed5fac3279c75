// Regression: a loop's body is looked at again when the next iteration requires more of an iteration argument. A stage
// without a box kept the one of the first look, which was too small, and beside it the initial value showed.
// RUN: fvopt-opt %s --stencil-infer-bounds | FileCheck %s
// RUN: fvopt run %s --domain 5,4,3 --arg n=3 --check | FileCheck %s --check-prefix=EQUAL
// EQUAL: {{^}}equal to the interpreter

// CHECK: stencil.sweep forward (i = start - 1 to end + 1, j = start to end, k = start to end)
// CHECK: stencil.stage (i = start - 1 to end + 1, j = start to end)
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
program.func @main(%f: !f, %g: !f, %h: !f, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %a = stencil.load %f : !f -> !t
  %r, %s = program.for %i = %zero to %n step %one iter_args(%p = %a, %q = %a) -> (!t, !t) {
    %w = stencil.sweep forward carries(%c = %a : !t) {
      stencil.interval (k = start to end) {
        stencil.stage writes(%c[0] : !t) {
          %x = stencil.access %a[0, 0, 0] : !t
          %two = arith.constant 2.0 : f64
          %y = arith.mulf %x, %two : f64
          stencil.yield %y : f64
        }
      }
    }
    %v = stencil.apply -> (!t) {
      %x = stencil.access %p[1, 0, 0] : !t
      %y = stencil.access %p[-1, 0, 0] : !t
      %z = arith.addf %x, %y : f64
      stencil.yield %z : f64
    }
    program.yield %w, %v : !t, !t
  }
  stencil.store %r to %h (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.store %s to %g (i = start to end, j = start to end, k = start to end) : !t to !f
  program.return
}
