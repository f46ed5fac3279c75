// Formulas of their own on rows at the edges, inserted one into the other: nothing reads what is
// stored, so that each part goes to the field, and nowhere else.
// RUN: fvopt run %s --domain 33,9,3 --check | FileCheck %s
// CHECK: 1 kernel, 0 bytes of temporaries
// CHECK: equal to the interpreter
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @edges(%q: !field, %f: !field) {
  %a = stencil.load %q : !field -> !temp
  %m0 = stencil.apply -> (!temp) {
    %v = stencil.access %a[-1, 0, 0] : !temp
    %w = stencil.access %a[0, 0, 0] : !temp
    %s = arith.addf %v, %w : f64
    stencil.yield %s : f64
  }
  %e0 = stencil.apply -> (!temp) {
    %v = stencil.access %a[1, 0, 0] : !temp
    %w = stencil.access %a[0, 0, 0] : !temp
    %s = arith.addf %v, %w : f64
    stencil.yield %s : f64
  }
  %m1 = stencil.insert %e0 into %m0 (i = start to start + 1) : !temp into !temp
  %e1 = stencil.apply -> (!temp) {
    %v = stencil.access %a[2, 0, 0] : !temp
    %w = stencil.access %a[0, 0, 0] : !temp
    %s = arith.addf %v, %w : f64
    stencil.yield %s : f64
  }
  %m2 = stencil.insert %e1 into %m1 (i = end - 1 to end) : !temp into !temp
  %e2 = stencil.apply -> (!temp) {
    %v = stencil.access %a[3, 0, 0] : !temp
    %w = stencil.access %a[0, 0, 0] : !temp
    %s = arith.addf %v, %w : f64
    stencil.yield %s : f64
  }
  %m3 = stencil.insert %e2 into %m2 (i = start + 1 to start + 2) : !temp into !temp
  %e3 = stencil.apply -> (!temp) {
    %v = stencil.access %a[4, 0, 0] : !temp
    %w = stencil.access %a[0, 0, 0] : !temp
    %s = arith.addf %v, %w : f64
    stencil.yield %s : f64
  }
  %m4 = stencil.insert %e3 into %m3 (i = end - 2 to end - 1) : !temp into !temp
  stencil.store %m4 to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
