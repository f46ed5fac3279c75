// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

program.func @box(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.reduce' op [reduce_c1] the box (i = start to end, j = start to end) does not bound axis k of the field}}
  %a = program.reduce add %q (i = start to end, j = start to end) : !stencil.field<ijk x f64> -> f64
  program.return
}

// -----

program.func @data(%q: !stencil.field<ijk x 4 x f64>) {
  // expected-error@+1 {{'program.reduce' op [reduce_c2] the field has the data dimensions [4]}}
  %a = program.reduce add %q (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x 4 x f64> -> f64
  program.return
}

// -----

program.func @element(%q: !stencil.field<ijk x f64>) {
  // expected-error@+1 {{'program.reduce' op [reduce_c3] the result has type f32, but the field has elements of type f64}}
  %a = program.reduce add %q (i = start to end, j = start to end, k = start to end) : !stencil.field<ijk x f64> -> f32
  program.return
}

// -----

program.func @truth(%q: !stencil.field<k x i1>) {
  // expected-error@+1 {{'program.reduce' op [reduce_c3] the field has elements of type i1, which cannot be combined}}
  %a = program.reduce max %q (k = start to end) : !stencil.field<k x i1> -> i1
  program.return
}

// -----

program.func @positions(%q: !stencil.field<k x f64>) {
  // expected-error@+1 {{'program.reduce' op [box_c1] the box (k = start to %0) needs 1 run-time positions}}
  %a = "program.reduce"(%q) <{kind = #program<reduction add>, box = #stencil.box<(k = start to pos(0))>}> : (!stencil.field<k x f64>) -> f64
  program.return
}

// -----

program.func @other_axis(%q: !stencil.field<ij x f64>) {
  // expected-error@+1 {{'program.reduce' op [reduce_c1] the box (i = start to end, j = start to end, k = start to end) bounds axis k, but the field has the axes `ij`}}
  %a = program.reduce add %q (i = start to end, j = start to end, k = start to end) : !stencil.field<ij x f64> -> f64
  program.return
}
