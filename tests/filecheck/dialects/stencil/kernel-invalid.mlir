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
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !stencil.temp<ijk x f64>) {
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
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !stencil.temp<ijk x f64>) {
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
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !stencil.temp<ijk x f64>) {
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

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  // expected-error@+1 {{'stencil.kernel' op [kernel_c6] axis k is tiled, but the kernel has a sweep}}
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 8], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{the sweep is here}}
    %s = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%c = %t : !stencil.temp<ijk x f64>) {
      stencil.interval (k = start to end) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !stencil.temp<ijk x f64>) {
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

// A register is read at the point itself.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{it is computed here}}
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      // expected-error@+1 {{'stencil.access' op [kernel_c8] reads another result of the kernel at an offset, but its place is `register`; make it `row`, `tile` or `memory`}}
      %v = stencil.access %a[1, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    stencil.store %b to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{it is computed here}}
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %o = arith.constant 1 : index
      // expected-error@+1 {{'stencil.access_dyn' op [kernel_c8] reads another result of the kernel at an offset, but its place is `register`; make it `row`, `tile` or `memory`}}
      %v = stencil.access_dyn %a[0, 0] relative %o : index in [0, 1] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    stencil.store %b to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// The loops that a row is in end with the sweep.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{it is computed here}}
    %a = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %s = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%c = %t : !stencil.temp<ijk x f64>) {
      stencil.interval (k = start to end) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !stencil.temp<ijk x f64>) {
          %v = stencil.access %c[0, 0, -1] : !stencil.temp<ijk x f64>
          stencil.yield %v : f64
        }
      }
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %s[0, 0, 0] : !stencil.temp<ijk x f64>
      // expected-error@+1 {{'stencil.access' op [kernel_c8] reads a result whose place is `row` after its loops have ended; its place must be `tile` or `memory`}}
      %w = stencil.access %a[0, 0, 0] : !stencil.temp<ijk x f64>
      %x = arith.addf %v, %w : f64
      stencil.yield %x : f64
    }
    stencil.store %b to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// A sweep has loops of its own.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{it is computed here}}
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %s = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%c = %t : !stencil.temp<ijk x f64>) {
      stencil.interval (k = start to end) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !stencil.temp<ijk x f64>) {
          // expected-error@+1 {{'stencil.access' op [kernel_c8] reads a result whose place is `register` after its loops have ended; its place must be `tile` or `memory`}}
          %v = stencil.access %a[0, 0, 0] : !stencil.temp<ijk x f64>
          stencil.yield %v : f64
        }
      }
    }
    stencil.store %s to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{it is computed here}}
    %a = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // expected-error@+1 {{'stencil.sweep' op [kernel_c8] reads a result whose place is `row` after its loops have ended; its place must be `tile` or `memory`}}
    %s = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%c = %a : !stencil.temp<ijk x f64>) {
      stencil.interval (k = start to end) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !stencil.temp<ijk x f64>) {
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

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{it is computed here}}
    %a = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %o = arith.constant 1 : index
      // expected-error@+1 {{'stencil.access_dyn' op [kernel_c8] reads a result whose place is `row` at a level that is known only when running; its place must be `tile` or `memory`}}
      %v = stencil.access_dyn %a[0, 0] relative %o : index in [0, 1] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    stencil.store %b to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// Rows are kept along the two innermost axes only.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{it is computed here}}
    %a = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      // expected-error@+1 {{'stencil.access' op [kernel_c8] reads a result whose place is `row` at an offset along k, which is neither of the two innermost axes; its place must be `tile` or `memory`}}
      %v = stencil.access %a[0, 0, -1] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    stencil.store %b to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{it is computed here}}
    %a = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      // expected-error@+1 {{'stencil.access' op [kernel_c8] reads a result whose place is `row` at an offset along j, which is neither of the two innermost axes; its place must be `tile` or `memory`}}
      %v = stencil.access %a[0, 1, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    stencil.store %b to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// What waits for memory has loops of its own: rows do not last until then.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %a = stencil.apply place memory (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // expected-note@+1 {{it is computed here}}
    %b = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %c = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %a[0, 0, 1] : !stencil.temp<ijk x f64>
      // expected-error@+1 {{'stencil.access' op [kernel_c8] reads a result of the kernel from before another operation waits for a result in memory; its place must be `memory` as well}}
      %w = stencil.access %b[0, 0, 0] : !stencil.temp<ijk x f64>
      %x = arith.addf %v, %w : f64
      stencil.yield %x : f64
    }
    stencil.store %c to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// A register is in one loop with its users.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{the other is here}}
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // expected-error@+1 {{'stencil.apply' op [kernel_c8] shares a loop with another apply, through places in registers, but their boxes differ: (i = start to end - 1, j = start to end, k = start to end) and (i = start to end, j = start to end, k = start to end)}}
    %b = stencil.apply (i = start to end - 1, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %a[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    stencil.store %b to %g (i = start to end - 1, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// %a, %r and %c share a loop, %b comes before it and reads a row of %r.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // expected-note@+1 {{it is computed here}}
    %r = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %a[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %b = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      // expected-error@+1 {{'stencil.access' op [kernel_c8] reads a row that is not complete: the operation that computes it shares a loop with one that comes later, through places in registers}}
      %v = stencil.access %r[0, 1, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %c = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %a[0, 0, 0] : !stencil.temp<ijk x f64>
      %w = stencil.access %b[0, 0, 0] : !stencil.temp<ijk x f64>
      %x = arith.addf %v, %w : f64
      stencil.yield %x : f64
    }
    stencil.store %c to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// An in-place update comes last.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    // expected-note@+1 {{it is loaded here}}
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %a = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // expected-error@+1 {{'stencil.apply' op [kernel_c8] reads a field after the kernel has stored to it; give it a kernel of its own, before this one}}
    %c = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %a[0, 1, 0] : !stencil.temp<ijk x f64>
      %w = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      %x = arith.addf %v, %w : f64
      stencil.yield %x : f64
    }
    // expected-note@+1 {{it is stored to here}}
    stencil.store %a to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
    stencil.store %c to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// Rows are shared by threads: a neighbour may have stored already.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 8, 0], vector = 0> {
    // expected-note@+1 {{it is loaded here}}
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-error@+1 {{'stencil.apply' op [kernel_c8] is computed beyond its tile from a field that the kernel stores to, which another tile may have done already; give it a kernel of its own, before this one}}
    %a = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %a[0, 1, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // expected-note@+1 {{it is stored to here}}
    stencil.store %b to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// The same within one level is legal, but not for levels that are tiled.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 4], vector = 0> {
    // expected-note@+1 {{it is loaded here}}
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-error@+1 {{'stencil.apply' op [kernel_c8] is computed beyond its tile}}
    %a = stencil.apply place tile (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %a[0, 0, -1] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // expected-note@+1 {{it is stored to here}}
    stencil.store %b to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// Every tile of levels would store the plane.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %h: !stencil.field<ij x f64>, %w: !stencil.field<ij x f64>) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %u = stencil.load %h (i = start to end, j = start to end) : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %b = stencil.apply (i = start to end, j = start to end) -> (!stencil.temp<ij x f64>) {
      %v = stencil.access %u[0, 0] : !stencil.temp<ij x f64>
      stencil.yield %v : f64
    }
    stencil.store %a to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
    // expected-error@+1 {{'stencil.store' op [kernel_c9] stores a temp without axis k next to others with it, and axis k is parallel or tiled; give it a kernel of its own}}
    stencil.store %b to %w (i = start to end, j = start to end) : !stencil.temp<ij x f64> to !stencil.field<ij x f64>
  }
  program.return
}

// -----

// So would copies.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %h: !stencil.field<ij x f64>, %w: !stencil.field<ij x f64>) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 4], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %u = stencil.load %h (i = start to end, j = start to end) : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    stencil.store %a to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
    // expected-error@+1 {{'stencil.store' op [kernel_c9] stores a temp without axis k next to others with it, and axis k is parallel or tiled; give it a kernel of its own}}
    stencil.store %u to %w (i = start to end, j = start to end) : !stencil.temp<ij x f64> to !stencil.field<ij x f64>
  }
  program.return
}

