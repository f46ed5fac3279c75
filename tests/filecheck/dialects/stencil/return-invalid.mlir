// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

program.func @f() {
  // expected-error@+1 {{'stencil.return' op expects parent op 'stencil.func'}}
  stencil.return
}
