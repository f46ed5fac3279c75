// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

program.func @no_else(%c: i1, %a: f64) {
  // expected-error@+1 {{'program.if' op [if_c1] there are 1 results, but no `else`}}
  %r = program.if %c -> (f64) {
    program.yield %a : f64
  }
  program.return
}

// -----

program.func @count(%c: i1, %a: f64) {
  // expected-error@+1 {{'program.if' op [if_c1] the body yields 1 values, but there are 0 results}}
  program.if %c {
    // expected-note@+1 {{the values are yielded here}}
    program.yield %a : f64
  }
  program.return
}

// -----

program.func @type(%c: i1, %a: f64) {
  // expected-error@+1 {{'program.if' op [if_c1] the body of `else` yields a value of type i1, but result 0 has type f64}}
  %r = program.if %c -> (f64) {
    program.yield %a : f64
  } else {
    // expected-note@+1 {{the value is yielded here}}
    program.yield %c : i1
  }
  program.return
}

// -----

program.func @other_count(%c: i1, %x: f64) {
  // expected-error@+1 {{'program.if' op [if_c1] the body of `else` yields 0 values, but there are 1 results}}
  %r = program.if %c -> (f64) {
    program.yield %x : f64
  } else {
    // expected-note@+1 {{the values are yielded here}}
    program.yield
  }
  program.return
}
