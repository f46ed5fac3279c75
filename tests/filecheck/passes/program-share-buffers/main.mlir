// RUN: fvopt-opt %s --split-input-file --program-share-buffers | FileCheck %s
// requirement S6

// One after the other: the third allocation takes the memory of the first, which is free by then and
// becomes as large as the third needs it.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
#s = #stencil.schedule<order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0>

// CHECK-LABEL: program.func @chain(
// CHECK-NEXT: %[[A:.*]] = program.alloc (i = start to end + 1, j = start to end, k = start to end)
// CHECK-NEXT: %[[B:.*]] = program.alloc (i = start to end, j = start to end, k = start to end)
// CHECK-NOT: program.alloc
// CHECK: stencil.store %{{.*}} to %[[A]]
// CHECK: stencil.load %[[A]]
// CHECK: stencil.store %{{.*}} to %[[B]]
// CHECK: stencil.load %[[B]]
// CHECK: stencil.store %{{.*}} to %[[A]]
// CHECK: stencil.load %[[A]]
// CHECK: stencil.store %{{.*}} to %arg1
program.func @chain(%in: !field, %out: !field) {
  %a = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  %b = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  %c = program.alloc (i = start to end + 1, j = start to end, k = start to end) : !field
  stencil.kernel #s {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %a (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  stencil.kernel #s {
    %t = stencil.load %a (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  stencil.kernel #s {
    %t = stencil.load %b (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %c (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  stencil.kernel #s {
    %t = stencil.load %c (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

// In a loop: what stands in it, or is written before it is read in each iteration, is free outside of
// that part; nothing is allocated in the loop any more. A field that carries a value from one iteration
// to the next is used all the time.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
#s = #stencil.schedule<order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0>

// CHECK-LABEL: program.func @loop(
// CHECK-NEXT: %[[CARRIED:.*]] = program.alloc
// CHECK-NEXT: %[[A:.*]] = program.alloc
// CHECK-NOT: program.alloc
// CHECK: program.for
// CHECK: stencil.store %{{.*}} to %[[A]]
// CHECK: stencil.load %[[A]]
// CHECK: stencil.load %[[CARRIED]]
// CHECK: stencil.store %{{.*}} to %[[CARRIED]]
// CHECK: stencil.store %{{.*}} to %[[A]]
// CHECK: stencil.load %[[A]]
program.func @loop(%in: !field, %out: !field, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %carried = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  %written_first = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  program.for %step = %zero to %n step %one {
    %inside = program.alloc (i = start to end, j = start to end, k = start to end) : !field
    stencil.kernel #s {
      %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
      stencil.store %t to %written_first (i = start to end, j = start to end, k = start to end) : !temp to !field
    }
    stencil.kernel #s {
      %t = stencil.load %written_first (i = start to end, j = start to end, k = start to end) : !field -> !temp
      %u = stencil.load %carried (i = start to end, j = start to end, k = start to end) : !field -> !temp
      %v = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
        %a = stencil.access %t[0, 0, 0] : !temp
        %b = stencil.access %u[0, 0, 0] : !temp
        %c = arith.addf %a, %b : f64
        stencil.yield %c : f64
      }
      stencil.store %v to %carried (i = start to end, j = start to end, k = start to end) : !temp to !field
    }
    stencil.kernel #s {
      %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
      stencil.store %t to %inside (i = start to end, j = start to end, k = start to end) : !temp to !field
    }
    stencil.kernel #s {
      %t = stencil.load %inside (i = start to end, j = start to end, k = start to end) : !field -> !temp
      stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
    }
  }
  program.return
}

// -----

// What an iteration reads beyond what it wrote comes from the one before: used in all of the loop.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
#s = #stencil.schedule<order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0>

// CHECK-LABEL: program.func @partly(
// CHECK-COUNT-2: program.alloc
// CHECK-NOT: program.alloc
program.func @partly(%in: !field, %out: !field, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %a = program.alloc (i = start to end + 1, j = start to end, k = start to end) : !field
  %b = program.alloc (i = start to end + 1, j = start to end, k = start to end) : !field
  program.for %step = %zero to %n step %one {
    stencil.kernel #s {
      %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
      stencil.store %t to %a (i = start to end, j = start to end, k = start to end) : !temp to !field
    }
    stencil.kernel #s {
      %t = stencil.load %a (i = start to end + 1, j = start to end, k = start to end) : !field -> !temp
      stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
    }
    stencil.kernel #s {
      %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
      stencil.store %t to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
    }
    stencil.kernel #s {
      %t = stencil.load %b (i = start to end, j = start to end, k = start to end) : !field -> !temp
      stencil.store %t to %in (i = start to end, j = start to end, k = start to end) : !temp to !field
    }
  }
  program.return
}

// -----

// Swapped fields keep memory of their own; one that nothing touches goes.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
#s = #stencil.schedule<order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 0>

// CHECK-LABEL: program.func @swapped(
// CHECK-COUNT-3: program.alloc
// CHECK-NOT: program.alloc
program.func @swapped(%in: !field, %out: !field) {
  %unused = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  %a = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  %b = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  %c = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  stencil.kernel #s {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %a (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.swap %a, %b : !field
  stencil.kernel #s {
    %t = stencil.load %b (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  stencil.kernel #s {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %c (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  stencil.kernel #s {
    %t = stencil.load %c (i = start to end, j = start to end, k = start to end) : !field -> !temp
    stencil.store %t to %in (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
