// RUN: fvopt run %s --arg edge=3 --check | FileCheck %s
// RUN: fvopt run %s --arg edge=-9 --check | FileCheck %s
// RUN: fvopt run %s --arg edge=0 --domain 1,1,1 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR HorizontalRestriction, HorizontalMask, HorizontalInterval: regions at the
// edges and corners of the domain, also outside of it, open ones, and ones that
// lie elsewhere in the tile of this rank (run-time positions).
//
//   with computation(PARALLEL), interval(...):
//       t = a
//       with horizontal(region[I[0], :], region[:, J[-1] : J[-1] + 2]):
//           t = b
//       with horizontal(region[: I[0] + 2, J[0] - 1]):
//           t = a + b
//       q = t[0, -1, 0] + t[0, 1, 0]

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @horizontal(%a: !field, %b: !field, %q: !field, %edge: index) {
  %x = stencil.load %a : !field -> !temp
  %y = stencil.load %b : !field -> !temp
  %sum = stencil.apply -> (!temp) {
    %u = stencil.access %x[0, 0, 0] : !temp
    %v = stencil.access %y[0, 0, 0] : !temp
    %s = arith.addf %u, %v : f64
    stencil.yield %s : f64
  }
  %t1 = stencil.insert %y into %x (i = start to start + 1) : !temp into !temp
  %t2 = stencil.insert %y into %t1 (j = end - 1 to end + 1) : !temp into !temp
  %t3 = stencil.insert %sum into %t2 (i = unbounded to start + 2, j = start - 1 to start) : !temp into !temp
  %t4 = stencil.insert %sum into %t3 (i = %edge - 1 to %edge + 1) : !temp into !temp
  %r = stencil.apply -> (!temp) {
    %u = stencil.access %t4[0, -1, 0] : !temp
    %v = stencil.access %t4[0, 1, 0] : !temp
    %s = arith.addf %u, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
