// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds --program-schedule="machine=%S/Inputs/machine-prefetch.json strategy=none" | FileCheck %s
// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds --program-schedule="strategy=none" | FileCheck %s --check-prefix=GENERIC
// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds --program-schedule="machine=%S/Inputs/machine-prefetch-most.json strategy=none" | FileCheck %s --check-prefix=MOST
// requirement S12

// A field of 192 x 192 x 80 numbers is 24 MB, the last cache 32 MB. A row of 192 numbers is 1.5 kB, and
// 32 kB are to be moved in between.

// GENERIC-NOT: prefetch

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Two rows, one loaded and one stored, are 3 kB: ten of them.
// CHECK-LABEL: program.func @far
// CHECK: stencil.load %arg0 ({{.*}}) prefetch 10 :

// More rows than can be asked for.
// MOST-LABEL: program.func @far
// MOST: stencil.load %arg0 ({{.*}}) prefetch 1000000 :
program.func @far(%a: !field, %b: !field) attributes {domain = array<i64: 192, 192, 80>} {
  %t = stencil.load %a : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// All of it stays in the last cache until the next call.
// CHECK-LABEL: program.func @near
// CHECK-NOT: prefetch
// CHECK: program.return
program.func @near(%a: !field, %b: !field) attributes {domain = array<i64: 96, 96, 80>} {
  %t = stencil.load %a : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!plane = !stencil.field<ij x f64>
!temp = !stencil.temp<ijk x f64>

// A plane is read again on every level. What the kernel before has just stored or loaded is in the caches:
// 12 MB of a field of this size, four fields to come back to the first one.
// CHECK-LABEL: program.func @touched
// CHECK: stencil.kernel
// CHECK: stencil.load %arg0 ({{.*}}) prefetch
// CHECK: stencil.load %arg1 ({{.*}}) :
// CHECK: stencil.kernel
// CHECK: stencil.load %arg2 ({{.*}}) :
// CHECK: stencil.load %arg3 ({{.*}}) prefetch
program.func @touched(%a: !field, %p: !plane, %b: !field, %c: !field, %d: !field) attributes {domain = array<i64: 192, 192, 40>} {
  %t = stencil.load %a : !field -> !temp
  %s = stencil.load %p : !plane -> !stencil.temp<ij x f64>
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %w = stencil.access %s[0, 0] : !stencil.temp<ij x f64>
    %n = arith.mulf %v, %w : f64
    stencil.yield %n : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  %t1 = stencil.load %b : !field -> !temp
  %t2 = stencil.load %c : !field -> !temp
  %r1 = stencil.apply -> (!temp) {
    %v = stencil.access %t1[0, 0, 0] : !temp
    %w = stencil.access %t2[0, 0, 0] : !temp
    %n = arith.addf %v, %w : f64
    stencil.yield %n : f64
  }
  stencil.store %r1 to %d (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Short rows, sizes that are not known, and kernels that were there before.
// CHECK-LABEL: program.func @short
// CHECK-NOT: prefetch
// CHECK: program.return
program.func @short(%a: !field, %b: !field) attributes {domain = array<i64: 32, 1152, 80>} {
  %t = stencil.load %a : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
// CHECK-LABEL: program.func @any
// CHECK-NOT: prefetch
// CHECK: program.return
program.func @any(%a: !field, %b: !field) {
  %t = stencil.load %a : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
// CHECK-LABEL: program.func @by_hand
// CHECK-NOT: prefetch
// CHECK: program.return
program.func @by_hand(%a: !field, %b: !field) attributes {domain = array<i64: 192, 192, 80>} {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %a (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      stencil.yield %v : f64
    }
    stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
