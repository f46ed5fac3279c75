// RUN: fvopt-opt %s --split-input-file --program-flatten | FileCheck %s

// Nested programs: boxes are rebased into the frame of the entry, step by step.

!field = !stencil.field<ijk x f64>

stencil.func @copy(%from: !field, %to: !field) {
  %t = stencil.load %from : !field -> !stencil.temp<ijk x f64>
  stencil.store %t to %to (i = start - 1 to end, j = start to end, k = start to start + 1) : !stencil.temp<ijk x f64> to !field
  stencil.return
}
program.func @inner(%x: !field, %y: !field) {
  program.call @copy(%x, %y) (i = start + 2 to end, j = start to end, k = start to end) : !field, !field
  program.return
}
// CHECK-LABEL: program.func @outer(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]]
// CHECK-NEXT:   %[[V1:.*]] = stencil.load %[[A1]]
// CHECK-NEXT:   stencil.store %[[V0]] to %[[A1]] (i = start + 11 to end - 3, j = start to end, k = start + 4 to start + 5)
// CHECK-NEXT:   %[[V2:.*]] = stencil.insert %[[V0]] into %[[V1]] (i = start + 11 to end - 3, j = start to end, k = start + 4 to start + 5)
// CHECK-NEXT:   stencil.store %[[V2]] to %[[A0]] (i = start + 1 to end, j = start to end, k = start to start + 1)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @outer(%a: !field, %b: !field) {
  program.call @inner(%a, %b) (i = start + 10 to end - 3, j = start to end, k = start + 4 to end) : !field, !field
  // A call without a box has the caller's domain.
  program.call @inner(%b, %a) : !field, !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>

