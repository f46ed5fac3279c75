// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR NativeFuncCall, f32: sin, cos, tan, arcsin, arccos, arctan, sinh, cosh, tanh,
// arcsinh, arccosh, arctanh. Arguments outside of a function's domain give NaN.

stencil.func @native_trigonometric_f32(%a: !stencil.field<ijk x f32>, %b: !stencil.field<ijk x f32>,
    %sin: !stencil.field<ijk x f32>, %cos: !stencil.field<ijk x f32>, %tan: !stencil.field<ijk x f32>, %arcsin: !stencil.field<ijk x f32>, %arccos: !stencil.field<ijk x f32>, %arctan: !stencil.field<ijk x f32>, %sinh: !stencil.field<ijk x f32>, %cosh: !stencil.field<ijk x f32>, %tanh: !stencil.field<ijk x f32>, %arcsinh: !stencil.field<ijk x f32>, %arccosh: !stencil.field<ijk x f32>, %arctanh: !stencil.field<ijk x f32>) {
  %x = stencil.load %a : !stencil.field<ijk x f32> -> !stencil.temp<ijk x f32>
  %y = stencil.load %b : !stencil.field<ijk x f32> -> !stencil.temp<ijk x f32>
  %r:12 = stencil.apply -> (!stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>) {
    %u = stencil.access %x[0, 0, 0] : !stencil.temp<ijk x f32>
    %v = stencil.access %y[0, 0, 0] : !stencil.temp<ijk x f32>
    %three = arith.constant 3.0 : f32
    %s = arith.subf %u, %v : f32
    %wide = arith.mulf %three, %s : f32
    %r_sin = math.sin %u : f32
    %r_cos = math.cos %u : f32
    %r_tan = math.tan %u : f32
    %r_arcsin = math.asin %s : f32
    %r_arccos = math.acos %s : f32
    %r_arctan = math.atan %u : f32
    %r_sinh = math.sinh %u : f32
    %r_cosh = math.cosh %u : f32
    %r_tanh = math.tanh %u : f32
    %r_arcsinh = math.asinh %s : f32
    %r_arccosh = math.acosh %u : f32
    %r_arctanh = math.atanh %wide : f32
    stencil.yield %r_sin, %r_cos, %r_tan, %r_arcsin, %r_arccos, %r_arctan, %r_sinh, %r_cosh, %r_tanh, %r_arcsinh, %r_arccosh, %r_arctanh : f32, f32, f32, f32, f32, f32, f32, f32, f32, f32, f32, f32
  }
  stencil.store %r#0 to %sin (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#1 to %cos (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#2 to %tan (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#3 to %arcsin (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#4 to %arccos (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#5 to %arctan (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#6 to %sinh (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#7 to %cosh (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#8 to %tanh (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#9 to %arcsinh (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#10 to %arccosh (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#11 to %arctanh (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.return
}
