// Stores to the four corners of a field, which share no point where the program is pinned to its sizes.
// RUN: fvopt run %s --domain 33,33,9 --check | FileCheck %s
// CHECK: 1 kernel, 0 bytes of temporaries
// CHECK: equal to the interpreter
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @corner_stores(%a: !field, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %r0 = stencil.apply -> (!temp) {
    %v = stencil.access %x[0, 1, 0] : !temp
    %s = arith.addf %v, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %r0 to %q (i = start to min(end, start + 2), j = start to min(end, start + 2), k = start to end) : !temp to !field
  %r1 = stencil.apply -> (!temp) {
    %v = stencil.access %x[1, 1, 0] : !temp
    %s = arith.addf %v, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %r1 to %q (i = start to min(end, start + 2), j = max(start, end - 2) to end, k = start to end) : !temp to !field
  %r2 = stencil.apply -> (!temp) {
    %v = stencil.access %x[2, 1, 0] : !temp
    %s = arith.addf %v, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %r2 to %q (i = max(start, end - 2) to end, j = start to min(end, start + 2), k = start to end) : !temp to !field
  %r3 = stencil.apply -> (!temp) {
    %v = stencil.access %x[3, 1, 0] : !temp
    %s = arith.addf %v, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %r3 to %q (i = max(start, end - 2) to end, j = max(start, end - 2) to end, k = start to end) : !temp to !field
  stencil.return
}
