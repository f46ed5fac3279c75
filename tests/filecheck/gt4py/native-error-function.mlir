// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR NativeFuncCall, f64: erf and erfc.

stencil.func @native_error_function(%a: !stencil.field<ijk x f64>, %b: !stencil.field<ijk x f64>,
    %erf: !stencil.field<ijk x f64>, %erfc: !stencil.field<ijk x f64>) {
  %x = stencil.load %a : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %y = stencil.load %b : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  %r:2 = stencil.apply -> (!stencil.temp<ijk x f64>, !stencil.temp<ijk x f64>) {
    %u = stencil.access %x[0, 0, 0] : !stencil.temp<ijk x f64>
    %v = stencil.access %y[0, 0, 0] : !stencil.temp<ijk x f64>
    %three = arith.constant 3.0 : f64
    %s = arith.subf %u, %v : f64
    %wide = arith.mulf %three, %s : f64
    %r_erf = math.erf %wide : f64
    %r_erfc = math.erfc %wide : f64
    stencil.yield %r_erf, %r_erfc : f64, f64
  }
  stencil.store %r#0 to %erf (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.store %r#1 to %erfc (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}
