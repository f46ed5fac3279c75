// RUN: fvopt run %s --arg limit=20 --check | FileCheck %s
// RUN: fvopt run %s --arg limit=0 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR While: repeats per point until the condition does not hold.
//
//   with computation(PARALLEL), interval(...):
//       n = 0
//       v = a
//       while v < 100.0 and n < limit:
//           v = v * a
//           n = n + 1
//       q = v

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @while(%a: !field, %q: !field, %limit: i32) {
  %x = stencil.load %a : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %hundred = arith.constant 100.0 : f64
    %zero = arith.constant 0 : i32
    %one = arith.constant 1 : i32
    %u = stencil.access %x[0, 0, 0] : !temp
    %n:2 = scf.while (%v = %u, %count = %zero) : (f64, i32) -> (f64, i32) {
      %small = arith.cmpf olt, %v, %hundred : f64
      %few = arith.cmpi slt, %count, %limit : i32
      %go = arith.andi %small, %few : i1
      scf.condition(%go) %v, %count : f64, i32
    } do {
    ^bb0(%v: f64, %count: i32):
      %next = arith.mulf %v, %u : f64
      %more = arith.addi %count, %one : i32
      scf.yield %next, %more : f64, i32
    }
    stencil.yield %n#0 : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
