// RUN: fvopt-opt %s --split-input-file --convert-kernels-to-loops --canonicalize --cse | FileCheck %s

// Which parts of a phase share the loop along a row.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// The second reads, on the row in progress, a point that the first has not computed yet: the row of the first is
// complete before the second starts.
// CHECK-LABEL: func.func private @fvopt.aside.kernel_0(
// CHECK: scf.parallel
// CHECK: %[[ROW:.*]] = memref.alloc({{.*}}) {{.*}} : memref<1x?xf64>
// CHECK: scf.for
// CHECK-NEXT: scf.for
// CHECK: %[[COMPUTED:.*]] = arith.negf
// CHECK-NEXT: memref.store %[[COMPUTED]], %[[ROW]]
// CHECK-NEXT: } {stencil.vector = 8 : i64}
// CHECK-NEXT: scf.for %[[I:.*]] = %c0 to
// CHECK-NEXT: %[[EAST:.*]] = arith.addi %[[I]], %c1
// CHECK-NEXT: %[[AT_EAST:.*]] = memref.load %[[ROW]][%c0, %[[EAST]]]
// CHECK-NEXT: %[[HERE:.*]] = memref.load %[[ROW]][%c0, %[[I]]]
// CHECK-NEXT: arith.subf %[[AT_EAST]], %[[HERE]]
// CHECK: } {stencil.vector = 8 : i64}
// CHECK-NOT: scf.for
// CHECK: scf.reduce
program.func @aside(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end + 1, j = start to end, k = start to end) : !field -> !temp
    %a = stencil.apply place row (i = start to end + 1, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %a[1, 0, 0] : !temp
      %w = stencil.access %a[0, 0, 0] : !temp
      %n = arith.subf %v, %w : f64
      stencil.yield %n : f64
    }
    stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// It may read so on an older row: that one is complete. The row in progress is one ahead, and is read at the
// point, from a register; its last point, which the second does not have, comes behind.
// CHECK-LABEL: func.func private @fvopt.older.kernel_0(
// CHECK: scf.parallel
// CHECK: %[[ROWS:.*]] = memref.alloc({{.*}}) {{.*}} : memref<2x?xf64>
// CHECK: scf.for %{{.*}} = %c-1 to
// CHECK: arith.negf
// CHECK: arith.subf
// CHECK: scf.for %[[J:.*]] = %c0 to
// CHECK: scf.for %[[I:.*]] = %c0 to
// CHECK: %[[COMPUTED:.*]] = arith.negf
// CHECK: memref.store %[[COMPUTED]], %[[ROWS]]
// CHECK: %[[EAST:.*]] = arith.addi %[[I]], %c1
// CHECK: %[[SLOT:.*]] = arith.andi %[[J]], %c1
// CHECK-NEXT: %[[OLDER:.*]] = memref.load %[[ROWS]][%[[SLOT]], %[[EAST]]]
// CHECK-NEXT: arith.subf %[[OLDER]], %[[COMPUTED]]
// CHECK: } {stencil.vector = 8 : i64}
// CHECK: scf.for
// CHECK-NOT: arith.subf
// CHECK: arith.negf
// CHECK: } {stencil.vector = 8 : i64}
// CHECK-NOT: scf.for
// CHECK: scf.reduce
program.func @older(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end + 1, j = start to end + 1, k = start to end) : !field -> !temp
    %a = stencil.apply place row (i = start to end + 1, j = start to end + 1, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %a[1, 0, 0] : !temp
      %w = stencil.access %a[0, 1, 0] : !temp
      %n = arith.subf %v, %w : f64
      stencil.yield %n : f64
    }
    stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// The row in progress is one ahead, and is read aside: the loops are two.
// CHECK-LABEL: func.func private @fvopt.ahead.kernel_0(
// CHECK: scf.parallel
// CHECK: %[[ROWS:.*]] = memref.alloc({{.*}}) {{.*}} : memref<2x?xf64>
// CHECK: scf.for %[[J:.*]] = %c-1 to
// CHECK: %[[AHEAD:.*]] = arith.addi %[[J]], %c1
// CHECK: scf.for
// CHECK: %[[COMPUTED:.*]] = arith.negf
// CHECK: %[[SLOT:.*]] = arith.andi %[[AHEAD]], %c1
// CHECK-NEXT: memref.store %[[COMPUTED]], %[[ROWS]][%[[SLOT]],
// CHECK-NEXT: } {stencil.vector = 8 : i64}
// CHECK: %[[RUNS:.*]] = arith.cmpi sge, %[[J]], %c0
// CHECK-NEXT: scf.if %[[RUNS]] {
// CHECK-NEXT: scf.for %[[I:.*]] = %c0 to
// CHECK-NEXT: %[[EAST:.*]] = arith.addi %[[I]], %c1
// CHECK-NEXT: %[[SLOT:.*]] = arith.andi %[[AHEAD]], %c1
// CHECK-NEXT: memref.load %[[ROWS]][%[[SLOT]], %[[EAST]]]
// CHECK-NOT: scf.for
// CHECK: scf.reduce
program.func @ahead(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end + 1, j = start to end + 1, k = start to end) : !field -> !temp
    %a = stencil.apply place row (i = start to end + 1, j = start to end + 1, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %a[1, 1, 0] : !temp
      %w = stencil.access %a[0, 0, 0] : !temp
      %n = arith.subf %v, %w : f64
      stencil.yield %n : f64
    }
    stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Three share one loop: the row in progress of each is in a register for the next, and the row before is read
