// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR NativeFuncCall, f32: sqrt, cbrt, exp, log, log10, pow. The difference is
// negative at half of the points: NaN there from sqrt, log, log10 and pow.

stencil.func @native_exponential_f32(%a: !stencil.field<ijk x f32>, %b: !stencil.field<ijk x f32>,
    %sqrt: !stencil.field<ijk x f32>, %sqrt_nan: !stencil.field<ijk x f32>, %cbrt: !stencil.field<ijk x f32>, %exp: !stencil.field<ijk x f32>, %log: !stencil.field<ijk x f32>, %log_nan: !stencil.field<ijk x f32>, %log10: !stencil.field<ijk x f32>, %pow: !stencil.field<ijk x f32>, %pow_nan: !stencil.field<ijk x f32>) {
  %x = stencil.load %a : !stencil.field<ijk x f32> -> !stencil.temp<ijk x f32>
  %y = stencil.load %b : !stencil.field<ijk x f32> -> !stencil.temp<ijk x f32>
  %r:9 = stencil.apply -> (!stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>) {
    %u = stencil.access %x[0, 0, 0] : !stencil.temp<ijk x f32>
    %v = stencil.access %y[0, 0, 0] : !stencil.temp<ijk x f32>
    %three = arith.constant 3.0 : f32
    %s = arith.subf %u, %v : f32
    %wide = arith.mulf %three, %s : f32
    %r_sqrt = math.sqrt %u : f32
    %r_sqrt_nan = math.sqrt %s : f32
    %r_cbrt = math.cbrt %s : f32
    %r_exp = math.exp %wide : f32
    %r_log = math.log %u : f32
    %r_log_nan = math.log %s : f32
    %r_log10 = math.log10 %u : f32
    %r_pow = math.powf %u, %v : f32
    %r_pow_nan = math.powf %s, %v : f32
    stencil.yield %r_sqrt, %r_sqrt_nan, %r_cbrt, %r_exp, %r_log, %r_log_nan, %r_log10, %r_pow, %r_pow_nan : f32, f32, f32, f32, f32, f32, f32, f32, f32
  }
  stencil.store %r#0 to %sqrt (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#1 to %sqrt_nan (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#2 to %cbrt (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#3 to %exp (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#4 to %log (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#5 to %log_nan (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#6 to %log10 (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#7 to %pow (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#8 to %pow_nan (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.return
}
