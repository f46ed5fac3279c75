// RUN: fvopt-opt %s --fvopt-kernels > %t.once
// RUN: fvopt-opt %s --fvopt-kernels --program-schedule > %t.twice
// RUN: diff %t.once %t.twice
// RUN: fvopt-opt %s --fvopt-kernels --fvopt-kernels > %t.thrice
// RUN: diff %t.once %t.thrice
// RUN: FileCheck %s < %t.twice

// Kernel form is left as it is, by the pass and by the whole pipeline.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @main(
// CHECK: stencil.kernel
program.func @main(%in: !field, %out: !field) {
  program.call @twice(%in, %out) : !field, !field
  program.return
}
stencil.func @twice(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[1, 0, 0] : !temp
    stencil.yield %v : f64
  }
  %b = stencil.apply -> (!temp) {
    %v = stencil.access %a[-1, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
