// Remapping along the vertical: each new layer looks for the old one around its middle, from where the layer above
// found its own, and takes the value of a parabola there.
//
//   fvopt run bench/programs/remap.mlir --check

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!level = !stencil.temp<ij x i64>

stencil.func @remap(%pe: !field, %q: !field, %low: !field, %high: !field, %pn: !field, %out: !field) {
  %pe_in = stencil.load %pe : !field -> !temp
  %q_in = stencil.load %q : !field -> !temp
  %low_in = stencil.load %low : !field -> !temp
  %high_in = stencil.load %high : !field -> !temp
  %pn_in = stencil.load %pn : !field -> !temp
  %nothing = stencil.undef : !temp
  %nowhere = stencil.undef : !level
  %first, %last = program.bound (k = start to end)
  %r, %found = stencil.sweep forward carries(%out_c = %nothing : !temp, %layer_c = %nowhere : !level) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%out_c[0] : !temp, %layer_c[0] : !level) {
        %n1 = arith.constant 1 : index
        %from = arith.constant 0 : index
        %pn_0 = stencil.access %pn_in[0, 0, 0] : !temp
        %layer = scf.while (%l = %from) : (index) -> index {
          %next = arith.addi %l, %n1 : index
          %pe_next = stencil.access_dyn %pe_in[0, 0] absolute %next : index (k = start to end + 1) : !temp
          %is = arith.cmpf ole, %pe_next, %pn_0 : f64
          %within = arith.cmpi slt, %next, %last : index
          %go = arith.andi %is, %within : i1
          scf.condition(%go) %l : index
        } do {
        ^bb0(%l: index):
          %next = arith.addi %l, %n1 : index
          scf.yield %next : index
        }
        %below = arith.addi %layer, %n1 : index
        %p0 = stencil.access_dyn %pe_in[0, 0] absolute %layer : index (k = start to end + 1) : !temp
        %p1 = stencil.access_dyn %pe_in[0, 0] absolute %below : index (k = start to end + 1) : !temp
        %q0 = stencil.access_dyn %q_in[0, 0] absolute %layer : index (k = start to end) : !temp
        %a0 = stencil.access_dyn %low_in[0, 0] absolute %layer : index (k = start to end) : !temp
        %a1 = stencil.access_dyn %high_in[0, 0] absolute %layer : index (k = start to end) : !temp
        %one = arith.constant 1.0 : f64
        %three = arith.constant 3.0 : f64
        %thick = arith.subf %p1, %p0 : f64
        %into = arith.subf %pn_0, %p0 : f64
        %x = arith.divf %into, %thick : f64
        %y = arith.subf %one, %x : f64
        %rise = arith.subf %a1, %a0 : f64
        %bend_1 = arith.addf %a0, %a1 : f64
        %bend = arith.mulf %three, %bend_1 : f64
        %curve = arith.mulf %bend, %y : f64
        %slope = arith.subf %rise, %curve : f64
        %more_1 = arith.mulf %x, %slope : f64
        %more = arith.addf %a0, %more_1 : f64
        %value = arith.addf %q0, %more : f64
        %layer64 = arith.index_cast %layer : index to i64
        stencil.yield %value, %layer64 : f64, i64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%out_c[0] : !temp, %layer_c[0] : !level) {
        %n1 = arith.constant 1 : index
        %above = stencil.access %layer_c[0, 0] : !level
        %from = arith.index_cast %above : i64 to index
        %pn_0 = stencil.access %pn_in[0, 0, 0] : !temp
        %layer = scf.while (%l = %from) : (index) -> index {
          %next = arith.addi %l, %n1 : index
          %pe_next = stencil.access_dyn %pe_in[0, 0] absolute %next : index (k = start to end + 1) : !temp
          %is = arith.cmpf ole, %pe_next, %pn_0 : f64
          %within = arith.cmpi slt, %next, %last : index
          %go = arith.andi %is, %within : i1
          scf.condition(%go) %l : index
        } do {
        ^bb0(%l: index):
          %next = arith.addi %l, %n1 : index
          scf.yield %next : index
        }
        %below = arith.addi %layer, %n1 : index
        %p0 = stencil.access_dyn %pe_in[0, 0] absolute %layer : index (k = start to end + 1) : !temp
        %p1 = stencil.access_dyn %pe_in[0, 0] absolute %below : index (k = start to end + 1) : !temp
        %q0 = stencil.access_dyn %q_in[0, 0] absolute %layer : index (k = start to end) : !temp
        %a0 = stencil.access_dyn %low_in[0, 0] absolute %layer : index (k = start to end) : !temp
        %a1 = stencil.access_dyn %high_in[0, 0] absolute %layer : index (k = start to end) : !temp
        %one = arith.constant 1.0 : f64
        %three = arith.constant 3.0 : f64
        %thick = arith.subf %p1, %p0 : f64
        %into = arith.subf %pn_0, %p0 : f64
        %x = arith.divf %into, %thick : f64
        %y = arith.subf %one, %x : f64
        %rise = arith.subf %a1, %a0 : f64
        %bend_1 = arith.addf %a0, %a1 : f64
        %bend = arith.mulf %three, %bend_1 : f64
        %curve = arith.mulf %bend, %y : f64
        %slope = arith.subf %rise, %curve : f64
        %more_1 = arith.mulf %x, %slope : f64
        %more = arith.addf %a0, %more_1 : f64
        %value = arith.addf %q0, %more : f64
        %layer64 = arith.index_cast %layer : index to i64
        stencil.yield %value, %layer64 : f64, i64
      }
    }
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
