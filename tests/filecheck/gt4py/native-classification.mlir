// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR NativeFuncCall, f64: isfinite, isinf, isnan; of finite values, of
// infinities and of NaN.

stencil.func @classification(%a: !stencil.field<ijk x f64>, %b: !stencil.field<ijk x f64>, %kind: !stencil.field<ijk x i32>,
    %finite: !stencil.field<ijk x i1>, %infinite: !stencil.field<ijk x i1>, %nan: !stencil.field<ijk x i1>) {
  %x = stencil.load %a : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %y = stencil.load %b : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %z = stencil.load %kind : !stencil.field<ijk x i32> -> !stencil.temp<ijk x i32>
  %r:3 = stencil.apply -> (!stencil.temp<ijk x i1>, !stencil.temp<ijk x i1>, !stencil.temp<ijk x i1>) {
    %u = stencil.access %x[0, 0, 0] : !stencil.temp<ijk x f64>
    %v = stencil.access %y[0, 0, 0] : !stencil.temp<ijk x f64>
    %i = stencil.access %z[0, 0, 0] : !stencil.temp<ijk x i32>
    // 0 / v, v / 0 and 0 / 0 by kind.
    %one = arith.constant 1 : i32
    %two = arith.constant 2 : i32
    %zero = arith.constant 0.0 : f64
    %is_two = arith.cmpi sge, %i, %two : i32
    %is_one = arith.cmpi sge, %i, %one : i32
    %top = arith.select %is_two, %zero, %u : f64
    %bottom = arith.select %is_one, %zero, %v : f64
    %q = arith.divf %top, %bottom : f64
    %f = math.isfinite %q : f64
    %g = math.isinf %q : f64
    %h = math.isnan %q : f64
    stencil.yield %f, %g, %h : i1, i1, i1
  }
  stencil.store %r#0 to %finite (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i1> to !stencil.field<ijk x i1>
  stencil.store %r#1 to %infinite (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i1> to !stencil.field<ijk x i1>
  stencil.store %r#2 to %nan (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x i1> to !stencil.field<ijk x i1>
  stencil.return
}
