// RUN: fvopt run %s --check | FileCheck %s
// RUN: fvopt run %s --domain 5,4,1 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR VerticalLoop, PARALLEL: an apply computes every point on its own; an
// interval is the box of an insert, or of the store.
//
//   with computation(PARALLEL):
//       with interval(0, 1):
//           q = a
//       with interval(1, None):
//           q = a + b

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @parallel(%a: !field, %b: !field, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %y = stencil.load %b : !field -> !temp
  %sum = stencil.apply -> (!temp) {
    %u = stencil.access %x[0, 0, 0] : !temp
    %v = stencil.access %y[0, 0, 0] : !temp
    %s = arith.addf %u, %v : f64
    stencil.yield %s : f64
  }
  %r = stencil.insert %x into %sum (k = start to start + 1) : !temp into !temp
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
