// RUN: fvopt run %s --arg n=2 --check | FileCheck %s
// RUN: fvopt run %s --arg n=100 --domain 4,3,2 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR FieldAccess with a VariableKOffset: an expression of fields and scalars,
// with a declared extent; also with horizontal offsets.
//
//   with computation(PARALLEL), interval(...):
//       q = a[0, 0, lev] + a[1, 0, lev - n]
// requirement D9

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @variable_k(%a: !field, %lev: !stencil.field<ijk x i32>, %n: i32, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %l = stencil.load %lev : !stencil.field<ijk x i32> -> !stencil.temp<ijk x i32>
  %r = stencil.apply -> (!temp) {
    %d = stencil.access %l[0, 0, 0] : !stencil.temp<ijk x i32>
    %e = arith.subi %d, %n : i32
    %u = stencil.access_dyn %x[0, 0] relative %d : i32 in [0, 3] : !temp
    %v = stencil.access_dyn %x[1, 0] relative %e : i32 in [-3, 3] : !temp
    %s = arith.addf %u, %v : f64
    stencil.yield %s : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
