// Fluxes of finite-volume transport through the faces along i and j, which are one more than the cells: piecewise
// parabolas, with formulas of their own on the faces next to the ends of the domain.
//
//   fvopt run bench/programs/final_fluxes.mlir --check

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @final_fluxes(%q: !field, %cx: !field, %cy: !field, %mx: !field, %my: !field, %fx: !field, %fy: !field)
                            {
  %q_in = stencil.load %q : !field -> !temp
  %cx_in = stencil.load %cx : !field -> !temp
  %cy_in = stencil.load %cy : !field -> !temp
  %mx_in = stencil.load %mx : !field -> !temp
  %my_in = stencil.load %my : !field -> !temp
  // Along i: values at faces, from four cells, and at the ends of the domain from three on one side.
  %face_i_5 = stencil.apply -> (!temp) {
    %c0p5833333333333334 = arith.constant 0.5833333333333334 : f64
    %c0p08333333333333333 = arith.constant 0.08333333333333333 : f64
    %q_im = stencil.access %q_in[-1, 0, 0] : !temp
    %q_0 = stencil.access %q_in[0, 0, 0] : !temp
    %face_i = arith.addf %q_im, %q_0 : f64
    %face_i_1 = arith.mulf %c0p5833333333333334, %face_i : f64
    %q_im2 = stencil.access %q_in[-2, 0, 0] : !temp
    %q_ip = stencil.access %q_in[1, 0, 0] : !temp
    %face_i_2 = arith.addf %q_im2, %q_ip : f64
    %face_i_3 = arith.mulf %c0p08333333333333333, %face_i_2 : f64
    %face_i_4 = arith.subf %face_i_1, %face_i_3 : f64
    stencil.yield %face_i_4 : f64
  }
  %outside_5 = stencil.apply -> (!temp) {
    %cm0p14285714285714285 = arith.constant -0.14285714285714285 : f64
    %c0p7857142857142857 = arith.constant 0.7857142857142857 : f64
    %c0p35714285714285715 = arith.constant 0.35714285714285715 : f64
    %q_im2_1 = stencil.access %q_in[-2, 0, 0] : !temp
    %outside = arith.mulf %cm0p14285714285714285, %q_im2_1 : f64
    %q_im_1 = stencil.access %q_in[-1, 0, 0] : !temp
    %outside_1 = arith.mulf %c0p7857142857142857, %q_im_1 : f64
    %outside_2 = arith.addf %outside, %outside_1 : f64
    %q_0_1 = stencil.access %q_in[0, 0, 0] : !temp
    %outside_3 = arith.mulf %c0p35714285714285715, %q_0_1 : f64
    %outside_4 = arith.addf %outside_2, %outside_3 : f64
    stencil.yield %outside_4 : f64
  }
  %edge_5 = stencil.apply -> (!temp) {
    %c0p75 = arith.constant 0.75 : f64
    %c0p25 = arith.constant 0.25 : f64
    %q_im_2 = stencil.access %q_in[-1, 0, 0] : !temp
    %q_0_2 = stencil.access %q_in[0, 0, 0] : !temp
    %edge = arith.addf %q_im_2, %q_0_2 : f64
    %edge_1 = arith.mulf %c0p75, %edge : f64
    %q_im2_2 = stencil.access %q_in[-2, 0, 0] : !temp
    %q_ip_1 = stencil.access %q_in[1, 0, 0] : !temp
    %edge_2 = arith.addf %q_im2_2, %q_ip_1 : f64
    %edge_3 = arith.mulf %c0p25, %edge_2 : f64
    %edge_4 = arith.subf %edge_1, %edge_3 : f64
    stencil.yield %edge_4 : f64
  }
  %inside_5 = stencil.apply -> (!temp) {
    %c0p35714285714285715_1 = arith.constant 0.35714285714285715 : f64
    %c0p7857142857142857_1 = arith.constant 0.7857142857142857 : f64
    %cm0p14285714285714285_1 = arith.constant -0.14285714285714285 : f64
    %q_im_3 = stencil.access %q_in[-1, 0, 0] : !temp
    %inside = arith.mulf %c0p35714285714285715_1, %q_im_3 : f64
    %q_0_3 = stencil.access %q_in[0, 0, 0] : !temp
    %inside_1 = arith.mulf %c0p7857142857142857_1, %q_0_3 : f64
    %inside_2 = arith.addf %inside, %inside_1 : f64
    %q_ip_2 = stencil.access %q_in[1, 0, 0] : !temp
    %inside_3 = arith.mulf %cm0p14285714285714285_1, %q_ip_2 : f64
    %inside_4 = arith.addf %inside_2, %inside_3 : f64
    stencil.yield %inside_4 : f64
  }
  %face_i_6 = stencil.insert %outside_5 into %face_i_5 (i = start - 1 to start) : !temp into !temp
  %face_i_7 = stencil.insert %edge_5 into %face_i_6 (i = start to start + 1) : !temp into !temp
  %face_i_8 = stencil.insert %inside_5 into %face_i_7 (i = start + 1 to start + 2) : !temp into !temp
  %face_i_9 = stencil.insert %outside_5 into %face_i_8 (i = end - 1 to end) : !temp into !temp
  %face_i_10 = stencil.insert %edge_5 into %face_i_9 (i = end to end + 1) : !temp into !temp
  %face_i_11 = stencil.insert %inside_5 into %face_i_10 (i = end + 1 to end + 2) : !temp into !temp
  %low_1, %high_1 = stencil.apply -> (!temp, !temp) {
    %c0 = arith.constant 0.0 : f64
    %c0p5 = arith.constant 0.5 : f64
    %face_i_0 = stencil.access %face_i_11[0, 0, 0] : !temp
    %is = arith.cmpf ogt, %face_i_0, %c0 : f64
    %q_im_4 = stencil.access %q_in[-1, 0, 0] : !temp
    %q_0_4 = stencil.access %q_in[0, 0, 0] : !temp
    %first = arith.addf %q_im_4, %q_0_4 : f64
    %first_1 = arith.mulf %c0p5, %first : f64
    %first_2 = arith.select %is, %face_i_0, %first_1 : f64
    %face_i_ip = stencil.access %face_i_11[1, 0, 0] : !temp
    %is_1 = arith.cmpf ogt, %face_i_ip, %c0 : f64
    %q_ip_3 = stencil.access %q_in[1, 0, 0] : !temp
    %second = arith.addf %q_0_4, %q_ip_3 : f64
    %second_1 = arith.mulf %c0p5, %second : f64
    %second_2 = arith.select %is_1, %face_i_ip, %second_1 : f64
    %low = arith.subf %first_2, %q_0_4 : f64
    %high = arith.subf %second_2, %q_0_4 : f64
    stencil.yield %low, %high : f64, f64
  }
  %flux_2 = stencil.apply -> (!temp) {
    %c3 = arith.constant 3.0 : f64
    %c1 = arith.constant 1.0 : f64
    %c0_1 = arith.constant 0.0 : f64
    %low_im = stencil.access %low_1[-1, 0, 0] : !temp
    %high_im = stencil.access %high_1[-1, 0, 0] : !temp
    %bent_m = arith.addf %low_im, %high_im : f64
    %low_0 = stencil.access %low_1[0, 0, 0] : !temp
    %high_0 = stencil.access %high_1[0, 0, 0] : !temp
    %bent = arith.addf %low_0, %high_0 : f64
    %smooth_m = arith.mulf %c3, %bent_m : f64
    %smooth_m_1 = math.absf %smooth_m : f64
    %smooth_m_2 = arith.subf %low_im, %high_im : f64
    %smooth_m_3 = math.absf %smooth_m_2 : f64
    %is_2 = arith.cmpf olt, %smooth_m_1, %smooth_m_3 : f64
    %smooth = arith.mulf %c3, %bent : f64
    %smooth_1 = math.absf %smooth : f64
    %smooth_2 = arith.subf %low_0, %high_0 : f64
    %smooth_3 = math.absf %smooth_2 : f64
    %is_3 = arith.cmpf olt, %smooth_1, %smooth_3 : f64
    %cx_0 = stencil.access %cx_in[0, 0, 0] : !temp
    %from_below = arith.subf %c1, %cx_0 : f64
    %from_below_1 = arith.mulf %cx_0, %bent_m : f64
    %from_below_2 = arith.subf %high_im, %from_below_1 : f64
    %from_below_3 = arith.mulf %from_below, %from_below_2 : f64
    %from_above = arith.addf %c1, %cx_0 : f64
    %from_above_1 = arith.mulf %cx_0, %bent : f64
    %from_above_2 = arith.addf %low_0, %from_above_1 : f64
    %from_above_3 = arith.mulf %from_above, %from_above_2 : f64
    %q_im_5 = stencil.access %q_in[-1, 0, 0] : !temp
    %part_m = arith.select %is_2, %from_below_3, %c0_1 : f64
    %part_m_1 = arith.addf %q_im_5, %part_m : f64
    %q_0_5 = stencil.access %q_in[0, 0, 0] : !temp
    %part = arith.select %is_3, %from_above_3, %c0_1 : f64
    %part_1 = arith.addf %q_0_5, %part : f64
    %mx_0 = stencil.access %mx_in[0, 0, 0] : !temp
    %is_4 = arith.cmpf ogt, %cx_0, %c0_1 : f64
    %flux = arith.select %is_4, %part_m_1, %part_1 : f64
    %flux_1 = arith.mulf %mx_0, %flux : f64
    stencil.yield %flux_1 : f64
  }
  // Along j: values at faces, from four cells, and at the ends of the domain from three on one side.
  %face_j_5 = stencil.apply -> (!temp) {
    %c0p5833333333333334_1 = arith.constant 0.5833333333333334 : f64
    %c0p08333333333333333_1 = arith.constant 0.08333333333333333 : f64
    %q_jm = stencil.access %q_in[0, -1, 0] : !temp
    %q_0_6 = stencil.access %q_in[0, 0, 0] : !temp
    %face_j = arith.addf %q_jm, %q_0_6 : f64
    %face_j_1 = arith.mulf %c0p5833333333333334_1, %face_j : f64
    %q_jm2 = stencil.access %q_in[0, -2, 0] : !temp
    %q_jp = stencil.access %q_in[0, 1, 0] : !temp
    %face_j_2 = arith.addf %q_jm2, %q_jp : f64
    %face_j_3 = arith.mulf %c0p08333333333333333_1, %face_j_2 : f64
    %face_j_4 = arith.subf %face_j_1, %face_j_3 : f64
    stencil.yield %face_j_4 : f64
  }
  %outside_11 = stencil.apply -> (!temp) {
    %cm0p14285714285714285_2 = arith.constant -0.14285714285714285 : f64
    %c0p7857142857142857_2 = arith.constant 0.7857142857142857 : f64
    %c0p35714285714285715_2 = arith.constant 0.35714285714285715 : f64
    %q_jm2_1 = stencil.access %q_in[0, -2, 0] : !temp
    %outside_6 = arith.mulf %cm0p14285714285714285_2, %q_jm2_1 : f64
    %q_jm_1 = stencil.access %q_in[0, -1, 0] : !temp
    %outside_7 = arith.mulf %c0p7857142857142857_2, %q_jm_1 : f64
    %outside_8 = arith.addf %outside_6, %outside_7 : f64
    %q_0_7 = stencil.access %q_in[0, 0, 0] : !temp
    %outside_9 = arith.mulf %c0p35714285714285715_2, %q_0_7 : f64
    %outside_10 = arith.addf %outside_8, %outside_9 : f64
    stencil.yield %outside_10 : f64
  }
  %edge_11 = stencil.apply -> (!temp) {
    %c0p75_1 = arith.constant 0.75 : f64
    %c0p25_1 = arith.constant 0.25 : f64
    %q_jm_2 = stencil.access %q_in[0, -1, 0] : !temp
    %q_0_8 = stencil.access %q_in[0, 0, 0] : !temp
    %edge_6 = arith.addf %q_jm_2, %q_0_8 : f64
    %edge_7 = arith.mulf %c0p75_1, %edge_6 : f64
    %q_jm2_2 = stencil.access %q_in[0, -2, 0] : !temp
    %q_jp_1 = stencil.access %q_in[0, 1, 0] : !temp
    %edge_8 = arith.addf %q_jm2_2, %q_jp_1 : f64
    %edge_9 = arith.mulf %c0p25_1, %edge_8 : f64
    %edge_10 = arith.subf %edge_7, %edge_9 : f64
    stencil.yield %edge_10 : f64
  }
  %inside_11 = stencil.apply -> (!temp) {
    %c0p35714285714285715_3 = arith.constant 0.35714285714285715 : f64
    %c0p7857142857142857_3 = arith.constant 0.7857142857142857 : f64
    %cm0p14285714285714285_3 = arith.constant -0.14285714285714285 : f64
    %q_jm_3 = stencil.access %q_in[0, -1, 0] : !temp
    %inside_6 = arith.mulf %c0p35714285714285715_3, %q_jm_3 : f64
    %q_0_9 = stencil.access %q_in[0, 0, 0] : !temp
    %inside_7 = arith.mulf %c0p7857142857142857_3, %q_0_9 : f64
    %inside_8 = arith.addf %inside_6, %inside_7 : f64
    %q_jp_2 = stencil.access %q_in[0, 1, 0] : !temp
    %inside_9 = arith.mulf %cm0p14285714285714285_3, %q_jp_2 : f64
    %inside_10 = arith.addf %inside_8, %inside_9 : f64
    stencil.yield %inside_10 : f64
  }
  %face_j_6 = stencil.insert %outside_11 into %face_j_5 (j = start - 1 to start) : !temp into !temp
  %face_j_7 = stencil.insert %edge_11 into %face_j_6 (j = start to start + 1) : !temp into !temp
  %face_j_8 = stencil.insert %inside_11 into %face_j_7 (j = start + 1 to start + 2) : !temp into !temp
  %face_j_9 = stencil.insert %outside_11 into %face_j_8 (j = end - 1 to end) : !temp into !temp
  %face_j_10 = stencil.insert %edge_11 into %face_j_9 (j = end to end + 1) : !temp into !temp
  %face_j_11 = stencil.insert %inside_11 into %face_j_10 (j = end + 1 to end + 2) : !temp into !temp
  %low_3, %high_3 = stencil.apply -> (!temp, !temp) {
    %c0_2 = arith.constant 0.0 : f64
    %c0p5_1 = arith.constant 0.5 : f64
    %face_j_0 = stencil.access %face_j_11[0, 0, 0] : !temp
    %is_5 = arith.cmpf ogt, %face_j_0, %c0_2 : f64
    %q_jm_4 = stencil.access %q_in[0, -1, 0] : !temp
    %q_0_10 = stencil.access %q_in[0, 0, 0] : !temp
    %first_3 = arith.addf %q_jm_4, %q_0_10 : f64
    %first_4 = arith.mulf %c0p5_1, %first_3 : f64
    %first_5 = arith.select %is_5, %face_j_0, %first_4 : f64
    %face_j_jp = stencil.access %face_j_11[0, 1, 0] : !temp
    %is_6 = arith.cmpf ogt, %face_j_jp, %c0_2 : f64
    %q_jp_3 = stencil.access %q_in[0, 1, 0] : !temp
    %second_3 = arith.addf %q_0_10, %q_jp_3 : f64
    %second_4 = arith.mulf %c0p5_1, %second_3 : f64
    %second_5 = arith.select %is_6, %face_j_jp, %second_4 : f64
    %low_2 = arith.subf %first_5, %q_0_10 : f64
    %high_2 = arith.subf %second_5, %q_0_10 : f64
    stencil.yield %low_2, %high_2 : f64, f64
  }
  %flux_5 = stencil.apply -> (!temp) {
    %c3_1 = arith.constant 3.0 : f64
    %c1_1 = arith.constant 1.0 : f64
    %c0_3 = arith.constant 0.0 : f64
    %low_jm = stencil.access %low_3[0, -1, 0] : !temp
    %high_jm = stencil.access %high_3[0, -1, 0] : !temp
    %bent_m_1 = arith.addf %low_jm, %high_jm : f64
    %low_0_1 = stencil.access %low_3[0, 0, 0] : !temp
    %high_0_1 = stencil.access %high_3[0, 0, 0] : !temp
    %bent_1 = arith.addf %low_0_1, %high_0_1 : f64
    %smooth_m_4 = arith.mulf %c3_1, %bent_m_1 : f64
    %smooth_m_5 = math.absf %smooth_m_4 : f64
    %smooth_m_6 = arith.subf %low_jm, %high_jm : f64
    %smooth_m_7 = math.absf %smooth_m_6 : f64
    %is_7 = arith.cmpf olt, %smooth_m_5, %smooth_m_7 : f64
    %smooth_4 = arith.mulf %c3_1, %bent_1 : f64
    %smooth_5 = math.absf %smooth_4 : f64
    %smooth_6 = arith.subf %low_0_1, %high_0_1 : f64
    %smooth_7 = math.absf %smooth_6 : f64
    %is_8 = arith.cmpf olt, %smooth_5, %smooth_7 : f64
    %cy_0 = stencil.access %cy_in[0, 0, 0] : !temp
    %from_below_4 = arith.subf %c1_1, %cy_0 : f64
    %from_below_5 = arith.mulf %cy_0, %bent_m_1 : f64
    %from_below_6 = arith.subf %high_jm, %from_below_5 : f64
    %from_below_7 = arith.mulf %from_below_4, %from_below_6 : f64
    %from_above_4 = arith.addf %c1_1, %cy_0 : f64
    %from_above_5 = arith.mulf %cy_0, %bent_1 : f64
    %from_above_6 = arith.addf %low_0_1, %from_above_5 : f64
    %from_above_7 = arith.mulf %from_above_4, %from_above_6 : f64
    %q_jm_5 = stencil.access %q_in[0, -1, 0] : !temp
    %part_m_2 = arith.select %is_7, %from_below_7, %c0_3 : f64
    %part_m_3 = arith.addf %q_jm_5, %part_m_2 : f64
    %q_0_11 = stencil.access %q_in[0, 0, 0] : !temp
    %part_2 = arith.select %is_8, %from_above_7, %c0_3 : f64
    %part_3 = arith.addf %q_0_11, %part_2 : f64
    %my_0 = stencil.access %my_in[0, 0, 0] : !temp
    %is_9 = arith.cmpf ogt, %cy_0, %c0_3 : f64
    %flux_3 = arith.select %is_9, %part_m_3, %part_3 : f64
    %flux_4 = arith.mulf %my_0, %flux_3 : f64
    stencil.yield %flux_4 : f64
  }
  stencil.store %flux_2 to %fx (i = start to end + 1, j = start to end, k = start to end) : !temp to !field
  stencil.store %flux_5 to %fy (i = start to end, j = start to end + 1, k = start to end) : !temp to !field
  stencil.return
}
