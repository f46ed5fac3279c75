// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

program.func @neither(%q: !stencil.field<ijk x 4 x f64>) {
  // expected-error@+1 {{'program.view' op [view_c1] neither of `level` and `component` is given}}
  %v = program.view %q : !stencil.field<ijk x 4 x f64> -> !stencil.field<ijk x f64>
  program.return
}

// -----

program.func @both(%q: !stencil.field<ijk x 4 x f64>, %n: index) {
  // expected-error@+1 {{'program.view' op [view_c1] both of `level` and `component` is given}}
  %v = program.view %q level %n component %n : !stencil.field<ijk x 4 x f64> -> !stencil.field<ij x f64>
  program.return
}

// -----

program.func @no_k(%p: !stencil.field<ij x f64>, %n: index) {
  // expected-error@+1 {{'program.view' op [view_c2] `level` fixes k, which the field of type !stencil.field<ij x f64> does not have}}
  %v = program.view %p level %n : !stencil.field<ij x f64> -> !stencil.field<ij x f64>
  program.return
}

// -----

program.func @no_data(%q: !stencil.field<ijk x f64>, %n: index) {
  // expected-error@+1 {{'program.view' op [view_c2] `component` fixes a data dimension, but the field of type !stencil.field<ijk x f64> has none}}
  %v = program.view %q component %n : !stencil.field<ijk x f64> -> !stencil.field<ijk x f64>
  program.return
}

// -----

program.func @result(%q: !stencil.field<ijk x 4 x f64>, %n: index) {
  // expected-error@+1 {{'program.view' op [view_c2] the result has type !stencil.field<ij x f64>, which is not !stencil.field<ijk x 4 x f64> less what was fixed; it should be !stencil.field<ij x 4 x f64>}}
  %v = program.view %q level %n : !stencil.field<ijk x 4 x f64> -> !stencil.field<ij x f64>
  program.return
}

// -----

program.func @layout(%q: !stencil.field<ijk x f64, #stencil.layout<order = "kji", alignment = 64, padding = 0>>, %n: index) {
  // expected-error@+1 {{'program.view' op [view_c3] the field has type}}
  %v = program.view %q level %n : !stencil.field<ijk x f64, #stencil.layout<order = "kji", alignment = 64, padding = 0>> -> !stencil.field<ij x f64>
  program.return
}
