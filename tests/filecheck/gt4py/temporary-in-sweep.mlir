// RUN: fvopt run %s --check | FileCheck %s
// RUN: fvopt run %s --domain 3,2,1 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR temporaries of a FORWARD loop, read at a horizontal offset on the level
// they were computed on: results of a stage, complete before the next stage. A
// temporary with levels of its own is a carry that starts undefined.
//
//   with computation(FORWARD):
//       with interval(0, 1):
//           t = a
//           q = t[1, 0, 0]
//       with interval(1, None):
//           flux = a[1, 0, 0] - a
//           t = t[0, 0, -1] + flux
//           q = flux[-1, 0, 0] + t
// requirement D8, L3

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.temp<ij x f64>

stencil.func @temporary_in_sweep(%a: !field, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %old = stencil.load %q : !field -> !temp
  %u = stencil.undef : !temp
  %r:2 = stencil.sweep forward carries(%t = %u : !temp, %c = %old : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage (i = start to end + 1, j = start to end) writes(%t[0] : !temp) {
        %v = stencil.access %x[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
      stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp) {
        %v = stencil.access %t[1, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      %flux = stencil.stage -> (!plane) {
        %e = stencil.access %x[1, 0, 0] : !temp
        %m = stencil.access %x[0, 0, 0] : !temp
        %d = arith.subf %e, %m : f64
        stencil.yield %d : f64
      }
      stencil.stage (i = start to end + 1, j = start to end) writes(%t[0] : !temp) {
        %p = stencil.access %t[0, 0, -1] : !temp
        %f = stencil.access %flux[0, 0] : !plane
        %s = arith.addf %p, %f : f64
        stencil.yield %s : f64
      }
      stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp) {
        %f = stencil.access %flux[-1, 0] : !plane
        %v = stencil.access %t[0, 0, 0] : !temp
        %s = arith.addf %f, %v : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %r#1 to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
