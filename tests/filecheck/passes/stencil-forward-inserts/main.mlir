// RUN: fvopt-opt %s --split-input-file --stencil-forward-inserts | FileCheck %s
// requirement V2

// What a consumer reads inside the box of a store it reads from what was stored; an allocation that
// nothing reads then is gone, with its stores.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @between(
// CHECK-NOT: program.alloc
// CHECK: %[[T:.*]] = stencil.load %arg0 (i = start to end + 1, j = start to end, k = start to end)
// CHECK-NEXT: %[[A:.*]] = stencil.apply (i = start to end + 1, j = start to end, k = start to end)
// CHECK-NOT: stencil.store
// CHECK-NOT: stencil.insert
// CHECK: stencil.apply (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT: stencil.access %[[A]][0, 0, 0]
// CHECK-NEXT: stencil.access %[[A]][1, 0, 0]
program.func @between(%in: !field, %out: !field) {
  %between = program.alloc (i = start to end + 2, j = start to end, k = start to end) : !field
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %w = arith.negf %v : f64
    stencil.yield %w : f64
  }
  %old = stencil.load %between : !field -> !temp
  stencil.store %a to %between (i = start to end + 1, j = start to end, k = start to end) : !temp to !field
  %new = stencil.insert %a into %old (i = start to end + 1, j = start to end, k = start to end) : !temp into !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %new[0, 0, 0] : !temp
    %w = stencil.access %new[1, 0, 0] : !temp
    %x = arith.addf %v, %w : f64
    stencil.yield %x : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// One access lies inside, the other may not: the insert is still needed. The stage has no box of its
// own, and is given none.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @border(
// CHECK: %[[A:.*]] = stencil.apply
// CHECK: stencil.store %[[A]] to %arg1
// CHECK: %[[N:.*]] = stencil.insert %[[A]]
// CHECK: stencil.stage writes
// CHECK-NEXT: stencil.access %[[A]][0, 0, 0]
// CHECK-NEXT: stencil.access %[[N]][1, 0, 0]
program.func @border(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %w = arith.negf %v : f64
    stencil.yield %w : f64
  }
  %old = stencil.load %out : !field -> !temp
  stencil.store %a to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  %new = stencil.insert %a into %old (i = start to end, j = start to end, k = start to end) : !temp into !temp
  %u = stencil.undef : !temp
  %r = stencil.sweep forward carries(%c = %u : !temp) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %new[0, 0, 0] : !temp
        %w = stencil.access %new[1, 0, 0] : !temp
        %x = arith.addf %v, %w : f64
        stencil.yield %x : f64
      }
    }
  }
  stencil.store %r to %in (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// A source that is the contents of a field is left: the field could be overwritten by then.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @contents(
// CHECK: %[[N:.*]] = stencil.insert
// CHECK: stencil.access %[[N]][0, 0, 0]
program.func @contents(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %old = stencil.load %out : !field -> !temp
  stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  %new = stencil.insert %t into %old (i = start to end, j = start to end, k = start to end) : !temp into !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %new[0, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %r to %in (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
