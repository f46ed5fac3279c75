// RUN: fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds{report=true})' --verify-diagnostics
// RUN: sed 's/expected-/-/' %s | fvopt-opt --stencil-infer-bounds 2>&1 | FileCheck %s

// Without the option nothing is said.
// CHECK-NOT: remark:
// CHECK: program.func @report(

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// expected-remark @+4 {{argument 0 must offer (i = start - 2 to end + 1, j = start to end, k = start to %arg2 + 1)}}
// expected-remark @+3 {{argument 1 must offer (i = start to end, j = start to end, k = start to %arg2)}}
// Two sides of a halo exchange, in memory.
// expected-remark @+1 {{argument 3 must offer (i = start - 1 to end + 2, j = start to end, k = start to end)}}
program.func @report(%in: !field, %out: !field, %n: index, %h: !field, %unused: !field) {
  %t = stencil.load %in : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[-2, 0, 0] : !temp
    %w = stencil.access %t[1, 0, 1] : !temp
    %s = arith.addf %v, %w : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to %n) : !temp to !field
  program.exchange %h [1, 2, 0, 0] : !field
  program.return
}
