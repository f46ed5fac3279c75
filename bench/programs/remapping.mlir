// Remapping: for each new level, a search for the old layer that holds its pressure, and a linear profile there.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @remapping(%pe: !field, %q: !field, %pn: !field, %out: !field) {
  %p = stencil.load %pe : !field -> !temp
  %a = stencil.load %q : !field -> !temp
  %n = stencil.load %pn : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %k = stencil.index k
    %c1 = arith.constant 1 : index
    %c0 = arith.constant 0 : index
    %t = stencil.access %n[0, 0, 0] : !temp
    %at = scf.while (%l = %c0) : (index) -> index {
      %next = arith.addi %l, %c1 : index
      %above = stencil.access_dyn %p[0, 0] absolute %next : index (k = start to end) : !temp
      %here = stencil.access_dyn %p[0, 0] absolute %l : index (k = start to end) : !temp
      %is = arith.cmpf ole, %above, %t : f64
      %not = arith.cmpf olt, %here, %above : f64
      %go = arith.andi %is, %not : i1
      scf.condition(%go) %l : index
    } do {
    ^bb0(%l: index):
      %next = arith.addi %l, %c1 : index
      scf.yield %next : index
    }
    %up = arith.addi %at, %c1 : index
    %p0 = stencil.access_dyn %p[0, 0] absolute %at : index (k = start to end) : !temp
    %p1 = stencil.access_dyn %p[0, 0] absolute %up : index (k = start to end) : !temp
    %q0 = stencil.access_dyn %a[0, 0] absolute %at : index (k = start to end) : !temp
    %q1 = stencil.access_dyn %a[0, 0] absolute %up : index (k = start to end) : !temp
    %dp = arith.subf %p1, %p0 : f64
    %tiny = arith.constant 1.0e-9 : f64
    %d = arith.addf %dp, %tiny : f64
    %x = arith.subf %t, %p0 : f64
    %w = arith.divf %x, %d : f64
    %dq = arith.subf %q1, %q0 : f64
    %s = arith.mulf %w, %dq : f64
    %v = arith.addf %q0, %s : f64
    stencil.yield %v : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
