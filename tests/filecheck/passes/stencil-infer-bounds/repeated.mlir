// RUN: fvopt-opt %s --stencil-infer-bounds > %t.once
// RUN: fvopt-opt %s --stencil-infer-bounds --stencil-infer-bounds > %t.twice
// RUN: diff %t.once %t.twice
// RUN: FileCheck %s < %t.twice

// Bounds are inferred anew each time, and come out the same.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK: program.required = [#stencil.box<(i = start - 2 to end + 1, j = start to end, k = start to end)>, #stencil.box<(i = start to end, j = start to end, k = start to end)>]
program.func @main(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  // CHECK: stencil.apply (i = start - 1 to end + 1, j = start to end, k = start to end)
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[-1, 0, 0] : !temp
    %w = stencil.access %t[0, 0, 0] : !temp
    %s = arith.addf %v, %w : f64
    stencil.yield %s : f64
  }
  %u = stencil.undef : !temp
  // CHECK: stencil.sweep forward (i = start to end, j = start to end, k = start to end)
  %s = stencil.sweep forward carries(%c = %u : !temp) {
    stencil.interval (k = start to end) {
      // CHECK: stencil.stage (i = start to end, j = start to end) writes
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %a[-1, 0, 0] : !temp
        %w = stencil.access %a[1, 0, 0] : !temp
        %r = arith.addf %v, %w : f64
        stencil.yield %r : f64
      }
    }
  }
  stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
