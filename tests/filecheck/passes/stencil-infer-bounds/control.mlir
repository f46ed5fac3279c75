// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds | FileCheck %s

// What a branch yields is demanded in both of its blocks.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @branch(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:{{.*}}, %[[A3:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start + 2 to end + 2, j = start - 1 to end - 1, k = start to end)
// CHECK-NEXT:   %[[V1:.*]] = stencil.load %[[A1]] (i = start to end, j = start - 1 to end - 1, k = start to end)
// CHECK-NEXT:   %[[V2:.*]] = program.if %[[A3]] -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V4:.*]] = stencil.apply (i = start to end, j = start - 1 to end - 1, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V5:.*]] = stencil.access %[[V0]][2, 0, 0]
// CHECK-NEXT:       stencil.yield %[[V5]]
// CHECK-NEXT:     }
// CHECK-NEXT:     program.yield %[[V4]]
// CHECK-NEXT:   } else {
// CHECK-NEXT:     program.yield %[[V1]]
// CHECK-NEXT:   }
// CHECK-NEXT:   %[[V3:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V4:.*]] = stencil.access %[[V2]][0, -1, 0]
// CHECK-NEXT:     stencil.yield %[[V4]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V3]] to %[[A2]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @branch(%x: !field, %y: !field, %out: !field, %condition: i1) {
  %a = stencil.load %x : !field -> !temp
  %b = stencil.load %y : !field -> !temp
  %t = program.if %condition -> (!temp) {
    %c = stencil.apply -> (!temp) {
      %v = stencil.access %a[2, 0, 0] : !temp
      stencil.yield %v : f64
    }
    program.yield %c : !temp
  } else {
    program.yield %b : !temp
  }
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, -1, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// What the next iteration reads of a carried temp, this one yields, and the initial value offers.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @loop(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:{{.*}}, %[[A3:[a-z0-9]+]]:
// CHECK:   %[[C0:.*]] = arith.constant 0 : index
// CHECK-NEXT:   %[[C1:.*]] = arith.constant 1 : index
// CHECK-NEXT:   %[[V0:.*]] = stencil.load %[[A0]] (i = start - 1 to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V1:.*]] = stencil.load %[[A1]] (i = start - 1 to end, j = start to end, k = start + 1 to end + 1)
// CHECK-NEXT:   %[[V2:.*]] = program.for %[[A4:.*]] = %[[C0]] to %[[A3]] step %[[C1]] iter_args(%[[A5:.*]] = %[[V0]]) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V3:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V5:.*]] = stencil.access %[[A5]][-1, 0, 0]
// CHECK-NEXT:       stencil.yield %[[V5]]
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V3]] to %[[A2]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     %[[V4:.*]] = stencil.apply (i = start - 1 to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V5:.*]] = stencil.access %[[V1]][0, 0, 1]
// CHECK-NEXT:       stencil.yield %[[V5]]
// CHECK-NEXT:     }
// CHECK-NEXT:     program.yield %[[V4]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V2]] to %[[A2]] (i = start to end, j = start to start + 1, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @loop(%x: !field, %y: !field, %out: !field, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %a = stencil.load %x : !field -> !temp
  %b = stencil.load %y : !field -> !temp
  %t = program.for %i = %zero to %n step %one iter_args(%c = %a) -> (!temp) {
    %d = stencil.apply -> (!temp) {
      %v = stencil.access %c[-1, 0, 0] : !temp
      stencil.yield %v : f64
    }
    stencil.store %d to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
    %e = stencil.apply -> (!temp) {
      %v = stencil.access %b[0, 0, 1] : !temp
      stencil.yield %v : f64
    }
    program.yield %e : !temp
  }
  stencil.store %t to %out (i = start to end, j = start to start + 1, k = start to end) : !temp to !field
  program.return
}

// -----

// Carried temps that change places: what one needs, the other one needs, too.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @exchanged(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:{{.*}}, %[[A3:[a-z0-9]+]]:
// CHECK:   %[[C0:.*]] = arith.constant 0 : index
// CHECK-NEXT:   %[[C1:.*]] = arith.constant 1 : index
// CHECK-NEXT:   %[[V0:.*]] = stencil.load %[[A0]] (i = start - 1 to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V1:.*]] = stencil.load %[[A1]] (i = start - 1 to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V2:.*]]:2 = program.for %[[A4:.*]] = %[[C0]] to %[[A3]] step %[[C1]] iter_args(%[[A5:.*]] = %[[V0]], %[[A6:.*]] = %[[V1]]) -> (!stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>) {
// CHECK-NEXT:     program.yield %[[A6]], %[[A5]] : !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V2]]#0 to %[[A2]] (i = start - 1 to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @exchanged(%x: !field, %y: !field, %out: !field, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %a = stencil.load %x : !field -> !temp
  %b = stencil.load %y : !field -> !temp
  %t, %u = program.for %i = %zero to %n step %one iter_args(%c = %a, %d = %b) -> (!temp, !temp) {
    program.yield %d, %c : !temp, !temp
  }
  stencil.store %t to %out (i = start - 1 to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
