// RUN: fvopt-opt %s --split-input-file --convert-kernels-to-loops --canonicalize --cse | FileCheck %s
// RUN: fvopt-opt %s --split-input-file --convert-kernels-to-loops=checked=true --canonicalize --cse | FileCheck %s --check-prefix=CHECKED
// RUN: fvopt-opt %s --split-input-file --convert-kernels-to-loops --canonicalize --cse --predictive-commoning --vectorize-annotated-loops | FileCheck %s --check-prefix=VECTORS
// requirement L14

// Checks look at single points, and ask for nothing.
// CHECKED-NOT: memref.prefetch

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Of several rows the one that is read first has others asked for behind it: here j + 1, and of these
// j + 1 + 5. Behind the last row, 100, come the first ones of the next level, -1 and so on; on the last level
// it is the last row again. One line for each vector.
// CHECK-LABEL: func.func private @fvopt.rows.kernel_0(
// CHECK: scf.parallel (%[[K:.*]]) =
// CHECK: scf.for %[[J:.*]] = %c0 to %c100
// CHECK: scf.for %[[I:.*]] = %c0 to %c100
// CHECK: %[[ROW:.*]] = arith.addi %[[J]], %c6
// CHECK: %[[LEVEL:.*]] = arith.addi %[[K]], %c1
// CHECK: %[[BEHIND:.*]] = arith.cmpi sge, %[[ROW]], %c101
// CHECK: %[[MORE:.*]] = arith.cmpi slt, %[[LEVEL]], %c100
// CHECK: %[[GOES_ON:.*]] = arith.andi %[[BEHIND]], %[[MORE]]
// CHECK: %[[AGAIN:.*]] = arith.addi %[[J]], %c-96
// CHECK: %[[AT:.*]] = arith.select %[[GOES_ON]], %[[AGAIN]], %[[ROW]]
// CHECK: %[[ON:.*]] = arith.select %[[GOES_ON]], %[[LEVEL]], %[[K]]
// CHECK: %[[AT_MOST:.*]] = arith.minsi %[[AT]], %c100
// CHECK: %[[THERE:.*]] = arith.addi %[[ON]], %arg1
// CHECK: %[[FIFTH:.*]] = arith.addi %[[AT_MOST]], %arg2
// CHECK: %[[POINT:.*]] = arith.addi %[[I]], %arg3
// CHECK: memref.prefetch %arg0[%[[THERE]], %[[FIFTH]], %[[POINT]]], read, locality<2>, data
// CHECK-NOT: memref.prefetch

