// RUN: fvopt run %s --check | FileCheck %s
// RUN: fvopt run %s --domain 4,3,2 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR FieldAccess with an AbsoluteKIndex: a level of the whole column.
//
//   with computation(PARALLEL), interval(...):
//       q = a.at(K=lev) + a.at(K=0)
// requirement D9

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @absolute_k(%a: !field, %lev: !stencil.field<ij x i64>, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %l = stencil.load %lev : !stencil.field<ij x i64> -> !stencil.temp<ij x i64>
  %r = stencil.apply -> (!temp) {
    %zero = arith.constant 0 : index
    %k = stencil.access %l[0, 0] : !stencil.temp<ij x i64>
    %u = stencil.access_dyn %x[0, 0] absolute %k : i64 (k = start to end) : !temp
    %v = stencil.access_dyn %x[0, 0] absolute %zero : index (k = start to end) : !temp
    %s = arith.addf %u, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
