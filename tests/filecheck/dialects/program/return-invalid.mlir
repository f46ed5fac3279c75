// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

module {
  // expected-error@+1 {{'program.return' op expects parent op 'program.func'}}
  program.return
}
