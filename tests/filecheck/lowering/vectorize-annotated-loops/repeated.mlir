// RUN: fvopt-opt %s --vectorize-annotated-loops > %t.once
// RUN: fvopt-opt %s --vectorize-annotated-loops --vectorize-annotated-loops > %t.twice
// RUN: diff %t.once %t.twice
// RUN: FileCheck %s < %t.twice

// CHECK: vector.load
// CHECK-NOT: vector = 8

!m = memref<?x?xf64, strided<[?, 1], offset: ?>>

func.func @main(%a: !m, %b: !m, %k: index, %n: index, %s: f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%k, %i] : !m
    %y = arith.mulf %x, %s : f64
    memref.store %y, %b[%k, %i] : !m
  } {stencil.vector = 8 : i64}
  return
}
