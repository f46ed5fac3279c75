// RUN: fvopt-opt %s --split-input-file --verify-diagnostics --stencil-infer-bounds

// Only flattened programs have bounds.
stencil.func @leaf() {
  stencil.return
}
program.func @main() {
  // expected-error @+1 {{bounds are inferred of flattened programs; run program-flatten first}}
  program.call @leaf()
  program.return
}

// -----

// An end that is computed too late.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @late(%in: !field, %levels: !stencil.field<i x i64>, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  // expected-error @+1 {{'stencil.apply' op is needed on (}}
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    stencil.yield %v : f64
  }
  %n = program.reduce max %levels (i = start to start + 1) : !stencil.field<i x i64> -> i64
  // expected-note @+1 {{the position is computed here}}
  %k = arith.index_cast %n : i64 to index
  stencil.store %a to %out (i = start to end, j = start to end, k = start to %k) : !temp to !field
  program.return
}

// -----

// A carried temp that needs a halo of itself would grow with every iteration.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @grows(%in: !field, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %t = stencil.load %in : !field -> !temp
  // expected-error @+1 {{'program.for' op [for_c3] iteration argument 0 is needed on}}
  %r = program.for %i = %zero to %n step %one iter_args(%c = %t) -> (!temp) {
    %a = stencil.apply -> (!temp) {
      %v = stencil.access %c[-1, 0, 0] : !temp
      stencil.yield %v : f64
    }
    program.yield %a : !temp
  }
  stencil.store %r to %in (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// An allocation that is certainly too small.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @small(%out: !field) {
  // expected-note @+1 {{the field is allocated here}}
  %f = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  // expected-error @+1 {{'stencil.load' op needs i = start - 1 to end - 1 of an allocation that has i = start to end: too small on the low side of i}}
  %t = stencil.load %f : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[-1, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %a to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @small_for_a_store(%in: !field) {
  // expected-note @+1 {{the field is allocated here}}
  %f = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  %t = stencil.load %in : !field -> !temp
  // expected-error @+1 {{'stencil.store' op needs j = start to end + 2 of an allocation that has j = start to end: too small on the high side of j}}
  stencil.store %t to %f (i = start to end, j = start to end + 2, k = start to end) : !temp to !field
  program.return
}

// -----

// Through a view it is the field below that is too small.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
program.func @small_through_a_view(%in: !stencil.field<ij x f64>, %k: index) {
  // expected-note @+1 {{the field is allocated here}}
  %f = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  %v = program.view %f level %k : !field -> !stencil.field<ij x f64>
  %t = stencil.load %in : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
  // expected-error @+1 {{'stencil.store' op needs i = start - 1 to end of an allocation that has i = start to end: too small on the low side of i}}
  stencil.store %t to %v (i = start - 1 to end, j = start to end) : !stencil.temp<ij x f64> to !stencil.field<ij x f64>
  program.return
}
