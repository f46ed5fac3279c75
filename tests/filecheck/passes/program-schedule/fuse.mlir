// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds --program-schedule | FileCheck %s
// requirement S8, S9

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// A chain that reads neighbours on the row and on rows above: one kernel, rows in between.
// CHECK-LABEL: program.func @chain
// CHECK-NOT: program.alloc
// CHECK: stencil.kernel <order = "kji", parallel = "k"
// CHECK: %[[A:.*]] = stencil.apply place row (i = start - 1 to end + 1, j = start - 1 to end + 1, k = start to end)
// CHECK: stencil.apply (i = start to end
// CHECK: stencil.access %[[A]][1, 0, 0]
// CHECK: stencil.store
// CHECK-NOT: stencil.store
// CHECK-NOT: stencil.kernel
program.func @chain(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %w = stencil.access %t[-1, 0, 0] : !temp
    %e = stencil.access %t[1, 0, 0] : !temp
    %s = arith.subf %e, %w : f64
    stencil.yield %s : f64
  }
  %b = stencil.apply -> (!temp) {
    %w = stencil.access %a[-1, 1, 0] : !temp
    %e = stencil.access %a[1, 0, 0] : !temp
    %n = stencil.access %a[0, -1, 0] : !temp
    %s = arith.subf %e, %w : f64
    %r = arith.mulf %s, %n : f64
    stencil.yield %r : f64
  }
  stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Elimination forward, substitution backward: one kernel, row after row, and no field in between.
