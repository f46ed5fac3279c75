// RUN: fvopt-opt %s --split-input-file --pass-pipeline='builtin.module(stencil-infer-bounds,program-schedule{strategy=none})' | FileCheck %s

// Temps that a branch gives, or a loop carries, become fields: no temp crosses a block.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @branch(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = program.alloc (i = start to end, j = start - 1 to end - 1, k = start to end)
// CHECK-NEXT:   program.if %[[A2]] {
// CHECK-NEXT:     stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:       %[[V1:.*]] = stencil.load %[[A0]] (i = start + 2 to end + 2, j = start - 1 to end - 1, k = start to end)
// CHECK-NEXT:       %[[V2:.*]] = stencil.apply (i = start to end, j = start - 1 to end - 1, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:         %[[V3:.*]] = stencil.access %[[V1]][2, 0, 0]
// CHECK-NEXT:         stencil.yield %[[V3]]
// CHECK-NEXT:       }
// CHECK-NEXT:       stencil.store %[[V2]] to %[[V0]] (i = start to end, j = start - 1 to end - 1, k = start to end)
// CHECK-NEXT:     }
// CHECK-NEXT:   } else {
// CHECK-NEXT:     stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:       %[[V1:.*]] = stencil.load %[[A0]] (i = start to end, j = start - 1 to end - 1, k = start to end)
// CHECK-NEXT:       stencil.store %[[V1]] to %[[V0]] (i = start to end, j = start - 1 to end - 1, k = start to end)
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V1:.*]] = stencil.load %[[V0]] (i = start to end, j = start - 1 to end - 1, k = start to end)
// CHECK-NEXT:     %[[V2:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:       %[[V3:.*]] = stencil.access %[[V1]][0, -1, 0]
// CHECK-NEXT:       stencil.yield %[[V3]]
// CHECK-NEXT:     }
// CHECK-NEXT:     stencil.store %[[V2]] to %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @branch(%x: !field, %out: !field, %condition: i1) {
  %a = stencil.load %x : !field -> !temp
  %t = program.if %condition -> (!temp) {
    %c = stencil.apply -> (!temp) {
      %v = stencil.access %a[2, 0, 0] : !temp
      stencil.yield %v : f64
    }
    program.yield %c : !temp
  } else {
    program.yield %a : !temp
  }
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, -1, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @loop(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:{{.*}}, %[[A3:[a-z0-9]+]]:
// CHECK:   %[[C0:.*]] = arith.constant 0 : index
// CHECK-NEXT:   %[[C1:.*]] = arith.constant 1 : index
// CHECK-NEXT:   %[[V0:.*]] = program.alloc (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V2:.*]] = stencil.load %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     stencil.store %[[V2]] to %[[V0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   %[[V1:.*]] = program.for %[[A4:.*]] = %[[C0]] to %[[A2]] step %[[C1]] iter_args(%[[A5:.*]] = %[[A3]]) -> (f64) {
// CHECK-NEXT:     stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:       %[[V3:.*]] = stencil.load %[[V0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:       %[[V4:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:         %[[V5:.*]] = stencil.access %[[V3]][0, 0, 0]
// CHECK-NEXT:         %[[V6:.*]] = arith.addf %[[V5]], %[[A5]]
// CHECK-NEXT:         stencil.yield %[[V6]]
// CHECK-NEXT:       }
// CHECK-NEXT:       stencil.store %[[V4]] to %[[V0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     }
// CHECK-NEXT:     %[[V2:.*]] = arith.negf %[[A5]]
// CHECK-NEXT:     program.yield %[[V2]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.kernel <order = "kji", parallel = "kj", tile = [0, 0, 0], vector = 8> {
// CHECK-NEXT:     %[[V2:.*]] = stencil.load %[[V0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:     stencil.store %[[V2]] to %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   }
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @loop(%x: !field, %out: !field, %n: index, %s: f64) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %a = stencil.load %x : !field -> !temp
  %t, %u = program.for %i = %zero to %n step %one iter_args(%c = %a, %d = %s) -> (!temp, f64) {
    %e = stencil.apply -> (!temp) {
      %v = stencil.access %c[0, 0, 0] : !temp
      %w = arith.addf %v, %d : f64
      stencil.yield %w : f64
    }
    %f = arith.negf %d : f64
    program.yield %e, %f : !temp, f64
  }
  stencil.store %t to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
