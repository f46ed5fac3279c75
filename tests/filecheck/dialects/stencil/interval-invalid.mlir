// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.interval' op [interval_c1] the box () does not bound axis k of an interval}}
    stencil.interval () {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.interval' op [interval_c1] the box (i = start to end, k = start to end) bounds axis i}}
    stencil.interval (i = start to end, k = start to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.interval' op [interval_c2] the body is empty, but must hold at least one `stencil.stage`}}
    stencil.interval (k = start to end) {
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    // expected-note@+1 {{the stencil.interval is here}}
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'arith.constant' op [interval_c2] may not stand in a `stencil.interval`, which holds `stencil.stage` only}}
      %z = arith.constant 0 : index
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.return
}

// -----

stencil.func @positions(%a: f64) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.interval' op [box_c1] the box (k = start to %0) needs 1 run-time positions}}
    "stencil.interval"() <{box = #stencil.box<(k = start to pos(0))>}> ({
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }) : () -> ()
  }
  stencil.return
}