// What means the domain of its function gets it written down.
program.func @inner(%x: !field, %n: index) {
  program.exchange %x [1, 1, 0, 0] : !field
  %low, %high = program.bound (k = start to end)
  program.callback @host(%x, %n) reads [(i = start to end, j = start to end, k = start to %n)] writes [none] : !field, index
  %z = program.alloc (i = start to %high, j = start to end, k = start to end) : !field
  %m = program.reduce add %x (i = start to end, j = start to end, k = start to end) : !field -> f64
  program.return
}
// CHECK-LABEL: program.func @domain(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   program.exchange %[[A0]] [1, 1, 0, 0] (i = start + 1 to end, j = start to end, k = start to %[[A2]])
// CHECK-NEXT:   %[[LOW:.*]], %[[HIGH:.*]] = program.bound (k = start to %[[A2]])
// CHECK-NEXT:   program.callback @host(%[[A0]], %[[A1]]) reads [(i = start + 1 to end, j = start to end, k = start to %[[A1]])] writes [none] : !stencil.field<ijk x f64>, index
// CHECK-NEXT:   %[[V0:.*]] = program.alloc (i = start + 1 to %[[HIGH]], j = start to end, k = start to %[[A2]])
// CHECK-NEXT:   %[[V1:.*]] = program.reduce add %[[A0]] (i = start + 1 to end, j = start to end, k = start to %[[A2]]) : <ijk x f64> -> f64
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @domain(%a: !field, %n: index, %m: index) {
  program.call @inner(%a, %n) (i = start + 1 to end, j = start to end, k = start to %m) : !field, index
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Value form: a load after a store is an insert into what was there before.
stencil.func @twice(%f: !field, %g: !field) {
  %t = stencil.load %f : !field -> !temp
  stencil.store %t to %g (i = start to end, j = start to end, k = start to end) : !temp to !field
  %u = stencil.load %g : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %u[1, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %r to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
// CHECK-LABEL: program.func @values(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]]
// CHECK-NEXT:   %[[V1:.*]] = stencil.load %[[A1]]
// CHECK-NEXT:   stencil.store %[[V0]] to %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V2:.*]] = stencil.insert %[[V0]] into %[[V1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V3:.*]] = stencil.insert %[[V0]] into %[[V1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V4:.*]] = stencil.apply -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V8:.*]] = stencil.access %[[V3]][1, 0, 0]
// CHECK-NEXT:     stencil.yield %[[V8]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V4]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V5:.*]] = stencil.insert %[[V4]] into %[[V0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   stencil.store %[[V5]] to %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V6:.*]] = stencil.insert %[[V5]] into %[[V2]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V7:.*]] = stencil.apply -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V8]] = stencil.access %[[V6]][1, 0, 0]
// CHECK-NEXT:     stencil.yield %[[V8]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V7]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @values(%a: !field, %b: !field) {
  program.call @twice(%a, %b) : !field, !field
  // The second call's loads see the first call's stores.
  program.call @twice(%a, %b) : !field, !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @add(%f: !field, %g: !field) {
  %t = stencil.load %f : !field -> !temp
  stencil.store %t to %g (i = start to end, j = start to end, k = start to end) : !temp to !field
  %u = stencil.load %f : !field -> !temp
  stencil.store %u to %g (i = start to start + 1, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
// One field passed twice: a stencil form of its own, in which the second load sees the first store.
// CHECK-LABEL: program.func @alias(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]]
// CHECK-NEXT:   stencil.store %[[V0]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V1:.*]] = stencil.insert %[[V0]] into %[[V0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   stencil.store %[[V1]] to %[[A0]] (i = start to start + 1, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @alias(%a: !field) {
  program.call @add(%a, %a) : !field, !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @set(%f: !stencil.field<ij x f64>, %g: !stencil.field<ij x f64>) {
  %t = stencil.load %f : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
  stencil.store %t to %g (i = start to end, j = start to end) : !stencil.temp<ij x f64> to !stencil.field<ij x f64>
  %u = stencil.load %f : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
  stencil.store %u to %g (i = start to start + 1, j = start to end) : !stencil.temp<ij x f64> to !stencil.field<ij x f64>
  stencil.return
}
// Two views of one field may be the same memory: its second load stays a load.
// CHECK-LABEL: program.func @views(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = program.view %[[A0]] level %[[A1]]
// CHECK-NEXT:   %[[V1:.*]] = program.view %[[A0]] level %[[A2]]
// CHECK-NEXT:   %[[V2:.*]] = stencil.load %[[V0]]
// CHECK-NEXT:   stencil.store %[[V2]] to %[[V1]] (i = start to end, j = start to end)
// CHECK-NEXT:   %[[V3:.*]] = stencil.load %[[V0]]
// CHECK-NEXT:   stencil.store %[[V3]] to %[[V1]] (i = start to start + 1, j = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @views(%a: !field, %m: index, %n: index) {
  %p = program.view %a level %m : !field -> !stencil.field<ij x f64>
  %q = program.view %a level %n : !field -> !stencil.field<ij x f64>
  program.call @set(%p, %q) : !stencil.field<ij x f64>, !stencil.field<ij x f64>
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @smooth(%f: !field) {
  %t = stencil.load %f : !field -> !temp
  stencil.store %t to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
// Loops and branches keep their blocks; nothing is forwarded into or out of them.
// CHECK-LABEL: program.func @control(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[C0:.*]] = arith.constant 0 : index
// CHECK-NEXT:   %[[C1:.*]] = arith.constant 1 : index
// CHECK-NEXT:   %[[V0:.*]] = stencil.load %[[A0]]
// CHECK-NEXT:   stencil.store %[[V0]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.for %[[A3:.*]] = %[[C0]] to %[[A1]] step %[[C1]] {
// CHECK-NEXT:     %[[V2:.*]] = stencil.load %[[A0]]
// CHECK-NEXT:     stencil.store %[[V2]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     program.if %[[A2]] {
// CHECK-NEXT:       %[[V3:.*]] = stencil.load %[[A0]]
// CHECK-NEXT:       stencil.store %[[V3]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   %[[V1:.*]] = stencil.load %[[A0]]
// CHECK-NEXT:   stencil.store %[[V1]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @control(%a: !field, %n: index, %c: i1) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  program.call @smooth(%a) : !field
  program.for %i = %zero to %n step %one {
    program.call @smooth(%a) : !field
    program.if %c {
      program.call @smooth(%a) : !field
    }
  }
  program.call @smooth(%a) : !field
  program.return
}

// -----

// A module of stencils alone: each is an entry, as a program.
!field = !stencil.field<ijk x f64>
// CHECK-LABEL: program.func @alone(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:
// CHECK:   program.return
// CHECK-NEXT: }
stencil.func @alone(%f: !field) {
  stencil.return
}
