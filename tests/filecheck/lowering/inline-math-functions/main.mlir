// RUN: fvopt-opt %s --expand-math-functions --inline-math-functions | FileCheck %s

// A few calls are inlined: LLVM does that by itself.
// CHECK-LABEL: func.func @few(
// CHECK-NOT: no_inline
// CHECK: return
func.func @few(%x: f64) -> f64 {
  %r = math.exp %x : f64
  %s = math.sin %r : f64
  return %s : f64
}

// Many stay calls.
// CHECK-LABEL: func.func @many(
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
// CHECK-NEXT: call @fvopt_math_powf_f64(%{{.*}}, %{{.*}}) {no_inline}
func.func @many(%y: f64, %x0: f64) -> f64 {
  %x1 = math.powf %x0, %y : f64
  %x2 = math.powf %x1, %y : f64
  %x3 = math.powf %x2, %y : f64
  %x4 = math.powf %x3, %y : f64
  %x5 = math.powf %x4, %y : f64
  %x6 = math.powf %x5, %y : f64
  %x7 = math.powf %x6, %y : f64
  %x8 = math.powf %x7, %y : f64
  %x9 = math.powf %x8, %y : f64
  %x10 = math.powf %x9, %y : f64
  %x11 = math.powf %x10, %y : f64
  %x12 = math.powf %x11, %y : f64
  %x13 = math.powf %x12, %y : f64
  %x14 = math.powf %x13, %y : f64
  %x15 = math.powf %x14, %y : f64
  %x16 = math.powf %x15, %y : f64
  %x17 = math.powf %x16, %y : f64
  %x18 = math.powf %x17, %y : f64
  %x19 = math.powf %x18, %y : f64
  %x20 = math.powf %x19, %y : f64
  %x21 = math.powf %x20, %y : f64
  %x22 = math.powf %x21, %y : f64
  %x23 = math.powf %x22, %y : f64
  %x24 = math.powf %x23, %y : f64
  %x25 = math.powf %x24, %y : f64
  %x26 = math.powf %x25, %y : f64
  %x27 = math.powf %x26, %y : f64
  %x28 = math.powf %x27, %y : f64
  %x29 = math.powf %x28, %y : f64
  %x30 = math.powf %x29, %y : f64
  %x31 = math.powf %x30, %y : f64
  %x32 = math.powf %x31, %y : f64
  %x33 = math.powf %x32, %y : f64
  %x34 = math.powf %x33, %y : f64
  %x35 = math.powf %x34, %y : f64
  %x36 = math.powf %x35, %y : f64
  %x37 = math.powf %x36, %y : f64
  %x38 = math.powf %x37, %y : f64
  %x39 = math.powf %x38, %y : f64
  %x40 = math.powf %x39, %y : f64
  %x41 = math.powf %x40, %y : f64
  %x42 = math.powf %x41, %y : f64
  %x43 = math.powf %x42, %y : f64
  %x44 = math.powf %x43, %y : f64
  %x45 = math.powf %x44, %y : f64
  %x46 = math.powf %x45, %y : f64
  %x47 = math.powf %x46, %y : f64
  %x48 = math.powf %x47, %y : f64
  return %x48 : f64
}
