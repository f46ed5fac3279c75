// The same corners as inserts, and one store of all: one kernel, without a copy of the field.
// RUN: fvopt run %s --domain 33,33,9 --check | FileCheck %s
// CHECK: 1 kernel, 0 bytes of temporaries
// CHECK: equal to the interpreter
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @corner_inserts(%a: !field, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %old = stencil.load %q : !field -> !temp
  %r0 = stencil.apply -> (!temp) {
    %v = stencil.access %x[0, 1, 0] : !temp
    %s = arith.addf %v, %v : f64
    stencil.yield %s : f64
  }
  %o0 = stencil.insert %r0 into %old (i = start to start + 2, j = start to start + 2) : !temp into !temp
  %r1 = stencil.apply -> (!temp) {
    %v = stencil.access %x[1, 1, 0] : !temp
    %s = arith.addf %v, %v : f64
    stencil.yield %s : f64
  }
  %o1 = stencil.insert %r1 into %o0 (i = start to start + 2, j = end - 2 to end) : !temp into !temp
  %r2 = stencil.apply -> (!temp) {
    %v = stencil.access %x[2, 1, 0] : !temp
    %s = arith.addf %v, %v : f64
    stencil.yield %s : f64
  }
  %o2 = stencil.insert %r2 into %o1 (i = end - 2 to end, j = start to start + 2) : !temp into !temp
  %r3 = stencil.apply -> (!temp) {
    %v = stencil.access %x[3, 1, 0] : !temp
    %s = arith.addf %v, %v : f64
    stencil.yield %s : f64
  }
  %o3 = stencil.insert %r3 into %o2 (i = end - 2 to end, j = end - 2 to end) : !temp into !temp
  stencil.store %o3 to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
