// RUN: fvopt-opt %S/main.mlir --outline-kernels > %t.once
// RUN: fvopt-opt %t.once --outline-kernels > %t.twice
// RUN: diff %t.once %t.twice

// A stencil that is called on several fields is one kernel, and one call for each.
// RUN: fvopt-opt %s --fvopt-cpu | FileCheck %s
// CHECK-COUNT-3: llvm.call @fvopt.main.kernel_0(

// RUN: fvopt run %s --domain 5,4,3 --check

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @negate(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[1, 0, 0] : !temp
    %w = arith.negf %v : f64
    stencil.yield %w : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
program.func @main(%a: !field, %b: !field, %c: !field, %d: !field, %e: !field) {
  program.call @negate(%a, %b) : !field, !field
  program.exchange %b [1, 1, 0, 0] : !field
  program.call @negate(%b, %c) : !field, !field
  program.exchange %c [1, 1, 0, 0] : !field
  program.call @negate(%c, %d) : !field, !field
  program.return
}
