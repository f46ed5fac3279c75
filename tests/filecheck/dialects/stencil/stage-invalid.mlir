// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-note@+1 {{the enclosing sweep is here}}
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [stage_c1] write 0 does not name a carry of the enclosing sweep}}
      stencil.stage writes(%t[0] : !stencil.temp<ijk x f64>) {
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
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [stage_c1] carry 0 is written twice}}
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>, %c[1] : !stencil.temp<ijk x f64>) {
        stencil.yield %a, %a : f64, f64
      }
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %s = stencil.undef : !stencil.temp<ij x f64>
  %x:2 = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>, %p = %s : !stencil.temp<ij x f64>) {
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [stage_c1] carry 1 has the axes `ij`, but is written at the k offset -1}}
      stencil.stage writes(%p[-1] : !stencil.temp<ij x f64>) {
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
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [stage_c1] there are 1 carries to write, but 2 k offsets}}
      "stencil.stage"(%c) <{offsets = array<i64: 0, 1>, operandSegmentSizes = array<i32: 1, 0>}> ({
        stencil.yield %a : f64
      }) : (!stencil.temp<ijk x f64>) -> ()
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [stage_c2] the body yields 1 values, but 2 are needed}}
      %l = stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) -> (!stencil.temp<ij x f64>) {
        // expected-note@+1 {{the values are yielded here}}
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
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [stage_c2] yielded value 0 has type index, but the element type is f64}}
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        // expected-note@+1 {{the value is yielded here}}
        stencil.yield %n : index
      }
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [stage_c3] result 0 has type !stencil.temp<ijk x f64>, but must have the axes `ij` and no data dimensions}}
      %l = stencil.stage -> (!stencil.temp<ijk x f64>) {
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
    stencil.interval (k = start to end) {
      // expected-note@+1 {{the stage writes carry 0 at the k offset 0}}
      stencil.stage (i = start to end, j = start to end) writes(%c[0] : !stencil.temp<ijk x f64>) {
        // expected-error@+1 {{'stencil.access' op [stage_c4] reads carry 0 at the horizontal offset [0, 1] on the level that the stage writes}}
        %v = stencil.access %c[0, 1, 0] : !stencil.temp<ijk x f64>
        stencil.yield %v : f64
      }
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      // expected-note@+1 {{the stage writes carry 0 at the k offset -1}}
      stencil.stage (i = start to end, j = start to end) writes(%c[-1] : !stencil.temp<ijk x f64>) {
        // expected-error@+1 {{'stencil.access_dyn' op [stage_c4] reads carry 0 at the horizontal offset [-1, 0] on the level that the stage writes}}
        %v = stencil.access_dyn %c[-1, 0] relative %n : index in [-2, 0] : !stencil.temp<ijk x f64>
        stencil.yield %v : f64
      }
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [stage_c5] the box (i = start to end) does not bound axis j of a stage}}
      stencil.stage (i = start to end) writes(%c[0] : !stencil.temp<ijk x f64>) {
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
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [stage_c5] the box (i = start to end, j = start to end, k = start to end) bounds axis k}}
      stencil.stage (i = start to end, j = start to end, k = start to end) writes(%c[0] : !stencil.temp<ijk x f64>) {
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
    stencil.interval (k = start to end) {
      // expected-note@+1 {{the body of this stencil.stage is meant}}
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        // expected-error@+1 {{'memref.alloc' op [stage_c6] may not stand in a body}}
        %m = memref.alloc() : memref<f64>
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
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [stage_c7] writes no carry and has no result}}
      stencil.stage {
        stencil.yield 
      }
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [box_c1] the box (i = start to %0, j = start to end) needs 1 run-time positions}}
      "stencil.stage"(%c) <{offsets = array<i64: 0>, box = #stencil.box<(i = start to pos(0), j = start to end)>, operandSegmentSizes = array<i32: 1, 0>}> ({
        stencil.yield %a : f64
      }) : (!stencil.temp<ijk x f64>) -> ()
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [stage_c3] result 0 has type !stencil.temp<ij x 2 x f64>, but must have the axes `ij` and no data dimensions}}
      %l = stencil.stage -> (!stencil.temp<ij x 2 x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      // expected-note@+1 {{the body of this stencil.stage is meant}}
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        // expected-error@+1 {{'stencil.yield' op [stage_c6] uses a value of type !stencil.temp<ijk x f64> as operand 0, but a body reads temps by `stencil.access` and `stencil.access_dyn` only}}
        stencil.yield %t : !stencil.temp<ijk x f64>
      }
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [stage_c8] the offset of a write 1000001 does not lie between -1000000 and 1000000}}
      stencil.stage writes(%c[1000001] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    stencil.interval (k = start to end) {
      // expected-error@+1 {{'stencil.stage' op [stage_c8] the offset of a write 9223372036854775807 does not lie between -1000000 and 1000000}}
      stencil.stage writes(%c[9223372036854775807] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.return
}

// requirement D5
