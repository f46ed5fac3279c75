// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

stencil.func @axes() {
  %s = stencil.undef : !stencil.temp<ij x f64>
  %d = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.insert' op [insert_c1] the source has the axes `ij`, but the destination has `ijk`}}
  %r = stencil.insert %s into %d () : !stencil.temp<ij x f64> into !stencil.temp<ijk x f64>
  stencil.return
}

// -----

stencil.func @element() {
  %s = stencil.undef : !stencil.temp<ijk x f32>
  %d = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.insert' op [insert_c1] the source has elements of type f32, but the destination of type f64}}
  %r = stencil.insert %s into %d () : !stencil.temp<ijk x f32> into !stencil.temp<ijk x f64>
  stencil.return
}

// -----

stencil.func @data() {
  %s = stencil.undef : !stencil.temp<ijk x f64>
  %d = stencil.undef : !stencil.temp<ijk x 4 x f64>
  // expected-error@+1 {{'stencil.insert' op [insert_c2] the source has the data dimensions [], but the destination has [4], and no component is chosen with `at`}}
  %r = stencil.insert %s into %d () : !stencil.temp<ijk x f64> into !stencil.temp<ijk x 4 x f64>
  stencil.return
}

// -----

stencil.func @component(%n: index) {
  %s = stencil.undef : !stencil.temp<ijk x f64>
  %d = stencil.undef : !stencil.temp<ijk x 4 x f64>
  // expected-error@+1 {{'stencil.insert' op [insert_c2] `at` has 2 indices, but the destination has the data dimensions [4]}}
  %r = stencil.insert %s into %d at %n, %n () : !stencil.temp<ijk x f64> into !stencil.temp<ijk x 4 x f64>
  stencil.return
}

// -----

stencil.func @box() {
  %s = stencil.undef : !stencil.temp<ij x f64>
  // expected-error@+1 {{'stencil.insert' op [insert_c3] the box (k = start to unbounded) bounds axis k, but the temps have the axes `ij`}}
  %r = stencil.insert %s into %s (k = start to unbounded) : !stencil.temp<ij x f64> into !stencil.temp<ij x f64>
  stencil.return
}

// -----

stencil.func @result() {
  %s = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.insert' op [insert_c4] the result has type !stencil.temp<ij x f64>, but the destination has type !stencil.temp<ijk x f64>}}
  %r = "stencil.insert"(%s, %s) <{box = #stencil.box<()>, operandSegmentSizes = array<i32: 1, 1, 0, 0>}> : (!stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>) -> !stencil.temp<ij x f64>
  stencil.return
}

// -----

stencil.func @positions() {
  %s = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.insert' op [box_c1] the box (k = %3 to unbounded) needs 4 run-time positions}}
  %r = "stencil.insert"(%s, %s) <{box = #stencil.box<(k = pos(3) to unbounded)>, operandSegmentSizes = array<i32: 1, 1, 0, 0>}> : (!stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>) -> !stencil.temp<ijk x f64>
  stencil.return
}

// -----

stencil.func @several_components(%n: index) {
  %s = stencil.undef : !stencil.temp<ijk x 4 x f64>
  // expected-error@+1 {{'stencil.insert' op [insert_c2] with `at`, the source is a single component, but has the data dimensions [4]}}
  %r = stencil.insert %s into %s at %n () : !stencil.temp<ijk x 4 x f64> into !stencil.temp<ijk x 4 x f64>
  stencil.return
}
