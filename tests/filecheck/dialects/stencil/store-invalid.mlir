// RUN: fvopt-opt %s --split-input-file --verify-diagnostics

stencil.func @axes(%f: !stencil.field<ijk x f64>) {
  %t = stencil.undef : !stencil.temp<ij x f64>
  // expected-error@+1 {{'stencil.store' op [store_c1] the temp has the axes `ij`, but the field has `ijk`}}
  stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ij x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// -----

stencil.func @element(%f: !stencil.field<ijk x f64>) {
  %t = stencil.undef : !stencil.temp<ijk x i64>
  // expected-error@+1 {{'stencil.store' op [store_c1] the temp has elements of type i64, but the field of type f64}}
  stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i64> to !stencil.field<ijk x f64>
  stencil.return
}

// -----

stencil.func @no_component(%f: !stencil.field<ijk x 4 x f64>) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.store' op [store_c2] the temp has the data dimensions [], but the field has [4], and no component is chosen with `at`}}
  stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x 4 x f64>
  stencil.return
}

// -----

stencil.func @too_many_components(%f: !stencil.field<ijk x f64>, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.store' op [store_c2] `at` has 1 indices, but the field has the data dimensions []}}
  stencil.store %t to %f at %n (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// -----

stencil.func @component_of_components(%f: !stencil.field<ijk x 4 x f64>, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x 4 x f64>
  // expected-error@+1 {{'stencil.store' op [store_c2] with `at`, the temp is a single component, but has the data dimensions [4]}}
  stencil.store %t to %f at %n (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x 4 x f64> to !stencil.field<ijk x 4 x f64>
  stencil.return
}

// -----

stencil.func @too_few_components(%f: !stencil.field<ijk x 4 x 2 x f64>, %n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.store' op [store_c2] `at` has 1 indices, but the field has the data dimensions [4, 2]}}
  stencil.store %t to %f at %n (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x 4 x 2 x f64>
  stencil.return
}

// -----

stencil.func @no_ends(%f: !stencil.field<ijk x f64>) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.store' op [store_c3] the box () does not bound axis i of the field}}
  stencil.store %t to %f () : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// -----

stencil.func @one_end(%f: !stencil.field<ijk x f64>) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.store' op [store_c3] the box (i = start to end, j = start to end, k = start to unbounded) does not bound axis k of the field}}
  stencil.store %t to %f (i = start to end, j = start to end, k = start to unbounded) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// -----

stencil.func @box(%f: !stencil.field<ijk x f64>) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // expected-error@+1 {{'stencil.store' op [store_c3] the box (i = start to end, j = start to end) does not bound axis k of the field}}
  stencil.store %t to %f (i = start to end, j = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// -----

stencil.func @box(%f: !stencil.field<ij x f64>) {
  %t = stencil.undef : !stencil.temp<ij x f64>
  // expected-error@+1 {{'stencil.store' op [store_c3] the box (i = start to end, j = start to end, k = start to end) bounds axis k, but the field has the axes `ij`}}
  stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !stencil.temp<ij x f64> to !stencil.field<ij x f64>
  stencil.return
}

// -----

stencil.func @positions(%f: !stencil.field<k x f64>) {
  %t = stencil.undef : !stencil.temp<k x f64>
  // expected-error@+1 {{'stencil.store' op [box_c1] the box (k = start to %0) needs 1 run-time positions, but `bounds` has 0 operands}}
  "stencil.store"(%t, %f) <{box = #stencil.box<(k = start to pos(0))>, operandSegmentSizes = array<i32: 1, 1, 0, 0>}> : (!stencil.temp<k x f64>, !stencil.field<k x f64>) -> ()
  stencil.return
}

// -----

stencil.func @far(%f: !stencil.field<k x f64>) {
  %t = stencil.undef : !stencil.temp<k x f64>
  // expected-error@+1 {{'stencil.store' op [box_c2] the number 1099511627777 in the box (k = start to end + 1099511627777) does not lie between -1099511627776 and 1099511627776}}
  stencil.store %t to %f (k = start to end + 1099511627777) : !stencil.temp<k x f64> to !stencil.field<k x f64>
  stencil.return
}

// -----

stencil.func @far(%f: !stencil.field<k x f64>, %p: index) {
  %t = stencil.undef : !stencil.temp<k x f64>
  // expected-error@+1 {{'stencil.store' op [box_c2] the number -9223372036854775808 in the box}}
  stencil.store %t to %f (k = max(start, %p - 9223372036854775808) to end) : !stencil.temp<k x f64> to !stencil.field<k x f64>
  stencil.return
}

// requirement D4
