// RUN: fvopt-opt %s --stencil-infer-bounds --program-schedule=strategy=none | FileCheck %s

!field = !stencil.field<i x f64>
!temp = !stencil.temp<i x f64>

// What is stored is the part that the insert replaces.
// CHECK-LABEL: program.func @narrowed(
// CHECK-NOT: program.alloc
// CHECK: stencil.store {{.*}} to %arg0 (i = start to start + 1)
// CHECK-NOT: to %arg0
program.func @narrowed(%q: !field, %x: !field) {
  %old = stencil.load %q : !field -> !temp
  %new = stencil.load %x : !field -> !temp
  %r = stencil.insert %new into %old (i = start to start + 1) : !temp into !temp
  stencil.store %r to %q (i = start to end) : !temp to !field
  program.return
}

// The field is written between: what was loaded is not what it holds.
// CHECK-LABEL: program.func @written_between(
// CHECK: stencil.store {{.*}} to %arg0 (i = start to end)
// CHECK: stencil.store {{.*}} to %arg0 (i = start {{.*}}to end)
program.func @written_between(%q: !field, %x: !field) {
  %old = stencil.load %q : !field -> !temp
  %new = stencil.load %x : !field -> !temp
  %r = stencil.insert %new into %old (i = start to start + 1) : !temp into !temp
  stencil.store %new to %q (i = start to end) : !temp to !field
  stencil.store %r to %q (i = start to end) : !temp to !field
  program.return
}
