// RUN: fvopt-opt %s --program-flatten > %t.once
// RUN: fvopt-opt %s --program-flatten --program-flatten > %t.twice
// RUN: diff %t.once %t.twice
// RUN: FileCheck %s < %t.twice

// A flattened program has nothing left to flatten.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @copy(%from: !field, %to: !field) {
  %t = stencil.load %from : !field -> !temp
  stencil.store %t to %to (i = start to end, j = start to end, k = start to end) : !temp to !field
  %u = stencil.load %to : !field -> !temp
  stencil.store %u to %from (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
// CHECK-NOT: stencil.func
// CHECK-LABEL: program.func @main(
// CHECK-NOT: program.call
// CHECK-COUNT-3: stencil.store
program.func @main(%a: !field, %b: !field, %c: i1) {
  program.call @copy(%a, %b) : !field, !field
  program.if %c {
    program.call @copy(%b, %a) : !field, !field
  }
  program.return
}
