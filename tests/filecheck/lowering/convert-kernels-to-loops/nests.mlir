// RUN: fvopt-opt %s --split-input-file --convert-kernels-to-loops --inline --canonicalize --cse | FileCheck %s
// Functions of kernels are inlined, so that it is seen which arguments of the program they take.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// An update in place: the element is read and written at one address, and nothing is kept.
// CHECK-LABEL: func.func @fvopt.in_place(
// CHECK-SAME: %{{[a-z0-9]+}}: !llvm.ptr, %[[I:[a-z0-9]+]]: index, %[[J:[a-z0-9]+]]: index, %[[K:[a-z0-9]+]]: index, %[[F:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[OI:[a-z0-9]+]]: index, %[[OJ:[a-z0-9]+]]: index, %[[OK:[a-z0-9]+]]: index, %[[S:[a-z0-9]+]]: f64) -> i32
// CHECK-NOT: memref.alloc
// CHECK: scf.parallel (%[[KK:.*]]) = (%c0) to (%[[K]]) step (%c1) {
// CHECK-NEXT: scf.for %[[JJ:.*]] = %c0 to %[[J]] step %c1 {
// CHECK-NEXT: scf.for %[[II:.*]] = %c0 to %[[I]] step %c1 {
// CHECK-NEXT: %[[Z:.*]] = arith.addi %[[KK]], %[[OK]]
// CHECK-NEXT: %[[Y:.*]] = arith.addi %[[JJ]], %[[OJ]]
// CHECK-NEXT: %[[X:.*]] = arith.addi %[[II]], %[[OI]]
// CHECK-NEXT: %[[OLD:.*]] = memref.load %[[F]][%[[Z]], %[[Y]], %[[X]]]
// CHECK-NEXT: %[[NEW:.*]] = arith.mulf %[[OLD]], %[[S]] : f64
// CHECK-NEXT: memref.store %[[NEW]], %[[F]][%[[Z]], %[[Y]], %[[X]]]
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: scf.reduce
program.func @in_place(%f: !field, %s: f64) {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %w = arith.mulf %v, %s : f64
      stencil.yield %w : f64
    }
    stencil.store %r to %f (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// An insert in a tile: source and destination are computed first, level by level. The result is a copy of
// the destination, and of the source on the box, before anything reads it.
// CHECK-LABEL: func.func @fvopt.insert(
// CHECK-SAME: %{{[a-z0-9]+}}: !llvm.ptr, %[[I:[a-z0-9]+]]: index, %[[J:[a-z0-9]+]]: index, %[[K:[a-z0-9]+]]: index, %[[IN:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[OI:[a-z0-9]+]]: index, %[[OJ:[a-z0-9]+]]: index, %[[OK:[a-z0-9]+]]: index,
// CHECK-SAME: %[[OUT:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[PI:[a-z0-9]+]]: index, %[[PJ:[a-z0-9]+]]: index, %[[PK:[a-z0-9]+]]: index) -> i32
// CHECK: scf.parallel (%[[TJ:.*]]) = (%c0) to (%c12) step (%c4) {
// CHECK-DAG: %[[FROM:.*]] = arith.subi %c0, %[[TJ]]
// CHECK: %[[SOURCE:.*]] = memref.alloc() {{.*}} : memref<1x4x16xf64>
// CHECK: %[[DESTINATION:.*]] = memref.alloc() {{.*}} : memref<5x4x16xf64>
// CHECK: %[[RESULT:.*]] = memref.alloc() {{.*}} : memref<5x4x16xf64>
// CHECK: scf.for %[[KK:.*]] = %c0 to %c5 step %c1 {
// CHECK-NEXT: %[[END:.*]] = arith.addi %[[TJ]], %c4
// CHECK-NEXT: scf.for %[[JJ:.*]] = %[[TJ]] to %[[END]] step %c1 {
// CHECK-NEXT: scf.for %[[II:.*]] = %c0 to %c16 step %c1 {
// CHECK: %[[NEGATED:.*]] = arith.negf
// CHECK-NEXT: %[[ROW:.*]] = arith.addi %[[JJ]], %[[FROM]]
// CHECK-NEXT: memref.store %[[NEGATED]], %[[DESTINATION]][%[[KK]], %[[ROW]], %[[II]]]
// CHECK-NEXT: }
// CHECK-NEXT: %[[IS_FIRST:.*]] = arith.cmpi slt, %[[KK]], %c1
// CHECK-NEXT: scf.if %[[IS_FIRST]] {
// CHECK-NEXT: scf.for %[[II:.*]] = %c0 to %c16 step %c1 {
// CHECK: %[[ABSOLUTE:.*]] = math.absf
// CHECK-NEXT: %[[ROW:.*]] = arith.addi %[[JJ]], %[[FROM]]
// CHECK-NEXT: memref.store %[[ABSOLUTE]], %[[SOURCE]][%[[KK]], %[[ROW]], %[[II]]]
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: scf.for %[[KK:.*]] = %c0 to %c5 step %c1 {
// CHECK-NEXT: %[[END:.*]] = arith.addi %[[TJ]], %c4
// CHECK-NEXT: scf.for %[[JJ:.*]] = %[[TJ]] to %[[END]] step %c1 {
// CHECK-NEXT: scf.for %[[II:.*]] = %c0 to %c16 step %c1 {
// CHECK-NEXT: %[[ROW:.*]] = arith.addi %[[JJ]], %[[FROM]]
// CHECK-NEXT: %[[OLD:.*]] = memref.load %[[DESTINATION]][%[[KK]], %[[ROW]], %[[II]]]
// CHECK-NEXT: memref.store %[[OLD]], %[[RESULT]][%[[KK]], %[[ROW]], %[[II]]]
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: %[[END:.*]] = arith.addi %[[TJ]], %c4
// CHECK-NEXT: scf.for %[[JJ:.*]] = %[[TJ]] to %[[END]] step %c1 {
// CHECK-NEXT: scf.for %[[II:.*]] = %c0 to %c16 step %c1 {
// CHECK-NEXT: %[[ROW:.*]] = arith.addi %[[JJ]], %[[FROM]]
// CHECK-NEXT: %[[NEW:.*]] = memref.load %[[SOURCE]][%c0, %[[ROW]], %[[II]]]
// CHECK-NEXT: memref.store %[[NEW]], %[[RESULT]][%c0, %[[ROW]], %[[II]]]
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: scf.for %[[KK:.*]] = %c1 to %c5 step %c1 {
// CHECK-NEXT: scf.for %[[JJ:.*]] = %[[TJ]] to %[[END]] step %c1 {
// CHECK-NEXT: scf.for %[[II:.*]] = %c0 to %c16 step %c1 {
// CHECK-NEXT: %[[ROW:.*]] = arith.addi %[[JJ]], %[[FROM]]
// CHECK-NEXT: %[[HERE:.*]] = memref.load %[[RESULT]][%[[KK]], %[[ROW]], %[[II]]]
// CHECK-NEXT: %[[DOWN:.*]] = arith.addi %[[KK]], %c-1
// CHECK-NEXT: %[[BELOW:.*]] = memref.load %[[RESULT]][%[[DOWN]], %[[ROW]], %[[II]]]
// CHECK-NEXT: arith.subf %[[HERE]], %[[BELOW]]
// CHECK-COUNT-3: memref.dealloc
// CHECK-NEXT: scf.reduce
program.func @insert(%in: !field, %out: !field) attributes {domain = array<i64: 16, 12, 5>} {
  stencil.kernel <order = "kji", parallel = "j", tile = [0, 4, 0], vector = 0> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %a = stencil.apply place tile (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    %w = stencil.apply place tile (i = start to end, j = start to end, k = start to start + 1) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = math.absf %v : f64
      stencil.yield %n : f64
    }
    %b = stencil.insert place tile %w into %a (k = start to start + 1) : !temp into !temp
    %c = stencil.apply (i = start to end, j = start to end, k = start + 1 to end) -> (!temp) {
      %v = stencil.access %b[0, 0, 0] : !temp
      %d = stencil.access %b[0, 0, -1] : !temp
      %s = arith.subf %v, %d : f64
      stencil.yield %s : f64
    }
    stencil.store %c to %out (i = start to end, j = start to end, k = start + 1 to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!fields = !stencil.field<ijk x 4 x f64>
!temp = !stencil.temp<ijk x f64>
// A store at a component: the component comes first, and is the same for all points.
// CHECK-LABEL: func.func @fvopt.component(
// CHECK-SAME: %{{[a-z0-9]+}}: !llvm.ptr, %[[I:[a-z0-9]+]]: index, %[[J:[a-z0-9]+]]: index, %[[K:[a-z0-9]+]]: index, %[[IN:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[OI:[a-z0-9]+]]: index, %[[OJ:[a-z0-9]+]]: index, %[[OK:[a-z0-9]+]]: index,
// CHECK-SAME: %[[OUT:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[PI:[a-z0-9]+]]: index, %[[PJ:[a-z0-9]+]]: index, %[[PK:[a-z0-9]+]]: index) -> i32
// CHECK-NOT: scf.parallel
// CHECK: scf.for %[[KK:.*]] = %c0 to %[[K]] step %c1 {
// CHECK-NEXT: scf.for %[[JJ:.*]] = %c0 to %[[J]] step %c1 {
// CHECK-NEXT: scf.for %[[II:.*]] = %c0 to %[[I]] step %c1 {
// CHECK: %[[OLD:.*]] = memref.load %[[IN]][
// CHECK-NEXT: %[[NEW:.*]] = arith.negf %[[OLD]]
// CHECK-NEXT: %[[Z:.*]] = arith.addi %[[KK]], %[[PK]]
// CHECK-NEXT: %[[Y:.*]] = arith.addi %[[JJ]], %[[PJ]]
// CHECK-NEXT: %[[X:.*]] = arith.addi %[[II]], %[[PI]]
// CHECK-NEXT: memref.store %[[NEW]], %[[OUT]][%c2, %[[Z]], %[[Y]], %[[X]]] : memref<?x?x?x?xf64,
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: cf.br
program.func @component(%in: !field, %out: !fields) {
  %two = arith.constant 2 : index
  stencil.kernel <order = "kji", parallel = "", tile = [0, 0, 0], vector = 0> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    stencil.store %r to %out at %two (i = start to end, j = start to end, k = start to end) : !temp to !fields
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// Levels and tiles of rows on threads: one loop over both, the rows of a tile inside, cut off at the end.
// CHECK-LABEL: func.func @fvopt.threads(
// CHECK-SAME: %{{[a-z0-9]+}}: !llvm.ptr, %[[I:[a-z0-9]+]]: index, %[[J:[a-z0-9]+]]: index, %[[K:[a-z0-9]+]]: index, %[[IN:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[OI:[a-z0-9]+]]: index, %[[OJ:[a-z0-9]+]]: index, %[[OK:[a-z0-9]+]]: index,
// CHECK-SAME: %[[OUT:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[PI:[a-z0-9]+]]: index, %[[PJ:[a-z0-9]+]]: index, %[[PK:[a-z0-9]+]]: index) -> i32
// CHECK: scf.parallel (%[[KK:.*]], %[[TJ:.*]]) = (%c0, %c0) to (%[[K]], %[[J]]) step (%c1, %c8) {
// CHECK-NEXT: %[[J8:.*]] = arith.addi %[[TJ]], %c8
// CHECK-NEXT: %[[END:.*]] = arith.minsi %[[J8]], %[[J]]
// CHECK-NEXT: scf.for %[[JJ:.*]] = %[[TJ]] to %[[END]] step %c1 {
// CHECK-NEXT: scf.for %[[II:.*]] = %c0 to %[[I]] step %c1 {
// CHECK-NEXT: %[[Z:.*]] = arith.addi %[[KK]], %[[OK]]
// CHECK-NEXT: %[[Y:.*]] = arith.addi %[[JJ]], %[[OJ]]
// CHECK-NEXT: %[[X:.*]] = arith.addi %[[II]], %[[OI]]
// CHECK-NEXT: %[[OLD:.*]] = memref.load %[[IN]][%[[Z]], %[[Y]], %[[X]]]
// CHECK-NEXT: %[[NEW:.*]] = arith.negf %[[OLD]]
// CHECK-NEXT: %[[Z:.*]] = arith.addi %[[KK]], %[[PK]]
// CHECK-NEXT: %[[Y:.*]] = arith.addi %[[JJ]], %[[PJ]]
// CHECK-NEXT: %[[X:.*]] = arith.addi %[[II]], %[[PI]]
// CHECK-NEXT: memref.store %[[NEW]], %[[OUT]][%[[Z]], %[[Y]], %[[X]]]
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: scf.reduce
program.func @threads(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 8, 0], vector = 0> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
// Tiles of levels and of rows, both on threads.
// CHECK-LABEL: func.func @fvopt.both_tiled(
// CHECK-SAME: %{{[a-z0-9]+}}: !llvm.ptr, %[[I:[a-z0-9]+]]: index, %[[J:[a-z0-9]+]]: index, %[[K:[a-z0-9]+]]: index, %[[IN:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[OI:[a-z0-9]+]]: index, %[[OJ:[a-z0-9]+]]: index, %[[OK:[a-z0-9]+]]: index,
// CHECK-SAME: %[[OUT:[a-z0-9]+]]: memref<{{[^>]*}}>>, %[[PI:[a-z0-9]+]]: index, %[[PJ:[a-z0-9]+]]: index, %[[PK:[a-z0-9]+]]: index) -> i32
// CHECK: scf.parallel (%[[TK:.*]], %[[TJ:.*]]) = (%c0, %c0) to (%[[K]], %[[J]]) step (%c4, %c8) {
// CHECK-NEXT: %[[K4:.*]] = arith.addi %[[TK]], %c4
// CHECK-NEXT: %[[TOP:.*]] = arith.minsi %[[K4]], %[[K]]
// CHECK-NEXT: %[[J8:.*]] = arith.addi %[[TJ]], %c8
// CHECK-NEXT: %[[END:.*]] = arith.minsi %[[J8]], %[[J]]
// CHECK-NEXT: scf.for %[[KK:.*]] = %[[TK]] to %[[TOP]] step %c1 {
// CHECK-NEXT: scf.for %[[JJ:.*]] = %[[TJ]] to %[[END]] step %c1 {
// CHECK-NEXT: scf.for %[[II:.*]] = %c0 to %[[I]] step %c1 {
// CHECK-NEXT: %[[Z:.*]] = arith.addi %[[KK]], %[[OK]]
// CHECK-NEXT: %[[Y:.*]] = arith.addi %[[JJ]], %[[OJ]]
// CHECK-NEXT: %[[X:.*]] = arith.addi %[[II]], %[[OI]]
// CHECK-NEXT: %[[OLD:.*]] = memref.load %[[IN]][%[[Z]], %[[Y]], %[[X]]]
// CHECK-NEXT: %[[NEW:.*]] = arith.negf %[[OLD]]
// CHECK-NEXT: %[[Z:.*]] = arith.addi %[[KK]], %[[PK]]
// CHECK-NEXT: %[[Y:.*]] = arith.addi %[[JJ]], %[[PJ]]
// CHECK-NEXT: %[[X:.*]] = arith.addi %[[II]], %[[PI]]
// CHECK-NEXT: memref.store %[[NEW]], %[[OUT]][%[[Z]], %[[Y]], %[[X]]]
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: scf.reduce
program.func @both_tiled(%in: !field, %out: !field) {
  stencil.kernel <order = "kji", parallel = "kj", tile = [0, 8, 4], vector = 0> {
    %t = stencil.load %in (i = start to end, j = start to end, k = start to end) : !field -> !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %v = stencil.access %t[0, 0, 0] : !temp
      %n = arith.negf %v : f64
      stencil.yield %n : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
