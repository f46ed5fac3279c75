// Upwind differences with a limiter, as branches: both sides are cheap.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @upwind_branch(%in: !field, %w: !field, %out: !field) {
  %a = stencil.load %in : !field -> !temp
  %b = stencil.load %w : !field -> !temp
  %n = stencil.apply -> (!temp) {
    %zero = arith.constant 0.0 : f64
    %h = arith.constant 0.5 : f64
    %m = stencil.access %a[-1, 0, 0] : !temp
    %c = stencil.access %a[0, 0, 0] : !temp
    %p = stencil.access %a[1, 0, 0] : !temp
    %u = stencil.access %b[0, 0, 0] : !temp
    %up = arith.cmpf ogt, %u, %h : f64
    %f = scf.if %up -> (f64) {
      %d = arith.subf %c, %m : f64
      %e = arith.mulf %d, %u : f64
      %s = arith.subf %p, %c : f64
      %t = arith.mulf %e, %s : f64
      %is = arith.cmpf ogt, %t, %zero : f64
      %l = scf.if %is -> (f64) {
        %x = arith.mulf %h, %e : f64
        %y = arith.addf %x, %c : f64
        scf.yield %y : f64
      } else {
        scf.yield %c : f64
      }
      scf.yield %l : f64
    } else {
      %d = arith.subf %p, %c : f64
      %e = arith.mulf %d, %u : f64
      %s = arith.addf %p, %e : f64
      scf.yield %s : f64
    }
    stencil.yield %f : f64
  }
  stencil.store %n to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
