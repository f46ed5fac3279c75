// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

stencil.func @yield() {
  // expected-error@+1 {{'stencil.yield' op expects parent op to be one of 'stencil.apply, stencil.stage'}}
  stencil.yield
}
