// RUN: fvopt-opt %s --split-input-file --pass-pipeline='builtin.module(program-flatten{statistics=true})' 2>&1 | FileCheck %s

// A stencil is brought to value form once, however often it is called: two
// stencils here, one of them also in the form where its arguments are the same
// field.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK: remark: flattened 2 program calls and 8 stencil calls; 3 stencil bodies normalized; 22 operations cloned
stencil.func @copy(%from: !field, %to: !field) {
  %t = stencil.load %from : !field -> !temp
  stencil.store %t to %to (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
stencil.func @other(%from: !field, %to: !field) {
  %t = stencil.load %from : !field -> !temp
  stencil.store %t to %to (i = start to end, j = start to end, k = start to start + 1) : !temp to !field
  stencil.return
}
program.func @step(%x: !field, %y: !field) {
  program.call @copy(%x, %y) : !field, !field
  program.call @copy(%y, %x) : !field, !field
  program.call @other(%y, %x) : !field, !field
  program.return
}
program.func @main(%a: !field, %b: !field) {
  program.call @step(%a, %b) : !field, !field
  program.call @step(%b, %a) : !field, !field
  program.call @copy(%a, %b) (i = start + 1 to end, j = start to end, k = start to end) : !field, !field
  program.call @copy(%a, %a) : !field, !field
  program.return
}

// -----

// Without the option nothing is said; without calls there is nothing to count.
// CHECK: remark: flattened 0 program calls and 0 stencil calls; 0 stencil bodies normalized; 0 operations cloned
program.func @empty() {
  program.return
}
