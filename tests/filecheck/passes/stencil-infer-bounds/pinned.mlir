// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds | FileCheck %s

// On a domain of known size boxes are decided when compiling: on 8 levels nothing
// of %x is taken (its levels start above the top), so it is demanded nowhere.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @empty(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start to start, j = start to start, k = start to start)
// CHECK-NEXT:   %[[V1:.*]] = stencil.load %[[A1]] (i = start - 1 to end - 1, j = start to end, k = start to start + 8)
// CHECK-NEXT:   %[[V2:.*]] = stencil.insert %[[V0]] into %[[V1]] (k = start + 8 to end)
// CHECK-NEXT:   %[[V3:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V4:.*]] = stencil.access %[[V2]][-1, 0, 0]
// CHECK-NEXT:     stencil.yield %[[V4]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V3]] to %[[A2]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @empty(%x: !field, %y: !field, %out: !field) attributes {domain = array<i64: 16, 16, 8>} {
  %a = stencil.load %x : !field -> !temp
  %b = stencil.load %y : !field -> !temp
  %c = stencil.insert %a into %b (k = start + 8 to end) : !temp into !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %c[-1, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// One level more, and it is.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @some(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start - 1 to end - 1, j = start to end, k = start + 8 to end)
// CHECK-NEXT:   %[[V1:.*]] = stencil.load %[[A1]] (i = start - 1 to end - 1, j = start to end, k = start to start + 8)
// CHECK-NEXT:   %[[V2:.*]] = stencil.insert %[[V0]] into %[[V1]] (k = start + 8 to end)
// CHECK-NEXT:   %[[V3:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V4:.*]] = stencil.access %[[V2]][-1, 0, 0]
// CHECK-NEXT:     stencil.yield %[[V4]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V3]] to %[[A2]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @some(%x: !field, %y: !field, %out: !field) attributes {domain = array<i64: 16, 16, 9>} {
  %a = stencil.load %x : !field -> !temp
  %b = stencil.load %y : !field -> !temp
  %c = stencil.insert %a into %b (k = start + 8 to end) : !temp into !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %c[-1, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// An interval that is empty on this domain demands nothing, whatever it reads.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @interval(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V1:.*]] = stencil.load %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V2:.*]] = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%[[A2:.*]] = %[[V1]] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:     stencil.interval (k = start to end) {
// CHECK-NEXT:       stencil.stage (i = start to end, j = start to end) writes(%[[A2]][0] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:         %[[V3:.*]] = stencil.access %[[V0]][0, 0, 0]
// CHECK-NEXT:         stencil.yield %[[V3]]
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.interval (k = start + 2 to end) {
// CHECK-NEXT:       stencil.stage (i = start to end, j = start to end) writes(%[[A2]][0] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:         %[[V3]] = stencil.access %[[V0]][-7, 0, -7]
// CHECK-NEXT:         stencil.yield %[[V3]]
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V2]] to %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @interval(%x: !field, %out: !field) attributes {domain = array<i64: 16, 16, 2>} {
  %b = stencil.load %x : !field -> !temp
  %i = stencil.load %out : !field -> !temp
  %s = stencil.sweep forward carries(%c = %i : !temp) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %b[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 2 to end) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %b[-7, 0, -7] : !temp
        stencil.yield %v : f64
      }
    }
  }
  stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
