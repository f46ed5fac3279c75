// RUN: fvopt-opt %s --split-input-file --stencil-simplify | FileCheck %s
// requirement V6, V7

// A division by a power of two is a product; other divisions stay, because a reciprocal is rounded.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @power_of_two(
// CHECK: %[[A:.*]] = stencil.access
// CHECK: %[[QUARTER:.*]] = arith.constant 2.500000e-01 : f64
// CHECK: arith.mulf %[[A]], %[[QUARTER]]
// CHECK: arith.divf
program.func @power_of_two(%in: !field, %out: !field) {
  %four = arith.constant 4.0 : f64
  %three = arith.constant 3.0 : f64
  %t = stencil.load %in : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %a = stencil.access %t[0, 0, 0] : !temp
    %b = arith.divf %a, %four : f64
    %c = arith.divf %b, %three : f64
    stencil.yield %c : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// Both sides of a selection divide by one value: it is selected first, and divided once.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @selection(
// CHECK: %[[S:.*]] = arith.select
// CHECK-NEXT: arith.divf %[[S]]
// CHECK-NOT: arith.divf
program.func @selection(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %a = stencil.access %t[-1, 0, 0] : !temp
    %b = stencil.access %t[1, 0, 0] : !temp
    %c = stencil.access %t[0, 0, 0] : !temp
    %less = arith.cmpf olt, %a, %b : f64
    %x = arith.divf %a, %c : f64
    %y = arith.divf %b, %c : f64
    %s = arith.select %less, %x, %y : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// Flags permit more, each where all operations have it: a reciprocal is shared, a power is a product and a root.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @permitted(
// CHECK-COUNT-1: arith.divf {{.*}} fastmath<arcp>
// CHECK-NOT: arith.divf {{.*}} fastmath<arcp>
// CHECK: math.sqrt {{.*}} fastmath<afn>
// CHECK-NOT: math.powf {{.*}} fastmath<afn>
// CHECK: math.powf {{.*}} : f64
program.func @permitted(%in: !field, %x: !field, %y: !field, %z: !field, %w: !field) {
  %exponent = arith.constant 1.5 : f64
  %t = stencil.load %in : !field -> !temp
  %r:4 = stencil.apply -> (!temp, !temp, !temp, !temp) {
    %a = stencil.access %t[-1, 0, 0] : !temp
    %b = stencil.access %t[1, 0, 0] : !temp
    %c = stencil.access %t[0, 0, 0] : !temp
    %p = arith.divf %a, %c fastmath<arcp> : f64
    %q = arith.divf %b, %c fastmath<arcp> : f64
    %u = math.powf %a, %exponent fastmath<afn> : f64
    %v = math.powf %b, %exponent : f64
    stencil.yield %p, %q, %u, %v : f64, f64, f64, f64
  }
  stencil.store %r#0 to %x (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r#1 to %y (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r#2 to %z (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r#3 to %w (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// What depends on i and j alone is computed once a column, in the axes that it has.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.field<ij x f64>
!plane_temp = !stencil.temp<ij x f64>

// CHECK-LABEL: program.func @column(
// CHECK: %[[P:.*]] = stencil.apply -> (!stencil.temp<ij x f64>) {
// CHECK: math.exp
// CHECK: stencil.apply -> (!stencil.temp<ijk x f64>) {
// CHECK-NOT: math.exp
// CHECK: stencil.access %[[P]][0, 0] : <ij x f64>
program.func @column(%s: !plane, %in: !field, %out: !field) {
  %p = stencil.load %s : !plane -> !plane_temp
  %t = stencil.load %in : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %a = stencil.access %p[0, 0] : !plane_temp
    %b = stencil.access %p[1, 0] : !plane_temp
    %c = arith.addf %a, %b : f64
    %d = math.exp %c : f64
    %e = math.exp %d : f64
    %f = math.exp %e : f64
    %g = stencil.access %t[0, 0, 0] : !temp
    %h = arith.mulf %f, %g : f64
    stencil.yield %h : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// What does not change in a loop is computed once before it: here all of the first apply, and a part of the second.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @loop(
// CHECK: %[[Z:.*]] = stencil.load
// CHECK: %[[C:.*]] = stencil.apply
// CHECK: stencil.access %[[Z]]
// CHECK-COUNT-2: math.exp
// CHECK: program.for
// CHECK-NOT: math.exp
// CHECK: stencil.access %[[C]][0, 0, 0]
// CHECK: stencil.store
program.func @loop(%z: !field, %q: !field) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %steps = arith.constant 20 : index
  program.for %n = %zero to %steps step %one {
    %zt = stencil.load %z : !field -> !temp
    %qt = stencil.load %q : !field -> !temp
    %r = stencil.apply -> (!temp) {
      %a = stencil.access %zt[0, 0, 0] : !temp
      %b = math.exp %a : f64
      %c = math.exp %b : f64
      %d = stencil.access %qt[0, 0, 0] : !temp
      %e = arith.mulf %c, %d : f64
      stencil.yield %e : f64
    }
    stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
