// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds | FileCheck %s

// The box of a sweep is where its carries are kept: all that is read and written of them.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @column(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start to end + 1, j = start to end + 2, k = start to end)
// CHECK-NEXT:   %[[V1:.*]] = stencil.undef
// CHECK-NEXT:   %[[V2:.*]] = stencil.sweep forward (i = start + 1 to end + 1, j = start to end, k = start - 1 to end) carries(%[[A2:.*]] = %[[V1]] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:     stencil.interval (k = start to start + 1) {
// CHECK-NEXT:       stencil.stage (i = start + 1 to end + 1, j = start to end) writes(%[[A2]][0] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:         %[[V4:.*]] = stencil.access %[[V0]][0, 0, 0]
// CHECK-NEXT:         stencil.yield %[[V4]]
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.interval (k = start + 1 to end) {
// CHECK-NEXT:       %[[V4]] = stencil.stage (i = start to end, j = start to end) -> (!stencil.temp<ij x f64>) {
// CHECK-NEXT:         %[[V5:.*]] = stencil.access %[[V0]][0, 2, 0]
// CHECK-NEXT:         stencil.yield %[[V5]]
// CHECK-NEXT:       }
// CHECK-NEXT:       stencil.stage (i = start + 1 to end + 1, j = start to end) writes(%[[A2]][0] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:         %[[V5]] = stencil.access %[[A2]][0, 0, -2]
// CHECK-NEXT:         %[[V6:.*]] = stencil.access %[[V4]][-1, 0]
// CHECK-NEXT:         %[[V7:.*]] = arith.addf %[[V5]], %[[V6]]
// CHECK-NEXT:         stencil.yield %[[V7]]
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   %[[V3:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V4]] = stencil.access %[[V2]][1, 0, 0]
// CHECK-NEXT:     stencil.yield %[[V4]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V3]] to %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @column(%x: !field, %out: !field) {
  %b = stencil.load %x : !field -> !temp
  %u = stencil.undef : !temp
  %s = stencil.sweep forward carries(%c = %u : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %b[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      %local = stencil.stage -> (!stencil.temp<ij x f64>) {
        %v = stencil.access %b[0, 2, 0] : !temp
        stencil.yield %v : f64
      }
      stencil.stage writes(%c[0] : !temp) {
        %p = stencil.access %c[0, 0, -2] : !temp
        %l = stencil.access %local[-1, 0] : !stencil.temp<ij x f64>
        %r = arith.addf %p, %l : f64
        stencil.yield %r : f64
      }
    }
  }
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %s[1, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// A plane sweep has the boxes that are written; the initial value is needed on what is kept.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @plane(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start - 1 to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V1:.*]] = stencil.sweep backward (i = start - 1 to end, j = start to end, k = start to end) carries(%[[A1:.*]] = %[[V0]] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:     stencil.interval (k = start to end - 1) {
// CHECK-NEXT:       stencil.stage (i = start to end, j = start to end) writes(%[[A1]][0] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:         %[[V2:.*]] = stencil.access %[[A1]][-1, 0, 1]
// CHECK-NEXT:         stencil.yield %[[V2]]
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V1]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @plane(%x: !field) {
  %i = stencil.load %x : !field -> !temp
  %s = stencil.sweep backward carries(%c = %i : !temp) {
    stencil.interval (k = start to end - 1) {
      stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp) {
        %p = stencil.access %c[-1, 0, 1] : !temp
        stencil.yield %p : f64
      }
    }
  }
  stencil.store %s to %x (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// A sweep of planes only: the box has the levels that it runs over.
!field = !stencil.field<ijk x f64>
// CHECK-LABEL: program.func @planes(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start to end, j = start to end, k = %[[A2]] + 1 to end + 1)
// CHECK-NEXT:   %[[V1:.*]] = stencil.undef
// CHECK-NEXT:   %[[V2:.*]] = stencil.sweep forward (i = start to end, j = start to end, k = %[[A2]] to end) carries(%[[A3:.*]] = %[[V1]] : !stencil.temp<ij x f64>) {
// CHECK-NEXT:     stencil.interval (k = %[[A2]] to end) {
// CHECK-NEXT:       stencil.stage (i = start to end, j = start to end) writes(%[[A3]][0] : !stencil.temp<ij x f64>) {
// CHECK-NEXT:         %[[V3:.*]] = stencil.access %[[V0]][0, 0, 1]
// CHECK-NEXT:         stencil.yield %[[V3]]
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V2]] to %[[A1]] (i = start to end, j = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @planes(%x: !field, %out: !stencil.field<ij x f64>, %n: index) {
  %b = stencil.load %x : !field -> !stencil.temp<ijk x f64>
  %u = stencil.undef : !stencil.temp<ij x f64>
  %s = stencil.sweep forward carries(%c = %u : !stencil.temp<ij x f64>) {
    stencil.interval (k = %n to end) {
      stencil.stage writes(%c[0] : !stencil.temp<ij x f64>) {
        %v = stencil.access %b[0, 0, 1] : !stencil.temp<ijk x f64>
        stencil.yield %v : f64
      }
    }
  }
  stencil.store %s to %out (i = start to end, j = start to end) : !stencil.temp<ij x f64> to !stencil.field<ij x f64>
  program.return
}
