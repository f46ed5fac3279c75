// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

stencil.func @axes(%a: f64) {
  // expected-error@+1 {{'stencil.apply' op [apply_c1] result 1 has the axes `ij`, but result 0 has `ijk`}}
  %r:2 = stencil.apply -> (!stencil.temp<ijk x f64>, !stencil.temp<ij x f64>) {
    stencil.yield %a, %a : f64, f64
  }
  stencil.return
}

// -----

stencil.func @count(%a: f64) {
  // expected-error@+1 {{'stencil.apply' op [apply_c2] the body yields 1 values, but 2 are needed}}
  %r = stencil.apply -> (!stencil.temp<ijk x 2 x f64>) {
    // expected-note@+1 {{the values are yielded here}}
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @type(%a: f32) {
  // expected-error@+1 {{'stencil.apply' op [apply_c2] yielded value 0 has type f32, but the element type is f64}}
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-note@+1 {{the value is yielded here}}
    stencil.yield %a : f32
  }
  stencil.return
}

// -----

stencil.func @effects(%a: f64) {
  // expected-note@+1 {{the body of this stencil.apply is meant}}
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'memref.alloc' op [apply_c3] may not stand in a body}}
    %m = memref.alloc() : memref<f64>
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @nested(%a: f64, %c: i1) {
  // expected-note@+1 {{the body of this stencil.apply is meant}}
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    scf.if %c {
      // expected-error@+1 {{'stencil.undef' op [apply_c3] may not stand in a body}}
      %u = stencil.undef : !stencil.temp<ijk x f64>
    }
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @temp_as_scalar(%a: f64, %c: i1) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-note@+1 {{the body of this stencil.apply is meant}}
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    %u = scf.if %c -> (!stencil.temp<ijk x f64>) {
      // expected-error@+1 {{'scf.yield' op [apply_c3] uses a value of type !stencil.temp<ijk x f64> as operand 0, but a body reads temps by `stencil.access` and `stencil.access_dyn` only}}
      scf.yield %t : !stencil.temp<ijk x f64>
    } else {
      scf.yield %t : !stencil.temp<ijk x f64>
    }
    %v = stencil.access %u[0, 0, 0] : !stencil.temp<ijk x f64>
    stencil.yield %v : f64
  }
  stencil.return
}

// -----

stencil.func @box(%a: f64) {
  // expected-error@+1 {{'stencil.apply' op [apply_c4] the box (i = start to end, j = start to end) does not bound axis k of the results}}
  %r = stencil.apply (i = start to end, j = start to end) -> (!stencil.temp<ijk x f64>) {
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @no_result() {
  // expected-error@+1 {{'stencil.apply' op [apply_c5] there is no result}}
  "stencil.apply"() ({
    stencil.yield
  }) : () -> ()
  stencil.return
}

// -----

stencil.func @positions(%a: f64) {
  // expected-error@+1 {{'stencil.apply' op [box_c1] the box (k = start to %0) needs 1 run-time positions}}
  %r = "stencil.apply"() <{box = #stencil.box<(k = start to pos(0))>}> ({
    stencil.yield %a : f64
  }) : () -> !stencil.temp<k x f64>
  stencil.return
}

// -----

stencil.func @loop(%a: f64, %n: index) {
  // expected-note@+1 {{the body of this stencil.apply is meant}}
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'scf.for' op [apply_c3] may not stand in a body}}
    scf.for %i = %n to %n step %n {
    }
    stencil.yield %a : f64
  }
  stencil.return
}

// -----

stencil.func @other_axis(%a: f64) {
  // expected-error@+1 {{'stencil.apply' op [apply_c4] the box (i = start to end, j = start to end, k = start to end) bounds axis k}}
  %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ij x f64>) {
    stencil.yield %a : f64
  }
  stencil.return
}

// requirement D1, D5

// -----

// Vectors are what lowering makes of bodies.
stencil.func @f(%f: !stencil.field<ijk x f64>) {
  // expected-note@+1 {{the body of this stencil.apply is meant}}
  %a = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // expected-error@+1 {{'arith.constant' op [apply_c3] gives a value of type vector<4xf64>, but a body holds single numbers}}
    %s = arith.constant dense<1.0> : vector<4xf64>
    %one = arith.constant 1.0 : f64
    stencil.yield %one : f64
  }
  stencil.store %a to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}
