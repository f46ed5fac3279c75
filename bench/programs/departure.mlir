// A level chosen at run time: the departure level of semi-Lagrangian advection, linear in between.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @departure(%q: !field, %w: !field, %out: !field) {
  %a = stencil.load %q : !field -> !temp
  %c = stencil.load %w : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %k = stencil.index k
    %c1 = arith.constant 1 : index
    %ki = arith.index_cast %k : index to i64
    %kf = arith.sitofp %ki : i64 to f64
    %v = stencil.access %c[0, 0, 0] : !temp
    %ten = arith.constant 10.0 : f64
    %vv = arith.mulf %v, %ten : f64
    %d = arith.subf %kf, %vv : f64
    %f = math.floor %d : f64
    %li = arith.fptosi %f : f64 to i64
    %l = arith.index_cast %li : i64 to index
    %up = arith.addi %l, %c1 : index
    %x = arith.subf %d, %f : f64
    %q0 = stencil.access_dyn %a[0, 0] absolute %l : index (k = start to end) : !temp
    %q1 = stencil.access_dyn %a[0, 0] absolute %up : index (k = start to end) : !temp
    %dq = arith.subf %q1, %q0 : f64
    %s = arith.mulf %x, %dq : f64
    %y = arith.addf %q0, %s : f64
    stencil.yield %y : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
