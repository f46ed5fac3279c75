// RUN: fvopt-opt %s --split-input-file --verify-diagnostics --program-share-buffers
// requirement S7

// Only in kernel form is it known when memory is used.
!field = !stencil.field<ijk x f64>
program.func @values(%in: !field, %c: i1) {
  program.if %c {
    // expected-error @+1 {{'stencil.load' op buffers are shared between kernels; run program-schedule first}}
    %t = stencil.load %in : !field -> !stencil.temp<ijk x f64>
    stencil.store %t to %in (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !field
  }
  program.return
}

// -----

// A call in it, and nothing is known.
stencil.func @leaf() {
  stencil.return
}
program.func @calls() {
  // expected-error @+1 {{'program.call' op buffers are shared between kernels; run program-schedule first}}
  program.call @leaf()
  program.return
}