// -----

// What is in memory counts as stored.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>, %h: !stencil.field<ij x f64>, %w: !stencil.field<ij x f64>) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    %u = stencil.load %h (i = start to end, j = start to end) : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
    // expected-error@+1 {{'stencil.apply' op [kernel_c9] stores a temp without axis k next to others with it, and axis k is parallel or tiled; give it a kernel of its own}}
    %b = stencil.apply place memory (i = start to end, j = start to end) -> (!stencil.temp<ij x f64>) {
      %v = stencil.access %u[0, 0] : !stencil.temp<ij x f64>
      stencil.yield %v : f64
    }
    %a = stencil.apply place memory (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    %c = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %a[0, 0, 0] : !stencil.temp<ijk x f64>
      %x = stencil.access %b[0, 0] : !stencil.temp<ij x f64>
      %y = arith.addf %v, %x : f64
      stencil.yield %y : f64
    }
    stencil.store %c to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// Boxes that may share points.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{the earlier store is here}}
    stencil.store %t to %g (i = start to end, j = start to end, k = start to start + 3) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
    // expected-error@+1 {{'stencil.store' op [kernel_c4] stores to a field (or component) that the kernel has stored to before, on a box that may share points with this one}}
    stencil.store %t to %g (i = start to end, j = start to end, k = end - 3 to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-error@+1 {{'stencil.insert' op [kernel_c7] is an insert, whose place can be `row` or `tile` only}}
    %a = stencil.insert place memory %t into %t (k = start to start + 1) : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
    stencil.store %a to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// The rows that an insert does not replace must be there before.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-note@+1 {{it is computed here}}
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    // expected-error@+1 {{'stencil.insert' op [kernel_c8] inserts into a result whose place is `register`; its place must be `row`, `tile` or `memory`}}
    %b = stencil.insert place row %t into %a (k = start to start + 1) : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
    stencil.store %b to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// Outside of kernels there are no loops.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.apply' op [kernel_c7] has a place, but stands in no kernel: only a kernel's loops have places}}
  %a = stencil.apply place row -> (!stencil.temp<ijk x f64>) {
    %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
    stencil.yield %v : f64
  }
  stencil.store %a to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.insert' op [kernel_c7] has a place, but stands in no kernel: only a kernel's loops have places}}
  %a = stencil.insert place tile %t into %t (k = start to start + 1) : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
  stencil.store %a to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 0> {
    %n = stencil.undef : !stencil.temp<ijk x f64>
    %s = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%c = %n : !stencil.temp<ijk x f64>) {
      stencil.interval (k = start to end) {
        // expected-error@+1 {{'stencil.stage' op [kernel_c2] has no box, but its sweep stands in a kernel}}
        stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
          %one = arith.constant 1.0 : f64
          stencil.yield %one : f64
        }
      }
    }
    stencil.store %s to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

// Nor does a temp enter a kernel by an access.
program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  // expected-note@+1 {{the temp is defined here}}
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %a = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
      // expected-error@+1 {{'stencil.access' op [kernel_c5] operand 0 is a temp from outside of the kernel: load what the kernel needs}}
      %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
      stencil.yield %v : f64
    }
    stencil.store %a to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @p() {
  // expected-note@+1 {{the kernel is here}}
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // expected-error@+1 {{'stencil.kernel' op [kernel_c1] may not stand in a kernel}}
    stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    }
  }
  program.return
}

// -----

program.func @p(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    // expected-error@+1 {{'stencil.insert' op [kernel_c7] has a place, but no operation of the kernel uses its results}}
    %a = stencil.insert place row %t into %t (k = start to start + 1) : !stencil.temp<ijk x f64> into !stencil.temp<ijk x f64>
    stencil.store %t to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}
