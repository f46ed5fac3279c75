// RUN: fvopt-opt %s --split-input-file --program-flatten --stencil-infer-bounds -o %t 2>&1 | FileCheck %s --implicit-check-not=warning:

// requirement B8

// What is read or stored where nothing was computed is a warning where that holds for every domain; where the domain
// is pinned, for that one.

// CHECK: warning: 'stencil.store' op stores (i = start to end, j = start to end, k = start to end), where nothing was computed: what it writes there is undefined
// CHECK: note: no value is defined here
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @stores_nothing(%o: !f) {
  %u = stencil.undef : !t
  stencil.store %u to %o (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}

// -----

// CHECK: warning: 'stencil.access' op reads (i = end to end + 1, j = start to end, k = start to end), where nothing was computed: what is stored of it is undefined
// CHECK: note: the field is allocated here, and nothing was written to it
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @double(%q: !f, %o: !f) {
  %l = stencil.load %q : !f -> !t
  %r = stencil.apply -> (!t) {
    %a = stencil.access %l[0, 0, 0] : !t
    %b = arith.addf %a, %a : f64
    stencil.yield %b : f64
  }
  stencil.store %r to %o (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
stencil.func @gradient(%q: !f, %o: !f) {
  %l = stencil.load %q : !f -> !t
  %r = stencil.apply -> (!t) {
    %a = stencil.access %l[1, 0, 0] : !t
    %b = stencil.access %l[0, 0, 0] : !t
    %c = arith.subf %a, %b : f64
    stencil.yield %c : f64
  }
  stencil.store %r to %o (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @reads_beyond_a_temporary(%q: !f, %o: !f) {
  %m = program.alloc (i = start to end + 1, j = start to end, k = start to end) : !f
  program.call @double(%q, %m) : !f, !f
  program.call @gradient(%m, %o) : !f, !f
  program.return
}

// -----

// What only one of two alternatives uses may well be undefined.

!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @selects(%q: !f, %o: !f) {
  %u = stencil.undef : !t
  %l = stencil.load %q : !f -> !t
  %m = stencil.insert %l into %u (i = start to end) : !t into !t
  %r = stencil.apply -> (!t) {
    %a = stencil.access %m[1, 0, 0] : !t
    %b = stencil.access %m[0, 0, 0] : !t
    %c = arith.cmpf ogt, %b, %b : f64
    %d = arith.select %c, %a, %b : f64
    %e = scf.if %c -> f64 {
      %y = stencil.access %m[-1, 0, 0] : !t
      scf.yield %y : f64
    } else {
      scf.yield %d : f64
    }
    stencil.yield %e : f64
  }
  stencil.store %r to %o (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}

// -----

// Nor is it known of boxes at run-time positions, and of empty ones nothing is read.

!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @may_be_empty(%q: !f, %o: !f, %p: index) {
  %u = stencil.undef : !t
  %l = stencil.load %q : !f -> !t
  %m = stencil.insert %l into %u (i = start to %p) : !t into !t
  stencil.store %m to %o (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.store %u to %o (i = start to end, j = start to end, k = start + 1 to end) : !t to !f
  stencil.return
}

// -----

// CHECK: warning: 'stencil.access' op reads (i = start to end, j = start to end, k = start - 1 to start)
// CHECK: note: no value is defined here
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @sums(%q: !f, %o: !f) {
  %l = stencil.load %q : !f -> !t
  %u = stencil.undef : !t
  %r = stencil.sweep forward carries(%c = %u : !t) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !t) {
        %v = stencil.access %l[0, 0, 0] : !t
        %w = stencil.access %c[0, 0, -1] : !t
        %s = arith.addf %v, %w : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %r to %o (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}

// -----

// CHECK: warning: 'stencil.store' op stores (i = start to end, j = start to end, k = start to start + 1), where nothing was computed
// CHECK: note: no value is defined here
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
stencil.func @leaves_the_first_level(%q: !f, %o: !f) {
  %l = stencil.load %q : !f -> !t
  %u = stencil.undef : !t
  %r = stencil.sweep backward carries(%c = %u : !t) {
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%c[0] : !t) {
        %v = stencil.access %l[0, 0, 0] : !t
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 1 to end - 1) {
      stencil.stage writes(%c[0] : !t) {
        %v = stencil.access %c[0, 0, 1] : !t
        stencil.yield %v : f64
      }
    }
  }
  stencil.store %r to %o (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}
program.func @main(%q: !f, %o: !f) attributes {domain = array<i64: 4, 4, 4>} {
  program.call @leaves_the_first_level(%q, %o) : !f, !f
  program.return
}
