// RUN: fvopt run %s --arg flag=true --arg dt=1.75 --check | FileCheck %s
// RUN: fvopt run %s --arg flag=false --arg dt=1.75 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR ScalarIfStmt: the condition is one value for the whole stencil.
//
//   with computation(PARALLEL), interval(...):
//       if flag and dt > 1.5:
//           q = a
//       else:
//           q = a * dt

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @scalar_if(%a: !field, %q: !field, %flag: i1, %dt: f64) {
  %x = stencil.load %a : !field -> !temp
  %limit = arith.constant 1.5 : f64
  %large = arith.cmpf ogt, %dt, %limit : f64
  %both = arith.andi %flag, %large : i1
  %r = stencil.apply -> (!temp) {
    %v = stencil.access %x[0, 0, 0] : !temp
    %n = scf.if %both -> (f64) {
      scf.yield %v : f64
    } else {
      %s = arith.mulf %v, %dt : f64
      scf.yield %s : f64
    }
    stencil.yield %n : f64
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