// from memory. The rows that not all have come before, in loops of their own.
// CHECK-LABEL: func.func private @fvopt.three.kernel_0(
// CHECK: scf.parallel (%{{.*}}) = (%c0) to
// CHECK: %[[B:.*]] = memref.alloc({{.*}}) {{.*}} : memref<2x?xf64>
// CHECK: %[[A:.*]] = memref.alloc({{.*}}) {{.*}} : memref<2x?xf64>
// CHECK: scf.for %{{.*}} = %c-2 to
// CHECK: scf.if
// CHECK-NEXT: scf.for
// CHECK: arith.negf
// CHECK: scf.if
// CHECK-NEXT: scf.for
// CHECK: arith.subf
// CHECK: scf.if
// CHECK-NEXT: scf.for
// CHECK: arith.mulf
// CHECK: scf.for %[[J:.*]] = %c0 to
// CHECK-NEXT: scf.for %[[I:.*]] = %c0 to
// CHECK: %[[FIRST:.*]] = arith.negf
// CHECK: %[[SLOT:.*]] = arith.andi %[[J]], %c1
// CHECK-NEXT: memref.store %[[FIRST]], %[[A]][%[[SLOT]], %[[I]]]
// CHECK-NEXT: %[[LAST:.*]] = arith.addi %[[J]], %c-1
// CHECK-NEXT: %[[OTHER:.*]] = arith.andi %[[LAST]], %c1
// CHECK-NEXT: %[[BEFORE:.*]] = memref.load %[[A]][%[[OTHER]], %[[I]]]
// CHECK-NEXT: %[[SECOND:.*]] = arith.subf %[[FIRST]], %[[BEFORE]]
// CHECK-NEXT: memref.store %[[SECOND]], %[[B]][%[[SLOT]], %[[I]]]
// CHECK-NEXT: %[[BEFORE:.*]] = memref.load %[[B]][%[[OTHER]], %[[I]]]
// CHECK-NEXT: %[[THIRD:.*]] = arith.mulf %[[SECOND]], %[[BEFORE]]
// CHECK-NOT: memref.load
// CHECK: memref.store %[[THIRD]], %{{.*}} strided<
// CHECK-NEXT: } {stencil.vector = 8 : i64}
// CHECK-NOT: scf.for
// CHECK: scf.reduce
program.func @three(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start - 2 to end, k = start to end) : !field -> !temp
    %a = stencil.apply place row (i = start to end, j = start - 2 to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    %b = stencil.apply place row (i = start to end, j = start - 1 to end, k = start to end) -> (!temp) {
      %v = stencil.access %a[0, 0, 0] : !temp
      %w = stencil.access %a[0, -1, 0] : !temp
      %n = arith.subf %v, %w : f64
      stencil.yield %n : f64
    }
    %c = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %b[0, 0, 0] : !temp
      %w = stencil.access %b[0, -1, 0] : !temp
      %n = arith.mulf %v, %w : f64
      stencil.yield %n : f64
    }
    stencil.store %c to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// The first two share one; the third reads the second at the point but the first aside, so it has its own.
