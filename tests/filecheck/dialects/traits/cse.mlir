// RUN: fvopt-opt %s -cse | FileCheck %s

// Equal applies are one; loads are one where nothing writes between them.
// CHECK-LABEL: stencil.func @equal
stencil.func @equal(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  // CHECK-COUNT-1: stencil.load
  // CHECK-NOT: stencil.load
  // CHECK-COUNT-1: stencil.apply
  // CHECK-NOT: stencil.apply
  // CHECK: stencil.store %[[R:[0-9]+]] to
  // CHECK: stencil.store %[[R]] to
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %u = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %a = stencil.apply -> (!stencil.temp<ijk x f64>) {
    %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
    stencil.yield %v : f64
  }
  %b = stencil.apply -> (!stencil.temp<ijk x f64>) {
    %v = stencil.access %u[0, 0, 0] : !stencil.temp<ijk x f64>
    stencil.yield %v : f64
  }
  stencil.store %a to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %b to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// A load after a store is another snapshot.
// CHECK-LABEL: stencil.func @store_between
stencil.func @store_between(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  // CHECK: stencil.load
  // CHECK: stencil.store
  // CHECK: stencil.load
  // CHECK: stencil.store
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  stencil.store %t to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  %u = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  stencil.store %u to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// Stages write: equal ones both stay, and so do those without uses.
// CHECK-LABEL: stencil.func @stages
stencil.func @stages(%f: !stencil.field<ijk x f64>, %a: f64) {
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // CHECK: stencil.sweep
  // CHECK-COUNT-3: stencil.stage
  %s = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        %v = stencil.access %c[0, 0, -1] : !stencil.temp<ijk x f64>
        stencil.yield %v : f64
      }
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        %v = stencil.access %c[0, 0, -1] : !stencil.temp<ijk x f64>
        stencil.yield %v : f64
      }
      %local = stencil.stage -> (!stencil.temp<ij x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.store %s to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// A call may write what is loaded.
// CHECK-LABEL: program.func @call_between
program.func @call_between(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  // CHECK: stencil.load
  // CHECK: program.call
  // CHECK: stencil.load
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  stencil.store %t to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  program.call @equal(%f, %g) : !stencil.field<ijk x f64>, !stencil.field<ijk x f64>
  %u = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  stencil.store %u to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  program.return
}

// requirement D7
