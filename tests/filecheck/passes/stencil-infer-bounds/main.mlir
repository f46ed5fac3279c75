// RUN: fvopt-opt %s --split-input-file --stencil-infer-bounds | FileCheck %s

// Offsets: what a store takes is demanded, shifted, of everything before it.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// CHECK-LABEL: program.func @offsets(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start - 3 to end, j = start + 1 to end + 1, k = start to end)
// CHECK-NEXT:   %[[V1:.*]] = stencil.apply (i = start - 1 to end - 1, j = start + 1 to end + 1, k = start to end - 3) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V3:.*]] = stencil.access %[[V0]][-2, 0, 0]
// CHECK-NEXT:     %[[V4:.*]] = stencil.access %[[V0]][1, 0, 3]
// CHECK-NEXT:     %[[V5:.*]] = arith.addf %[[V3]], %[[V4]]
// CHECK-NEXT:     stencil.yield %[[V5]]
// CHECK-NEXT:   }
// CHECK-NEXT:   %[[V2:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end - 3) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V3]] = stencil.access %[[V1]][-1, 1, 0]
// CHECK-NEXT:     stencil.yield %[[V3]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V2]] to %[[A1]] (i = start to end, j = start to end, k = start to end - 3)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @offsets(%in: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[-2, 0, 0] : !temp
    %w = stencil.access %t[1, 0, 3] : !temp
    %r = arith.addf %v, %w : f64
    stencil.yield %r : f64
  }
  %b = stencil.apply -> (!temp) {
    %v = stencil.access %a[-1, 1, 0] : !temp
    stencil.yield %v : f64
  }
  // Nothing needs it.
  %dead = stencil.apply -> (!temp) {
    %v = stencil.access %t[-100, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %b to %out (i = start to end, j = start to end, k = start to end - 3) : !temp to !field
  program.return
}

// -----

// Two uses: the hull of both.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @hull(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start - 1 to end, j = start to end, k = min(start, %[[A2]]) to max(end + 1, %[[A2]]))
// CHECK-NEXT:   %[[V1:.*]] = stencil.apply (i = start - 1 to end, j = start to end, k = min(start, %[[A2]]) to max(end + 1, %[[A2]])) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V3:.*]] = stencil.access %[[V0]][0, 0, 0]
// CHECK-NEXT:     stencil.yield %[[V3]]
// CHECK-NEXT:   }
// CHECK-NEXT:   %[[V2:.*]] = stencil.apply (i = start to end - 5, j = start to end, k = %[[A2]] to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V3]] = stencil.access %[[V1]][-1, 0, 0]
// CHECK-NEXT:     %[[V4:.*]] = stencil.access %[[V1]][0, 0, 1]
// CHECK-NEXT:     %[[V5:.*]] = arith.addf %[[V3]], %[[V4]]
// CHECK-NEXT:     stencil.yield %[[V5]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V1]] to %[[A1]] (i = start + 5 to end, j = start to end, k = start to %[[A2]])
// CHECK-NEXT:   stencil.store %[[V2]] to %[[A1]] (i = start to end - 5, j = start to end, k = %[[A2]] to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @hull(%in: !field, %out: !field, %n: index) {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    stencil.yield %v : f64
  }
  %b = stencil.apply -> (!temp) {
    %v = stencil.access %a[-1, 0, 0] : !temp
    %w = stencil.access %a[0, 0, 1] : !temp
    %r = arith.addf %v, %w : f64
    stencil.yield %r : f64
  }
  stencil.store %a to %out (i = start + 5 to end, j = start to end, k = start to %n) : !temp to !field
  stencil.store %b to %out (i = start to end - 5, j = start to end, k = %n to end) : !temp to !field
  program.return
}

// -----

