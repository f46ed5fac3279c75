// Of two carried temps the first is not needed after the loop; the second
// yields itself and got the first one's value.
// RUN: fvopt run %s --check --domain 4,3,2 | FileCheck %s
// CHECK: equal to the interpreter

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

program.func @main(%p: !field) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %a = stencil.load %p : !field -> !temp
  %b = stencil.load %p : !field -> !temp
  %r:2 = program.for %n = %zero to %two step %one iter_args(%x = %a, %y = %b) -> (!temp, !temp) {
    %next = stencil.apply -> (!temp) {
      %v = stencil.access %x[0, 0, 0] : !temp
      %w = stencil.access %y[0, 0, 0] : !temp
      %s = arith.mulf %v, %w : f64
      stencil.yield %s : f64
    }
    program.yield %next, %y : !temp, !temp
  }
  %out = stencil.apply -> (!temp) {
    %v = stencil.access %r#1[1, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %out to %p (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
