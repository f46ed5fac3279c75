// RUN: fvopt run %s --check | FileCheck %s
// RUN: fvopt run %s --domain 3,2,1 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR ParAssignStmt whose left side has an offset on k (FORWARD or BACKWARD).
//
//   with computation(FORWARD), interval(0, -1):
//       q[0, 0, 1] = q + a

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @write_k_offset(%a: !field, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %old = stencil.load %q : !field -> !temp
  %r = stencil.sweep forward carries(%c = %old : !temp) {
    stencil.interval (k = start to end - 1) {
      stencil.stage writes(%c[1] : !temp) {
        %p = stencil.access %c[0, 0, 0] : !temp
        %v = stencil.access %x[0, 0, 0] : !temp
        %s = arith.addf %p, %v : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
