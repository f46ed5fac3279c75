// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

stencil.func @axes(%f: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'stencil.load' op [load_c1] the result has the axes `ij`, but the field has `ijk`}}
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ij x f64>
  stencil.return
}

// -----

stencil.func @element(%f: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'stencil.load' op [load_c1] the result has elements of type f32, but the field of type f64}}
  %t = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f32>
  stencil.return
}

// -----

stencil.func @data(%f: !stencil.field<ijk x 4 x f64>) {
  // expected-error@+1 {{'stencil.load' op [load_c1] the result has the data dimensions [], but the field has [4]}}
  %t = stencil.load %f : !stencil.field<ijk x 4 x f64> -> !stencil.temp<ijk x f64>
  stencil.return
}

// -----

stencil.func @too_small(%f: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'stencil.load' op [load_c2] the box (i = start to end, j = start to end) does not bound axis k of the field}}
  %t = stencil.load %f (i = start to end, j = start to end) : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  stencil.return
}

// -----

stencil.func @one_side(%f: !stencil.field<ij x f64>) {
  // expected-error@+1 {{'stencil.load' op [load_c2] the box (i = start to end, j = unbounded to end) does not bound axis j of the field}}
  %t = stencil.load %f (i = start to end, j = unbounded to end) : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
  stencil.return
}

// -----

stencil.func @too_large(%f: !stencil.field<ij x f64>) {
  // expected-error@+1 {{'stencil.load' op [load_c2] the box (i = start to end, j = start to end, k = start to end) bounds axis k, but the field has the axes `ij`}}
  %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
  stencil.return
}

// -----

stencil.func @positions(%f: !stencil.field<k x f64>, %n: index) {
  // expected-error@+1 {{'stencil.load' op [box_c1] the box (k = start to %1) needs 2 run-time positions, but `bounds` has 1 operands}}
  %t = "stencil.load"(%f, %n) <{box = #stencil.box<(k = start to pos(1))>}> : (!stencil.field<k x f64>, index) -> !stencil.temp<k x f64>
  stencil.return
}

// -----

stencil.func @outside(%f: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'stencil.load' op [load_c3] has `prefetch`, but stands in no kernel: only a kernel's loops have rows}}
  %t = stencil.load %f (i = start to end, j = start to end, k = start to end) prefetch 8 : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  stencil.return
}

// -----

program.func @none(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // expected-error@+1 {{'stencil.load' op [load_c3] asks for memory 0 rows ahead, which does not lie between 1 and 1000000}}
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) prefetch 0 : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    stencil.store %t to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @too_many(%f: !stencil.field<ijk x f64>, %g: !stencil.field<ijk x f64>) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // expected-error@+1 {{'stencil.load' op [load_c3] asks for memory 1000001 rows ahead, which does not lie between 1 and 1000000}}
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) prefetch 1000001 : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
    stencil.store %t to %g (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  }
  program.return
}

// -----

program.func @line(%f: !stencil.field<i x f64>, %g: !stencil.field<i x f64>) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // expected-error@+1 {{'stencil.load' op [load_c3] asks for rows ahead, but its field has no rows: its axes are `i`, and rows need two}}
    %t = stencil.load %f (i = start to end) prefetch 8 : !stencil.field<i x f64> -> !stencil.temp<i x f64>
    stencil.store %t to %g (i = start to end) : !stencil.temp<i x f64> to !stencil.field<i x f64>
  }
  program.return
}

// -----

program.func @components(%f: !stencil.field<ij x 4 x f64>, %g: !stencil.field<ij x 4 x f64>) {
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    // expected-error@+1 {{'stencil.load' op [load_c3] asks for rows ahead, but which component of a row is read is not known: the data dimensions are [4]}}
    %t = stencil.load %f (i = start to end, j = start to end) prefetch 8 : !stencil.field<ij x 4 x f64> -> !stencil.temp<ij x 4 x f64>
    stencil.store %t to %g (i = start to end, j = start to end) : !stencil.temp<ij x 4 x f64> to !stencil.field<ij x 4 x f64>
  }
  program.return
}
