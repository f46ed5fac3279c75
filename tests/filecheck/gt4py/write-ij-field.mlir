// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR ParAssignStmt to an IJ field in a FORWARD loop: a carry without the k axis.
//
//   with computation(FORWARD), interval(...):
//       column_sum = column_sum + a

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.temp<ij x f64>

stencil.func @write_ij(%a: !field, %sum: !stencil.field<ij x f64>) {
  %x = stencil.load %a : !field -> !temp
  %old = stencil.load %sum : !stencil.field<ij x f64> -> !plane
  %r = stencil.sweep forward carries(%c = %old : !plane) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !plane) {
        %p = stencil.access %c[0, 0] : !plane
        %v = stencil.access %x[0, 0, 0] : !temp
        %s = arith.addf %p, %v : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %r to %sum (i = start to end, j = start to end) : !plane to !stencil.field<ij x f64>
  stencil.return
}
