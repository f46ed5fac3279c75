// RUN: fvopt-opt %s --verify-diagnostics --convert-kernels-to-loops

// What is not in kernel form.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @unscheduled(%in: !field, %out: !field) {
  // expected-error @+1 {{'stencil.load' op cannot be lowered to loops: it is not in kernel form; run program-schedule first}}
  %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
  stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
