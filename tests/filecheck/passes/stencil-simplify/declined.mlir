// RUN: fvopt-opt %s --split-input-file --stencil-simplify=lift=all | FileCheck %s
// RUN: fvopt-opt %s --split-input-file --stencil-simplify=lift=none | FileCheck %s
// requirement V6, V7

// What must stay, even where every part that may be lifted is.

// The field is written in the loop.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @written(
// CHECK: program.for
// CHECK: math.exp
program.func @written(%z: !field, %q: !field, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  program.for %m = %zero to %n step %one {
    %zt = stencil.load %z : !field -> !temp
    %r = stencil.apply -> (!temp) {
      %a = stencil.access %zt[0, 0, 0] : !temp
      %b = math.exp %a : f64
      stencil.yield %b : f64
    }
    stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
    stencil.store %r to %z (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

// The field changes places with another in the loop.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @swapped(
// CHECK: program.for
// CHECK: math.exp
program.func @swapped(%z: !field, %q: !field, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  program.for %m = %zero to %n step %one {
    %zt = stencil.load %z : !field -> !temp
    %r = stencil.apply -> (!temp) {
      %a = stencil.access %zt[0, 0, 0] : !temp
      %b = math.exp %a : f64
      stencil.yield %b : f64
    }
    stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
    program.swap %z, %q : !field
  }
  program.return
}

// -----

// The branch may never be taken: what is in it is not computed before the loop.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @branch(
// CHECK: program.for
// CHECK: program.if
// CHECK: math.exp
program.func @branch(%z: !field, %q: !field, %n: index, %c: i1) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  program.for %m = %zero to %n step %one {
    program.if %c {
      %zt = stencil.load %z : !field -> !temp
      %r = stencil.apply -> (!temp) {
        %a = stencil.access %zt[0, 0, 0] : !temp
        %b = math.exp %a : f64
        stencil.yield %b : f64
      }
      stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
    }
  }
  program.return
}

// -----

// A division of integers has no result where the divisor is zero, and the loop may not run at all.

!field = !stencil.field<ijk x i64>
!temp = !stencil.temp<ijk x i64>

// CHECK-LABEL: program.func @integers(
// CHECK: program.for
// CHECK: arith.divsi
program.func @integers(%z: !field, %q: !field, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  program.for %m = %zero to %n step %one {
    %zt = stencil.load %z : !field -> !temp
    %r = stencil.apply -> (!temp) {
      %a = stencil.access %zt[0, 0, 0] : !temp
      %b = stencil.access %zt[1, 0, 0] : !temp
      %c = arith.divsi %a, %b : i64
      stencil.yield %c : i64
    }
    stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

// A carry of a sweep has no vertical axis and changes from level to level all the same.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.field<ij x f64>
!plane_temp = !stencil.temp<ij x f64>

// CHECK-LABEL: program.func @carry(
// CHECK: stencil.sweep
// CHECK: math.exp
program.func @carry(%z: !field, %q: !plane) {
  %zt = stencil.load %z : !field -> !temp
  %qt = stencil.load %q : !plane -> !plane_temp
  %s = stencil.sweep forward carries(%c = %qt : !plane_temp) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !plane_temp) {
        %a = stencil.access %c[0, 0] : !plane_temp
        %b = math.exp %a : f64
        %d = stencil.access %zt[0, 0, 0] : !temp
        %e = arith.addf %b, %d : f64
        stencil.yield %e : f64
      }
    }
  }
  stencil.store %s to %q (i = start to end, j = start to end) : !plane_temp to !plane
  program.return
}
