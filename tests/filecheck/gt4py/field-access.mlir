// RUN: fvopt run %s --check | FileCheck %s
// RUN: fvopt run %s --domain 1,1,1 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR FieldAccess with a CartesianOffset on every axis.
//
//   with computation(PARALLEL), interval(1, -1):
//       q = a[-1, 0, 0] + a[2, 0, 0] + a[0, -1, 0] + a[0, 1, 1] + a[0, 0, -1]

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @field_access(%a: !field, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %0 = stencil.access %x[-1, 0, 0] : !temp
    %1 = stencil.access %x[2, 0, 0] : !temp
    %2 = stencil.access %x[0, -1, 0] : !temp
    %3 = stencil.access %x[0, 1, 1] : !temp
    %4 = stencil.access %x[0, 0, -1] : !temp
    %5 = arith.addf %0, %1 : f64
    %6 = arith.addf %5, %2 : f64
    %7 = arith.addf %6, %3 : f64
    %8 = arith.addf %7, %4 : f64
    stencil.yield %8 : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start + 1 to end - 1) : !temp to !field
  stencil.return
}
