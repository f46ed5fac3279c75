// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

program.func @no_else(%c: i1, %a: f64) {
  // expected-error@+1 {{'program.if' op [if_c1] there are 1 results, but no `else`}}
  %r = program.if %c -> (f64) {
    program.yield %a : f64
  }
  program.return
}

// -----

// if_c1, the rest of which is checked by MLIR's interface of control flow.
program.func @count(%c: i1, %a: f64) {
  // expected-error@+1 {{'program.if' op along control flow edge from Operation program.yield to parent: region branch point has 1 operands, but region successor needs 0 inputs}}
  program.if %c {
    // expected-note@+1 {{region branch point}}
    program.yield %a : f64
  }
  program.return
}

// -----

program.func @type(%c: i1, %a: f64) {
  // expected-error@+1 {{'program.if' op along control flow edge from Operation program.yield to parent: successor operand type #0 'i1' should match successor input type #0 'f64'}}
  %r = program.if %c -> (f64) {
    program.yield %a : f64
  } else {
    // expected-note@+1 {{region branch point}}
    program.yield %c : i1
  }
  program.return
}

// -----

program.func @other_count(%c: i1, %x: f64) {
  // expected-error@+1 {{'program.if' op along control flow edge from Operation program.yield to parent: region branch point has 0 operands, but region successor needs 1 inputs}}
  %r = program.if %c -> (f64) {
    program.yield %x : f64
  } else {
    // expected-note@+1 {{region branch point}}
    program.yield
  }
  program.return
}
