// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

stencil.func @types(%a: f64) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.sweep' op [sweep_c1] there are 1 initial temps, 2 carries and 1 results}}
  %x = "stencil.sweep"(%t) <{direction = #stencil<direction forward>, operandSegmentSizes = array<i32: 1, 0>}> ({
  ^bb0(%c: !stencil.temp<ijk x f64>, %d: !stencil.temp<ijk x f64>):
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
  }) : (!stencil.temp<ijk x f64>) -> !stencil.temp<ijk x f64>
  stencil.return
}

// -----

stencil.func @result(%a: f64) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.sweep' op [sweep_c1] carry 0 has the initial type !stencil.temp<ijk x f64>, but is !stencil.temp<ijk x f64> in the body and !stencil.temp<ij x f64> as a result}}
  %x = "stencil.sweep"(%t) <{direction = #stencil<direction forward>, operandSegmentSizes = array<i32: 1, 0>}> ({
  ^bb0(%c: !stencil.temp<ijk x f64>):
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
  }) : (!stencil.temp<ijk x f64>) -> !stencil.temp<ij x f64>
  stencil.return
}

// -----

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<k x f64>
  // expected-error@+1 {{'stencil.sweep' op [sweep_c1] carry 0 has type !stencil.temp<k x f64>, but must be a temp with the axes `ijk` or `ij` and no data dimensions}}
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<k x f64>) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !stencil.temp<k x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-note@+1 {{the stencil.sweep is here}}
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'arith.constant' op [sweep_c2] may not stand in a `stencil.sweep`, which holds `stencil.interval` only}}
    %z = arith.constant 0 : index
    stencil.interval (k = start to end) {
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
  // expected-error@+1 {{'stencil.sweep' op [sweep_c2] the body is empty, but must hold at least one `stencil.interval`}}
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    // expected-note@+1 {{the previous interval is (k = start to start + 2)}}
    stencil.interval (k = start to start + 2) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
    // expected-error@+1 {{'stencil.interval' op [sweep_c3] the interval (k = start + 1 to end) of a forward sweep starts before the previous one ended}}
    stencil.interval (k = start + 1 to end) {
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
  %x = stencil.sweep backward carries(%c = %t : !stencil.temp<ijk x f64>) {
    // expected-note@+1 {{the previous interval is (k = %0 to end)}}
    stencil.interval (k = %n to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
    // expected-error@+1 {{'stencil.interval' op [sweep_c3] the interval (k = start to %0 + 1) of a backward sweep ends after the previous one started}}
    stencil.interval (k = start to %n + 1) {
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
  %x:2 = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>, %d = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [sweep_c4] writes carry 0, which is read at a horizontal offset, and has no box}}
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
      stencil.stage (i = start to end, j = start to end) writes(%d[0] : !stencil.temp<ijk x f64>) {
        // expected-note@+1 {{carry 0 is read at a horizontal offset here}}
        %v = stencil.access %c[0, 1, -1] : !stencil.temp<ijk x f64>
        stencil.yield %v : f64
      }
    }
  }
  stencil.return
}

// -----

stencil.func @no_carry(%a: f64) {
  // expected-error@+1 {{'stencil.sweep' op [sweep_c5] there is no carry}}
  stencil.sweep forward carries() {
    stencil.interval (k = start to end) {
      %l = stencil.stage -> (!stencil.temp<ij x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.return
}

// -----

stencil.func @box(%a: f64) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.sweep' op [sweep_c6] the box (i = start to end, j = start to end) does not bound axis k of a sweep}}
  %x = stencil.sweep forward (i = start to end, j = start to end) carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
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
  // expected-error@+1 {{'stencil.sweep' op [box_c1] the box (i = start to %0, j = start to end, k = start to end) needs 1 run-time positions}}
  %x = "stencil.sweep"(%t) <{box = #stencil.box<(i = start to pos(0), j = start to end, k = start to end)>, direction = #stencil<direction forward>, operandSegmentSizes = array<i32: 1, 0>}> ({
  ^bb0(%c: !stencil.temp<ijk x f64>):
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
  }) : (!stencil.temp<ijk x f64>) -> !stencil.temp<ijk x f64>
  stencil.return
}

// -----

stencil.func @data(%a: f64) {
  %t = stencil.undef : !stencil.temp<ijk x 2 x f64>
  // expected-error@+1 {{'stencil.sweep' op [sweep_c1] carry 0 has type !stencil.temp<ijk x 2 x f64>, but must be a temp with the axes `ijk` or `ij` and no data dimensions}}
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x 2 x f64>) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x 2 x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.return
}
