// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access' op [access_c1] there are 2 offsets, but the axes `ijk` need 3}}
    %v = stencil.access %t[0, 0] : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access' op [access_c1] `at` has 1 indices, but the temp has the data dimensions []}}
    %v = stencil.access %t[0, 0, 0] at %d : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @outside() {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.access' op [access_c2] does not stand in the body of a `stencil.apply` or `stencil.stage`}}
  %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-note@+1 {{the stencil.apply is here}}
  %r = stencil.apply -> (!stencil.temp<ij x f64>) {
    // expected-error@+1 {{'stencil.access' op [access_c2] the temp has the axes `ijk`, but the body computes points of the axes `ij` and lacks `k`}}
    %v = stencil.access %t[0, 0, 0] : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access' op [access_c3] the offset -1000001 does not lie between -1000000 and 1000000}}
    %v = stencil.access %t[0, -1000001, 0] : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}
