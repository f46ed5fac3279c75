// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

module {
  // expected-error@+1 {{'stencil.return' op expects parent op 'stencil.func'}}
  stencil.return
}
