// RUN: fvopt run %s --check | FileCheck %s
// RUN: fvopt run %s --domain 1,1,1 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR ParAssignStmt: the right side is complete before the left is assigned; a
// field may be read and written in place, and read again at an offset in a later
// loop.
//
//   with computation(PARALLEL), interval(...):
//       q = q * 2.0
//   with computation(PARALLEL), interval(...):
//       p = q[1, 0, 0] + q[-1, 0, 0]
//   with computation(PARALLEL), interval(...):
//       q = p

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @assign(%q: !field, %p: !field) {
  %t = stencil.load %q : !field -> !temp
  %double = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %s = arith.addf %v, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %double to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  %u = stencil.load %q : !field -> !temp
  %sum = stencil.apply -> (!temp) {
    %e = stencil.access %u[1, 0, 0] : !temp
    %w = stencil.access %u[-1, 0, 0] : !temp
    %s = arith.addf %e, %w : f64
    stencil.yield %s : f64
  }
  stencil.store %sum to %p (i = start to end, j = start to end, k = start to end) : !temp to !field
  %v = stencil.load %p : !field -> !temp
  stencil.store %v to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
