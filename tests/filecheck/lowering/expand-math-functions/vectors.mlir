// RUN: fvopt-opt %s --expand-math-functions --convert-math-to-calls --vectorize-marked-loops | FileCheck %s

// Functions in marked loops become vectors, and no lane is handled by itself.
// CHECK-LABEL: func.func @loop(
// CHECK-NOT: call @
// CHECK-NOT: vector.extract
// CHECK: math.fma %{{.*}} : vector<8xf64>
// CHECK: arith.shli %{{.*}} : vector<8xi64>
// CHECK-NOT: call @
// CHECK-NOT: vector.extract
// CHECK: return
func.func @loop(%a: memref<?xf64>, %b: memref<?xf64>, %n: index) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  scf.for %i = %zero to %n step %one {
    %x = memref.load %a[%i] : memref<?xf64>
    %e = math.exp %x : f64
    %l = math.log %e : f64
    %y = memref.load %b[%i] : memref<?xf64>
    %p = math.powf %l, %y : f64
    memref.store %p, %b[%i] : memref<?xf64>
  } {stencil.vector = 8 : i64}
  return
}
