// RUN: fvopt-opt %s --stencil-simplify -o %t.once
// RUN: fvopt-opt %t.once --stencil-simplify -o %t.twice
// RUN: diff %t.once %t.twice
// RUN: fvopt-opt %s --stencil-simplify=report=true --verify-diagnostics -o %t.reported
// RUN: diff %t.once %t.reported
// requirement V6

// What was simplified stays as it is, and so does what was lifted.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.field<ij x f64>
!plane_temp = !stencil.temp<ij x f64>

program.func @main(%s: !plane, %in: !field, %out: !field) {
  %two = arith.constant 2.0 : f64
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %steps = arith.constant 20 : index
  program.for %n = %zero to %steps step %one {
    %p = stencil.load %s : !plane -> !plane_temp
    %t = stencil.load %in : !field -> !temp
    %q = stencil.load %out : !field -> !temp
    // expected-remark @+3 {{simplified: 602 operations a point instead of 617}}
    // expected-remark @+2 {{a part that does not change in the innermost loop is computed once}}
    // expected-remark @+1 {{a part that depends on ij alone is computed once}}
    %r = stencil.apply -> (!temp) {
      %a = stencil.access %p[0, 0] : !plane_temp
      %b = math.powf %a, %a : f64
      %c = stencil.access %t[0, 0, 0] : !temp
      %d = math.powf %c, %b : f64
      %e = math.powf %d, %c : f64
      %f = stencil.access %q[0, 0, 0] : !temp
      %g = arith.mulf %e, %f : f64
      %h = arith.divf %g, %two : f64
      stencil.yield %h : f64
    }
    stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  }
  program.return
}
