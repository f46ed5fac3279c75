// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

program.func @small() {
  // expected-error@+1 {{'program.alloc' op [alloc_c1] the box (i = start to end, j = start to end) does not bound axis k of the field}}
  %f = program.alloc (i = start to end, j = start to end) : !stencil.field<ijk x f64>
  program.return
}

// -----

program.func @large() {
  // expected-error@+1 {{'program.alloc' op [alloc_c1] the box (i = start to end, j = start to end, k = start to end) bounds axis k, but the field has the axes `ij`}}
  %f = program.alloc (i = start to end, j = start to end, k = start to end) : !stencil.field<ij x f64>
  program.return
}

// -----

program.func @positions() {
  // expected-error@+1 {{'program.alloc' op [box_c1] the box (k = start to %0) needs 1 run-time positions}}
  %f = "program.alloc"() <{box = #stencil.box<(k = start to pos(0))>}> : () -> !stencil.field<k x f64>
  program.return
}
