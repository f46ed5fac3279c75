// RUN: not fvopt run %s --domain 2,2,3 --checked 2>&1 | FileCheck %s

// The boxes of a kernel that is written by hand are taken as they are: checked mode itself wrote past
// the carry's memory.

// CHECK: [[#@LINE+20]]:9: error: stencil.stage writes outside the box of its sweep: at (0, 0, 5)

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @sweep(%in: !field, %out: !field) {
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %u = stencil.undef : !temp
    %a = stencil.apply place tile (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      stencil.yield %v : f64
    }
    %e = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%c = %u : !temp) {
      stencil.interval (k = start to end) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp) {
          %v = stencil.access %a[0, 0, 0] : !temp
          stencil.yield %v : f64
        }
      }
      stencil.interval (k = end to end + 1) {
        stencil.stage (i = start to end, j = start to end) writes(%c[2] : !temp) {
          %v = arith.constant 1.0 : f64
          stencil.yield %v : f64
        }
      }
    }
    stencil.store %e to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
