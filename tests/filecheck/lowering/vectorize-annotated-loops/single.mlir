// RUN: fvopt-opt %s --split-input-file --vectorize-annotated-loops | FileCheck %s

// 16 lanes of f32, as a machine with 512 bits has them.
// CHECK-LABEL: func.func @single(
// CHECK: scf.for {{.*}} step %c16
// CHECK: %[[X:.*]] = vector.load {{.*}}, vector<16xf32>
// CHECK: %[[Y:.*]] = arith.mulf %[[X]], %{{.*}} : vector<16xf32>
// CHECK: vector.store %[[Y]], {{.*}}, vector<16xf32>
// CHECK: scf.for {{.*}} step %c16
// CHECK: %[[MASK:.*]] = vector.create_mask %{{.*}} : vector<16xi1>
// CHECK: vector.maskedload {{.*}}, vector<16xi1>, vector<16xf32> into vector<16xf32>
// CHECK: vector.maskedstore {{.*}}, vector<16xi1>, vector<16xf32>
// CHECK-NOT: scf.for
// CHECK: return
func.func @single(%a: memref<?xf32>, %b: memref<?xf32>, %s: f32, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %a[%i] : memref<?xf32>
    %y = arith.mulf %x, %s : f32
    memref.store %y, %b[%i] : memref<?xf32>
  } {stencil.vector = 16 : i64}
  return
}

// -----

// Fields of f32 and f64 in one loop have as many lanes of each, and conversions between them are of vectors.
// Lanes of f32 that are no neighbours are loaded one by one.
// CHECK-LABEL: func.func @mixed(
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<?x?xf32>, %[[B:[a-z0-9]+]]: memref<?xf64>
// CHECK: scf.for
// CHECK-COUNT-16: memref.load %[[A]]
// CHECK: %[[X:.*]] = vector.from_elements {{.*}} : vector<16xf32>
// CHECK: %[[Y:.*]] = vector.load %[[B]]{{.*}}, vector<16xf64>
// CHECK: %[[W:.*]] = arith.extf %[[X]] : vector<16xf32> to vector<16xf64>
// CHECK: %[[S:.*]] = arith.addf %[[W]], %[[Y]] : vector<16xf64>
// CHECK: vector.store %[[S]], %[[B]]
// CHECK-NOT: masked
// CHECK: return
func.func @mixed(%a: memref<?x?xf32>, %b: memref<?xf64>, %k: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c32 = arith.constant 32 : index
  scf.for %i = %c0 to %c32 step %c1 {
    %x = memref.load %a[%i, %k] : memref<?x?xf32>
    %y = memref.load %b[%i] : memref<?xf64>
    %w = arith.extf %x : f32 to f64
    %s = arith.addf %w, %y : f64
    memref.store %s, %b[%i] : memref<?xf64>
  } {stencil.vector = 16 : i64}
  return
}
