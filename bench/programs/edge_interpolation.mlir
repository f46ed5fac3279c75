// From the centres of cells to their lower corners, of fourth order: along one axis after the other, in both orders,
// and their mean; at the first and last rows and next to them formulas that read across an edge less far.
//
//   fvopt run bench/programs/edge_interpolation.mlir --check

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.field<ij x f64>
!plane_temp = !stencil.temp<ij x f64>

stencil.func @edge_interpolation(%q: !field, %dx: !plane, %dy: !plane, %out: !field) {
  %q_in = stencil.load %q : !field -> !temp
  %dx_in = stencil.load %dx : !plane -> !plane_temp
  %dy_in = stencil.load %dy : !plane -> !plane_temp
  %x_5 = stencil.apply -> (!temp) {
    %c0p5833333333333334 = arith.constant 0.5833333333333334 : f64
    %cm0p08333333333333333 = arith.constant -0.08333333333333333 : f64
    %q_im = stencil.access %q_in[-1, 0, 0] : !temp
    %q_0 = stencil.access %q_in[0, 0, 0] : !temp
    %x = arith.addf %q_im, %q_0 : f64
    %x_1 = arith.mulf %c0p5833333333333334, %x : f64
    %q_im2 = stencil.access %q_in[-2, 0, 0] : !temp
    %q_ip = stencil.access %q_in[1, 0, 0] : !temp
    %x_2 = arith.addf %q_im2, %q_ip : f64
    %x_3 = arith.mulf %cm0p08333333333333333, %x_2 : f64
    %x_4 = arith.addf %x_1, %x_3 : f64
    stencil.yield %x_4 : f64
  }
  %edge_2 = stencil.apply -> (!temp) {
    %c2 = arith.constant 2.0 : f64
    %c0p5 = arith.constant 0.5 : f64
    %dx_im = stencil.access %dx_in[-1, 0] : !plane_temp
    %below = arith.mulf %c2, %dx_im : f64
    %dx_im2 = stencil.access %dx_in[-2, 0] : !plane_temp
    %below_1 = arith.addf %below, %dx_im2 : f64
    %q_im_1 = stencil.access %q_in[-1, 0, 0] : !temp
    %below_2 = arith.mulf %below_1, %q_im_1 : f64
    %q_im2_1 = stencil.access %q_in[-2, 0, 0] : !temp
    %below_3 = arith.mulf %dx_im, %q_im2_1 : f64
    %below_4 = arith.subf %below_2, %below_3 : f64
    %below_5 = arith.addf %dx_im, %dx_im2 : f64
    %below_6 = arith.divf %below_4, %below_5 : f64
    %dx_0 = stencil.access %dx_in[0, 0] : !plane_temp
    %above = arith.mulf %c2, %dx_0 : f64
    %dx_ip = stencil.access %dx_in[1, 0] : !plane_temp
    %above_1 = arith.addf %above, %dx_ip : f64
    %q_0_1 = stencil.access %q_in[0, 0, 0] : !temp
    %above_2 = arith.mulf %above_1, %q_0_1 : f64
    %q_ip_1 = stencil.access %q_in[1, 0, 0] : !temp
    %above_3 = arith.mulf %dx_0, %q_ip_1 : f64
    %above_4 = arith.subf %above_2, %above_3 : f64
    %above_5 = arith.addf %dx_0, %dx_ip : f64
    %above_6 = arith.divf %above_4, %above_5 : f64
    %edge = arith.addf %below_6, %above_6 : f64
    %edge_1 = arith.mulf %c0p5, %edge : f64
    stencil.yield %edge_1 : f64
  }
  %x_6 = stencil.insert %edge_2 into %x_5 (i = start to start + 1) : !temp into !temp
  %x_7 = stencil.insert %edge_2 into %x_6 (i = end - 1 to end) : !temp into !temp
  %second_9 = stencil.apply -> (!temp) {
    %c3 = arith.constant 3.0 : f64
    %c2_1 = arith.constant 2.0 : f64
    %dx_ip_1 = stencil.access %dx_in[1, 0] : !plane_temp
    %dx_0_1 = stencil.access %dx_in[0, 0] : !plane_temp
    %ratio = arith.divf %dx_ip_1, %dx_0_1 : f64
    %q_im_2 = stencil.access %q_in[-1, 0, 0] : !temp
    %second = arith.mulf %ratio, %q_im_2 : f64
    %q_0_2 = stencil.access %q_in[0, 0, 0] : !temp
    %second_1 = arith.addf %second, %q_0_2 : f64
    %second_2 = arith.mulf %c3, %second_1 : f64
    %x_im = stencil.access %x_7[-1, 0, 0] : !temp
    %second_3 = arith.mulf %ratio, %x_im : f64
    %x_ip = stencil.access %x_7[1, 0, 0] : !temp
    %second_4 = arith.addf %second_3, %x_ip : f64
    %second_5 = arith.subf %second_2, %second_4 : f64
    %second_6 = arith.mulf %c2_1, %ratio : f64
    %second_7 = arith.addf %c2_1, %second_6 : f64
    %second_8 = arith.divf %second_5, %second_7 : f64
    stencil.yield %second_8 : f64
  }
  %last_but_one_9 = stencil.apply -> (!temp) {
    %c3_1 = arith.constant 3.0 : f64
    %c2_2 = arith.constant 2.0 : f64
    %dx_im2_1 = stencil.access %dx_in[-2, 0] : !plane_temp
    %dx_im_1 = stencil.access %dx_in[-1, 0] : !plane_temp
    %ratio_1 = arith.divf %dx_im2_1, %dx_im_1 : f64
    %q_im_3 = stencil.access %q_in[-1, 0, 0] : !temp
    %q_0_3 = stencil.access %q_in[0, 0, 0] : !temp
    %last_but_one = arith.mulf %ratio_1, %q_0_3 : f64
    %last_but_one_1 = arith.addf %q_im_3, %last_but_one : f64
    %last_but_one_2 = arith.mulf %c3_1, %last_but_one_1 : f64
    %x_im_1 = stencil.access %x_7[-1, 0, 0] : !temp
    %x_ip_1 = stencil.access %x_7[1, 0, 0] : !temp
    %last_but_one_3 = arith.mulf %ratio_1, %x_ip_1 : f64
    %last_but_one_4 = arith.addf %x_im_1, %last_but_one_3 : f64
    %last_but_one_5 = arith.subf %last_but_one_2, %last_but_one_4 : f64
    %last_but_one_6 = arith.mulf %c2_2, %ratio_1 : f64
    %last_but_one_7 = arith.addf %c2_2, %last_but_one_6 : f64
    %last_but_one_8 = arith.divf %last_but_one_5, %last_but_one_7 : f64
    stencil.yield %last_but_one_8 : f64
  }
  %x_8 = stencil.insert %second_9 into %x_7 (i = start + 1 to start + 2) : !temp into !temp
  %x_9 = stencil.insert %last_but_one_9 into %x_8 (i = end - 2 to end - 1) : !temp into !temp
  %y_5 = stencil.apply -> (!temp) {
    %c0p5833333333333334_1 = arith.constant 0.5833333333333334 : f64
    %cm0p08333333333333333_1 = arith.constant -0.08333333333333333 : f64
    %q_jm = stencil.access %q_in[0, -1, 0] : !temp
    %q_0_4 = stencil.access %q_in[0, 0, 0] : !temp
    %y = arith.addf %q_jm, %q_0_4 : f64
    %y_1 = arith.mulf %c0p5833333333333334_1, %y : f64
    %q_jm2 = stencil.access %q_in[0, -2, 0] : !temp
    %q_jp = stencil.access %q_in[0, 1, 0] : !temp
    %y_2 = arith.addf %q_jm2, %q_jp : f64
    %y_3 = arith.mulf %cm0p08333333333333333_1, %y_2 : f64
    %y_4 = arith.addf %y_1, %y_3 : f64
    stencil.yield %y_4 : f64
  }
  %edge_5 = stencil.apply -> (!temp) {
    %c2_3 = arith.constant 2.0 : f64
    %c0p5_1 = arith.constant 0.5 : f64
    %dy_jm = stencil.access %dy_in[0, -1] : !plane_temp
    %below_7 = arith.mulf %c2_3, %dy_jm : f64
    %dy_jm2 = stencil.access %dy_in[0, -2] : !plane_temp
    %below_8 = arith.addf %below_7, %dy_jm2 : f64
    %q_jm_1 = stencil.access %q_in[0, -1, 0] : !temp
    %below_9 = arith.mulf %below_8, %q_jm_1 : f64
    %q_jm2_1 = stencil.access %q_in[0, -2, 0] : !temp
    %below_10 = arith.mulf %dy_jm, %q_jm2_1 : f64
    %below_11 = arith.subf %below_9, %below_10 : f64
    %below_12 = arith.addf %dy_jm, %dy_jm2 : f64
    %below_13 = arith.divf %below_11, %below_12 : f64
    %dy_0 = stencil.access %dy_in[0, 0] : !plane_temp
    %above_7 = arith.mulf %c2_3, %dy_0 : f64
    %dy_jp = stencil.access %dy_in[0, 1] : !plane_temp
    %above_8 = arith.addf %above_7, %dy_jp : f64
    %q_0_5 = stencil.access %q_in[0, 0, 0] : !temp
    %above_9 = arith.mulf %above_8, %q_0_5 : f64
    %q_jp_1 = stencil.access %q_in[0, 1, 0] : !temp
    %above_10 = arith.mulf %dy_0, %q_jp_1 : f64
    %above_11 = arith.subf %above_9, %above_10 : f64
    %above_12 = arith.addf %dy_0, %dy_jp : f64
    %above_13 = arith.divf %above_11, %above_12 : f64
    %edge_3 = arith.addf %below_13, %above_13 : f64
    %edge_4 = arith.mulf %c0p5_1, %edge_3 : f64
    stencil.yield %edge_4 : f64
  }
  %y_6 = stencil.insert %edge_5 into %y_5 (j = start to start + 1) : !temp into !temp
  %y_7 = stencil.insert %edge_5 into %y_6 (j = end - 1 to end) : !temp into !temp
  %second_19 = stencil.apply -> (!temp) {
    %c3_2 = arith.constant 3.0 : f64
    %c2_4 = arith.constant 2.0 : f64
    %dy_jp_1 = stencil.access %dy_in[0, 1] : !plane_temp
    %dy_0_1 = stencil.access %dy_in[0, 0] : !plane_temp
    %ratio_2 = arith.divf %dy_jp_1, %dy_0_1 : f64
    %q_jm_2 = stencil.access %q_in[0, -1, 0] : !temp
    %second_10 = arith.mulf %ratio_2, %q_jm_2 : f64
    %q_0_6 = stencil.access %q_in[0, 0, 0] : !temp
    %second_11 = arith.addf %second_10, %q_0_6 : f64
    %second_12 = arith.mulf %c3_2, %second_11 : f64
    %y_jm = stencil.access %y_7[0, -1, 0] : !temp
    %second_13 = arith.mulf %ratio_2, %y_jm : f64
    %y_jp = stencil.access %y_7[0, 1, 0] : !temp
    %second_14 = arith.addf %second_13, %y_jp : f64
    %second_15 = arith.subf %second_12, %second_14 : f64
    %second_16 = arith.mulf %c2_4, %ratio_2 : f64
    %second_17 = arith.addf %c2_4, %second_16 : f64
    %second_18 = arith.divf %second_15, %second_17 : f64
    stencil.yield %second_18 : f64
  }
  %last_but_one_19 = stencil.apply -> (!temp) {
    %c3_3 = arith.constant 3.0 : f64
    %c2_5 = arith.constant 2.0 : f64
    %dy_jm2_1 = stencil.access %dy_in[0, -2] : !plane_temp
    %dy_jm_1 = stencil.access %dy_in[0, -1] : !plane_temp
    %ratio_3 = arith.divf %dy_jm2_1, %dy_jm_1 : f64
    %q_jm_3 = stencil.access %q_in[0, -1, 0] : !temp
    %q_0_7 = stencil.access %q_in[0, 0, 0] : !temp
    %last_but_one_10 = arith.mulf %ratio_3, %q_0_7 : f64
    %last_but_one_11 = arith.addf %q_jm_3, %last_but_one_10 : f64
    %last_but_one_12 = arith.mulf %c3_3, %last_but_one_11 : f64
    %y_jm_1 = stencil.access %y_7[0, -1, 0] : !temp
    %y_jp_1 = stencil.access %y_7[0, 1, 0] : !temp
    %last_but_one_13 = arith.mulf %ratio_3, %y_jp_1 : f64
    %last_but_one_14 = arith.addf %y_jm_1, %last_but_one_13 : f64
    %last_but_one_15 = arith.subf %last_but_one_12, %last_but_one_14 : f64
    %last_but_one_16 = arith.mulf %c2_5, %ratio_3 : f64
    %last_but_one_17 = arith.addf %c2_5, %last_but_one_16 : f64
    %last_but_one_18 = arith.divf %last_but_one_15, %last_but_one_17 : f64
    stencil.yield %last_but_one_18 : f64
  }
  %y_8 = stencil.insert %second_19 into %y_7 (j = start + 1 to start + 2) : !temp into !temp
  %y_9 = stencil.insert %last_but_one_19 into %y_8 (j = end - 2 to end - 1) : !temp into !temp
  %xy_5 = stencil.apply -> (!temp) {
    %c0p5833333333333334_2 = arith.constant 0.5833333333333334 : f64
    %cm0p08333333333333333_2 = arith.constant -0.08333333333333333 : f64
    %x_jm = stencil.access %x_9[0, -1, 0] : !temp
    %x_0 = stencil.access %x_9[0, 0, 0] : !temp
    %xy = arith.addf %x_jm, %x_0 : f64
    %xy_1 = arith.mulf %c0p5833333333333334_2, %xy : f64
    %x_jm2 = stencil.access %x_9[0, -2, 0] : !temp
    %x_jp = stencil.access %x_9[0, 1, 0] : !temp
    %xy_2 = arith.addf %x_jm2, %x_jp : f64
    %xy_3 = arith.mulf %cm0p08333333333333333_2, %xy_2 : f64
    %xy_4 = arith.addf %xy_1, %xy_3 : f64
    stencil.yield %xy_4 : f64
  }
  %edge_8 = stencil.apply -> (!temp) {
    %c2_6 = arith.constant 2.0 : f64
    %c0p5_2 = arith.constant 0.5 : f64
    %dy_jm_2 = stencil.access %dy_in[0, -1] : !plane_temp
    %below_14 = arith.mulf %c2_6, %dy_jm_2 : f64
    %dy_jm2_2 = stencil.access %dy_in[0, -2] : !plane_temp
    %below_15 = arith.addf %below_14, %dy_jm2_2 : f64
    %x_jm_1 = stencil.access %x_9[0, -1, 0] : !temp
    %below_16 = arith.mulf %below_15, %x_jm_1 : f64
    %x_jm2_1 = stencil.access %x_9[0, -2, 0] : !temp
    %below_17 = arith.mulf %dy_jm_2, %x_jm2_1 : f64
    %below_18 = arith.subf %below_16, %below_17 : f64
    %below_19 = arith.addf %dy_jm_2, %dy_jm2_2 : f64
    %below_20 = arith.divf %below_18, %below_19 : f64
    %dy_0_2 = stencil.access %dy_in[0, 0] : !plane_temp
    %above_14 = arith.mulf %c2_6, %dy_0_2 : f64
    %dy_jp_2 = stencil.access %dy_in[0, 1] : !plane_temp
    %above_15 = arith.addf %above_14, %dy_jp_2 : f64
    %x_0_1 = stencil.access %x_9[0, 0, 0] : !temp
    %above_16 = arith.mulf %above_15, %x_0_1 : f64
    %x_jp_1 = stencil.access %x_9[0, 1, 0] : !temp
    %above_17 = arith.mulf %dy_0_2, %x_jp_1 : f64
    %above_18 = arith.subf %above_16, %above_17 : f64
    %above_19 = arith.addf %dy_0_2, %dy_jp_2 : f64
    %above_20 = arith.divf %above_18, %above_19 : f64
    %edge_6 = arith.addf %below_20, %above_20 : f64
    %edge_7 = arith.mulf %c0p5_2, %edge_6 : f64
    stencil.yield %edge_7 : f64
  }
  %xy_6 = stencil.insert %edge_8 into %xy_5 (j = start to start + 1) : !temp into !temp
  %xy_7 = stencil.insert %edge_8 into %xy_6 (j = end - 1 to end) : !temp into !temp
  %second_29 = stencil.apply -> (!temp) {
    %c3_4 = arith.constant 3.0 : f64
    %c2_7 = arith.constant 2.0 : f64
    %dy_jp_3 = stencil.access %dy_in[0, 1] : !plane_temp
    %dy_0_3 = stencil.access %dy_in[0, 0] : !plane_temp
    %ratio_4 = arith.divf %dy_jp_3, %dy_0_3 : f64
    %x_jm_2 = stencil.access %x_9[0, -1, 0] : !temp
    %second_20 = arith.mulf %ratio_4, %x_jm_2 : f64
    %x_0_2 = stencil.access %x_9[0, 0, 0] : !temp
    %second_21 = arith.addf %second_20, %x_0_2 : f64
    %second_22 = arith.mulf %c3_4, %second_21 : f64
    %xy_jm = stencil.access %xy_7[0, -1, 0] : !temp
    %second_23 = arith.mulf %ratio_4, %xy_jm : f64
    %xy_jp = stencil.access %xy_7[0, 1, 0] : !temp
    %second_24 = arith.addf %second_23, %xy_jp : f64
    %second_25 = arith.subf %second_22, %second_24 : f64
    %second_26 = arith.mulf %c2_7, %ratio_4 : f64
    %second_27 = arith.addf %c2_7, %second_26 : f64
    %second_28 = arith.divf %second_25, %second_27 : f64
    stencil.yield %second_28 : f64
  }
  %last_but_one_29 = stencil.apply -> (!temp) {
    %c3_5 = arith.constant 3.0 : f64
    %c2_8 = arith.constant 2.0 : f64
    %dy_jm2_3 = stencil.access %dy_in[0, -2] : !plane_temp
    %dy_jm_3 = stencil.access %dy_in[0, -1] : !plane_temp
    %ratio_5 = arith.divf %dy_jm2_3, %dy_jm_3 : f64
    %x_jm_3 = stencil.access %x_9[0, -1, 0] : !temp
    %x_0_3 = stencil.access %x_9[0, 0, 0] : !temp
    %last_but_one_20 = arith.mulf %ratio_5, %x_0_3 : f64
    %last_but_one_21 = arith.addf %x_jm_3, %last_but_one_20 : f64
    %last_but_one_22 = arith.mulf %c3_5, %last_but_one_21 : f64
    %xy_jm_1 = stencil.access %xy_7[0, -1, 0] : !temp
    %xy_jp_1 = stencil.access %xy_7[0, 1, 0] : !temp
    %last_but_one_23 = arith.mulf %ratio_5, %xy_jp_1 : f64
    %last_but_one_24 = arith.addf %xy_jm_1, %last_but_one_23 : f64
    %last_but_one_25 = arith.subf %last_but_one_22, %last_but_one_24 : f64
    %last_but_one_26 = arith.mulf %c2_8, %ratio_5 : f64
    %last_but_one_27 = arith.addf %c2_8, %last_but_one_26 : f64
    %last_but_one_28 = arith.divf %last_but_one_25, %last_but_one_27 : f64
    stencil.yield %last_but_one_28 : f64
  }
  %xy_8 = stencil.insert %second_29 into %xy_7 (j = start + 1 to start + 2) : !temp into !temp
  %xy_9 = stencil.insert %last_but_one_29 into %xy_8 (j = end - 2 to end - 1) : !temp into !temp
  %yx_5 = stencil.apply -> (!temp) {
    %c0p5833333333333334_3 = arith.constant 0.5833333333333334 : f64
    %cm0p08333333333333333_3 = arith.constant -0.08333333333333333 : f64
    %y_im = stencil.access %y_9[-1, 0, 0] : !temp
    %y_0 = stencil.access %y_9[0, 0, 0] : !temp
    %yx = arith.addf %y_im, %y_0 : f64
    %yx_1 = arith.mulf %c0p5833333333333334_3, %yx : f64
    %y_im2 = stencil.access %y_9[-2, 0, 0] : !temp
    %y_ip = stencil.access %y_9[1, 0, 0] : !temp
    %yx_2 = arith.addf %y_im2, %y_ip : f64
    %yx_3 = arith.mulf %cm0p08333333333333333_3, %yx_2 : f64
    %yx_4 = arith.addf %yx_1, %yx_3 : f64
    stencil.yield %yx_4 : f64
  }
  %edge_11 = stencil.apply -> (!temp) {
    %c2_9 = arith.constant 2.0 : f64
    %c0p5_3 = arith.constant 0.5 : f64
    %dx_im_2 = stencil.access %dx_in[-1, 0] : !plane_temp
    %below_21 = arith.mulf %c2_9, %dx_im_2 : f64
    %dx_im2_2 = stencil.access %dx_in[-2, 0] : !plane_temp
    %below_22 = arith.addf %below_21, %dx_im2_2 : f64
    %y_im_1 = stencil.access %y_9[-1, 0, 0] : !temp
    %below_23 = arith.mulf %below_22, %y_im_1 : f64
    %y_im2_1 = stencil.access %y_9[-2, 0, 0] : !temp
    %below_24 = arith.mulf %dx_im_2, %y_im2_1 : f64
    %below_25 = arith.subf %below_23, %below_24 : f64
    %below_26 = arith.addf %dx_im_2, %dx_im2_2 : f64
    %below_27 = arith.divf %below_25, %below_26 : f64
    %dx_0_2 = stencil.access %dx_in[0, 0] : !plane_temp
    %above_21 = arith.mulf %c2_9, %dx_0_2 : f64
    %dx_ip_2 = stencil.access %dx_in[1, 0] : !plane_temp
    %above_22 = arith.addf %above_21, %dx_ip_2 : f64
    %y_0_1 = stencil.access %y_9[0, 0, 0] : !temp
    %above_23 = arith.mulf %above_22, %y_0_1 : f64
    %y_ip_1 = stencil.access %y_9[1, 0, 0] : !temp
    %above_24 = arith.mulf %dx_0_2, %y_ip_1 : f64
    %above_25 = arith.subf %above_23, %above_24 : f64
    %above_26 = arith.addf %dx_0_2, %dx_ip_2 : f64
    %above_27 = arith.divf %above_25, %above_26 : f64
    %edge_9 = arith.addf %below_27, %above_27 : f64
    %edge_10 = arith.mulf %c0p5_3, %edge_9 : f64
    stencil.yield %edge_10 : f64
  }
  %yx_6 = stencil.insert %edge_11 into %yx_5 (i = start to start + 1) : !temp into !temp
  %yx_7 = stencil.insert %edge_11 into %yx_6 (i = end - 1 to end) : !temp into !temp
  %second_39 = stencil.apply -> (!temp) {
    %c3_6 = arith.constant 3.0 : f64
    %c2_10 = arith.constant 2.0 : f64
    %dx_ip_3 = stencil.access %dx_in[1, 0] : !plane_temp
    %dx_0_3 = stencil.access %dx_in[0, 0] : !plane_temp
    %ratio_6 = arith.divf %dx_ip_3, %dx_0_3 : f64
    %y_im_2 = stencil.access %y_9[-1, 0, 0] : !temp
    %second_30 = arith.mulf %ratio_6, %y_im_2 : f64
    %y_0_2 = stencil.access %y_9[0, 0, 0] : !temp
    %second_31 = arith.addf %second_30, %y_0_2 : f64
    %second_32 = arith.mulf %c3_6, %second_31 : f64
    %yx_im = stencil.access %yx_7[-1, 0, 0] : !temp
    %second_33 = arith.mulf %ratio_6, %yx_im : f64
    %yx_ip = stencil.access %yx_7[1, 0, 0] : !temp
    %second_34 = arith.addf %second_33, %yx_ip : f64
    %second_35 = arith.subf %second_32, %second_34 : f64
    %second_36 = arith.mulf %c2_10, %ratio_6 : f64
    %second_37 = arith.addf %c2_10, %second_36 : f64
    %second_38 = arith.divf %second_35, %second_37 : f64
    stencil.yield %second_38 : f64
  }
  %last_but_one_39 = stencil.apply -> (!temp) {
    %c3_7 = arith.constant 3.0 : f64
    %c2_11 = arith.constant 2.0 : f64
    %dx_im2_3 = stencil.access %dx_in[-2, 0] : !plane_temp
    %dx_im_3 = stencil.access %dx_in[-1, 0] : !plane_temp
    %ratio_7 = arith.divf %dx_im2_3, %dx_im_3 : f64
    %y_im_3 = stencil.access %y_9[-1, 0, 0] : !temp
    %y_0_3 = stencil.access %y_9[0, 0, 0] : !temp
    %last_but_one_30 = arith.mulf %ratio_7, %y_0_3 : f64
    %last_but_one_31 = arith.addf %y_im_3, %last_but_one_30 : f64
    %last_but_one_32 = arith.mulf %c3_7, %last_but_one_31 : f64
    %yx_im_1 = stencil.access %yx_7[-1, 0, 0] : !temp
    %yx_ip_1 = stencil.access %yx_7[1, 0, 0] : !temp
    %last_but_one_33 = arith.mulf %ratio_7, %yx_ip_1 : f64
    %last_but_one_34 = arith.addf %yx_im_1, %last_but_one_33 : f64
    %last_but_one_35 = arith.subf %last_but_one_32, %last_but_one_34 : f64
    %last_but_one_36 = arith.mulf %c2_11, %ratio_7 : f64
    %last_but_one_37 = arith.addf %c2_11, %last_but_one_36 : f64
    %last_but_one_38 = arith.divf %last_but_one_35, %last_but_one_37 : f64
    stencil.yield %last_but_one_38 : f64
  }
  %yx_8 = stencil.insert %second_39 into %yx_7 (i = start + 1 to start + 2) : !temp into !temp
  %yx_9 = stencil.insert %last_but_one_39 into %yx_8 (i = end - 2 to end - 1) : !temp into !temp
  %mean_2 = stencil.apply -> (!temp) {
    %c0p5_4 = arith.constant 0.5 : f64
    %xy_0 = stencil.access %xy_9[0, 0, 0] : !temp
    %yx_0 = stencil.access %yx_9[0, 0, 0] : !temp
    %mean = arith.addf %xy_0, %yx_0 : f64
    %mean_1 = arith.mulf %c0p5_4, %mean : f64
    stencil.yield %mean_1 : f64
  }
  stencil.store %mean_2 to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
