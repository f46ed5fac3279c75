// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

program.func @types(%a: !stencil.field<ijk x f64>, %b: !stencil.field<ij x f64>) {
  // expected-error@+1 {{'program.swap' op [swap_c1] the fields have the types !stencil.field<ijk x f64> and !stencil.field<ij x f64>}}
  "program.swap"(%a, %b) : (!stencil.field<ijk x f64>, !stencil.field<ij x f64>) -> ()
  program.return
}

// -----

program.func @view(%a: !stencil.field<ijk x f64>, %b: !stencil.field<ij x f64>, %n: index) {
  // expected-note@+1 {{the field comes from here}}
  %v = program.view %a level %n : !stencil.field<ijk x f64> -> !stencil.field<ij x f64>
  // expected-error@+1 {{'program.swap' op [swap_c2] the second field is the result of `program.view`, but must be an argument of the program or a result of `program.alloc`}}
  program.swap %b, %v : !stencil.field<ij x f64>
  program.return
}

// -----

program.func @boxes(%n: index) {
  // expected-note@+1 {{the first is allocated here}}
  %f = program.alloc (k = start to %n) : !stencil.field<k x f64>
  // expected-note@+1 {{the second is allocated here}}
  %g = program.alloc (k = start to %n + 1) : !stencil.field<k x f64>
  // expected-error@+1 {{'program.swap' op [swap_c3] the fields are allocated on different boxes: (k = start to %0) and (k = start to %0 + 1) differ on axis k}}
  program.swap %f, %g : !stencil.field<k x f64>
  program.return
}

// -----

program.func @first_view(%a: !stencil.field<ijk x f64>, %b: !stencil.field<ij x f64>, %n: index) {
  // expected-note@+1 {{the field comes from here}}
  %v = program.view %a level %n : !stencil.field<ijk x f64> -> !stencil.field<ij x f64>
  // expected-error@+1 {{'program.swap' op [swap_c2] the first field is the result of `program.view`, but must be an argument of the program or a result of `program.alloc`}}
  program.swap %v, %b : !stencil.field<ij x f64>
  program.return
}
