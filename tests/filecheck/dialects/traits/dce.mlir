// RUN: fvopt-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: stencil.func @unused
stencil.func @unused(%f: !stencil.field<ijk x f64>) {
  // CHECK-NEXT: stencil.return
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %a = stencil.apply -> (!stencil.temp<ijk x f64>) {
    %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
    stencil.yield %v : f64
  }
  %n = stencil.insert %a into %t (k = start to start + 1) : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
  %s = stencil.sweep forward carries(%c = %n : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        %v = stencil.access %c[0, 0, -1] : !stencil.temp<ijk x f64>
        stencil.yield %v : f64
      }
    }
  }
  %low, %high = program.bound (k = start to end)
  stencil.return
}

// Stages without uses stay in a sweep that is used.
// CHECK-LABEL: stencil.func @stages
stencil.func @stages(%f: !stencil.field<ijk x f64>, %a: f64) {
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // CHECK-COUNT-2: stencil.stage
  %s = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
      %local = stencil.stage -> (!stencil.temp<ij x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.store %s to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// CHECK-LABEL: program.func @effects
program.func @effects(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %n: index) {
  // CHECK-NOT: program.reduce
  %sum = program.reduce add %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> f64
  // CHECK-NOT: program.alloc
  %unused = program.alloc (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64>
  // CHECK: program.exchange
  program.exchange %f [1, 1, 1, 1] : !stencil.field<ijk x f64>
  // CHECK-NEXT: program.swap
  program.swap %f, %g : !stencil.field<ijk x f64>
  // CHECK-NEXT: program.callback
  program.callback @host() reads [] writes []
  // A loop and a branch without effects go.
  // CHECK-NEXT: program.return
  program.for %i = %n to %n step %n {
    %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  }
  program.return
}

// requirement D7
