// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

program.func @argument() {
  %m = memref.alloc() : memref<4xf64>
  // expected-error@+1 {{'program.callback' op [callback_c1] argument 0 has type memref<4xf64>, which is neither a field nor a scalar}}
  program.callback @f(%m) reads [] writes [] : memref<4xf64>
  program.return
}

// -----

program.func @reads(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.callback' op [callback_c2] `reads` has 0 entries, but there are 1 field arguments}}
  program.callback @f(%q) reads [] writes [none] : !stencil.field<ijk x f64>
  program.return
}

// -----

program.func @writes(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.callback' op [callback_c2] `writes` has 2 entries, but there are 1 field arguments}}
  program.callback @f(%q) reads [none] writes [none, none] : !stencil.field<ijk x f64>
  program.return
}

// -----

program.func @entry(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.callback' op [callback_c2] entry 0 of `reads` is 1 : i64, neither a box nor `none`}}
  "program.callback"(%q) <{callee = @f, reads = [1], writes = [unit], operandSegmentSizes = array<i32: 1, 0>}> : (!stencil.field<ijk x f64>) -> ()
  program.return
}

// -----

program.func @box(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.callback' op [callback_c3] the box (i = start to end, j = start to end) does not bound axis k of field argument 0 in `writes`}}
  program.callback @f(%q) reads [none] writes [(i = start to end, j = start to end)] : !stencil.field<ijk x f64>
  program.return
}

// -----

program.func @positions(%q: !stencil.field<k x f64>) {
  // expected-error@+1 {{'program.callback' op [box_c1] the box (k = start to %0) needs 1 run-time positions}}
  "program.callback"(%q) <{callee = @f, reads = [#stencil.box<(k = start to pos(0))>], writes = [unit], operandSegmentSizes = array<i32: 1, 0>}> : (!stencil.field<k x f64>) -> ()
  program.return
}

// -----

program.func @other_axis(%q: !stencil.field<ij x f64>) {
  // expected-error@+1 {{'program.callback' op [callback_c3] the box (i = start to end, j = start to end, k = start to end) bounds axis k, but field argument 0 in `reads` has the axes `ij`}}
  program.callback @f(%q) reads [(i = start to end, j = start to end, k = start to end)] writes [none] : !stencil.field<ij x f64>
  program.return
}