// CHECK-LABEL: func.func private @fvopt.third.kernel_0(
// CHECK: scf.parallel
// CHECK: %[[B:.*]] = memref.alloc({{.*}}) {{.*}} : memref<1x?xf64>
// CHECK: %[[A:.*]] = memref.alloc({{.*}}) {{.*}} : memref<1x?xf64>
// CHECK: scf.for
// CHECK: scf.for
// CHECK: %[[FIRST:.*]] = arith.negf
// CHECK-NEXT: memref.store %[[FIRST]], %[[A]]
// CHECK-NEXT: %[[SECOND:.*]] = arith.addf %[[FIRST]], %[[FIRST]]
// CHECK-NEXT: memref.store %[[SECOND]], %[[B]]
// CHECK-NEXT: } {stencil.vector = 8 : i64}
// CHECK-NEXT: scf.for
// CHECK-NOT: memref.load %[[A]]
// CHECK: arith.negf
// CHECK-NEXT: memref.store %{{.*}}, %[[A]]
// CHECK-NEXT: } {stencil.vector = 8 : i64}
// CHECK-NEXT: scf.for
// CHECK-DAG: memref.load %[[B]]
// CHECK-DAG: memref.load %[[A]]
// CHECK: arith.subf
// CHECK: } {stencil.vector = 8 : i64}
// CHECK-NOT: scf.for
// CHECK: scf.reduce
program.func @third(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %in (i = start to end + 1, j = start to end, k = start to end) : !field -> !temp
    %a = stencil.apply place row (i = start to end + 1, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    %b = stencil.apply place row (i = start to end + 1, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %a[0, 0, 0] : !temp
      %w = stencil.access %a[0, 0, 0] : !temp
      %n = arith.addf %v, %w : f64
      stencil.yield %n : f64
    }
    %c = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %b[0, 0, 0] : !temp
      %w = stencil.access %a[1, 0, 0] : !temp
      %n = arith.subf %v, %w : f64
      stencil.yield %n : f64
    }
    stencil.store %c to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// One that is on the first level only has a loop of its own, under a condition on the level; the two that are on
// all levels share one.
// CHECK-LABEL: func.func private @fvopt.levels.kernel_0(
// CHECK: scf.parallel
// CHECK: %[[ROW:.*]] = memref.alloc() {{.*}} : memref<1x16xf64>
// CHECK: scf.for %[[K:.*]] = %c0 to %c5 step %c1 {
// CHECK: scf.for
// CHECK-NEXT: scf.for
// CHECK: %[[COMPUTED:.*]] = arith.negf
// CHECK-NEXT: memref.store %[[COMPUTED]], %[[ROW]]
// CHECK-NEXT: arith.addf %[[COMPUTED]], %[[COMPUTED]]
// CHECK: } {stencil.vector = 8 : i64}
// CHECK-NEXT: %[[IS_FIRST:.*]] = arith.cmpi slt, %[[K]], %c1
// CHECK-NEXT: scf.if %[[IS_FIRST]] {
// CHECK-NEXT: scf.for
// CHECK: memref.load %[[ROW]]
// CHECK: arith.subf
// CHECK: } {stencil.vector = 8 : i64}
// CHECK-NEXT: }
// CHECK-NOT: scf.for
// CHECK: scf.reduce
program.func @levels(%in: !field, %out: !field, %bottom: !field) attributes {domain = array<i64: 16, 12, 5>} {
  stencil.kernel <order = "kji", parallel = "j", tile = [0, 4, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %a = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %a[0, 0, 0] : !temp
      %w = stencil.access %a[0, 0, 0] : !temp
      %n = arith.addf %v, %w : f64
      stencil.yield %n : f64
    }
    %c = stencil.apply (i = start to end, j = start to end, k = start to start + 1) -> (!temp) {
      %v = stencil.access %a[0, 0, 0] : !temp
      %w = stencil.access %t[0, 0, 0] : !temp
      %n = arith.subf %v, %w : f64
      stencil.yield %n : f64
    }
    stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
    stencil.store %c to %bottom (i = start to end, j = start to end, k = start to start + 1) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Between them it keeps them apart: only neighbours share.
// CHECK-LABEL: func.func private @fvopt.levels_between.kernel_0(
// CHECK: scf.parallel
// CHECK: %[[ROW:.*]] = memref.alloc() {{.*}} : memref<1x16xf64>
// CHECK: scf.for %[[K:.*]] = %c0 to %c5 step %c1 {
// CHECK: scf.for
// CHECK-NEXT: scf.for
// CHECK: %[[COMPUTED:.*]] = arith.negf
// CHECK-NEXT: memref.store %[[COMPUTED]], %[[ROW]]
// CHECK-NEXT: } {stencil.vector = 8 : i64}
// CHECK-NEXT: %[[IS_FIRST:.*]] = arith.cmpi slt, %[[K]], %c1
// CHECK-NEXT: scf.if %[[IS_FIRST]] {
// CHECK-NEXT: scf.for
// CHECK: memref.load %[[ROW]]
// CHECK: arith.subf
// CHECK: } {stencil.vector = 8 : i64}
// CHECK-NEXT: }
// CHECK-NEXT: scf.for
// CHECK-NEXT: %[[LOADED:.*]] = memref.load %[[ROW]]
// CHECK-NEXT: arith.addf %[[LOADED]], %[[LOADED]]
// CHECK: } {stencil.vector = 8 : i64}
// CHECK-NOT: scf.for
// CHECK: scf.reduce
program.func @levels_between(%in: !field, %out: !field, %bottom: !field) attributes {domain = array<i64: 16, 12, 5>} {
  stencil.kernel <order = "kji", parallel = "j", tile = [0, 4, 0], vector = 8> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %a = stencil.apply place row (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    %c = stencil.apply (i = start to end, j = start to end, k = start to start + 1) -> (!temp) {
      %v = stencil.access %a[0, 0, 0] : !temp
      %w = stencil.access %t[0, 0, 0] : !temp
      %n = arith.subf %v, %w : f64
      stencil.yield %n : f64
    }
    %b = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %a[0, 0, 0] : !temp
      %w = stencil.access %a[0, 0, 0] : !temp
      %n = arith.addf %v, %w : f64
      stencil.yield %n : f64
    }
    stencil.store %b to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
    stencil.store %c to %bottom (i = start to end, j = start to end, k = start to start + 1) : !temp to !field
  }
  program.return
}
