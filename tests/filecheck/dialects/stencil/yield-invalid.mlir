// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

module {
  // expected-error@+1 {{'stencil.yield' op expects parent op to be one of 'stencil.apply, stencil.stage'}}
  stencil.yield
}
