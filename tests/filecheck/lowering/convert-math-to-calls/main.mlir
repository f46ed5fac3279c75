// RUN: fvopt-opt %s --split-input-file --convert-math-to-calls | FileCheck %s

// Math functions become opaque calls, one declaration per function and type;
// LLVM does not know the name, so it cannot turn pow(x, 2) into something else.

// CHECK-DAG: func.func private @[[POW:fvopt_libm_pow_f64]](f64, f64) -> f64
// CHECK-DAG: func.func private @[[POW32:fvopt_libm_pow_f32]](f32, f32) -> f32
// CHECK-DAG: func.func private @[[SIN:fvopt_libm_sin_f64]](f64) -> f64
// CHECK-LABEL: func.func @calls(
// CHECK-SAME: %[[X:.*]]: f64, %[[Y:.*]]: f64, %[[Z:.*]]: f32
func.func @calls(%x: f64, %y: f64, %z: f32) -> (f64, f32) {
  // CHECK: %[[A:.*]] = call @[[POW]](%[[X]], %[[Y]])
  %a = math.powf %x, %y : f64
  // CHECK: %[[B:.*]] = call @[[POW]](%[[A]], %[[Y]])
  %b = math.powf %a, %y : f64
  // CHECK: call @[[POW32]](%[[Z]], %[[Z]])
  %c = math.powf %z, %z : f32
  // CHECK: call @[[SIN]](%[[B]])
  %d = math.sin %b : f64
  // CHECK-NOT: math.
  return %d, %c : f64, f32
}

// -----

// The order of maxnumf and minnumf is stated: b is NaN or a >= b ? a : b.
// CHECK-LABEL: func.func @order(
// CHECK-SAME: %[[X:.*]]: f64, %[[Y:.*]]: f64
func.func @order(%x: f64, %y: f64) -> (f64, f64) {
  // CHECK: %[[GE:.*]] = arith.cmpf oge, %[[X]], %[[Y]] : f64
  // CHECK: %[[NAN:.*]] = arith.cmpf uno, %[[Y]], %[[Y]] : f64
  // CHECK: %[[LEFT:.*]] = arith.ori %[[GE]], %[[NAN]] : i1
  // CHECK: %[[MAX:.*]] = arith.select %[[LEFT]], %[[X]], %[[Y]] : f64
  %a = arith.maxnumf %x, %y : f64
  // CHECK: %[[LE:.*]] = arith.cmpf ole, %[[X]], %[[Y]] : f64
  // CHECK: arith.cmpf uno, %[[Y]], %[[Y]] : f64
  // CHECK: %[[MIN:.*]] = arith.select
  %b = arith.minnumf %x, %y : f64
  // CHECK: return %[[MAX]], %[[MIN]]
  return %a, %b : f64, f64
}

// -----

// What says that it may be approximated is left to upstream, and so is what is exact as it is.
// CHECK-NOT: private
// CHECK-LABEL: func.func @left(
func.func @left(%x: f64) -> (f64, f64, f64) {
  // CHECK: math.exp %{{.*}} fastmath<afn>
  %a = math.exp %x fastmath<afn> : f64
  // CHECK: math.log %{{.*}} fastmath<fast>
  %b = math.log %x fastmath<fast> : f64
  // CHECK: math.sqrt
  %c = math.sqrt %x : f64
  return %a, %b, %c : f64, f64, f64
}
