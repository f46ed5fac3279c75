// RUN: fvopt-opt %s --expand-math-functions | FileCheck %s

// A name that something else has is left to it.
// CHECK: func.func private @fvopt_math_exp_f64_(
// CHECK-SAME: program.math
// CHECK: func.func @fvopt_math_exp_f64(%[[X:.*]]: f64) -> f64
// CHECK-NEXT: return %[[X]]
// CHECK: func.func @f(
// CHECK-NEXT: call @fvopt_math_exp_f64_(
// CHECK-NEXT: call @fvopt_math_exp_f64(
func.func @fvopt_math_exp_f64(%x: f64) -> f64 {
  return %x : f64
}
func.func @f(%x: f64) -> f64 {
  %r = math.exp %x : f64
  %s = func.call @fvopt_math_exp_f64(%r) : (f64) -> f64
  return %s : f64
}
