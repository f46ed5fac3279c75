// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds --program-schedule="machine=%S/Inputs/machine-streams.json strategy=none" | FileCheck %s
// requirement S11

// A field of 192 x 192 x 80 numbers is 24 MB, the last cache 32 MB. Of what comes back through memory
// anyway the lines need not be read before they are written.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Nobody reads it.
// CHECK-LABEL: program.func @result
// CHECK: stencil.store %{{.*}} to %arg1 nontemporal
program.func @result(%a: !field, %b: !field) attributes {domain = array<i64: 192, 192, 80>} {
  %t0 = stencil.load %a : !field -> !temp
  %r0 = stencil.apply -> (!temp) {
    %v = stencil.access %t0[0, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r0 to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// The second kernel reads what the first wrote: until it does, half of what each of them touches has passed
// the caches, 48 MB.
// CHECK-LABEL: program.func @next
// CHECK: stencil.store %{{.*}} to %arg1 nontemporal
// CHECK: stencil.store %{{.*}} to %arg2 nontemporal
program.func @next(%a: !field, %b: !field, %c: !field) attributes {domain = array<i64: 192, 192, 80>} {
  %t0 = stencil.load %a : !field -> !temp
  %r0 = stencil.apply -> (!temp) {
    %v = stencil.access %t0[0, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r0 to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  %t1 = stencil.load %b : !field -> !temp
  %r1 = stencil.apply -> (!temp) {
    %v = stencil.access %t1[1, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r1 to %c (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Here it is 10 MB: it will still be in the cache. The second store is read in the next call at the earliest.
// CHECK-LABEL: program.func @small
// CHECK-NOT: nontemporal
program.func @small(%a: !field, %b: !field, %c: !field) attributes {domain = array<i64: 72, 72, 80>} {
  %t0 = stencil.load %a : !field -> !temp
  %r0 = stencil.apply -> (!temp) {
    %v = stencil.access %t0[0, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r0 to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  %t1 = stencil.load %b : !field -> !temp
  %r1 = stencil.apply -> (!temp) {
    %v = stencil.access %t1[1, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r1 to %c (i = start to end, j = start to end, k = start to end) : !temp to !field
  %t2 = stencil.load %c : !field -> !temp
  %r2 = stencil.apply -> (!temp) {
    %v = stencil.access %t2[0, 1, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r2 to %a (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// In place: what was read is in the caches.
// CHECK-LABEL: program.func @in_place
// CHECK-NOT: nontemporal
program.func @in_place(%a: !field) attributes {domain = array<i64: 192, 192, 80>} {
  %t0 = stencil.load %a : !field -> !temp
  %r0 = stencil.apply -> (!temp) {
    %v = stencil.access %t0[0, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r0 to %a (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// A loop in which two fields change places: the next iteration reads what this one writes, 48 MB later.
// CHECK-LABEL: program.func @steps
// CHECK: stencil.store %{{.*}} to %arg1 nontemporal
program.func @steps(%a: !field, %b: !field, %count: index) attributes {domain = array<i64: 192, 192, 80>} {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  program.for %m = %zero to %count step %one {
  %t0 = stencil.load %a : !field -> !temp
  %r0 = stencil.apply -> (!temp) {
    %v = stencil.access %t0[1, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r0 to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
    program.swap %a, %b : !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// On a smaller domain that is 8 MB, whatever there is behind the loop.
// CHECK-LABEL: program.func @short_steps
// CHECK: program.for
// CHECK-NOT: nontemporal
// CHECK: program.swap
program.func @short_steps(%a: !field, %b: !field, %c: !field, %count: index) attributes {domain = array<i64: 80, 80, 80>} {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  program.for %m = %zero to %count step %one {
  %t0 = stencil.load %a : !field -> !temp
  %r0 = stencil.apply -> (!temp) {
    %v = stencil.access %t0[1, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r0 to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
    program.swap %a, %b : !field
  }
  %t1 = stencil.load %c : !field -> !temp
  %r1 = stencil.apply -> (!temp) {
    %v = stencil.access %t1[0, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r1 to %c (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// A host function may look at it at once.
// CHECK-LABEL: program.func @seen
// CHECK-NOT: nontemporal
program.func @seen(%a: !field, %b: !field) attributes {domain = array<i64: 192, 192, 80>} {
  %t0 = stencil.load %a : !field -> !temp
  %r0 = stencil.apply -> (!temp) {
    %v = stencil.access %t0[0, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r0 to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.callback @look(%b) reads [(i = start to end, j = start to end, k = start to end)] writes [none] : !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Rows of 320 bytes: their ends are too much of them.
// CHECK-LABEL: program.func @short_rows
// CHECK-NOT: nontemporal
program.func @short_rows(%a: !field, %b: !field) attributes {domain = array<i64: 40, 1000, 80>} {
  %t0 = stencil.load %a : !field -> !temp
  %r0 = stencil.apply -> (!temp) {
    %v = stencil.access %t0[0, 0, 0] : !temp
    %n = arith.negf %v : f64
    stencil.yield %n : f64
  }
  stencil.store %r0 to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// A sweep that looks back on one level keeps that aside; one that reads its first level again has to find it.
// CHECK-LABEL: program.func @sweeps
// CHECK: stencil.store %{{.*}} to %arg1 nontemporal
// CHECK: stencil.store %{{.*}} to %arg2 (
program.func @sweeps(%a: !field, %b: !field, %c: !field) attributes {domain = array<i64: 192, 192, 80>} {
  %t = stencil.load %a : !field -> !temp
  %n = stencil.undef : !temp
  %near = stencil.sweep forward carries(%x = %n : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%x[0] : !temp) {
        %v = stencil.access %t[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%x[0] : !temp) {
        %v = stencil.access %t[0, 0, 0] : !temp
        %w = stencil.access %x[0, 0, -1] : !temp
        %s = arith.addf %v, %w : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %near to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  %far = stencil.sweep forward carries(%x = %n : !temp) {
    stencil.interval (k = start to start + 9) {
      stencil.stage writes(%x[0] : !temp) {
        %v = stencil.access %t[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 9 to end) {
      stencil.stage writes(%x[0] : !temp) {
        %v = stencil.access %t[0, 0, 0] : !temp
        %w = stencil.access %x[0, 0, -9] : !temp
        %s = arith.addf %v, %w : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %far to %c (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
