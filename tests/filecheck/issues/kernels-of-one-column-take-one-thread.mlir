// A kernel of one column in a loop: starting threads would take longer than the work.
// RUN: fvopt-opt %s --fvopt-kernels='domain=12,12,10 machine=host' | FileCheck %s
// CHECK: stencil.kernel <order = "kji", parallel = ""
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

program.func @main(%q: !field) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %many = arith.constant 1000 : index
  program.for %n = %zero to %many step %one {
    program.call @corner(%q) (i = start to start + 1, j = start to start + 1, k = start to end) : !field
  }
  program.return
}

stencil.func @corner(%q: !field) {
  %a = stencil.load %q : !field -> !temp
  %x = stencil.apply -> (!temp) {
    %v = stencil.access %a[0, 0, 0] : !temp
    %w = arith.addf %v, %v : f64
    stencil.yield %w : f64
  }
  stencil.store %x to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
