// RUN: fvopt-opt %s --pass-pipeline='builtin.module(stencil-infer-bounds,program-schedule)' | FileCheck %s

// The last operation shares a field with the first and is independent of what stands between, but it reads a view that
// is made only then: it does not go to the first.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.field<ij x f64>

// CHECK-LABEL: program.func @late_view(
// CHECK:       %[[VIEW:.*]] = program.view
// CHECK:       stencil.load %[[VIEW]]
// CHECK:       program.return
program.func @late_view(%a: !field, %b: !field, %c: !field, %d: !field, %e: !field, %x: !field, %n: index) {
  %in = stencil.load %a : !field -> !temp
  %first = stencil.apply -> (!temp) {
    %v = stencil.access %in[0, 0, 0] : !temp
    %w = arith.negf %v : f64
    stencil.yield %w : f64
  }
  stencil.store %first to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  %other = stencil.load %b : !field -> !temp
  %second = stencil.sweep forward carries(%s = %other : !temp) {
    stencil.interval (k = start + 1 to end) {
      stencil.stage (i = start to end, j = start to end) writes(%s[0] : !temp) {
        %v = stencil.access %s[1, 0, -1] : !temp
        stencil.yield %v : f64
      }
    }
  }
  stencil.store %second to %d (i = start to end, j = start to end, k = start to end) : !temp to !field
  %view = program.view %x level %n : !field -> !plane
  %plane = stencil.load %view : !plane -> !stencil.temp<ij x f64>
  %third = stencil.apply -> (!temp) {
    %v = stencil.access %in[0, 0, 0] : !temp
    %p = stencil.access %plane[0, 0] : !stencil.temp<ij x f64>
    %w = arith.addf %v, %p : f64
    stencil.yield %w : f64
  }
  stencil.store %third to %e (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
