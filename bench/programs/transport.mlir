// Finite-volume transport of a tracer in two dimensions, one step, level by level:
// the operator-split scheme of Lin and Rood on the piecewise parabolic method.
//
//   fvopt run bench/programs/transport.mlir --check
//
// What examples/transport.mlir does in a sub-step, as a program of eight stencil
// calls whose halos are given: nothing is exchanged, and q is not overwritten.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.field<ij x f64>
!plane_temp = !stencil.temp<ij x f64>

// The mean of q over what crosses the lower faces: a parabola in each cell, with
// `low` and `high` at its ends (relative to the mean) made monotonic.
stencil.func @ppm_i(%q: !field, %courant: !field, %flux: !field) {
  %t = stencil.load %q : !field -> !temp
  %c = stencil.load %courant : !field -> !temp
  %face = stencil.apply -> (!temp) {
    %near = arith.constant 0.5833333333333334 : f64
    %far = arith.constant 0.08333333333333333 : f64
    %q_im = stencil.access %t[-1, 0, 0] : !temp
    %q_0 = stencil.access %t[0, 0, 0] : !temp
    %r_1 = arith.addf %q_im, %q_0 : f64
    %r_2 = arith.mulf %near, %r_1 : f64
    %q_imm = stencil.access %t[-2, 0, 0] : !temp
    %q_i = stencil.access %t[1, 0, 0] : !temp
    %r_3 = arith.addf %q_imm, %q_i : f64
    %r_4 = arith.mulf %far, %r_3 : f64
    %r_5 = arith.subf %r_2, %r_4 : f64
    stencil.yield %r_5 : f64
  }
  %low, %high = stencil.apply -> (!temp, !temp) {
    %zero = arith.constant 0.0 : f64
    %two = arith.constant 2.0 : f64
    %minus_two = arith.constant -2.0 : f64
    %f_0 = stencil.access %face[0, 0, 0] : !temp
    %q_0 = stencil.access %t[0, 0, 0] : !temp
    %l = arith.subf %f_0, %q_0 : f64
    %f_i = stencil.access %face[1, 0, 0] : !temp
    %h = arith.subf %f_i, %q_0 : f64
    %extremum = arith.mulf %l, %h : f64
    %extremum_is = arith.cmpf oge, %extremum, %zero : f64
    %size_l = math.absf %l : f64
    %size_h = math.absf %h : f64
    %steep_l = arith.mulf %two, %size_h : f64
    %steep_l_is = arith.cmpf ogt, %size_l, %steep_l : f64
    %steep_h = arith.mulf %two, %size_l : f64
    %steep_h_is = arith.cmpf ogt, %size_h, %steep_h : f64
    %bent_l = arith.mulf %minus_two, %h : f64
    %bent_l_1 = arith.select %steep_l_is, %bent_l, %l : f64
    %bent_h = arith.mulf %minus_two, %l : f64
    %bent_h_1 = arith.select %steep_h_is, %bent_h, %h : f64
    %limited_l = arith.select %extremum_is, %zero, %bent_l_1 : f64
    %limited_h = arith.select %extremum_is, %zero, %bent_h_1 : f64
    stencil.yield %limited_l, %limited_h : f64, f64
  }
  %crossing = stencil.apply -> (!temp) {
    %one = arith.constant 1.0 : f64
    %zero = arith.constant 0.0 : f64
    %q_im = stencil.access %t[-1, 0, 0] : !temp
    %w_0 = stencil.access %c[0, 0, 0] : !temp
    %from_below = arith.subf %one, %w_0 : f64
    %h_im = stencil.access %high[-1, 0, 0] : !temp
    %l_im = stencil.access %low[-1, 0, 0] : !temp
    %from_below_1 = arith.addf %l_im, %h_im : f64
    %from_below_2 = arith.mulf %w_0, %from_below_1 : f64
    %from_below_3 = arith.subf %h_im, %from_below_2 : f64
    %from_below_4 = arith.mulf %from_below, %from_below_3 : f64
    %from_below_5 = arith.addf %q_im, %from_below_4 : f64
    %q_0 = stencil.access %t[0, 0, 0] : !temp
    %from_above = arith.addf %one, %w_0 : f64
    %l_0 = stencil.access %low[0, 0, 0] : !temp
    %h_0 = stencil.access %high[0, 0, 0] : !temp
    %from_above_1 = arith.addf %l_0, %h_0 : f64
    %from_above_2 = arith.mulf %w_0, %from_above_1 : f64
    %from_above_3 = arith.addf %l_0, %from_above_2 : f64
    %from_above_4 = arith.mulf %from_above, %from_above_3 : f64
    %from_above_5 = arith.addf %q_0, %from_above_4 : f64
    %r_is = arith.cmpf ogt, %w_0, %zero : f64
    %r_1 = arith.select %r_is, %from_below_5, %from_above_5 : f64
    stencil.yield %r_1 : f64
  }
  stencil.store %crossing to %flux (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

stencil.func @ppm_j(%q: !field, %courant: !field, %flux: !field) {
  %t = stencil.load %q : !field -> !temp
  %c = stencil.load %courant : !field -> !temp
  %face = stencil.apply -> (!temp) {
    %near = arith.constant 0.5833333333333334 : f64
    %far = arith.constant 0.08333333333333333 : f64
    %q_jm = stencil.access %t[0, -1, 0] : !temp
    %q_0 = stencil.access %t[0, 0, 0] : !temp
    %r_1 = arith.addf %q_jm, %q_0 : f64
    %r_2 = arith.mulf %near, %r_1 : f64
    %q_jmm = stencil.access %t[0, -2, 0] : !temp
    %q_j = stencil.access %t[0, 1, 0] : !temp
    %r_3 = arith.addf %q_jmm, %q_j : f64
    %r_4 = arith.mulf %far, %r_3 : f64
    %r_5 = arith.subf %r_2, %r_4 : f64
    stencil.yield %r_5 : f64
  }
  %low, %high = stencil.apply -> (!temp, !temp) {
    %zero = arith.constant 0.0 : f64
    %two = arith.constant 2.0 : f64
    %minus_two = arith.constant -2.0 : f64
    %f_0 = stencil.access %face[0, 0, 0] : !temp
    %q_0 = stencil.access %t[0, 0, 0] : !temp
    %l = arith.subf %f_0, %q_0 : f64
    %f_j = stencil.access %face[0, 1, 0] : !temp
    %h = arith.subf %f_j, %q_0 : f64
    %extremum = arith.mulf %l, %h : f64
    %extremum_is = arith.cmpf oge, %extremum, %zero : f64
    %size_l = math.absf %l : f64
    %size_h = math.absf %h : f64
    %steep_l = arith.mulf %two, %size_h : f64
    %steep_l_is = arith.cmpf ogt, %size_l, %steep_l : f64
    %steep_h = arith.mulf %two, %size_l : f64
    %steep_h_is = arith.cmpf ogt, %size_h, %steep_h : f64
    %bent_l = arith.mulf %minus_two, %h : f64
    %bent_l_1 = arith.select %steep_l_is, %bent_l, %l : f64
    %bent_h = arith.mulf %minus_two, %l : f64
    %bent_h_1 = arith.select %steep_h_is, %bent_h, %h : f64
    %limited_l = arith.select %extremum_is, %zero, %bent_l_1 : f64
    %limited_h = arith.select %extremum_is, %zero, %bent_h_1 : f64
    stencil.yield %limited_l, %limited_h : f64, f64
  }
  %crossing = stencil.apply -> (!temp) {
    %one = arith.constant 1.0 : f64
    %zero = arith.constant 0.0 : f64
    %q_jm = stencil.access %t[0, -1, 0] : !temp
    %w_0 = stencil.access %c[0, 0, 0] : !temp
    %from_below = arith.subf %one, %w_0 : f64
    %h_jm = stencil.access %high[0, -1, 0] : !temp
    %l_jm = stencil.access %low[0, -1, 0] : !temp
    %from_below_1 = arith.addf %l_jm, %h_jm : f64
    %from_below_2 = arith.mulf %w_0, %from_below_1 : f64
    %from_below_3 = arith.subf %h_jm, %from_below_2 : f64
    %from_below_4 = arith.mulf %from_below, %from_below_3 : f64
    %from_below_5 = arith.addf %q_jm, %from_below_4 : f64
    %q_0 = stencil.access %t[0, 0, 0] : !temp
    %from_above = arith.addf %one, %w_0 : f64
    %l_0 = stencil.access %low[0, 0, 0] : !temp
    %h_0 = stencil.access %high[0, 0, 0] : !temp
    %from_above_1 = arith.addf %l_0, %h_0 : f64
    %from_above_2 = arith.mulf %w_0, %from_above_1 : f64
    %from_above_3 = arith.addf %l_0, %from_above_2 : f64
    %from_above_4 = arith.mulf %from_above, %from_above_3 : f64
    %from_above_5 = arith.addf %q_0, %from_above_4 : f64
    %r_is = arith.cmpf ogt, %w_0, %zero : f64
    %r_1 = arith.select %r_is, %from_below_5, %from_above_5 : f64
    stencil.yield %r_1 : f64
  }
  stencil.store %crossing to %flux (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

// q after the fluxes along one axis alone.
stencil.func @advance_i(%q: !field, %area: !plane, %swept: !field, %flux: !field, %out: !field) {
  %t = stencil.load %q : !field -> !temp
  %c = stencil.load %area : !plane -> !plane_temp
  %x = stencil.load %swept : !field -> !temp
  %y = stencil.load %flux : !field -> !temp
  %new = stencil.apply -> (!temp) {
    %q_0 = stencil.access %t[0, 0, 0] : !temp
    %cell_0 = stencil.access %c[0, 0] : !plane_temp
    %r_1 = arith.mulf %q_0, %cell_0 : f64
    %s_0 = stencil.access %x[0, 0, 0] : !temp
    %f_0 = stencil.access %y[0, 0, 0] : !temp
    %r_2 = arith.mulf %s_0, %f_0 : f64
    %r_3 = arith.addf %r_1, %r_2 : f64
    %s_i = stencil.access %x[1, 0, 0] : !temp
    %f_i = stencil.access %y[1, 0, 0] : !temp
    %r_4 = arith.mulf %s_i, %f_i : f64
    %r_5 = arith.subf %r_3, %r_4 : f64
    %r_6 = arith.addf %cell_0, %s_0 : f64
    %r_7 = arith.subf %r_6, %s_i : f64
    %r_8 = arith.divf %r_5, %r_7 : f64
    stencil.yield %r_8 : f64
  }
  stencil.store %new to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

stencil.func @advance_j(%q: !field, %area: !plane, %swept: !field, %flux: !field, %out: !field) {
  %t = stencil.load %q : !field -> !temp
  %c = stencil.load %area : !plane -> !plane_temp
  %x = stencil.load %swept : !field -> !temp
  %y = stencil.load %flux : !field -> !temp
  %new = stencil.apply -> (!temp) {
    %q_0 = stencil.access %t[0, 0, 0] : !temp
    %cell_0 = stencil.access %c[0, 0] : !plane_temp
    %r_1 = arith.mulf %q_0, %cell_0 : f64
    %s_0 = stencil.access %x[0, 0, 0] : !temp
    %f_0 = stencil.access %y[0, 0, 0] : !temp
    %r_2 = arith.mulf %s_0, %f_0 : f64
    %r_3 = arith.addf %r_1, %r_2 : f64
    %s_j = stencil.access %x[0, 1, 0] : !temp
    %f_j = stencil.access %y[0, 1, 0] : !temp
    %r_4 = arith.mulf %s_j, %f_j : f64
    %r_5 = arith.subf %r_3, %r_4 : f64
    %r_6 = arith.addf %cell_0, %s_0 : f64
    %r_7 = arith.subf %r_6, %s_j : f64
    %r_8 = arith.divf %r_5, %r_7 : f64
    stencil.yield %r_8 : f64
  }
  stencil.store %new to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

// The mean of both orders of advancing, times the area swept.
stencil.func @fluxes(%fx: !field, %fx2: !field, %fy: !field, %fy2: !field, %xf: !field, %yf: !field) {
  %x = stencil.load %fx : !field -> !temp
  %x2 = stencil.load %fx2 : !field -> !temp
  %y = stencil.load %fy : !field -> !temp
  %y2 = stencil.load %fy2 : !field -> !temp
  %xs = stencil.load %xf : !field -> !temp
  %ys = stencil.load %yf : !field -> !temp
  %x_new = stencil.apply -> (!temp) {
    %half = arith.constant 0.5 : f64
    %x_0 = stencil.access %x[0, 0, 0] : !temp
    %x2_0 = stencil.access %x2[0, 0, 0] : !temp
    %r_1 = arith.addf %x_0, %x2_0 : f64
    %r_2 = arith.mulf %half, %r_1 : f64
    %s_0 = stencil.access %xs[0, 0, 0] : !temp
    %r_3 = arith.mulf %r_2, %s_0 : f64
    stencil.yield %r_3 : f64
  }
  %y_new = stencil.apply -> (!temp) {
    %half = arith.constant 0.5 : f64
    %y_0 = stencil.access %y[0, 0, 0] : !temp
    %y2_0 = stencil.access %y2[0, 0, 0] : !temp
    %r_1 = arith.addf %y_0, %y2_0 : f64
    %r_2 = arith.mulf %half, %r_1 : f64
    %s_0 = stencil.access %ys[0, 0, 0] : !temp
    %r_3 = arith.mulf %r_2, %s_0 : f64
    stencil.yield %r_3 : f64
  }
  stencil.store %x_new to %fx (i = start to end + 1, j = start to end, k = start to end) : !temp to !field
  stencil.store %y_new to %fy (i = start to end, j = start to end + 1, k = start to end) : !temp to !field
  stencil.return
}

stencil.func @update(%q: !field, %fx: !field, %fy: !field, %rarea: !plane, %out: !field) {
  %t = stencil.load %q : !field -> !temp
  %x = stencil.load %fx : !field -> !temp
  %y = stencil.load %fy : !field -> !temp
  %r = stencil.load %rarea : !plane -> !plane_temp
  %new = stencil.apply -> (!temp) {
    %q_0 = stencil.access %t[0, 0, 0] : !temp
    %x_0 = stencil.access %x[0, 0, 0] : !temp
    %x_i = stencil.access %x[1, 0, 0] : !temp
    %v = arith.subf %x_0, %x_i : f64
    %y_0 = stencil.access %y[0, 0, 0] : !temp
    %v_1 = arith.addf %v, %y_0 : f64
    %y_j = stencil.access %y[0, 1, 0] : !temp
    %v_2 = arith.subf %v_1, %y_j : f64
    %ra_0 = stencil.access %r[0, 0] : !plane_temp
    %v_3 = arith.mulf %v_2, %ra_0 : f64
    %v_4 = arith.addf %q_0, %v_3 : f64
    stencil.yield %v_4 : f64
  }
  stencil.store %new to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

program.func @transport(%q: !field, %cx: !field, %cy: !field, %xf: !field, %yf: !field,
                        %area: !plane, %rarea: !plane, %qo: !field) {
  %fy2 = program.alloc (i = start - 3 to end + 3, j = start to end + 1, k = start to end) : !field
  %qi = program.alloc (i = start - 3 to end + 3, j = start to end, k = start to end) : !field
  %fx = program.alloc (i = start to end + 1, j = start to end, k = start to end) : !field
  %fx2 = program.alloc (i = start to end + 1, j = start - 3 to end + 3, k = start to end) : !field
  %qj = program.alloc (i = start to end, j = start - 3 to end + 3, k = start to end) : !field
  %fy = program.alloc (i = start to end, j = start to end + 1, k = start to end) : !field
  // Along j first, then along i ...
  program.call @ppm_j(%q, %cy, %fy2) (i = start - 3 to end + 3, j = start to end + 1, k = start to end)
      : !field, !field, !field
  program.call @advance_j(%q, %area, %yf, %fy2, %qi) (i = start - 3 to end + 3, j = start to end, k = start to end)
      : !field, !plane, !field, !field, !field
  program.call @ppm_i(%qi, %cx, %fx) (i = start to end + 1, j = start to end, k = start to end)
      : !field, !field, !field
  // ... and along i first, then along j.
  program.call @ppm_i(%q, %cx, %fx2) (i = start to end + 1, j = start - 3 to end + 3, k = start to end)
      : !field, !field, !field
  program.call @advance_i(%q, %area, %xf, %fx2, %qj) (i = start to end, j = start - 3 to end + 3, k = start to end)
      : !field, !plane, !field, !field, !field
  program.call @ppm_j(%qj, %cy, %fy) (i = start to end, j = start to end + 1, k = start to end)
      : !field, !field, !field
  program.call @fluxes(%fx, %fx2, %fy, %fy2, %xf, %yf) : !field, !field, !field, !field, !field, !field
  program.call @update(%q, %fx, %fy, %rarea, %qo) : !field, !field, !field, !plane, !field
  program.return
}
