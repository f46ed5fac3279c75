// RUN: fvopt run %s --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR FieldIfStmt: the condition is a value per point; what a branch does not
// assign keeps its value. Branches nest.
//
//   with computation(PARALLEL), interval(...):
//       if a > b:
//           q = a
//           if mask:
//               q = q + 1.0
//       else:
//           p = b

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @field_if(%a: !field, %b: !field, %mask: !stencil.field<ijk x i1>, %p: !field, %q: !field) {
  %ta = stencil.load %a : !field -> !temp
  %tb = stencil.load %b : !field -> !temp
  %tm = stencil.load %mask : !stencil.field<ijk x i1> -> !stencil.temp<ijk x i1>
  %tp = stencil.load %p : !field -> !temp
  %tq = stencil.load %q : !field -> !temp
  %r:2 = stencil.apply -> (!temp, !temp) {
    %u = stencil.access %ta[0, 0, 0] : !temp
    %v = stencil.access %tb[0, 0, 0] : !temp
    %m = stencil.access %tm[0, 0, 0] : !stencil.temp<ijk x i1>
    %p0 = stencil.access %tp[0, 0, 0] : !temp
    %q0 = stencil.access %tq[0, 0, 0] : !temp
    %above = arith.cmpf ogt, %u, %v : f64
    %n:2 = scf.if %above -> (f64, f64) {
      %q2 = scf.if %m -> (f64) {
        %one = arith.constant 1.0 : f64
        %q1 = arith.addf %u, %one : f64
        scf.yield %q1 : f64
      } else {
        scf.yield %u : f64
      }
      scf.yield %p0, %q2 : f64, f64
    } else {
      scf.yield %v, %q0 : f64, f64
    }
    stencil.yield %n#0, %n#1 : f64, f64
  }
  stencil.store %r#0 to %p (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r#1 to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
