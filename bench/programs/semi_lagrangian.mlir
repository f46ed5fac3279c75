// Semi-Lagrangian advection along the vertical: the value where the air came from, three levels away at most, between
// the two levels around; and what a cubic would add.
//
//   fvopt run bench/programs/semi_lagrangian.mlir --check

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @semi_lagrangian(%q: !field, %s: !field, %w: !field, %out: !field) {
  %q_in = stencil.load %q : !field -> !temp
  %s_in = stencil.load %s : !field -> !temp
  %w_in = stencil.load %w : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %w_0 = stencil.access %w_in[0, 0, 0] : !temp
    %most = arith.constant 2.0 : f64
    %least = arith.constant -3.0 : f64
    %back = arith.negf %w_0 : f64
    %way_1 = arith.maximumf %back, %least : f64
    %way = arith.minimumf %way_1, %most : f64
    %whole = math.floor %way : f64
    %x = arith.subf %way, %whole : f64
    %l64 = arith.fptosi %whole : f64 to i64
    %l = arith.index_cast %l64 : i64 to index
    %n1 = arith.constant 1 : index
    %up = arith.addi %l, %n1 : index
    %q_l = stencil.access_dyn %q_in[0, 0] relative %l : index in [-3, 3] : !temp
    %q_up = stencil.access_dyn %q_in[0, 0] relative %up : index in [-3, 3] : !temp
    %s_l = stencil.access_dyn %s_in[0, 0] relative %l : index in [-3, 3] : !temp
    %s_up = stencil.access_dyn %s_in[0, 0] relative %up : index in [-3, 3] : !temp
    %d = arith.subf %q_up, %q_l : f64
    %line_1 = arith.mulf %x, %d : f64
    %line = arith.addf %q_l, %line_1 : f64
    %one = arith.constant 1.0 : f64
    %y = arith.subf %one, %x : f64
    %xy = arith.mulf %x, %y : f64
    %low_1 = arith.subf %s_l, %d : f64
    %low = arith.mulf %y, %low_1 : f64
    %high_1 = arith.subf %d, %s_up : f64
    %high = arith.mulf %x, %high_1 : f64
    %bend_1 = arith.addf %low, %high : f64
    %bend = arith.mulf %xy, %bend_1 : f64
    %value = arith.addf %line, %bend : f64
    stencil.yield %value : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
