// RUN: fvopt-opt %s --split-input-file --stencil-inline | FileCheck %s

// A producer goes into all its consumers, once for each offset; what is equal there is merged.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @offsets(
// CHECK: %[[T:.*]] = stencil.load
// CHECK-NEXT: stencil.apply
// CHECK-NEXT:   %[[A:.*]] = stencil.access %[[T]][-1, 0, 0]
// CHECK-NEXT:   %[[B:.*]] = stencil.access %[[T]][0, 0, 0]
// CHECK-NEXT:   %[[L:.*]] = arith.subf %[[B]], %[[A]]
// CHECK-NEXT:   %[[C:.*]] = stencil.access %[[T]][1, 0, 0]
// CHECK-NEXT:   %[[R:.*]] = arith.subf %[[C]], %[[B]]
// CHECK-NEXT:   %[[D:.*]] = arith.addf %[[L]], %[[R]]
// CHECK-NEXT:   %[[S:.*]] = arith.addf %[[D]], %[[L]]
// CHECK-NEXT:   stencil.yield %[[S]]
// CHECK-NOT: stencil.apply
program.func @offsets(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %d = stencil.apply -> (!temp) {
    %a = stencil.access %t[0, 0, 0] : !temp
    %b = stencil.access %t[1, 0, 0] : !temp
    %v = arith.subf %b, %a : f64
    stencil.yield %v : f64
  }
  %r = stencil.apply -> (!temp) {
    %a = stencil.access %d[-1, 0, 0] : !temp
    %b = stencil.access %d[0, 0, 0] : !temp
    %c = stencil.access %d[-1, 0, 0] : !temp
    %v = arith.addf %a, %b : f64
    %w = arith.addf %v, %c : f64
    stencil.yield %w : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// Indices move along; of several results only the one that is read is computed. Positions on k that
// are known only when running stay where they are when the offset is horizontal or they are absolute.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @moved(
// CHECK: %[[T:.*]] = stencil.load
// CHECK-NEXT: stencil.apply
// CHECK-NEXT:   %[[I:.*]] = stencil.index i
// CHECK-NEXT:   %[[C:.*]] = arith.constant 2 : index
// CHECK-NEXT:   %[[J:.*]] = arith.addi %[[I]], %[[C]]
// CHECK-NEXT:   stencil.access_dyn %[[T]][3, 0] relative %[[J]] : index in [-1, 1]
// CHECK-NEXT:   stencil.access_dyn %[[T]][2, 0] absolute %[[J]] : index (k = start to end)
// CHECK-NEXT:   arith.addf
// CHECK-NEXT:   stencil.yield
program.func @moved(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %p, %q = stencil.apply -> (!temp, !temp) {
    %i = stencil.index i
    %a = stencil.access_dyn %t[1, 0] relative %i : index in [-1, 1] : !temp
    %b = stencil.access_dyn %t[0, 0] absolute %i : index (k = start to end) : !temp
    %v = arith.addf %a, %b : f64
    %w = math.exp %v : f64
    stencil.yield %w, %v : f64, f64
  }
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %q[2, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// Into the stages of a sweep; into a branch, before which the value is computed.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @stages(
// CHECK: %[[T:.*]] = stencil.load
// CHECK-NOT: stencil.apply
// CHECK: stencil.sweep
// CHECK: stencil.stage
// CHECK-NEXT:   %[[A:.*]] = stencil.access %[[T]][0, 0, 1]
// CHECK-NEXT:   %[[N:.*]] = arith.negf %[[A]]
// CHECK-NEXT:   stencil.yield %[[N]]
// CHECK: stencil.stage
// CHECK-NEXT:   %[[P:.*]] = stencil.access %{{.*}}[0, 0, -1]
// CHECK-NEXT:   arith.cmpf
// CHECK-NEXT:   %[[A:.*]] = stencil.access %[[T]][0, 0, -1]
// CHECK-NEXT:   %[[N:.*]] = arith.negf %[[A]]
// CHECK-NEXT:   scf.if
// CHECK-NEXT:     arith.addf %[[P]], %[[N]]
program.func @stages(%in: !field, %out: !field) {
  %zero = arith.constant 0.0 : f64
  %t = stencil.load %in : !field -> !temp
  %n = stencil.apply -> (!temp) {
    %a = stencil.access %t[0, 0, 0] : !temp
    %v = arith.negf %a : f64
    stencil.yield %v : f64
  }
  %u = stencil.undef : !temp
  %s = stencil.sweep forward carries(%c = %u : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %n[0, 0, 1] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%c[0] : !temp) {
        %p = stencil.access %c[0, 0, -1] : !temp
        %positive = arith.cmpf ogt, %p, %zero : f64
        %w = scf.if %positive -> f64 {
          %v = stencil.access %n[0, 0, -1] : !temp
          %x = arith.addf %p, %v : f64
          scf.yield %x : f64
        } else {
          scf.yield %p : f64
        }
        stencil.yield %w : f64
      }
    }
  }
  stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
