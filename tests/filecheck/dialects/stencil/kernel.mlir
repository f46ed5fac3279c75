// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: program.func @p(
// CHECK: stencil.kernel <order = "kji", parallel = "kj", tile = [0, 8, 0], vector = 4> {
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 8, 0], vector = 4> {
    // CHECK: stencil.load %{{.*}} (i = start to end, j = start to end, k = start to end) prefetch 8 : <ijk x f64>
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) prefetch 8 : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // CHECK: stencil.apply place row
    %r = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // CHECK: stencil.store
    stencil.store %r to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}


// CHECK-LABEL: program.func @in_place
program.func @in_place(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // CHECK: stencil.load
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    stencil.store %r to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}


// The initial value of the sweep that is stored may be read at other levels, through the carry.
// CHECK-LABEL: program.func @initial_value
program.func @initial_value(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // CHECK: stencil.sweep
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %s = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%c = %t : !stencil.temp<ijk x f64>) {
      stencil.interval (k = start to end) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !stencil.temp<ijk x f64>) {
          %v = stencil.access %c[0, 0, -1] : !stencil.temp<ijk x f64>
          stencil.yield %v : f64
        }
      }
    }
    stencil.store %s to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}


// Different components are different memory.
// CHECK-LABEL: program.func @components
program.func @components(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  %one = arith.constant 1 : index
  %two = arith.constant 2 : index
  %three = arith.constant 3 : index
  %w = program.view %q component %one : !stencil.field<ijk x 4 x f64> -> !stencil.field<ijk x f64>
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // CHECK: stencil.load
    %t = stencil.load %w (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[1, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    stencil.store %r to %q at %two (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x 4 x f64>
    stencil.store %r to %q at %three (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x 4 x f64>
  }
  program.return
}


// CHECK-LABEL: program.func @plane_sweep
program.func @plane_sweep(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // CHECK: stencil.sweep
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %s = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%c = %t : !stencil.temp<ijk x f64>) {
      stencil.interval (k = start to end) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !stencil.temp<ijk x f64>) {
          %v = stencil.access %c[1, 0, -1] : !stencil.temp<ijk x f64>
          stencil.yield %v : f64
        }
      }
    }
    stencil.store %s to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// requirement P3

// All places, and stores past the caches.
// CHECK-LABEL: program.func @places
program.func @places(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // CHECK: stencil.apply place memory (
    %m = stencil.apply place memory (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // CHECK: stencil.apply place tile (
    %c = stencil.apply place tile (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %m[0, 0, 1] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // CHECK: stencil.apply place row (
    %r = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %c[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // CHECK: stencil.apply{{( place register)?}} (
    %p = stencil.apply place register (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %r[0, 1, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %e = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %p[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // CHECK: stencil.store %{{.*}} to %{{.*}} nontemporal
    stencil.store %e to %g nontemporal (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}


// Stores to one field on boxes that share no point, and an insert whose rows are written over.
// CHECK-LABEL: program.func @parts
program.func @parts(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end + 1, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %a = stencil.apply place row (i = start to end + 1, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // CHECK: stencil.apply place register (i = start to start + 1
    %w = stencil.apply place register (i = start to start + 1, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %zero = arith.constant 0.0 : f64
      stencil.yield %zero : f64
    }
    // CHECK: stencil.insert place row %{{.*}} into %{{.*}} (i = start to start + 1) : <ijk x f64> into !stencil.temp<ijk x f64>
    %b = stencil.insert place row %w into %a (i = start to start + 1) : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
    // CHECK: stencil.insert place tile %
    %c = stencil.insert place tile %t into %t (j = start to start + 1) : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
    // CHECK: stencil.store %{{.*}} (i = start to end, j = start to end, k = start to min(start + 3, end))
    stencil.store %b to %g (i = start to end, j = start to end, k = start to min(start + 3, end)) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
    // CHECK: stencil.store %{{.*}} (i = start to end, j = start to end, k = min(start + 3, end) to end)
    stencil.store %c to %g (i = start to end, j = start to end, k = min(start + 3, end) to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}
