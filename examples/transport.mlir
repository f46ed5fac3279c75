// Finite-volume transport of a tracer in two dimensions, level by level.
//
//   fvopt run examples/transport.mlir --check
//   fvopt demo                       (a blob in solid-body rotation, with pictures)
//
// The operator-split scheme of Lin and Rood ("Multidimensional flux-form
// semi-Lagrangian transport schemes", 1996) on the piecewise parabolic
// reconstruction of Colella and Woodward, as Putman and Lin ("Finite-volume
// transport on various cubed-sphere grids", 2007) use it: the fluxes along i
// are the mean of those of q and those of q already advanced along j, and the
// other way round, which cancels the leading error of splitting. What leaves a
// cell enters its neighbour, so that mass (the sum of q * area) stays as it is
// but for rounding.
//
//   q           the tracer, at the centres of the cells; updated in place
//   cx, cy      Courant numbers of a step, at the lower faces along i and j
//   xfx, yfx    the area that a step sweeps across these faces
//   area, rarea the area of a cell and its reciprocal
//   steps       how many steps to run
//
// The domain is periodic along i and j. A step with Courant numbers beyond 1 is
// divided into as many equal sub-steps as it takes, as FV3 does.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.field<ij x f64>
!plane_temp = !stencil.temp<ij x f64>

