// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  // expected-note@+1 {{the kernel is here}}
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // expected-error@+1 {{'arith.constant' op [kernel_c1] may not stand in a kernel}}
    %z = arith.constant 0 : index
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{`stencil.apply` comes before it}}
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // expected-error@+1 {{'stencil.load' op [kernel_c1] comes after one of the computing operations, but the loads of a kernel come first}}
    %u = stencil.load %g (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{`stencil.store` comes before it}}
    stencil.store %t to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
    // expected-error@+1 {{'stencil.undef' op [kernel_c1] comes after one of the stores, but the computing operations of a kernel come first}}
    %u = stencil.undef : !stencil.temp<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // expected-error@+1 {{'stencil.load' op [kernel_c2] has no box, but stands in a kernel}}
    %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-error@+1 {{'stencil.apply' op [kernel_c2] has no box, but stands in a kernel}}
    %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-error@+1 {{'stencil.sweep' op [kernel_c2] has no box, but stands in a kernel}}
    %s = stencil.sweep forward  carries(%c = %t : !stencil.temp<ijk x f64>) {
      stencil.interval (k = start to end) {
        stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
          %v = stencil.access %c[0, 0, -1] : !stencil.temp<ijk x f64>
          stencil.yield %v : f64
        }
      }
    }
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // expected-error@+1 {{'stencil.load' op [kernel_c3] loads a field that the kernel stores to, and what it loads is read at another point}}
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      // expected-note@+1 {{it is used here}}
      %v = stencil.access %t[-1, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // expected-note@+1 {{the field is stored to here}}
    stencil.store %r to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // expected-error@+1 {{'stencil.load' op [kernel_c3] loads a field that the kernel stores to, and what it loads is read at another point}}
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %u = stencil.undef : !stencil.temp<ijk x f64>
    %n = stencil.insert %u into %t (k = start to start + 1) : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      // expected-note@+1 {{it is used here}}
      %v = stencil.access %n[0, 0, 1] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // expected-note@+1 {{the field is stored to here}}
    stencil.store %r to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // expected-error@+1 {{'stencil.load' op [kernel_c3] loads a field that the kernel stores to, and what it loads is the initial value of a sweep that is not stored to the field}}
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{it is used here}}
    %s = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%c = %t : !stencil.temp<ijk x f64>) {
      stencil.interval (k = start to end) {
        stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
          %v = stencil.access %c[0, 0, -1] : !stencil.temp<ijk x f64>
          stencil.yield %v : f64
        }
      }
    }
    // expected-note@+1 {{the field is stored to here}}
    stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
    stencil.store %s to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  %zero = arith.constant 0 : index
  %w = program.view %f level %zero : !stencil.field<ijk x f64> -> !stencil.field<ij x f64>
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // expected-error@+1 {{'stencil.load' op [kernel_c3] loads memory that the kernel may store to at other points, through a view of another level}}
    %t = stencil.load %w (i = start to end, j = start to end) : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0] : !stencil.temp<ij x f64>
      stencil.yield %v : f64
    }
    // expected-note@+1 {{the store is here}}
    stencil.store %r to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{the earlier store is here}}
    stencil.store %t to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
    // expected-error@+1 {{'stencil.store' op [kernel_c4] stores to a field (or component) that the kernel has stored to before}}
    stencil.store %t to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %n: index) {
  %one = arith.constant 1 : index
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{the earlier store is here}}
    stencil.store %t to %q at %one (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x 4 x f64>
    // expected-error@+1 {{'stencil.store' op [kernel_c4] may store to memory that the kernel has stored to before, through another view or component}}
    stencil.store %t to %q at %n (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x 4 x f64>
  }
  program.return
}

// -----

stencil.func @f() {
  // expected-error@+1 {{'stencil.kernel' op [kernel_c5] does not stand in a `program.func`}}
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
  }
  stencil.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  // expected-note@+1 {{the temp is defined here}}
  %t = stencil.undef : !stencil.temp<ijk x f64>
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // expected-error@+1 {{'stencil.store' op [kernel_c5] operand 0 is a temp from outside of the kernel: load what the kernel needs}}
    stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  // expected-error@+1 {{'stencil.kernel' op [kernel_c6] axis k is parallel, but the kernel has a sweep}}
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{the sweep is here}}
    %s = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%c = %t : !stencil.temp<ijk x f64>) {
      stencil.interval (k = start to end) {
        stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
          %v = stencil.access %c[0, 0, -1] : !stencil.temp<ijk x f64>
          stencil.yield %v : f64
        }
      }
    }
    stencil.store %s to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  // expected-error@+1 {{'stencil.kernel' op [kernel_c6] axis k is not the outermost, but the kernel has a plane sweep}}
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{the sweep is here}}
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

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  // expected-error@+1 {{'stencil.kernel' op [kernel_c6] axes i and j are tiled, but the kernel has a plane sweep}}
  stencil.kernel <order = "kji", parallel = "", tile = [0, 8, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{the sweep is here}}
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

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %a: f64) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-error@+1 {{'stencil.apply' op [kernel_c7] has a place, but no operation of the kernel uses its results}}
    %r = stencil.apply place tile (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
  }
  program.return
}

// requirement S1, S2
