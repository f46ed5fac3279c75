// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

stencil.func @f(%a: f64, %d: index) {
  %p = stencil.undef : !stencil.temp<ij x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c1] the temp has the axes `ij`, without k}}
    %v = stencil.access_dyn %p[0, 0] relative %d : index in [0, 1] : !stencil.temp<ij x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c1] there are 3 offsets, but the axes `ij` need 2}}
    %v = stencil.access_dyn %t[0, 0, 0] relative %d : index in [0, 1] : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c1] `at` has 1 indices, but the temp has the data dimensions []}}
    %v = stencil.access_dyn %t[0, 0] relative %d : index in [0, 1] at %d : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c2] the extent [1, 0] is not two numbers, the low not above the high}}
    %v = stencil.access_dyn %t[0, 0] relative %d : index in [1, 0] : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c2] the extent [0, 1, 2] is not two numbers}}
    %v = stencil.access_dyn %t[0, 0] relative %d : index in [0, 1, 2] : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c2] the box (k = unbounded to end) does not bound axis k}}
    %v = stencil.access_dyn %t[0, 0] absolute %d : index (k = unbounded to end) : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c2] the box (i = start to end, k = start to end) bounds axis i}}
    %v = stencil.access_dyn %t[0, 0] absolute %d : index (i = start to end, k = start to end) : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c2] there is either an extent (`relative`) or a box (`absolute`)}}
    %v = "stencil.access_dyn"(%t, %d) <{offset = array<i64: 0, 0>, operandSegmentSizes = array<i32: 1, 1, 0, 0>}> : (!stencil.temp<ijk x f64>, index) -> f64
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @outside(%d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c3] does not stand in the body of a `stencil.apply` or `stencil.stage`}}
  %v = stencil.access_dyn %t[0, 0] relative %d : index in [0, 1] : !stencil.temp<ijk x f64>
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-note@+1 {{the stencil.apply is here}}
  %r = stencil.apply -> (!stencil.temp<k x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c3] the temp without k has the axes `ij`, but the body computes points of the axes `k` and lacks `ij`}}
    %v = stencil.access_dyn %t[0, 0] relative %d : index in [0, 1] : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-note@+1 {{the stencil.apply is here}}
  %r = stencil.apply -> (!stencil.temp<ij x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c4] a relative position has the axes `k`, but the body computes points of the axes `ij` and lacks `k`}}
    %v = stencil.access_dyn %t[0, 0] relative %d : index in [0, 1] : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c5] the offset 1000001 does not lie between -1000000 and 1000000}}
    %v = stencil.access_dyn %t[0, 1000001] relative %d : index in [0, 1] : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c5] the extent 1000001 does not lie between -1000000 and 1000000}}
    %v = stencil.access_dyn %t[0, 0] relative %d : index in [0, 1000001] : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [box_c1] the box (k = start to %0) needs 1 run-time positions}}
    %v = "stencil.access_dyn"(%t, %d) <{offset = array<i64: 0, 0>, box = #stencil.box<(k = start to pos(0))>, operandSegmentSizes = array<i32: 1, 1, 0, 0>}> : (!stencil.temp<ijk x f64>, index) -> f64
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

// What an access at any level must satisfy besides.

stencil.func @f(%a: f64, %d: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-note@+1 {{the stencil.apply is here}}
  %r = stencil.apply -> (!stencil.temp<jk x f64>) {
    // expected-error@+1 {{'stencil.access_dyn' op [access_dyn_c3] the temp without k has the axes `ij`, but the body computes points of the axes `jk` and lacks `i`}}
    %v = stencil.access_dyn %t[0, 0] absolute %d : index (k = unbounded to unbounded) : !stencil.temp<ijk x f64>
    stencil.yield %a : f64
  }
  stencil.return
}
