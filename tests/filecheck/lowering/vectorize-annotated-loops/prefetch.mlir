// RUN: fvopt-opt %s --vectorize-annotated-loops | FileCheck %s

!m = memref<?x?xf64, strided<[?, 1], offset: ?>>
!n = memref<?x?xf32, strided<[?, 1], offset: ?>>

// A line of 64 bytes is asked for once, whatever the vector: 32 numbers of 4 bytes are two lines. What is
// the same for all iterations is asked for once, what is anywhere not at all.
// CHECK-LABEL: func.func @lines(
// CHECK-SAME: %[[A:[a-z0-9]+]]: {{.*}}, %[[B:[a-z0-9]+]]: {{.*}}, %[[K:[a-z0-9]+]]: index, %[[N:[a-z0-9]+]]: index
// CHECK: scf.for %[[I:.*]] =
// CHECK-NEXT: memref.prefetch %[[A]][%[[K]], %[[I]]], read, locality<2>, data
// CHECK-NEXT: memref.prefetch %[[A]][%[[K]], %[[K]]], read, locality<3>, data
// CHECK-NOT: memref.prefetch
// CHECK: vector.store
// CHECK: vector.create_mask
// CHECK-NEXT: memref.prefetch %[[A]]
// CHECK-NEXT: memref.prefetch %[[A]]
// CHECK-NOT: memref.prefetch
// CHECK: scf.for %[[I:.*]] =
// CHECK-NEXT: memref.prefetch %[[B]][%[[K]], %[[I]]]
// CHECK-NEXT: %[[C16:.*]] = arith.constant 16
// CHECK-NEXT: %[[NEXT:.*]] = arith.addi %[[I]], %[[C16]]
// CHECK-NEXT: memref.prefetch %[[B]][%[[K]], %[[NEXT]]]
// CHECK: vector.create_mask
func.func @lines(%a: !m, %b: !n, %k: index, %n: index, %s: f64, %t: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    memref.prefetch %a[%k, %i], read, locality<2>, data : !m
    memref.prefetch %a[%k, %k], read, locality<3>, data : !m
    memref.prefetch %a[%i, %k], read, locality<2>, data : !m
    memref.store %s, %a[%k, %i] : !m
  } {stencil.vector = 4 : i64}
  scf.for %i = %c0 to %n step %c1 {
    memref.prefetch %b[%k, %i], read, locality<2>, data : !n
    memref.store %t, %b[%k, %i] : !n
  } {stencil.vector = 32 : i64}
  return
}
