// RUN: fvopt run %s --arg flag=true --check | FileCheck %s
// RUN: fvopt run %s --arg flag=false --arg dx=0.1 --arg n=-3 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR ScalarDecl and ScalarAccess: parameters of every type.
//
//   q = a * dt + float64(n) if flag else float64(dx)

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @scalar_access(%a: !field, %q: !field, %dt: f64, %dx: f32, %n: i32, %m: i64, %flag: i1) {
  %x = stencil.load %a : !field -> !temp
  %nf = arith.sitofp %n : i32 to f64
  %mf = arith.sitofp %m : i64 to f64
  %dxf = arith.extf %dx : f32 to f64
  %nm = arith.addf %nf, %mf : f64
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %x[0, 0, 0] : !temp
    %p = arith.mulf %v, %dt : f64
    %s = arith.addf %p, %nm : f64
    %t = arith.select %flag, %s, %dxf : f64
    stencil.yield %t : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
