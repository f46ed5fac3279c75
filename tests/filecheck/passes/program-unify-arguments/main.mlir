// RUN: fvopt-opt %s --pass-pipeline='builtin.module(program-unify-arguments{entry=main arguments="0=1;0=3"})' | FileCheck %s

// Uses of %b and %d become uses of %a; the signature stays.

!field = !stencil.field<ijk x f64>
// CHECK-LABEL: program.func @main(
// CHECK-SAME: %[[A:[a-z0-9]+]]: {{[^,]*}}, %{{[a-z0-9]+}}: {{[^,]*}}, %[[C:[a-z0-9]+]]: {{[^,]*}}, %{{[a-z0-9]+}}: {{[^,)]*}}) {
// CHECK-NEXT: program.call @step(%[[A]], %[[A]], %[[C]], %[[A]])
program.func @main(%a: !field, %b: !field, %c: !field, %d: !field) {
  program.call @step(%a, %b, %c, %d) : !field, !field, !field, !field
  program.return
}
// Other functions keep their arguments apart.
// CHECK-LABEL: program.func @step(
// CHECK-SAME: %[[A:[a-z0-9]+]]: {{[^,]*}}, %[[B:[a-z0-9]+]]:
// CHECK-NEXT: program.call @leaf(%[[A]], %[[B]])
program.func @step(%a: !field, %b: !field, %c: !field, %d: !field) {
  program.call @leaf(%a, %b) : !field, !field
  program.return
}
stencil.func @leaf(%a: !field, %b: !field) {
  stencil.return
}
