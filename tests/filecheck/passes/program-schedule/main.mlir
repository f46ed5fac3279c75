// RUN: fvopt-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(stencil-infer-bounds,program-schedule{strategy=none report-copies=true})' | FileCheck %s

// No copy is made anywhere here: no remark.

// A result that is stored goes directly where it is stored.
// Not fused, every operation has a kernel of its own; the one in between gets memory on the box it is needed on.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @direct(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = program.alloc (i = start - 1 to end, j = start to end, k = start to end)
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[A0]] (i = start to end + 1, j = start to end, k = start to end)
// CHECK-NEXT:     %[[V2:.*]] = stencil.apply (i = start - 1 to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V3:.*]] = stencil.access %[[V1]][1, 0, 0]
// CHECK-NEXT:       stencil.yield %[[V3]]
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V2]] to %[[V0]] (i = start - 1 to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[V0]] (i = start - 1 to end, j = start to end, k = start to end)
// CHECK-NEXT:     %[[V2:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V3:.*]] = stencil.access %[[V1]][-1, 0, 0]
// CHECK-NEXT:       %[[V4:.*]] = stencil.access %[[V1]][0, 0, 0]
// CHECK-NEXT:       %[[V5:.*]] = arith.addf %[[V3]], %[[V4]]
// CHECK-NEXT:       stencil.yield %[[V5]]
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V2]] to %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @direct(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[1, 0, 0] : !temp
    stencil.yield %v : f64
  }
  %b = stencil.apply -> (!temp) {
    %v = stencil.access %a[-1, 0, 0] : !temp
    %w = stencil.access %a[0, 0, 0] : !temp
    %r = arith.addf %v, %w : f64
    stencil.yield %r : f64
  }
  stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// An update at the point itself is in place.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @in_place(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:
// CHECK:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V0:.*]] = stencil.load %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     %[[V1:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V2:.*]] = stencil.access %[[V0]][0, 0, 0]
// CHECK-NEXT:       %[[V3:.*]] = arith.mulf %[[V2]], %[[A1]]
// CHECK-NEXT:       stencil.yield %[[V3]]
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V1]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @in_place(%q: !field, %dt: f64) {
  %t = stencil.load %q : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %w = arith.mulf %v, %dt : f64
    stencil.yield %w : f64
  }
  stencil.store %a to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// With an offset it is not: the values wait in memory of their own.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @not_in_place(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = program.alloc (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[A0]] (i = start + 1 to end + 1, j = start to end, k = start to end)
// CHECK-NEXT:     %[[V2:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V3:.*]] = stencil.access %[[V1]][1, 0, 0]
// CHECK-NEXT:       stencil.yield %[[V3]]
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V2]] to %[[V0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[V0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     stencil.store %[[V1]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @not_in_place(%q: !field) {
  %t = stencil.load %q : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[1, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %a to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// A copy that the program asks for is a kernel of its own.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @asked_for(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:
// CHECK:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V0:.*]] = stencil.load %[[A0]] (i = start to end - 1, j = start to end, k = start to end)
// CHECK-NEXT:     stencil.store %[[V0]] to %[[A1]] (i = start to end - 1, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @asked_for(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  stencil.store %t to %out (i = start to end - 1, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// Two results, one stored directly, one kept.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @two(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = program.alloc (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     %[[V2:.*]]:2 = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V3:.*]] = stencil.access %[[V1]][0, 0, 0]
// CHECK-NEXT:       %[[V4:.*]] = arith.negf %[[V3]]
// CHECK-NEXT:       stencil.yield %[[V3]], %[[V4]] : f64, f64
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V2]]#0 to %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     stencil.store %[[V2]]#1 to %[[V0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[V0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     %[[V2:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V3:.*]] = stencil.access %[[V1]][0, 0, 0]
// CHECK-NEXT:       stencil.yield %[[V3]]
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V2]] to %[[A2]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @two(%in: !field, %out: !field, %other: !field) {
  %t = stencil.load %in : !field -> !temp
  %a, %b = stencil.apply -> (!temp, !temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    %w = arith.negf %v : f64
    stencil.yield %v, %w : f64, f64
  }
  stencil.store %a to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  %c = stencil.apply -> (!temp) {
    %v = stencil.access %b[0, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %c to %other (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// The value form of a store to a field of the caller (an insert) is the field itself.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @mirrored(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V0:.*]] = stencil.load %[[A0]] (i = start to end, j = start to end, k = start to start + 1)
// CHECK-NEXT:     stencil.store %[[V0]] to %[[A1]] (i = start to end, j = start to end, k = start to start + 1)
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V0:.*]] = stencil.load %[[A1]] (i = start - 1 to end - 1, j = start to end, k = start to end)
// CHECK-NEXT:     %[[V1:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V2:.*]] = stencil.access %[[V0]][-1, 0, 0]
// CHECK-NEXT:       stencil.yield %[[V2]]
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V1]] to %[[A2]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @mirrored(%in: !field, %mid: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %old = stencil.load %mid : !field -> !temp
  stencil.store %t to %mid (i = start to end, j = start to end, k = start to start + 1) : !temp to !field
  %new = stencil.insert %t into %old (i = start to end, j = start to end, k = start to start + 1) : !temp into !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %new[-1, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %a to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// Control flow stays; kernels are inside.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @control(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[C0:.*]] = arith.constant 0 : index
// CHECK-NEXT:   %[[C1:.*]] = arith.constant 1 : index
// CHECK-NEXT:   program.for %[[A3:.*]] = %[[C0]] to %[[A1]] step %[[C1]] {
// CHECK-NEXT:     program.if %[[A2]] {
// CHECK-NEXT:       stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:         %[[V0:.*]] = stencil.load %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:         %[[V1:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:           %[[V2:.*]] = stencil.access %[[V0]][0, 0, 0]
// CHECK-NEXT:           %[[V3:.*]] = arith.negf %[[V2]]
// CHECK-NEXT:           stencil.yield %[[V3]]
// CHECK-NEXT:         }
// CHECK-NEXT:         stencil.store %[[V1]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @control(%q: !field, %n: index, %c: i1) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  program.for %i = %zero to %n step %one {
    program.if %c {
      %t = stencil.load %q : !field -> !temp
      %a = stencil.apply -> (!temp) {
        %v = stencil.access %t[0, 0, 0] : !temp
        %w = arith.negf %v : f64
        stencil.yield %w : f64
      }
      stencil.store %a to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
    }
  }
  program.return
}
