// RUN: fvopt run %s --check | FileCheck %s
// RUN: fvopt run %s --domain 1,1,1 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR FieldDecl in VerticalLoop.temporaries: temporaries are values, computed
// where they are read (halo included) and never stored; one may be assigned again.
//
//   with computation(PARALLEL), interval(...):
//       lap = 4.0 * a - (a[-1, 0, 0] + a[1, 0, 0])
//       lap = lap[1, 0, 0] - lap
//       q = lap[0, 1, 0] - lap[-1, 0, 0]

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @temporaries(%a: !field, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %lap = stencil.apply -> (!temp) {
    %four = arith.constant 4.0 : f64
    %m = stencil.access %x[0, 0, 0] : !temp
    %w = stencil.access %x[-1, 0, 0] : !temp
    %e = stencil.access %x[1, 0, 0] : !temp
    %m4 = arith.mulf %four, %m : f64
    %we = arith.addf %w, %e : f64
    %d = arith.subf %m4, %we : f64
    stencil.yield %d : f64
  }
  %lap2 = stencil.apply -> (!temp) {
    %e = stencil.access %lap[1, 0, 0] : !temp
    %m = stencil.access %lap[0, 0, 0] : !temp
    %d = arith.subf %e, %m : f64
    stencil.yield %d : f64
  }
  %r = stencil.apply -> (!temp) {
    %n = stencil.access %lap2[0, 1, 0] : !temp
    %w = stencil.access %lap2[-1, 0, 0] : !temp
    %d = arith.subf %n, %w : f64
    stencil.yield %d : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
