// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

program.func @none() {
  // expected-error@+1 {{'program.bound' op [bound_c1] the box () does not bound exactly one axis}}
  %low, %high = program.bound ()
  program.return
}

// -----

program.func @two() {
  // expected-error@+1 {{'program.bound' op [bound_c1] the box (i = start to end, k = start to end) does not bound exactly one axis}}
  %low, %high = program.bound (i = start to end, k = start to end)
  program.return
}

// -----

program.func @half() {
  // expected-error@+1 {{'program.bound' op [bound_c1] the box (k = start to unbounded) does not bound exactly one axis}}
  %low, %high = program.bound (k = start to unbounded)
  program.return
}

// -----

program.func @positions() {
  // expected-error@+1 {{'program.bound' op [box_c1] the box (k = start to %0) needs 1 run-time positions}}
  %low, %high = "program.bound"() <{box = #stencil.box<(k = start to pos(0))>}> : () -> (index, index)
  program.return
}
