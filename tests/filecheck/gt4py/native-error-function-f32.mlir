// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR NativeFuncCall, f32: erf and erfc.

stencil.func @native_error_function_f32(%a: !stencil.field<ijk x f32>, %b: !stencil.field<ijk x f32>,
    %erf: !stencil.field<ijk x f32>, %erfc: !stencil.field<ijk x f32>) {
  %x = stencil.load %a : !stencil.field<ijk x f32> -> !stencil.temp<ijk x f32>
  %y = stencil.load %b : !stencil.field<ijk x f32> -> !stencil.temp<ijk x f32>
  %r:2 = stencil.apply -> (!stencil.temp<ijk x f32>, !stencil.temp<ijk x f32>) {
    %u = stencil.access %x[0, 0, 0] : !stencil.temp<ijk x f32>
    %v = stencil.access %y[0, 0, 0] : !stencil.temp<ijk x f32>
    %three = arith.constant 3.0 : f32
    %s = arith.subf %u, %v : f32
    %wide = arith.mulf %three, %s : f32
    %r_erf = math.erf %wide : f32
    %r_erfc = math.erfc %wide : f32
    stencil.yield %r_erf, %r_erfc : f32, f32
  }
  stencil.store %r#0 to %erf (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.store %r#1 to %erfc (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f32> to !stencil.field<ijk x f32>
  stencil.return
}
