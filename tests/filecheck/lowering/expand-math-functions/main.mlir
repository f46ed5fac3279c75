// RUN: fvopt-opt %s --expand-math-functions | FileCheck %s
// RUN: fvopt-opt %s --expand-math-functions=math=libm | FileCheck %s --check-prefix=LIBM
// RUN: fvopt-opt %s --expand-math-functions=math=libm-products | FileCheck %s --check-prefix=PRODUCTS
// RUN: not fvopt-opt %s --expand-math-functions=math=fast 2>&1 | FileCheck %s --check-prefix=REFUSED
// requirement L4
// REFUSED: error: math: `fast` is none of own, libm and libm-products

// Each function is defined once, and what is called at several places is one definition.
// CHECK-COUNT-1: func.func private @fvopt_math_powf_3fd3333333333333_f64(%{{.*}}: f64) -> f64
// CHECK: func.func private @fvopt_math_powf_f64(%{{.*}}: f64, %{{.*}}: f64) -> f64
// CHECK: scf.if
// CHECK: math.sqrt
// CHECK: else
// CHECK: math.fma
// Of f32, functions are computed in f64.
// CHECK-LABEL: func.func private @fvopt_math_log_f32(
// CHECK-SAME: passthrough = ["alwaysinline"], program.math
// CHECK: arith.extf
// CHECK-NOT: math.log
// CHECK: arith.truncf
// Sums of products are rounded once.
// CHECK-LABEL: func.func private @fvopt_math_exp_f64(
// CHECK-SAME: llvm.linkage = #llvm.linkage<internal>, passthrough = ["alwaysinline"], program.math
// CHECK-NOT: math.exp
// CHECK: math.fma
// CHECK: arith.bitcast
// CHECK: return

// A function becomes a call.
// CHECK-LABEL: func.func @function(
// CHECK-NEXT: call @fvopt_math_exp_f64(%{{.*}}) : (f64) -> f64
// CHECK-NEXT: call @fvopt_math_exp_f64(%{{.*}}) : (f64) -> f64
// CHECK-NEXT: return
// LIBM-LABEL: func.func @function(
// LIBM: math.exp
// PRODUCTS-LABEL: func.func @function(
// PRODUCTS: math.exp
func.func @function(%x: f64) -> f64 {
  %r = math.exp %x : f64
  %again = math.exp %r : f64
  return %again : f64
}

// CHECK-LABEL: func.func @single(
// CHECK-NEXT: call @fvopt_math_log_f32(%{{.*}}) : (f32) -> f32
func.func @single(%x: f32) -> f32 {
  %r = math.log %x : f32
  return %r : f32
}

// A square is one product, of f32 in f32.
// CHECK-LABEL: func.func @square(
// CHECK-SAME: %[[X:.*]]: f64, %[[Y:.*]]: f32
// CHECK-NOT: math.
// CHECK: %[[A:.*]] = arith.mulf %[[X]], %[[X]] : f64
// CHECK-NOT: math.
// CHECK: %[[B:.*]] = arith.mulf %[[Y]], %[[Y]] : f32
// CHECK-NEXT: return %[[A]], %[[B]]
// LIBM-LABEL: func.func @square(
// LIBM: math.powf
// LIBM: math.powf
// PRODUCTS-LABEL: func.func @square(
// PRODUCTS: arith.mulf
// PRODUCTS-NOT: math.
// PRODUCTS: return
func.func @square(%x: f64, %y: f32) -> (f64, f32) {
  %two = arith.constant 2.0 : f64
  %a = math.powf %x, %two : f64
  %two32 = arith.constant 2.0 : f32
  %b = math.powf %y, %two32 : f32
  return %a, %b : f64, f32
}

// Half of an odd number: the root, of -inf and -0 that of inf and 0.
// CHECK-LABEL: func.func @halves(
// CHECK: arith.select
// CHECK: math.sqrt
// CHECK: arith.mulf
// CHECK-NOT: math.fma
// CHECK: return
func.func @halves(%x: f64) -> f64 {
  %y = arith.constant 1.5 : f64
  %r = math.powf %x, %y : f64
  return %r : f64
}

// What the exponent is, is known when running: one way or the other.
// CHECK-LABEL: func.func @runtime(
// CHECK-NEXT: call @fvopt_math_powf_f64(
// PRODUCTS-LABEL: func.func @runtime(
// PRODUCTS: scf.if
// PRODUCTS: math.sqrt
// PRODUCTS: else
// PRODUCTS-NEXT: math.powf
// LIBM-LABEL: func.func @runtime(
// LIBM-NEXT: math.powf
func.func @runtime(%x: f64, %y: f64) -> f64 {
  %r = math.powf %x, %y : f64
  return %r : f64
}

// A constant exponent that is no such number has a function of its own, of the base alone.
// CHECK-LABEL: func.func @constant(
// CHECK: call @fvopt_math_powf_3fd3333333333333_f64(%{{.*}}) : (f64) -> f64
// CHECK: call @fvopt_math_powf_3fd3333333333333_f64(%{{.*}}) : (f64) -> f64
func.func @constant(%x: f64) -> f64 {
  %y = arith.constant 0.3 : f64
  %r = math.powf %x, %y : f64
  %again = math.powf %r, %y : f64
  return %again : f64
}

// A constant integer: products in upstream's order, whosever functions are used.
// CHECK-LABEL: func.func @integer(
// LIBM-LABEL: func.func @integer(
// LIBM-SAME: %[[X:.*]]: f64
// LIBM: %[[SQUARE:.*]] = arith.mulf %[[X]], %[[X]]
// LIBM: %[[FOURTH:.*]] = arith.mulf %[[SQUARE]], %[[SQUARE]]
// LIBM: %[[FIFTH:.*]] = arith.mulf %[[X]], %[[FOURTH]]
// LIBM: %[[ONE:.*]] = arith.constant 1.0
// LIBM: arith.divf %[[ONE]], %[[FIFTH]]
func.func @integer(%x: f64) -> f64 {
  %n = arith.constant -5 : i32
  %r = math.fpowi %x, %n : f64, i32
  return %r : f64
}

// What upstream may approximate, and what has no function of ours, stays.
// CHECK-LABEL: func.func @others(
// CHECK: math.exp %{{.*}} fastmath<afn>
// CHECK: math.round
func.func @others(%x: f64) -> (f64, f64) {
  %a = math.exp %x fastmath<afn> : f64
  %b = math.round %x : f64
  return %a, %b : f64, f64
}
