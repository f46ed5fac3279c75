// Each column is read in one place of the field and written in another: the boxes share no point, so
// that values go into the field at once, and one kernel does all of it.
// RUN: fvopt-opt %s --fvopt-kernels | FileCheck %s
// CHECK-NOT: program.alloc
// CHECK-COUNT-1: stencil.kernel <
// CHECK-NOT: stencil.kernel <
// RUN: fvopt run %s --domain 9,9,3 --check | FileCheck %s --check-prefix=RESULT
// RESULT: 1 kernel, 0 bytes of temporaries
// RESULT: equal to the interpreter
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

program.func @main(%q: !field) {
  program.call @corners(%q, %q) (i = start - 3 to end + 3, j = start - 3 to end + 3, k = start to end) : !field, !field
  program.return
}

stencil.func @corners(%in: !field, %out: !field) {
  %a = stencil.load %in : !field -> !temp
  %x = stencil.apply -> (!temp) {
    %v = stencil.access %a[5, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %x to %out (i = start to start + 1, j = start to start + 1, k = start to end) : !temp to !field
  %b = stencil.load %in : !field -> !temp
  %y = stencil.apply -> (!temp) {
    %v = stencil.access %b[4, 1, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %y to %out (i = start + 1 to start + 2, j = start to start + 1, k = start to end) : !temp to !field
  stencil.return
}
