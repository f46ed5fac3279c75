// Outside of one column the field gets what it holds already: only the column is stored, and all
// that a binding must offer is what the program says it writes.
// RUN: fvopt-opt %s --fvopt-kernels | FileCheck %s
// CHECK: program.required = [#stencil.box<(i = start - 3 to end + 3, j = start - 3 to end + 3, k = start to end)>]
// CHECK-NOT: program.alloc
// CHECK: stencil.kernel <
// CHECK: stencil.store {{.*}} (i = start - 1 to start, j = start - 1 to start, k = start to end)
// CHECK-NOT: stencil.kernel <
// RUN: fvopt run %s --domain 9,9,3 --check | FileCheck %s --check-prefix=RESULT
// RESULT: 1 kernel, 0 bytes of temporaries
// RESULT: equal to the interpreter
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

program.func @main(%q: !field) {
  program.call @fill(%q, %q) (i = start - 3 to end + 3, j = start - 3 to end + 3, k = start to end) : !field, !field
  program.return
}

stencil.func @fill(%in: !field, %out: !field) {
  %a = stencil.load %in : !field -> !temp
  %x = stencil.apply -> (!temp) {
    %v = stencil.access %a[0, 1, 0] : !temp
    stencil.yield %v : f64
  }
  %r = stencil.insert %x into %a (i = start + 2 to start + 3, j = start + 2 to start + 3) : !temp into !temp
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
