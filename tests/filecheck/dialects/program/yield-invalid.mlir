// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

module {
  // expected-error@+1 {{'program.yield' op expects parent op to be one of 'program.for, program.if'}}
  program.yield
}