// CHECK-LABEL: program.func @solver
// CHECK-NOT: program.alloc
// CHECK: stencil.kernel <order = "jki", parallel = "j"
// CHECK: stencil.sweep forward
// CHECK: stencil.sweep backward
// CHECK: stencil.store
// CHECK-NOT: stencil.kernel
program.func @solver(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %n = stencil.undef : !temp
  %up = stencil.sweep forward carries(%c = %n : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %t[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %t[0, 0, 0] : !temp
        %b = stencil.access %c[0, 0, -1] : !temp
        %s = arith.subf %v, %b : f64
        stencil.yield %s : f64
      }
    }
  }
  %down = stencil.sweep backward carries(%x = %n : !temp) {
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%x[0] : !temp) {
        %v = stencil.access %up[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start to end - 1) {
      stencil.stage writes(%x[0] : !temp) {
        %v = stencil.access %up[0, 0, 0] : !temp
        %a = stencil.access %x[0, 0, 1] : !temp
        %s = arith.subf %v, %a : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %down to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// A field that is updated in place and was read at an offset: whoever reads it goes first, in a kernel
// of its own, because other points may have been updated already.
// CHECK-LABEL: program.func @in_place
// CHECK: stencil.kernel
// CHECK: stencil.access %{{.*}}[1, 0, 0]
// CHECK: stencil.store %{{.*}} to %arg1
// CHECK: stencil.kernel
// CHECK: stencil.store %{{.*}} to %arg0
program.func @in_place(%f: !field, %g: !field) {
  %t = stencil.load %f : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %e = stencil.access %t[1, 0, 0] : !temp
    %s = arith.negf %e : f64
    stencil.yield %s : f64
  }
  stencil.store %a to %g (i = start to end, j = start to end, k = start to end) : !temp to !field
  %b = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %w = stencil.access %a[0, 0, 0] : !temp
    %s = arith.addf %v, %w : f64
    stencil.yield %s : f64
  }
  stencil.store %b to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// A host function in between: it may read what the first stored.
// CHECK-LABEL: program.func @between
// CHECK: stencil.kernel
// CHECK: program.callback
// CHECK: stencil.kernel
program.func @between(%f: !field, %g: !field) {
  %t = stencil.load %f : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %s = arith.negf %v : f64
    stencil.yield %s : f64
  }
  stencil.store %a to %g (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.callback @look(%g) reads [(i = start to end, j = start to end, k = start to end)] writes [none] : !field
  %u = stencil.load %g : !field -> !temp
  %b = stencil.apply -> (!temp) {
    %v = stencil.access %u[0, 0, 0] : !temp
    %s = arith.addf %v, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %b to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Past what is independent: the first and the third share a field, the second shares none with them.
// CHECK-LABEL: program.func @past
// CHECK: stencil.kernel
// CHECK: stencil.store %{{.*}} to %arg3
// CHECK-NOT: stencil.store
// CHECK: stencil.kernel
// CHECK: stencil.store %{{.*}} to %arg1
// CHECK: stencil.store %{{.*}} to %arg4
// CHECK-NOT: stencil.kernel
program.func @past(%a: !field, %b: !field, %c: !field, %d: !field, %e: !field) {
  %t = stencil.load %a : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %s = arith.negf %v : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %b (i = start to end, j = start to end, k = start to end) : !temp to !field
  %u = stencil.load %c : !field -> !temp
  %q = stencil.apply -> (!temp) {
    %v = stencil.access %u[0, 0, 0] : !temp
    %s = math.absf %v : f64
    stencil.yield %s : f64
  }
  stencil.store %q to %d (i = start to end, j = start to end, k = start to end) : !temp to !field
  %p = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %s = arith.addf %v, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %p to %e (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// What is overwritten before anybody reads it from memory is not stored.
// CHECK-LABEL: program.func @overwritten
// CHECK: stencil.kernel
// CHECK: stencil.store %{{.*}} to %arg1
// CHECK-NOT: stencil.store
program.func @overwritten(%f: !field, %g: !field) {
  %t = stencil.load %f : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %s = arith.negf %v : f64
    stencil.yield %s : f64
  }
  stencil.store %a to %g (i = start to end, j = start to end, k = start to end) : !temp to !field
  %b = stencil.apply -> (!temp) {
    %v = stencil.access %a[0, 0, 0] : !temp
    %s = arith.addf %v, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %b to %g (i = start - 1 to end + 1, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Parts of a field: what reads across them has an insert in rows, what is only stored is stored in parts.
// CHECK-LABEL: program.func @parts
// CHECK-NOT: program.alloc
// CHECK: stencil.kernel
// CHECK: %[[INNER:.*]] = stencil.apply place row
// CHECK: %[[WALL:.*]] = stencil.apply (
// CHECK: %[[ALL:.*]] = stencil.insert place row %[[WALL]] into %[[INNER]] (i = start to start + 1, j = start to end, k = start to end - 1)
// CHECK: stencil.access %[[ALL]][1, 0, 0]
// CHECK: %[[TOP:.*]] = stencil.apply (i = start to end, j = start to end, k = end - 1 to end)
// CHECK: stencil.store %[[LOW:.*]] to %arg1 (i = start to end, j = start to end, k = start to end - 1)
// CHECK: stencil.store %[[TOP]] to %arg1 (i = start to end, j = start to end, k = end - 1 to end)
// CHECK-NOT: stencil.store
// CHECK-NOT: stencil.kernel
program.func @parts(%f: !field, %g: !field) {
  %t = stencil.load %f : !field -> !temp
  %inner = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %s = arith.negf %v : f64
    stencil.yield %s : f64
  }
  %wall = stencil.apply -> (!temp) {
    %zero = arith.constant 0.0 : f64
    stencil.yield %zero : f64
  }
  %all = stencil.insert %wall into %inner (i = start to start + 1) : !temp into !temp
  %low = stencil.apply -> (!temp) {
    %v = stencil.access %all[0, 0, 0] : !temp
    %w = stencil.access %all[1, 0, 0] : !temp
    %s = arith.subf %w, %v : f64
    stencil.yield %s : f64
  }
  %top = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %s = math.absf %v : f64
    stencil.yield %s : f64
  }
  %both = stencil.insert %top into %low (k = end - 1 to end) : !temp into !temp
  stencil.store %both to %g (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Every row of columns needs a row of the one above, too: it is computed twice, because that takes less
// time than to write and read it.
// CHECK-LABEL: program.func @cheap
// CHECK-NOT: program.alloc
// CHECK: stencil.kernel <order = "jki"
// CHECK: stencil.apply place tile
// CHECK: stencil.sweep
// CHECK-NOT: stencil.kernel
program.func @cheap(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %s = arith.negf %v : f64
    stencil.yield %s : f64
  }
  %n = stencil.undef : !temp
  %up = stencil.sweep forward carries(%c = %n : !temp) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %a[0, 0, 0] : !temp
        %w = stencil.access %a[0, 1, 0] : !temp
        %s = arith.subf %v, %w : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %up to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Here it takes more.
// CHECK-LABEL: program.func @dear
// CHECK: program.alloc
// CHECK: stencil.kernel
// CHECK: math.exp
// CHECK: stencil.kernel
// CHECK: stencil.sweep
program.func @dear(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %p = math.exp %v : f64
    %q = math.exp %p : f64
    %r = math.exp %q : f64
    %s = math.exp %r : f64
    stencil.yield %s : f64
  }
  %n = stencil.undef : !temp
  %up = stencil.sweep forward carries(%c = %n : !temp) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %a[0, 0, 0] : !temp
        %w = stencil.access %a[0, 1, 0] : !temp
        %s = arith.subf %v, %w : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %up to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
