// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds --program-schedule | FileCheck %s

// Kernels that a program has already are left as they are: schedule, places, boxes, and what they store.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Two that the pass would merge, because the second reads what the first stores.
// CHECK-LABEL: program.func @neighbours
// CHECK: %[[ALLOC:.*]] = program.alloc
// CHECK-NEXT: stencil.kernel <order = "ikj", parallel = "i", tile = [4, 0, 0], vector = 2> {
// CHECK-NEXT: %[[T:.*]] = stencil.load %arg0 (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT: %[[A:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT: stencil.access %[[T]][0, 0, 0]
// CHECK-NEXT: arith.negf
// CHECK-NEXT: stencil.yield
// CHECK-NEXT: }
// CHECK-NEXT: stencil.store %[[A]] to %[[ALLOC]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT: }
// CHECK-NEXT: stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
// CHECK-NEXT: %[[T:.*]] = stencil.load %[[ALLOC]]
// CHECK-NEXT: stencil.store %[[T]] to %arg1
// CHECK-NEXT: }
// CHECK-NEXT: program.return
program.func @neighbours(%in: !field, %out: !field) {
  %f = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  stencil.kernel <order = "ikj", parallel = "i", tile = [4, 0, 0], vector = 2> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    stencil.store %a to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Between operations that share fields with it: those before become a kernel, those behind another one, and
// nothing goes past the one in between.
// CHECK-LABEL: program.func @between
// CHECK: stencil.kernel
// CHECK: arith.negf
// CHECK: stencil.store %{{.*}} to %arg1
// CHECK: stencil.kernel <order = "jki", parallel = "j", tile = [0, 2, 0], vector = 0> {
// CHECK-NEXT: %[[T:.*]] = stencil.load %arg1
// CHECK-NEXT: %[[A:.*]] = stencil.apply place tile (i = start to end + 1, j = start to end, k = start to end)
// CHECK-NEXT: stencil.access %[[T]][0, 0, 0]
// CHECK-NEXT: math.absf
// CHECK-NEXT: stencil.yield
// CHECK-NEXT: }
// CHECK-NEXT: %[[B:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT: stencil.access %[[A]][1, 0, 0]
// CHECK-NEXT: stencil.yield
// CHECK-NEXT: }
// CHECK-NEXT: stencil.store %[[B]] to %arg2
// CHECK-NEXT: }
// CHECK: stencil.kernel
// CHECK: stencil.load %arg2
// CHECK: arith.mulf
// CHECK: arith.addf
// CHECK: stencil.store %{{.*}} to %arg3
// CHECK-NOT: stencil.kernel
program.func @between(%in: !field, %f: !field, %g: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %a to %f (i = start to end + 1, j = start to end, k = start to end) : !temp to !field
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 2, 0], vector = 0> {
    %u = stencil.load %f (i = start to end + 1, j = start to end, k = start to end) : !field -> !temp
    %b = stencil.apply place tile (i = start to end + 1, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %u[0, 0, 0] : !temp
      %n = math.absf %v : f64
      stencil.yield %n : f64
    }
    %c = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %b[1, 0, 0] : !temp
      stencil.yield %v : f64
    }
    stencil.store %c to %g (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  %w = stencil.load %g : !field -> !temp
  %d = stencil.apply -> (!temp) {
    %v = stencil.access %w[0, 0, 0] : !temp
    %n = arith.mulf %v, %v : f64
    stencil.yield %n : f64
  }
  %e = stencil.apply -> (!temp) {
    %v = stencil.access %d[0, 0, 0] : !temp
    %o = stencil.access %w[0, 0, 0] : !temp
    %n = arith.addf %v, %o : f64
    stencil.yield %n : f64
  }
  stencil.store %e to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// It touches other fields than those before and behind, which are not merged past it all the same.
// CHECK-LABEL: program.func @apart
// CHECK: stencil.kernel
// CHECK: stencil.store %{{.*}} to %arg1
// CHECK: stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
// CHECK-NEXT: %[[U:.*]] = stencil.load %arg2
// CHECK-NEXT: stencil.store %[[U]] to %arg3
// CHECK-NEXT: }
// CHECK: stencil.kernel
// CHECK: stencil.store %{{.*}} to %arg4
// CHECK-NOT: stencil.kernel
program.func @apart(%a: !field, %b: !field, %c: !field, %d: !field, %e: !field) {
  %t = stencil.load %a : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %u = stencil.load %c (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %u to %d (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  %q = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %n = math.absf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %q to %e (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// What it stores to memory that nobody reads is stored all the same.
// CHECK-LABEL: program.func @unread
// CHECK: %[[ALLOC:.*]] = program.alloc
// CHECK: stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
// CHECK: stencil.store %{{.*}} to %[[ALLOC]]
program.func @unread(%in: !field) {
  %f = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
