// RUN: fvopt-opt %s -loop-invariant-code-motion | FileCheck %s

// CHECK-LABEL: program.func @invariant
program.func @invariant(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %n: index) {
  // CHECK: stencil.load
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // A computation that does not change leaves the loop.
  // CHECK: stencil.apply
  // CHECK: program.for
  program.for %i = %n to %n step %n {
    %a = stencil.apply -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // CHECK-NEXT: stencil.store
    stencil.store %a to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// A load of what the loop stores stays, and so does what depends on it.
// CHECK-LABEL: program.func @stored
program.func @stored(%f: !stencil.field<ijk x f64>, %n: index) {
  // CHECK-NEXT: program.for
  program.for %i = %n to %n step %n {
    // CHECK-NEXT: stencil.load
    %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // CHECK-NEXT: stencil.apply
    %a = stencil.apply -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // CHECK: stencil.store
    stencil.store %a to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// requirement D7
