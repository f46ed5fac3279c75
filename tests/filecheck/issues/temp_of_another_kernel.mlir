// RUN: not fvopt-opt %s 2>&1 | FileCheck %s

// The store takes a temp of another kernel: that is told, and nothing asks which of the two comes first.

// CHECK: error: 'stencil.store' op [kernel_c5] operand 0 is a temp from outside of the kernel: load what the kernel needs
// CHECK: note: the temp is defined here
// CHECK-NOT: internal error
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @other(%q: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    stencil.store %v to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %q (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %v = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %a = stencil.access %t[0, 0, 0] : !temp
      stencil.yield %a : f64
    }
    stencil.store %v to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