// VECTORS-LABEL: func.func private @fvopt.rows.kernel_0(
// VECTORS: memref.prefetch
// VECTORS-NOT: memref.prefetch
// VECTORS: vector.store
// VECTORS: vector.create_mask
// VECTORS: memref.prefetch
// VECTORS-NOT: memref.prefetch
// VECTORS: vector.maskedstore
program.func @rows(%f: !field, %g: !field) attributes {domain = array<i64: 100, 100, 100>} {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %f (i = start to end, j = start - 1 to end + 1, k = start to end) prefetch 5 : !field -> !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %s = stencil.access %t[0, -1, 0] : !temp
      %n = stencil.access %t[0, 1, 0] : !temp
      %m = stencil.access %t[0, 0, 0] : !temp
      %v = arith.addf %s, %n : f64
      %w = arith.addf %v, %m : f64
      stencil.yield %w : f64
    }
    stencil.store %r to %g (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// The level above is read before any other, whatever the row; the line is that of the row's own points.
// CHECK-LABEL: func.func private @fvopt.levels.kernel_0(
// CHECK: scf.parallel (%[[K:.*]]) =
// CHECK: scf.for
// CHECK: scf.for %[[I:.*]] =
// CHECK: %[[ABOVE:.*]] = arith.addi %[[K]], %c1
// CHECK: %[[NEXT:.*]] = arith.addi %[[K]], %c2
// CHECK: %[[LEVEL:.*]] = arith.select %{{.*}}, %[[NEXT]], %[[ABOVE]]
// CHECK: %[[THERE:.*]] = arith.addi %[[LEVEL]], %arg1
// CHECK: %[[POINT:.*]] = arith.addi %[[I]], %arg3
// CHECK: memref.prefetch %{{.*}}[%[[THERE]], %{{.*}}, %[[POINT]]]
// CHECK-NOT: memref.prefetch
program.func @levels(%f: !field, %g: !field) attributes {domain = array<i64: 100, 100, 100>} {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %f (i = start to end + 1, j = start to end + 1, k = start to end + 1) prefetch 5 : !field -> !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %n = stencil.access %t[0, 1, 0] : !temp
      %u = stencil.access %t[1, 0, 1] : !temp
      %v = arith.addf %n, %u : f64
      stencil.yield %v : f64
    }
    stencil.store %r to %g (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// Blocks of rows with all their levels: behind the last row of a block come the first ones of its next level.
// CHECK-LABEL: func.func private @fvopt.blocks.kernel_0(
// CHECK: scf.parallel (%[[START:.*]]) = (%c0) to (%c100) step (%c20)
// CHECK: scf.for %[[K:.*]] = %c0 to %c100
// CHECK: %[[END:.*]] = arith.addi %[[START]], %c20
// CHECK: scf.for %[[J:.*]] = %[[START]] to %[[END]]
// CHECK: %[[ROW:.*]] = arith.addi %[[J]], %c5
// CHECK: arith.cmpi sge, %[[ROW]], %[[END]]
// CHECK: arith.addi %[[J]], %c-15
// CHECK: %[[LAST:.*]] = arith.addi %[[START]], %c19
// CHECK: arith.minsi %{{.*}}, %[[LAST]]
// CHECK: memref.prefetch
program.func @blocks(%f: !field, %g: !field) attributes {domain = array<i64: 100, 100, 100>} {
  stencil.kernel <order = "kji", parallel = "j", tile = [0, 20, 0], vector = 8> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) prefetch 5 : !field -> !temp
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %m = stencil.access %t[0, 0, 0] : !temp
      stencil.yield %m : f64
    }
    stencil.store %r to %g (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// A producer that runs ahead is where its field comes first; its user asks for nothing.
// CHECK-LABEL: func.func private @fvopt.ahead.kernel_0(
// CHECK: scf.for %{{.*}} = %c-2 to %c0
// CHECK: memref.prefetch
// CHECK: math.exp
// CHECK-NOT: memref.prefetch
// CHECK: scf.for %{{.*}} = %c0 to %c100
// CHECK: memref.prefetch
// CHECK: math.exp
// CHECK-NOT: memref.prefetch
program.func @ahead(%f: !field, %g: !field) attributes {domain = array<i64: 100, 100, 100>} {
  stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> {
    %t = stencil.load %f (i = start to end, j = start - 1 to end + 1, k = start to end) prefetch 5 : !field -> !temp
    %p = stencil.apply place row (i = start to end, j = start - 1 to end + 1, k = start to end) -> (!temp) {
      %m = stencil.access %t[0, 0, 0] : !temp
      %e = math.exp %m : f64
      stencil.yield %e : f64
    }
    %r = stencil.apply (i = start to end, j = start to end, k = start to end) -> (!temp) {
      %a = stencil.access %p[0, -1, 0] : !temp
      %b = stencil.access %p[0, 1, 0] : !temp
      %c = stencil.access %t[0, 0, 0] : !temp
      %x = arith.addf %a, %b : f64
      %y = arith.addf %x, %c : f64
      stencil.yield %y : f64
    }
    stencil.store %r to %g (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}

// -----

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

// A sweep down its columns, row by row of a level: the levels below it, at least the lowest. Each interval asks
// for itself.
// CHECK-LABEL: func.func private @fvopt.down.kernel_0(
// CHECK: scf.parallel
// CHECK: scf.for
// CHECK: %[[TOP:.*]] = arith.addi %arg1, %c96
// CHECK: memref.prefetch %arg0[%[[TOP]],
// CHECK-NOT: memref.prefetch
// CHECK: scf.for %[[STEP:.*]] = %c0 to %c99
// CHECK: %[[BELOW:.*]] = arith.subi %c95, %[[STEP]]
// CHECK: %[[AT_LEAST:.*]] = arith.maxsi %[[BELOW]], %c0
// CHECK: %[[THIRD:.*]] = arith.addi %[[AT_LEAST]], %arg1
// CHECK: memref.prefetch %arg0[%[[THIRD]],
// CHECK-NOT: memref.prefetch
program.func @down(%f: !field, %g: !field) attributes {domain = array<i64: 100, 100, 100>} {
  stencil.kernel <order = "jki", parallel = "j", tile = [0, 1, 0], vector = 8> {
    %t = stencil.load %f (i = start to end, j = start to end, k = start to end) prefetch 3 : !field -> !temp
    %u = stencil.undef : !temp
    %s = stencil.sweep backward (i = start to end, j = start to end, k = start to end) carries(%c = %u : !temp) {
      stencil.interval (k = end - 1 to end) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp) {
          %v = stencil.access %t[0, 0, 0] : !temp
          stencil.yield %v : f64
        }
      }
      stencil.interval (k = start to end - 1) {
        stencil.stage (i = start to end, j = start to end) writes(%c[0] : !temp) {
          %v = stencil.access %t[0, 0, 0] : !temp
          %b = stencil.access %c[0, 0, 1] : !temp
          %w = arith.addf %v, %b : f64
          stencil.yield %w : f64
        }
      }
    }
    stencil.store %s to %g (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
