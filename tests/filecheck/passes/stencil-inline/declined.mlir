// RUN: fvopt-opt %s --split-input-file --verify-diagnostics --stencil-inline=report=true | FileCheck %s
// requirement V3, V4

// What stays, and why.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @kept(
// CHECK-COUNT-2: stencil.apply
program.func @kept(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  // expected-remark @+1 {{stays: a `stencil.insert` uses it}}
  %n = stencil.apply -> (!temp) {
    %a = stencil.access %t[0, 0, 0] : !temp
    %v = arith.negf %a : f64
    stencil.yield %v : f64
  }
  %m = stencil.insert %n into %t (k = start to start + 1) : !temp into !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %n[-1, 0, 0] : !temp
    %w = stencil.access %m[0, 0, 0] : !temp
    %x = arith.addf %v, %w : f64
    stencil.yield %x : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// What is dear is computed once; at one offset nothing is computed again.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @dear(
// CHECK-COUNT-2: stencil.apply
// CHECK-NOT: stencil.apply
program.func @dear(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  // expected-remark @+1 {{stays: inlining costs 79 operations more a point and saves 3 values read or written, worth 12 operations}}
  %n = stencil.apply -> (!temp) {
    %a = stencil.access %t[0, 0, 0] : !temp
    %b = math.log %a : f64
    %v = math.exp %b : f64
    stencil.yield %v : f64
  }
  // expected-remark @+1 {{inlined: 83 operations a point instead of 84, 3 values fewer read or written}}
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %n[-1, 0, 0] : !temp
    %w = stencil.access %n[1, 0, 0] : !temp
    %x = arith.addf %v, %w : f64
    %y = math.tan %x : f64
    %z = math.atan %y : f64
    stencil.yield %z : f64
  }
  // expected-note @+1 {{computed here at [0, 0, 2]}}
  %s = stencil.apply -> (!temp) {
    %v = stencil.access %r[0, 0, 2] : !temp
    stencil.yield %v : f64
  }
  stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// An update in place stays in place: with the values of neighbours in it, it could not.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @in_place(
// CHECK-COUNT-2: stencil.apply
program.func @in_place(%a: !field) {
  %t = stencil.load %a : !field -> !temp
  // expected-remark @+1 {{stays: inlining saves no value read or written}}
  %n = stencil.apply -> (!temp) {
    %v = stencil.access %t[1, 0, 0] : !temp
    %w = arith.divf %v, %v : f64
    stencil.yield %w : f64
  }
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %n[0, 0, 0] : !temp
    %u = stencil.access %n[1, 0, 0] : !temp
    %x = arith.addf %v, %u : f64
    stencil.yield %x : f64
  }
  stencil.store %r to %a (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// Another level of a position that is clamped around its own level; another rank; another block.

!field = !stencil.field<ijk x f64>
!plane = !stencil.field<ij x f64>
!temp = !stencil.temp<ijk x f64>
!plane_temp = !stencil.temp<ij x f64>

// CHECK-LABEL: program.func @not_expressible(
// CHECK-COUNT-6: stencil.apply
program.func @not_expressible(%in: !field, %p: !plane, %out: !field, %n: index, %c: i1) {
  %t = stencil.load %in : !field -> !temp
  %u = stencil.load %p : !plane -> !plane_temp
  // expected-remark @+1 {{stays: it reads around a run-time level and is read at another level}}
  %level = stencil.apply -> (!temp) {
    %v = stencil.access_dyn %t[0, 0] relative %n : index in [-1, 1] : !temp
    stencil.yield %v : f64
  }
  // expected-remark @+1 {{stays: an operation that reads it has other axes, along which it would be computed again}}
  %rank = stencil.apply -> (!plane_temp) {
    %v = stencil.access %u[1, 0] : !plane_temp
    stencil.yield %v : f64
  }
  // expected-remark @+1 {{stays: it is read at a run-time level}}
  %run_time = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    stencil.yield %v : f64
  }
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %level[0, 0, 1] : !temp
    %w = stencil.access %rank[0, 0] : !plane_temp
    %z = stencil.access_dyn %run_time[0, 0] relative %n : index in [-1, 1] : !temp
    %x = arith.addf %v, %w : f64
    %y = arith.addf %x, %z : f64
    stencil.yield %y : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  // expected-remark @+1 {{stays: it is read in another block}}
  %outside = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    stencil.yield %v : f64
  }
  program.if %c {
    %s = stencil.apply -> (!temp) {
      %v = stencil.access %outside[0, 0, 0] : !temp
      stencil.yield %v : f64
    }
    stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

// A body does not grow beyond the limit.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @large(
// CHECK-COUNT-2: stencil.apply
program.func @large(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  // expected-remark @+1 {{stays: a body that reads it would cost 401 operations, more than the limit of 400}}
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %1 = math.exp %v : f64
    %2 = math.exp %1 : f64
    %3 = math.exp %2 : f64
    %4 = math.exp %3 : f64
    %5 = math.exp %4 : f64
    stencil.yield %5 : f64
  }
  %b = stencil.apply -> (!temp) {
    %v = stencil.access %a[0, 0, 0] : !temp
    %1 = math.exp %v : f64
    %2 = math.exp %1 : f64
    %3 = math.exp %2 : f64
    %4 = math.exp %3 : f64
    %5 = math.exp %4 : f64
    stencil.yield %5 : f64
  }
  stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
