// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

program.func @counts(%n: index, %x: f64) {
  // expected-error@+1 {{'program.for' op [for_c1] there are 1 initial values, 0 iteration arguments and 1 results}}
  %r = "program.for"(%n, %n, %n, %x) ({
  ^bb0(%i: index):
    program.yield %x : f64
  }) : (index, index, index, f64) -> f64
  program.return
}

// -----

program.func @counter(%n: index) {
  // expected-error@+1 {{'program.for' op [for_c1] the first argument of the body, which counts, is not an index}}
  "program.for"(%n, %n, %n) ({
    program.yield
  }) : (index, index, index) -> ()
  program.return
}

// -----

program.func @types(%n: index, %x: f64) {
  // expected-error@+1 {{'program.for' op [for_c1] initial value 0 has type f64, but the iteration argument has f32 and the result f64}}
  %r = "program.for"(%n, %n, %n, %x) ({
  ^bb0(%i: index, %s: f32):
    program.yield %x : f64
  }) : (index, index, index, f64) -> f64
  program.return
}

// -----

// for_c1, the rest of which is checked by MLIR's interface of control flow.
program.func @yield_count(%n: index, %x: f64) {
  // expected-error@+1 {{'program.for' op along control flow edge from Operation program.yield to Region #0: region branch point has 0 operands, but region successor needs 1 inputs}}
  %r = program.for %i = %n to %n step %n iter_args(%s = %x) -> (f64) {
    // expected-note@+1 {{region branch point}}
    program.yield
  }
  program.return
}

// -----

program.func @yield_type(%n: index, %x: f64) {
  // expected-error@+1 {{'program.for' op along control flow edge from Operation program.yield to Region #0: successor operand type #0 'index' should match successor input type #0 'f64'}}
  %r = program.for %i = %n to %n step %n iter_args(%s = %x) -> (f64) {
    // expected-note@+1 {{region branch point}}
    program.yield %i : index
  }
  program.return
}

// -----

program.func @step(%n: index) {
  %zero = arith.constant 0 : index
  // expected-error@+1 {{'program.for' op [for_c2] the step 0 is not positive}}
  program.for %i = %n to %n step %zero {
  }
  program.return
}