// Run-time positions on k: the extent, or the box of the levels (an empty one still reads its low end).
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @dynamic(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start + 1 to end + 1, j = start to end, k = start - 2 to end + 1)
// CHECK-NEXT:   %[[V1:.*]] = stencil.load %[[A1]] (i = start to end, j = start to end, k = %[[A2]] to max(end, %[[A2]] + 1))
// CHECK-NEXT:   %[[V2:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V3:.*]] = stencil.access_dyn %[[V0]][1, 0] relative %[[A2]] : index in [-2, 1]
// CHECK-NEXT:     %[[V4:.*]] = stencil.access_dyn %[[V1]][0, 0] absolute %[[A2]] : index (k = %[[A2]] to end)
// CHECK-NEXT:     %[[V5:.*]] = arith.addf %[[V3]], %[[V4]]
// CHECK-NEXT:     stencil.yield %[[V5]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V2]] to %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @dynamic(%in: !field, %out: !field, %d: index) {
  %t = stencil.load %in : !field -> !temp
  %u = stencil.load %out : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access_dyn %t[1, 0] relative %d : index in [-2, 1] : !temp
    %w = stencil.access_dyn %u[0, 0] absolute %d : index (k = %d to end) : !temp
    %r = arith.addf %v, %w : f64
    stencil.yield %r : f64
  }
  stencil.store %a to %in (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// Lower-dimensional temps are demanded on the axes that they have.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @lower(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:{{.*}}, %[[A3:[a-z0-9]+]]:{{.*}}, %[[A4:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start - 1 to end - 1, j = start + 2 to end + 2)
// CHECK-NEXT:   %[[V1:.*]] = stencil.load %[[A1]] (k = start - 1 to end - 1)
// CHECK-NEXT:   %[[V2:.*]] = stencil.load %[[A2]] ()
// CHECK-NEXT:   %[[V3:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V4:.*]] = stencil.access %[[V0]][-1, 2]
// CHECK-NEXT:     %[[V5:.*]] = stencil.access %[[V1]][-1]
// CHECK-NEXT:     %[[V6:.*]] = stencil.access %[[V2]][] at %[[A4]]
// CHECK-NEXT:     %[[V7:.*]] = arith.addf %[[V4]], %[[V5]]
// CHECK-NEXT:     %[[V8:.*]] = arith.addf %[[V7]], %[[V6]]
// CHECK-NEXT:     stencil.yield %[[V8]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V3]] to %[[A3]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @lower(%p: !stencil.field<ij x f64>, %q: !stencil.field<k x f64>, %table: !stencil.field<none x 8 x f64>, %out: !field, %n: index) {
  %a = stencil.load %p : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
  %b = stencil.load %q : !stencil.field<k x f64> -> !stencil.temp<k x f64>
  %c = stencil.load %table : !stencil.field<none x 8 x f64> -> !stencil.temp<none x 8 x f64>
  %r = stencil.apply -> (!temp) {
    %x = stencil.access %a[-1, 2] : !stencil.temp<ij x f64>
    %y = stencil.access %b[-1] : !stencil.temp<k x f64>
    %z = stencil.access %c[] at %n : !stencil.temp<none x 8 x f64>
    %s = arith.addf %x, %y : f64
    %u = arith.addf %s, %z : f64
    stencil.yield %u : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// A store is never crossed: after it, a load of the field reads memory; the box of the store stays.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @store(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V1:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V4:.*]] = stencil.access %[[V0]][0, 0, 0]
// CHECK-NEXT:     stencil.yield %[[V4]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V1]] to %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V2:.*]] = stencil.load %[[A1]] (i = start - 3 to end - 3, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V3:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V4]] = stencil.access %[[V2]][-3, 0, 0]
// CHECK-NEXT:     stencil.yield %[[V4]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V3]] to %[[A2]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @store(%in: !field, %tmp: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %a to %tmp (i = start to end, j = start to end, k = start to end) : !temp to !field
  %old = stencil.load %tmp : !field -> !temp
  %b = stencil.apply -> (!temp) {
    %v = stencil.access %old[-3, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// In value form the same: the insert's inside is the computed values, clipped to the store's box,
// everything else is what was in memory before, halo included.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @insert(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V1:.*]] = stencil.load %[[A1]] (i = start - 3 to min(start, end - 3), j = start to end, k = start to end)
// CHECK-NEXT:   %[[V2:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V5:.*]] = stencil.access %[[V0]][0, 0, 0]
// CHECK-NEXT:     stencil.yield %[[V5]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V2]] to %[[A1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V3:.*]] = stencil.insert %[[V2]] into %[[V1]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   %[[V4:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V5]] = stencil.access %[[V3]][-3, 0, 0]
// CHECK-NEXT:     stencil.yield %[[V5]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V4]] to %[[A2]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @insert(%in: !field, %tmp: !field, %out: !field) {
  %t = stencil.load %in : !field -> !temp
  %before = stencil.load %tmp : !field -> !temp
  %a = stencil.apply -> (!temp) {
    %v = stencil.access %t[0, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %a to %tmp (i = start to end, j = start to end, k = start to end) : !temp to !field
  %after = stencil.insert %a into %before (i = start to end, j = start to end, k = start to end) : !temp into !temp
  %b = stencil.apply -> (!temp) {
    %v = stencil.access %after[-3, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}

// -----

// Inserts that leave axes unbounded (intervals): each source is demanded on its own part.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// CHECK-LABEL: program.func @clip(
// CHECK-SAME: %[[A0:[a-z0-9]+]]:{{.*}}, %[[A1:[a-z0-9]+]]:{{.*}}, %[[A2:[a-z0-9]+]]:{{.*}}, %[[A3:[a-z0-9]+]]:
// CHECK:   %[[V0:.*]] = stencil.load %[[A0]] (i = start + 1 to end + 1, j = start to end, k = start to min(start + 1, end - 1))
// CHECK-NEXT:   %[[V1:.*]] = stencil.load %[[A1]] (i = start + 1 to end + 1, j = start to end, k = start + 1 to end - 1)
// CHECK-NEXT:   %[[V2:.*]] = stencil.load %[[A2]] (i = start + 1 to end + 1, j = start to end, k = end - 1 to end)
// CHECK-NEXT:   %[[V3:.*]] = stencil.insert %[[V0]] into %[[V1]] (k = unbounded to start + 1)
// CHECK-NEXT:   %[[V4:.*]] = stencil.insert %[[V2]] into %[[V3]] (k = end - 1 to unbounded)
// CHECK-NEXT:   %[[V5:.*]] = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!stencil.temp<ijk x f64>) {
// CHECK-NEXT:     %[[V6:.*]] = stencil.access %[[V4]][1, 0, 0]
// CHECK-NEXT:     stencil.yield %[[V6]]
// CHECK-NEXT:   }
// CHECK-NEXT:   stencil.store %[[V5]] to %[[A3]] (i = start to end, j = start to end, k = start to end)
// CHECK-NEXT:   program.return
// CHECK-NEXT: }
program.func @clip(%x: !field, %y: !field, %z: !field, %out: !field) {
  %a = stencil.load %x : !field -> !temp
  %b = stencil.load %y : !field -> !temp
  %c = stencil.load %z : !field -> !temp
  %ab = stencil.insert %a into %b (k = unbounded to start + 1) : !temp into !temp
  %abc = stencil.insert %c into %ab (k = end - 1 to unbounded) : !temp into !temp
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %abc[1, 0, 0] : !temp
    stencil.yield %v : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  program.return
}
