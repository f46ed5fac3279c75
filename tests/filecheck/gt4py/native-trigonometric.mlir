// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR NativeFuncCall, f64: sin, cos, tan, arcsin, arccos, arctan, sinh, cosh, tanh,
// arcsinh, arccosh, arctanh. Arguments outside of a function's domain give NaN.
// requirement L4

stencil.func @native_trigonometric(%a: !stencil.field<ijk x f64>, %b: !stencil.field<ijk x f64>,
    %sin: !stencil.field<ijk x f64>, %cos: !stencil.field<ijk x f64>, %tan: !stencil.field<ijk x f64>, %arcsin: !stencil.field<ijk x f64>, %arccos: !stencil.field<ijk x f64>, %arctan: !stencil.field<ijk x f64>, %sinh: !stencil.field<ijk x f64>, %cosh: !stencil.field<ijk x f64>, %tanh: !stencil.field<ijk x f64>, %arcsinh: !stencil.field<ijk x f64>, %arccosh: !stencil.field<ijk x f64>, %arctanh: !stencil.field<ijk x f64>) {
  %x = stencil.load %a : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %y = stencil.load %b : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %r:12 = stencil.apply -> (!stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>) {
    %u = stencil.access %x[0, 0, 0] : !stencil.temp<ijk x f64>
    %v = stencil.access %y[0, 0, 0] : !stencil.temp<ijk x f64>
    %three = arith.constant 3.0 : f64
    %s = arith.subf %u, %v : f64
    %wide = arith.mulf %three, %s : f64
    %r_sin = math.sin %u : f64
    %r_cos = math.cos %u : f64
    %r_tan = math.tan %u : f64
    %r_arcsin = math.asin %s : f64
    %r_arccos = math.acos %s : f64
    %r_arctan = math.atan %u : f64
    %r_sinh = math.sinh %u : f64
    %r_cosh = math.cosh %u : f64
    %r_tanh = math.tanh %u : f64
    %r_arcsinh = math.asinh %s : f64
    %r_arccosh = math.acosh %u : f64
    %r_arctanh = math.atanh %wide : f64
    stencil.yield %r_sin, %r_cos, %r_tan, %r_arcsin, %r_arccos, %r_arctan, %r_sinh, %r_cosh, %r_tanh, %r_arcsinh, %r_arccosh, %r_arctanh : f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64
  }
  stencil.store %r#0 to %sin (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#1 to %cos (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#2 to %tan (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#3 to %arcsin (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#4 to %arccos (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#5 to %arctan (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#6 to %sinh (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#7 to %cosh (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#8 to %tanh (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#9 to %arcsinh (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#10 to %arccosh (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#11 to %arctanh (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}
