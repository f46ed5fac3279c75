// RUN: fvopt-opt %s --split-input-file --pass-pipeline='builtin.module(program-pin-domain{domain=24,24,4},stencil-infer-bounds,program-schedule)' | FileCheck %s
// RUN: fvopt-opt %s --split-input-file --pass-pipeline='builtin.module(stencil-infer-bounds,program-schedule{strategy=none})' | FileCheck %s --check-prefix=NONE

// Corners that are filled in place from elsewhere in the field: nothing but the corners is stored, and the field is
// not copied. Where the size is known the corners share a kernel.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @corners(
// CHECK-NOT:   program.alloc
// CHECK:       stencil.kernel
// CHECK-COUNT-2: stencil.store {{.*}} (i = {{start to start \+ 1|end - 1 to end}}, j = start to start + 1, k = start to end)
// CHECK-NOT:   stencil.kernel
// CHECK:       program.return

// NONE-LABEL:  program.func @corners(
// NONE-NOT:    program.alloc
// NONE:        stencil.store {{.*}} (i = start to start + 1, j = start to start + 1, k = start to end)
// NONE:        stencil.store {{.*}} (i = end - 1 to end, j = start to start + 1, k = start to end)
// NONE:        program.return
program.func @corners(%q: !field) {
  %old = stencil.load %q : !field -> !temp
  %west = stencil.apply -> (!temp) {
    %v = stencil.access %old[0, 2, 0] : !temp
    stencil.yield %v : f64
  }
  %first = stencil.insert %west into %old (i = start to start + 1, j = start to start + 1) : !temp into !temp
  %east = stencil.apply -> (!temp) {
    %v = stencil.access %old[0, 3, 0] : !temp
    stencil.yield %v : f64
  }
  %second = stencil.insert %east into %first (i = end - 1 to end, j = start to start + 1) : !temp into !temp
  stencil.store %second to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// What is read of the first insert when the second is there keeps both as one value.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @read_late(
// CHECK:       stencil.kernel
// CHECK:       program.return

// NONE-LABEL:  program.func @read_late(
// NONE:        stencil.store {{.*}} to %{{.*}} (i = start to end, j = start to end, k = start to end)
// NONE:        program.return
program.func @read_late(%q: !field, %out: !field) {
  %old = stencil.load %q : !field -> !temp
  %first = stencil.insert %old into %old (i = start to start + 1, j = start to start + 1) : !temp into !temp
  %new = stencil.load %out : !field -> !temp
  %second = stencil.insert %new into %first (i = start to start + 2, j = start to start + 1) : !temp into !temp
  stencil.store %second to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  %late = stencil.apply -> (!temp) {
    %v = stencil.access %first[0, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %late to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
