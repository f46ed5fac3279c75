// RUN: fvopt-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(stencil-infer-bounds,program-schedule{strategy=none report-copies=true})' | FileCheck %s

// Independent columns: rows on several threads, then levels. The carry is at
// home in the field that the result is stored to; nothing was written before.


!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @column(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:
// CHECK:   stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V0:.*]] = stencil.load %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     %[[V1:.*]] = stencil.undef
// CHECK-NEXT:     %[[V2:.*]] = stencil.sweep forward (i = start to end, j = start to end, k = start to end) carries(%[[A2:.*]] = %[[V1]] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:       stencil.interval (k = start to end) {
// CHECK-NEXT:         stencil.stage (i = start to end, j = start to end) writes(%[[A2]][0] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:           %[[V3:.*]] = stencil.access %[[V0]][0, 0, 0]
// CHECK-NEXT:           stencil.yield %[[V3]]
// CHECK-NEXT:         }
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V2]] to %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @column(%x: !field, %out: !field) {
  %b = stencil.load %x : !field -> !temp
  %u = stencil.undef : !temp
  %s = stencil.sweep forward carries(%c = %u : !temp) {
    stencil.interval (k = start to end) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %b[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
  }
  stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// In place: the field holds the initial values.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @in_place(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:
// CHECK:   stencil.kernel <order = "jki", parallel = "j", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V0:.*]] = stencil.load %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     %[[V1:.*]] = stencil.sweep backward (i = start to end, j = start to end, k = start to end) carries(%[[A1:.*]] = %[[V0]] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:       stencil.interval (k = start to end - 1) {
// CHECK-NEXT:         stencil.stage (i = start to end, j = start to end) writes(%[[A1]][0] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:           %[[V2:.*]] = stencil.access %[[A1]][0, 0, 1]
// CHECK-NEXT:           stencil.yield %[[V2]]
// CHECK-NEXT:         }
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V1]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @in_place(%out: !field) {
  %b = stencil.load %out : !field -> !temp
  %s = stencil.sweep backward carries(%c = %b : !temp) {
    stencil.interval (k = start to end - 1) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %c[0, 0, 1] : !temp
        stencil.yield %v : f64
      }
    }
  }
  stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// A plane sweep: level by level, the rows of a level on several threads.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @plane(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:
// CHECK:   stencil.kernel <order = "kji", parallel = "j", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V0:.*]] = stencil.load %[[A0]] (i = start - 1 to end, j = start to end, k = start to end)
// CHECK-NEXT:     %[[V1:.*]] = stencil.sweep forward (i = start - 1 to end, j = start to end, k = start to end) carries(%[[A1:.*]] = %[[V0]] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:       stencil.interval (k = start + 1 to end) {
// CHECK-NEXT:         stencil.stage (i = start to end, j = start to end) writes(%[[A1]][0] : !stencil.temp<ijk x f64>) {
// CHECK-NEXT:           %[[V2:.*]] = stencil.access %[[A1]][-1, 0, -1]
// CHECK-NEXT:           stencil.yield %[[V2]]
// CHECK-NEXT:         }
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V1]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @plane(%out: !field) {
  %b = stencil.load %out : !field -> !temp
  %s = stencil.sweep forward carries(%c = %b : !temp) {
    stencil.interval (k = start + 1 to end) {
      stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp) {
        %v = stencil.access %c[-1, 0, -1] : !temp
        stencil.yield %v : f64
      }
    }
  }
  stencil.store %s to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
