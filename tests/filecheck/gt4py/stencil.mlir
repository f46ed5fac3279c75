// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR Stencil: parameters, several vertical loops, and, at the call, origin and
// domain: the box of program.call, in the caller's frame.
//
//   scale(a, q, dt, origin=(1, 0, 0), domain=(nx - 1, ny, nz))
// requirement D10

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

program.func @main(%a: !field, %q: !field, %dt: f64) {
  program.call @scale(%a, %q, %dt) (i = start + 1 to end, j = start to end, k = start to end) : !field, !field, f64
  program.return
}

stencil.func @scale(%a: !field, %q: !field, %dt: f64) {
  %x = stencil.load %a : !field -> !temp
  %scaled = stencil.apply -> (!temp) {
    %v = stencil.access %x[-1, 0, 0] : !temp
    %s = arith.mulf %v, %dt : f64
    stencil.yield %s : f64
  }
  stencil.store %scaled to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  %y = stencil.load %q : !field -> !temp
  %r = stencil.sweep backward carries(%c = %y : !temp) {
    stencil.interval (k = start to end - 1) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %c[0, 0, 0] : !temp
        %n = stencil.access %c[0, 0, 1] : !temp
        %s = arith.addf %v, %n : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
