// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

stencil.func @outside() {
  // expected-error@+1 {{'stencil.index' op [index_c1] does not stand in the body of a `stencil.apply` or `stencil.stage`}}
  %i = stencil.index i
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-note@+1 {{the stencil.apply is here}}
  %r = stencil.apply -> (!stencil.temp<ij x f64>) {
    // expected-error@+1 {{'stencil.index' op [index_c1] the position has the axes `k`, but the body computes points of the axes `ij` and lacks `k`}}
    %v = stencil.index k
    stencil.yield %a : f64
  }
  stencil.return
}
