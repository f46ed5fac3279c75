// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR IteratorAccess: the current index on I, J and K as a value.
//
//   with computation(PARALLEL), interval(...):
//       q = a * K + I - J
// requirement D2

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @iterator(%a: !field, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %i = stencil.index i
    %j = stencil.index j
    %k = stencil.index k
    %i64 = arith.index_cast %i : index to i64
    %j64 = arith.index_cast %j : index to i64
    %k64 = arith.index_cast %k : index to i64
    %fi = arith.sitofp %i64 : i64 to f64
    %fj = arith.sitofp %j64 : i64 to f64
    %fk = arith.sitofp %k64 : i64 to f64
    %v = stencil.access %x[0, 0, 0] : !temp
    %p = arith.mulf %v, %fk : f64
    %s = arith.addf %p, %fi : f64
    %d = arith.subf %s, %fj : f64
    stencil.yield %d : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