// The mean of q over what crosses the lower faces along i: parabolas with the
// values `low` and `high` (relative to the mean) at the ends of each cell, made
// monotonic, and integrated over the part of the cell upstream that crosses.
stencil.func @ppm_i(%q: !field, %courant: !field, %mean: !field) {
  %t = stencil.load %q : !field -> !temp
  %c = stencil.load %courant : !field -> !temp
  // The value at the lower face, of fourth order.
  %face = stencil.apply -> (!temp) {
    %near = arith.constant 0.58333333333333333 : f64 // 7 / 12
    %far = arith.constant 0.083333333333333333 : f64 // 1 / 12
    %mm = stencil.access %t[-2, 0, 0] : !temp
    %m = stencil.access %t[-1, 0, 0] : !temp
    %p = stencil.access %t[0, 0, 0] : !temp
    %pp = stencil.access %t[1, 0, 0] : !temp
    %inner = arith.addf %m, %p : f64
    %outer = arith.addf %mm, %pp : f64
    %a = arith.mulf %near, %inner : f64
    %b = arith.mulf %far, %outer : f64
    %v = arith.subf %a, %b : f64
    stencil.yield %v : f64
  }
  %low, %high = stencil.apply -> (!temp, !temp) {
    %zero = arith.constant 0.0 : f64
    %minus_two = arith.constant -2.0 : f64
    %two = arith.constant 2.0 : f64
    %m = stencil.access %t[0, 0, 0] : !temp
    %f0 = stencil.access %face[0, 0, 0] : !temp
    %f1 = stencil.access %face[1, 0, 0] : !temp
    %l = arith.subf %f0, %m : f64
    %h = arith.subf %f1, %m : f64
    // An extremum becomes flat; a parabola that overshoots is bent back.
    %product = arith.mulf %l, %h : f64
    %extremum = arith.cmpf oge, %product, %zero : f64
    %size_l = math.absf %l : f64
    %size_h = math.absf %h : f64
    %twice_l = arith.mulf %two, %size_l : f64
    %twice_h = arith.mulf %two, %size_h : f64
    %steep_l = arith.cmpf ogt, %size_l, %twice_h : f64
    %steep_h = arith.cmpf ogt, %size_h, %twice_l : f64
    %bound_l = arith.mulf %minus_two, %h : f64
    %bound_h = arith.mulf %minus_two, %l : f64
    %l1 = arith.select %steep_l, %bound_l, %l : f64
    %h1 = arith.select %steep_h, %bound_h, %h : f64
    %l2 = arith.select %extremum, %zero, %l1 : f64
    %h2 = arith.select %extremum, %zero, %h1 : f64
    stencil.yield %l2, %h2 : f64, f64
  }
  %crossing = stencil.apply -> (!temp) {
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %v = stencil.access %c[0, 0, 0] : !temp
    // From the cell below the face ...
    %qm = stencil.access %t[-1, 0, 0] : !temp
    %lm = stencil.access %low[-1, 0, 0] : !temp
    %hm = stencil.access %high[-1, 0, 0] : !temp
    %curve_m = arith.addf %lm, %hm : f64
    %bend_m = arith.mulf %v, %curve_m : f64
    %slope_m = arith.subf %hm, %bend_m : f64
    %rest_m = arith.subf %one, %v : f64
    %more_m = arith.mulf %rest_m, %slope_m : f64
    %up = arith.addf %qm, %more_m : f64
    // ... or from the one above it.
    %qp = stencil.access %t[0, 0, 0] : !temp
    %lp = stencil.access %low[0, 0, 0] : !temp
    %hp = stencil.access %high[0, 0, 0] : !temp
    %curve_p = arith.addf %lp, %hp : f64
    %bend_p = arith.mulf %v, %curve_p : f64
    %slope_p = arith.addf %lp, %bend_p : f64
    %rest_p = arith.addf %one, %v : f64
    %more_p = arith.mulf %rest_p, %slope_p : f64
    %down = arith.addf %qp, %more_p : f64
    %positive = arith.cmpf ogt, %v, %zero : f64
    %r = arith.select %positive, %up, %down : f64
    stencil.yield %r : f64
  }
  stencil.store %crossing to %mean (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

// The mean of q over what crosses the lower faces along j: parabolas with the
// values `low` and `high` (relative to the mean) at the ends of each cell, made
// monotonic, and integrated over the part of the cell upstream that crosses.
stencil.func @ppm_j(%q: !field, %courant: !field, %mean: !field) {
  %t = stencil.load %q : !field -> !temp
  %c = stencil.load %courant : !field -> !temp
  // The value at the lower face, of fourth order.
  %face = stencil.apply -> (!temp) {
    %near = arith.constant 0.58333333333333333 : f64 // 7 / 12
    %far = arith.constant 0.083333333333333333 : f64 // 1 / 12
    %mm = stencil.access %t[0, -2, 0] : !temp
    %m = stencil.access %t[0, -1, 0] : !temp
    %p = stencil.access %t[0, 0, 0] : !temp
    %pp = stencil.access %t[0, 1, 0] : !temp
    %inner = arith.addf %m, %p : f64
    %outer = arith.addf %mm, %pp : f64
    %a = arith.mulf %near, %inner : f64
    %b = arith.mulf %far, %outer : f64
    %v = arith.subf %a, %b : f64
    stencil.yield %v : f64
  }
  %low, %high = stencil.apply -> (!temp, !temp) {
    %zero = arith.constant 0.0 : f64
    %minus_two = arith.constant -2.0 : f64
    %two = arith.constant 2.0 : f64
    %m = stencil.access %t[0, 0, 0] : !temp
    %f0 = stencil.access %face[0, 0, 0] : !temp
    %f1 = stencil.access %face[0, 1, 0] : !temp
    %l = arith.subf %f0, %m : f64
    %h = arith.subf %f1, %m : f64
    // An extremum becomes flat; a parabola that overshoots is bent back.
    %product = arith.mulf %l, %h : f64
    %extremum = arith.cmpf oge, %product, %zero : f64
    %size_l = math.absf %l : f64
    %size_h = math.absf %h : f64
    %twice_l = arith.mulf %two, %size_l : f64
    %twice_h = arith.mulf %two, %size_h : f64
    %steep_l = arith.cmpf ogt, %size_l, %twice_h : f64
    %steep_h = arith.cmpf ogt, %size_h, %twice_l : f64
    %bound_l = arith.mulf %minus_two, %h : f64
    %bound_h = arith.mulf %minus_two, %l : f64
    %l1 = arith.select %steep_l, %bound_l, %l : f64
    %h1 = arith.select %steep_h, %bound_h, %h : f64
    %l2 = arith.select %extremum, %zero, %l1 : f64
    %h2 = arith.select %extremum, %zero, %h1 : f64
    stencil.yield %l2, %h2 : f64, f64
  }
  %crossing = stencil.apply -> (!temp) {
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %v = stencil.access %c[0, 0, 0] : !temp
    // From the cell below the face ...
    %qm = stencil.access %t[0, -1, 0] : !temp
    %lm = stencil.access %low[0, -1, 0] : !temp
    %hm = stencil.access %high[0, -1, 0] : !temp
    %curve_m = arith.addf %lm, %hm : f64
    %bend_m = arith.mulf %v, %curve_m : f64
    %slope_m = arith.subf %hm, %bend_m : f64
    %rest_m = arith.subf %one, %v : f64
    %more_m = arith.mulf %rest_m, %slope_m : f64
    %up = arith.addf %qm, %more_m : f64
    // ... or from the one above it.
    %qp = stencil.access %t[0, 0, 0] : !temp
    %lp = stencil.access %low[0, 0, 0] : !temp
    %hp = stencil.access %high[0, 0, 0] : !temp
    %curve_p = arith.addf %lp, %hp : f64
    %bend_p = arith.mulf %v, %curve_p : f64
    %slope_p = arith.addf %lp, %bend_p : f64
    %rest_p = arith.addf %one, %v : f64
    %more_p = arith.mulf %rest_p, %slope_p : f64
    %down = arith.addf %qp, %more_p : f64
    %positive = arith.cmpf ogt, %v, %zero : f64
    %r = arith.select %positive, %up, %down : f64
    stencil.yield %r : f64
  }
  stencil.store %crossing to %mean (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

// q after moving along i alone: what is in the cell afterwards, divided by the
// area that it then has, so that a constant stays constant.
stencil.func @advance_i(%q: !field, %area: !plane, %swept: !field, %mean: !field, %out: !field) {
  %t = stencil.load %q : !field -> !temp
  %a = stencil.load %area : !plane -> !plane_temp
  %s = stencil.load %swept : !field -> !temp
  %f = stencil.load %mean : !field -> !temp
  %new = stencil.apply -> (!temp) {
    %m = stencil.access %t[0, 0, 0] : !temp
    %cell = stencil.access %a[0, 0] : !plane_temp
    %s0 = stencil.access %s[0, 0, 0] : !temp
    %s1 = stencil.access %s[1, 0, 0] : !temp
    %f0 = stencil.access %f[0, 0, 0] : !temp
    %f1 = stencil.access %f[1, 0, 0] : !temp
    %mass = arith.mulf %m, %cell : f64
    %in = arith.mulf %s0, %f0 : f64
    %out1 = arith.mulf %s1, %f1 : f64
    %with = arith.addf %mass, %in : f64
    %all = arith.subf %with, %out1 : f64
    %grown = arith.addf %cell, %s0 : f64
    %space = arith.subf %grown, %s1 : f64
    %v = arith.divf %all, %space : f64
    stencil.yield %v : f64
  }
  stencil.store %new to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

// q after moving along j alone: what is in the cell afterwards, divided by the
// area that it then has, so that a constant stays constant.
stencil.func @advance_j(%q: !field, %area: !plane, %swept: !field, %mean: !field, %out: !field) {
  %t = stencil.load %q : !field -> !temp
  %a = stencil.load %area : !plane -> !plane_temp
  %s = stencil.load %swept : !field -> !temp
  %f = stencil.load %mean : !field -> !temp
  %new = stencil.apply -> (!temp) {
    %m = stencil.access %t[0, 0, 0] : !temp
    %cell = stencil.access %a[0, 0] : !plane_temp
    %s0 = stencil.access %s[0, 0, 0] : !temp
    %s1 = stencil.access %s[0, 1, 0] : !temp
    %f0 = stencil.access %f[0, 0, 0] : !temp
    %f1 = stencil.access %f[0, 1, 0] : !temp
    %mass = arith.mulf %m, %cell : f64
    %in = arith.mulf %s0, %f0 : f64
    %out1 = arith.mulf %s1, %f1 : f64
    %with = arith.addf %mass, %in : f64
    %all = arith.subf %with, %out1 : f64
    %grown = arith.addf %cell, %s0 : f64
    %space = arith.subf %grown, %s1 : f64
    %v = arith.divf %all, %space : f64
    stencil.yield %v : f64
  }
  stencil.store %new to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

// The flux across a face: the mean of both orders of advancing, times the area swept.
stencil.func @flux(%first: !field, %second: !field, %swept: !field, %out: !field) {
  %a = stencil.load %first : !field -> !temp
  %b = stencil.load %second : !field -> !temp
  %s = stencil.load %swept : !field -> !temp
  %flux = stencil.apply -> (!temp) {
    %half = arith.constant 0.5 : f64
    %av = stencil.access %a[0, 0, 0] : !temp
    %bv = stencil.access %b[0, 0, 0] : !temp
    %sv = stencil.access %s[0, 0, 0] : !temp
    %sum = arith.addf %av, %bv : f64
    %mean = arith.mulf %half, %sum : f64
    %v = arith.mulf %mean, %sv : f64
    stencil.yield %v : f64
  }
  stencil.store %flux to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

stencil.func @update(%q: !field, %fx: !field, %fy: !field, %rarea: !plane) {
  %t = stencil.load %q : !field -> !temp
  %x = stencil.load %fx : !field -> !temp
  %y = stencil.load %fy : !field -> !temp
  %r = stencil.load %rarea : !plane -> !plane_temp
  %new = stencil.apply -> (!temp) {
    %m = stencil.access %t[0, 0, 0] : !temp
    %x0 = stencil.access %x[0, 0, 0] : !temp
    %x1 = stencil.access %x[1, 0, 0] : !temp
    %y0 = stencil.access %y[0, 0, 0] : !temp
    %y1 = stencil.access %y[0, 1, 0] : !temp
    %ra = stencil.access %r[0, 0] : !plane_temp
    %dx = arith.subf %x0, %x1 : f64
    %dy = arith.subf %y0, %y1 : f64
    %d = arith.addf %dx, %dy : f64
    %change = arith.mulf %d, %ra : f64
    %v = arith.addf %m, %change : f64
    stencil.yield %v : f64
  }
  stencil.store %new to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

// Winds for a part of a step.
stencil.func @scale(%all: !field, %fraction: f64, %part: !field) {
  %t = stencil.load %all : !field -> !temp
  %scaled = stencil.apply -> (!temp) {
    %m = stencil.access %t[0, 0, 0] : !temp
    %v = arith.mulf %m, %fraction : f64
    stencil.yield %v : f64
  }
  stencil.store %scaled to %part (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

// The fluxes of q across all faces of the domain.
program.func @fluxes(%q: !field, %cx: !field, %cy: !field, %xfx: !field, %yfx: !field,
                     %area: !plane, %fx: !field, %fy: !field) {
  // Along j first, then along i ...
  %y_of_q = program.alloc (i = start - 3 to end + 3, j = start to end + 1, k = start to end) : !field
  program.call @ppm_j(%q, %cy, %y_of_q) (i = start - 3 to end + 3, j = start to end + 1, k = start to end)
      : !field, !field, !field
  %q_j = program.alloc (i = start - 3 to end + 3, j = start to end, k = start to end) : !field
  program.call @advance_j(%q, %area, %yfx, %y_of_q, %q_j) (i = start - 3 to end + 3, j = start to end, k = start to end)
      : !field, !plane, !field, !field, !field
  %x_of_q_j = program.alloc (i = start to end + 1, j = start to end, k = start to end) : !field
  program.call @ppm_i(%q_j, %cx, %x_of_q_j) (i = start to end + 1, j = start to end, k = start to end)
      : !field, !field, !field
  // ... and along i first, then along j.
  %x_of_q = program.alloc (i = start to end + 1, j = start - 3 to end + 3, k = start to end) : !field
  program.call @ppm_i(%q, %cx, %x_of_q) (i = start to end + 1, j = start - 3 to end + 3, k = start to end)
      : !field, !field, !field
  %q_i = program.alloc (i = start to end, j = start - 3 to end + 3, k = start to end) : !field
  program.call @advance_i(%q, %area, %xfx, %x_of_q, %q_i) (i = start to end, j = start - 3 to end + 3, k = start to end)
      : !field, !plane, !field, !field, !field
  %y_of_q_i = program.alloc (i = start to end, j = start to end + 1, k = start to end) : !field
  program.call @ppm_j(%q_i, %cy, %y_of_q_i) (i = start to end, j = start to end + 1, k = start to end)
      : !field, !field, !field
  program.call @flux(%x_of_q_j, %x_of_q, %xfx, %fx) (i = start to end + 1, j = start to end, k = start to end)
      : !field, !field, !field, !field
  program.call @flux(%y_of_q_i, %y_of_q, %yfx, %fy) (i = start to end, j = start to end + 1, k = start to end)
      : !field, !field, !field, !field
  program.return
}

// One sub-step.
program.func @substep(%q: !field, %cx: !field, %cy: !field, %xfx: !field, %yfx: !field,
                      %area: !plane, %rarea: !plane) {
  %fx = program.alloc (i = start to end + 1, j = start to end, k = start to end) : !field
  %fy = program.alloc (i = start to end, j = start to end + 1, k = start to end) : !field
  program.exchange %q [3, 3, 3, 3] : !field
  program.call @fluxes(%q, %cx, %cy, %xfx, %yfx, %area, %fx, %fy)
      : !field, !field, !field, !field, !field, !plane, !field, !field
  program.call @update(%q, %fx, %fy, %rarea) : !field, !field, !field, !plane
  program.return
}

program.func @transport(%q: !field, %cx: !field, %cy: !field, %xfx: !field, %yfx: !field,
                        %area: !plane, %rarea: !plane, %steps: index) {
  // How many sub-steps: one more than the largest Courant number without its fraction.
  %cx_high = program.reduce max %cx (i = start to end, j = start to end, k = start to end) : !field -> f64
  %cx_low = program.reduce min %cx (i = start to end, j = start to end, k = start to end) : !field -> f64
  %cy_high = program.reduce max %cy (i = start to end, j = start to end, k = start to end) : !field -> f64
  %cy_low = program.reduce min %cy (i = start to end, j = start to end, k = start to end) : !field -> f64
  %cx_below = arith.negf %cx_low : f64
  %cy_below = arith.negf %cy_low : f64
  %cx_most = arith.maximumf %cx_high, %cx_below : f64
  %cy_most = arith.maximumf %cy_high, %cy_below : f64
  %most = arith.maximumf %cx_most, %cy_most : f64
  %whole = arith.fptosi %most : f64 to i64
  %one_i64 = arith.constant 1 : i64
  %parts = arith.addi %whole, %one_i64 : i64
  %parts_f64 = arith.sitofp %parts : i64 to f64
  %one_f64 = arith.constant 1.0 : f64
  %fraction = arith.divf %one_f64, %parts_f64 : f64
  %substeps = arith.index_cast %parts : i64 to index

  // The winds of a sub-step, with what lies around the domain.
  %cx_part = program.alloc (i = start to end + 1, j = start - 3 to end + 3, k = start to end) : !field
  %xfx_part = program.alloc (i = start to end + 1, j = start - 3 to end + 3, k = start to end) : !field
  %cy_part = program.alloc (i = start - 3 to end + 3, j = start to end + 1, k = start to end) : !field
  %yfx_part = program.alloc (i = start - 3 to end + 3, j = start to end + 1, k = start to end) : !field
  program.call @scale(%cx, %fraction, %cx_part) : !field, f64, !field
  program.call @scale(%xfx, %fraction, %xfx_part) : !field, f64, !field
  program.call @scale(%cy, %fraction, %cy_part) : !field, f64, !field
  program.call @scale(%yfx, %fraction, %yfx_part) : !field, f64, !field
  program.exchange %cx_part [0, 1, 3, 3] : !field
  program.exchange %xfx_part [0, 1, 3, 3] : !field
  program.exchange %cy_part [3, 3, 0, 1] : !field
  program.exchange %yfx_part [3, 3, 0, 1] : !field
  program.exchange %area [3, 3, 3, 3] : !plane

  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  program.for %step = %zero to %steps step %one {
    program.for %part = %zero to %substeps step %one {
      program.call @substep(%q, %cx_part, %cy_part, %xfx_part, %yfx_part, %area, %rarea)
          : !field, !field, !field, !field, !field, !plane, !plane
    }
  }
  program.return
}
