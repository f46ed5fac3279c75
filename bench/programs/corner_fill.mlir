// The corners of two fields, three by three points each, from the rows and columns beside them: as a cube's face has
// them before it is advected along i (q) and along j (r). 36 statements of one point and all levels for each field, in place.
//
//   fvopt run bench/programs/corner_fill.mlir --check

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @corner_fill(%q: !field, %r: !field) {
  %q_in = stencil.load %q : !field -> !temp
  %r_in = stencil.load %r : !field -> !temp
  %copy = stencil.apply -> (!temp) {
    %q_jp5 = stencil.access %q_in[0, 5, 0] : !temp
    stencil.yield %q_jp5 : f64
  }
  %q_1 = stencil.insert %copy into %q_in (i = start to start + 1, j = start to start + 1) : !temp into !temp
  %copy_1 = stencil.apply -> (!temp) {
    %q_imjp4 = stencil.access %q_in[-1, 4, 0] : !temp
    stencil.yield %q_imjp4 : f64
  }
  %q_2 = stencil.insert %copy_1 into %q_1 (i = start + 1 to start + 2, j = start to start + 1) : !temp into !temp
  %copy_2 = stencil.apply -> (!temp) {
    %q_im2jp3 = stencil.access %q_in[-2, 3, 0] : !temp
    stencil.yield %q_im2jp3 : f64
  }
  %q_3 = stencil.insert %copy_2 into %q_2 (i = start + 2 to start + 3, j = start to start + 1) : !temp into !temp
  %copy_3 = stencil.apply -> (!temp) {
    %q_ipjp4 = stencil.access %q_in[1, 4, 0] : !temp
    stencil.yield %q_ipjp4 : f64
  }
  %q_4 = stencil.insert %copy_3 into %q_3 (i = start to start + 1, j = start + 1 to start + 2) : !temp into !temp
  %copy_4 = stencil.apply -> (!temp) {
    %q_jp3 = stencil.access %q_in[0, 3, 0] : !temp
    stencil.yield %q_jp3 : f64
  }
  %q_5 = stencil.insert %copy_4 into %q_4 (i = start + 1 to start + 2, j = start + 1 to start + 2) : !temp into !temp
  %copy_5 = stencil.apply -> (!temp) {
    %q_imjp2 = stencil.access %q_in[-1, 2, 0] : !temp
    stencil.yield %q_imjp2 : f64
  }
  %q_6 = stencil.insert %copy_5 into %q_5 (i = start + 2 to start + 3, j = start + 1 to start + 2) : !temp into !temp
  %copy_6 = stencil.apply -> (!temp) {
    %q_ip2jp3 = stencil.access %q_in[2, 3, 0] : !temp
    stencil.yield %q_ip2jp3 : f64
  }
  %q_7 = stencil.insert %copy_6 into %q_6 (i = start to start + 1, j = start + 2 to start + 3) : !temp into !temp
  %copy_7 = stencil.apply -> (!temp) {
    %q_ipjp2 = stencil.access %q_in[1, 2, 0] : !temp
    stencil.yield %q_ipjp2 : f64
  }
  %q_8 = stencil.insert %copy_7 into %q_7 (i = start + 1 to start + 2, j = start + 2 to start + 3) : !temp into !temp
  %copy_8 = stencil.apply -> (!temp) {
    %q_jp = stencil.access %q_in[0, 1, 0] : !temp
    stencil.yield %q_jp : f64
  }
  %q_9 = stencil.insert %copy_8 into %q_8 (i = start + 2 to start + 3, j = start + 2 to start + 3) : !temp into !temp
  %copy_9 = stencil.apply -> (!temp) {
    %q_ip2jp3_1 = stencil.access %q_in[2, 3, 0] : !temp
    stencil.yield %q_ip2jp3_1 : f64
  }
  %q_10 = stencil.insert %copy_9 into %q_9 (i = end - 3 to end - 2, j = start to start + 1) : !temp into !temp
  %copy_10 = stencil.apply -> (!temp) {
    %q_ipjp4_1 = stencil.access %q_in[1, 4, 0] : !temp
    stencil.yield %q_ipjp4_1 : f64
  }
  %q_11 = stencil.insert %copy_10 into %q_10 (i = end - 2 to end - 1, j = start to start + 1) : !temp into !temp
  %copy_11 = stencil.apply -> (!temp) {
    %q_jp5_1 = stencil.access %q_in[0, 5, 0] : !temp
    stencil.yield %q_jp5_1 : f64
  }
  %q_12 = stencil.insert %copy_11 into %q_11 (i = end - 1 to end, j = start to start + 1) : !temp into !temp
  %copy_12 = stencil.apply -> (!temp) {
    %q_ipjp2_1 = stencil.access %q_in[1, 2, 0] : !temp
    stencil.yield %q_ipjp2_1 : f64
  }
  %q_13 = stencil.insert %copy_12 into %q_12 (i = end - 3 to end - 2, j = start + 1 to start + 2) : !temp into !temp
  %copy_13 = stencil.apply -> (!temp) {
    %q_jp3_1 = stencil.access %q_in[0, 3, 0] : !temp
    stencil.yield %q_jp3_1 : f64
  }
  %q_14 = stencil.insert %copy_13 into %q_13 (i = end - 2 to end - 1, j = start + 1 to start + 2) : !temp into !temp
  %copy_14 = stencil.apply -> (!temp) {
    %q_imjp4_1 = stencil.access %q_in[-1, 4, 0] : !temp
    stencil.yield %q_imjp4_1 : f64
  }
  %q_15 = stencil.insert %copy_14 into %q_14 (i = end - 1 to end, j = start + 1 to start + 2) : !temp into !temp
  %copy_15 = stencil.apply -> (!temp) {
    %q_jp_1 = stencil.access %q_in[0, 1, 0] : !temp
    stencil.yield %q_jp_1 : f64
  }
  %q_16 = stencil.insert %copy_15 into %q_15 (i = end - 3 to end - 2, j = start + 2 to start + 3) : !temp into !temp
  %copy_16 = stencil.apply -> (!temp) {
    %q_imjp2_1 = stencil.access %q_in[-1, 2, 0] : !temp
    stencil.yield %q_imjp2_1 : f64
  }
  %q_17 = stencil.insert %copy_16 into %q_16 (i = end - 2 to end - 1, j = start + 2 to start + 3) : !temp into !temp
  %copy_17 = stencil.apply -> (!temp) {
    %q_im2jp3_1 = stencil.access %q_in[-2, 3, 0] : !temp
    stencil.yield %q_im2jp3_1 : f64
  }
  %q_18 = stencil.insert %copy_17 into %q_17 (i = end - 1 to end, j = start + 2 to start + 3) : !temp into !temp
  %copy_18 = stencil.apply -> (!temp) {
    %q_ip2jm3 = stencil.access %q_in[2, -3, 0] : !temp
    stencil.yield %q_ip2jm3 : f64
  }
  %q_19 = stencil.insert %copy_18 into %q_18 (i = start to start + 1, j = end - 3 to end - 2) : !temp into !temp
  %copy_19 = stencil.apply -> (!temp) {
    %q_ipjm2 = stencil.access %q_in[1, -2, 0] : !temp
    stencil.yield %q_ipjm2 : f64
  }
  %q_20 = stencil.insert %copy_19 into %q_19 (i = start + 1 to start + 2, j = end - 3 to end - 2) : !temp into !temp
  %copy_20 = stencil.apply -> (!temp) {
    %q_jm = stencil.access %q_in[0, -1, 0] : !temp
    stencil.yield %q_jm : f64
  }
  %q_21 = stencil.insert %copy_20 into %q_20 (i = start + 2 to start + 3, j = end - 3 to end - 2) : !temp into !temp
  %copy_21 = stencil.apply -> (!temp) {
    %q_ipjm4 = stencil.access %q_in[1, -4, 0] : !temp
    stencil.yield %q_ipjm4 : f64
  }
  %q_22 = stencil.insert %copy_21 into %q_21 (i = start to start + 1, j = end - 2 to end - 1) : !temp into !temp
  %copy_22 = stencil.apply -> (!temp) {
    %q_jm3 = stencil.access %q_in[0, -3, 0] : !temp
    stencil.yield %q_jm3 : f64
  }
  %q_23 = stencil.insert %copy_22 into %q_22 (i = start + 1 to start + 2, j = end - 2 to end - 1) : !temp into !temp
  %copy_23 = stencil.apply -> (!temp) {
    %q_imjm2 = stencil.access %q_in[-1, -2, 0] : !temp
    stencil.yield %q_imjm2 : f64
  }
  %q_24 = stencil.insert %copy_23 into %q_23 (i = start + 2 to start + 3, j = end - 2 to end - 1) : !temp into !temp
  %copy_24 = stencil.apply -> (!temp) {
    %q_jm5 = stencil.access %q_in[0, -5, 0] : !temp
    stencil.yield %q_jm5 : f64
  }
  %q_25 = stencil.insert %copy_24 into %q_24 (i = start to start + 1, j = end - 1 to end) : !temp into !temp
  %copy_25 = stencil.apply -> (!temp) {
    %q_imjm4 = stencil.access %q_in[-1, -4, 0] : !temp
    stencil.yield %q_imjm4 : f64
  }
  %q_26 = stencil.insert %copy_25 into %q_25 (i = start + 1 to start + 2, j = end - 1 to end) : !temp into !temp
  %copy_26 = stencil.apply -> (!temp) {
    %q_im2jm3 = stencil.access %q_in[-2, -3, 0] : !temp
    stencil.yield %q_im2jm3 : f64
  }
  %q_27 = stencil.insert %copy_26 into %q_26 (i = start + 2 to start + 3, j = end - 1 to end) : !temp into !temp
  %copy_27 = stencil.apply -> (!temp) {
    %q_jm_1 = stencil.access %q_in[0, -1, 0] : !temp
    stencil.yield %q_jm_1 : f64
  }
  %q_28 = stencil.insert %copy_27 into %q_27 (i = end - 3 to end - 2, j = end - 3 to end - 2) : !temp into !temp
  %copy_28 = stencil.apply -> (!temp) {
    %q_imjm2_1 = stencil.access %q_in[-1, -2, 0] : !temp
    stencil.yield %q_imjm2_1 : f64
  }
  %q_29 = stencil.insert %copy_28 into %q_28 (i = end - 2 to end - 1, j = end - 3 to end - 2) : !temp into !temp
  %copy_29 = stencil.apply -> (!temp) {
    %q_im2jm3_1 = stencil.access %q_in[-2, -3, 0] : !temp
    stencil.yield %q_im2jm3_1 : f64
  }
  %q_30 = stencil.insert %copy_29 into %q_29 (i = end - 1 to end, j = end - 3 to end - 2) : !temp into !temp
  %copy_30 = stencil.apply -> (!temp) {
    %q_ipjm2_1 = stencil.access %q_in[1, -2, 0] : !temp
    stencil.yield %q_ipjm2_1 : f64
  }
  %q_31 = stencil.insert %copy_30 into %q_30 (i = end - 3 to end - 2, j = end - 2 to end - 1) : !temp into !temp
  %copy_31 = stencil.apply -> (!temp) {
    %q_jm3_1 = stencil.access %q_in[0, -3, 0] : !temp
    stencil.yield %q_jm3_1 : f64
  }
  %q_32 = stencil.insert %copy_31 into %q_31 (i = end - 2 to end - 1, j = end - 2 to end - 1) : !temp into !temp
  %copy_32 = stencil.apply -> (!temp) {
    %q_imjm4_1 = stencil.access %q_in[-1, -4, 0] : !temp
    stencil.yield %q_imjm4_1 : f64
  }
  %q_33 = stencil.insert %copy_32 into %q_32 (i = end - 1 to end, j = end - 2 to end - 1) : !temp into !temp
  %copy_33 = stencil.apply -> (!temp) {
    %q_ip2jm3_1 = stencil.access %q_in[2, -3, 0] : !temp
    stencil.yield %q_ip2jm3_1 : f64
  }
  %q_34 = stencil.insert %copy_33 into %q_33 (i = end - 3 to end - 2, j = end - 1 to end) : !temp into !temp
  %copy_34 = stencil.apply -> (!temp) {
    %q_ipjm4_1 = stencil.access %q_in[1, -4, 0] : !temp
    stencil.yield %q_ipjm4_1 : f64
  }
  %q_35 = stencil.insert %copy_34 into %q_34 (i = end - 2 to end - 1, j = end - 1 to end) : !temp into !temp
  %copy_35 = stencil.apply -> (!temp) {
    %q_jm5_1 = stencil.access %q_in[0, -5, 0] : !temp
    stencil.yield %q_jm5_1 : f64
  }
  %q_36 = stencil.insert %copy_35 into %q_35 (i = end - 1 to end, j = end - 1 to end) : !temp into !temp
  %copy_36 = stencil.apply -> (!temp) {
    %r_ip5 = stencil.access %r_in[5, 0, 0] : !temp
    stencil.yield %r_ip5 : f64
  }
  %r_1 = stencil.insert %copy_36 into %r_in (i = start to start + 1, j = start to start + 1) : !temp into !temp
  %copy_37 = stencil.apply -> (!temp) {
    %r_ip4jp = stencil.access %r_in[4, 1, 0] : !temp
    stencil.yield %r_ip4jp : f64
  }
  %r_2 = stencil.insert %copy_37 into %r_1 (i = start + 1 to start + 2, j = start to start + 1) : !temp into !temp
  %copy_38 = stencil.apply -> (!temp) {
    %r_ip3jp2 = stencil.access %r_in[3, 2, 0] : !temp
    stencil.yield %r_ip3jp2 : f64
  }
  %r_3 = stencil.insert %copy_38 into %r_2 (i = start + 2 to start + 3, j = start to start + 1) : !temp into !temp
  %copy_39 = stencil.apply -> (!temp) {
    %r_ip4jm = stencil.access %r_in[4, -1, 0] : !temp
    stencil.yield %r_ip4jm : f64
  }
  %r_4 = stencil.insert %copy_39 into %r_3 (i = start to start + 1, j = start + 1 to start + 2) : !temp into !temp
  %copy_40 = stencil.apply -> (!temp) {
    %r_ip3 = stencil.access %r_in[3, 0, 0] : !temp
    stencil.yield %r_ip3 : f64
  }
  %r_5 = stencil.insert %copy_40 into %r_4 (i = start + 1 to start + 2, j = start + 1 to start + 2) : !temp into !temp
  %copy_41 = stencil.apply -> (!temp) {
    %r_ip2jp = stencil.access %r_in[2, 1, 0] : !temp
    stencil.yield %r_ip2jp : f64
  }
  %r_6 = stencil.insert %copy_41 into %r_5 (i = start + 2 to start + 3, j = start + 1 to start + 2) : !temp into !temp
  %copy_42 = stencil.apply -> (!temp) {
    %r_ip3jm2 = stencil.access %r_in[3, -2, 0] : !temp
    stencil.yield %r_ip3jm2 : f64
  }
  %r_7 = stencil.insert %copy_42 into %r_6 (i = start to start + 1, j = start + 2 to start + 3) : !temp into !temp
  %copy_43 = stencil.apply -> (!temp) {
    %r_ip2jm = stencil.access %r_in[2, -1, 0] : !temp
    stencil.yield %r_ip2jm : f64
  }
  %r_8 = stencil.insert %copy_43 into %r_7 (i = start + 1 to start + 2, j = start + 2 to start + 3) : !temp into !temp
  %copy_44 = stencil.apply -> (!temp) {
    %r_ip = stencil.access %r_in[1, 0, 0] : !temp
    stencil.yield %r_ip : f64
  }
  %r_9 = stencil.insert %copy_44 into %r_8 (i = start + 2 to start + 3, j = start + 2 to start + 3) : !temp into !temp
  %copy_45 = stencil.apply -> (!temp) {
    %r_im3jp2 = stencil.access %r_in[-3, 2, 0] : !temp
    stencil.yield %r_im3jp2 : f64
  }
  %r_10 = stencil.insert %copy_45 into %r_9 (i = end - 3 to end - 2, j = start to start + 1) : !temp into !temp
  %copy_46 = stencil.apply -> (!temp) {
    %r_im4jp = stencil.access %r_in[-4, 1, 0] : !temp
    stencil.yield %r_im4jp : f64
  }
  %r_11 = stencil.insert %copy_46 into %r_10 (i = end - 2 to end - 1, j = start to start + 1) : !temp into !temp
  %copy_47 = stencil.apply -> (!temp) {
    %r_im5 = stencil.access %r_in[-5, 0, 0] : !temp
    stencil.yield %r_im5 : f64
  }
  %r_12 = stencil.insert %copy_47 into %r_11 (i = end - 1 to end, j = start to start + 1) : !temp into !temp
  %copy_48 = stencil.apply -> (!temp) {
    %r_im2jp = stencil.access %r_in[-2, 1, 0] : !temp
    stencil.yield %r_im2jp : f64
  }
  %r_13 = stencil.insert %copy_48 into %r_12 (i = end - 3 to end - 2, j = start + 1 to start + 2) : !temp into !temp
  %copy_49 = stencil.apply -> (!temp) {
    %r_im3 = stencil.access %r_in[-3, 0, 0] : !temp
    stencil.yield %r_im3 : f64
  }
  %r_14 = stencil.insert %copy_49 into %r_13 (i = end - 2 to end - 1, j = start + 1 to start + 2) : !temp into !temp
  %copy_50 = stencil.apply -> (!temp) {
    %r_im4jm = stencil.access %r_in[-4, -1, 0] : !temp
    stencil.yield %r_im4jm : f64
  }
  %r_15 = stencil.insert %copy_50 into %r_14 (i = end - 1 to end, j = start + 1 to start + 2) : !temp into !temp
  %copy_51 = stencil.apply -> (!temp) {
    %r_im = stencil.access %r_in[-1, 0, 0] : !temp
    stencil.yield %r_im : f64
  }
  %r_16 = stencil.insert %copy_51 into %r_15 (i = end - 3 to end - 2, j = start + 2 to start + 3) : !temp into !temp
  %copy_52 = stencil.apply -> (!temp) {
    %r_im2jm = stencil.access %r_in[-2, -1, 0] : !temp
    stencil.yield %r_im2jm : f64
  }
  %r_17 = stencil.insert %copy_52 into %r_16 (i = end - 2 to end - 1, j = start + 2 to start + 3) : !temp into !temp
  %copy_53 = stencil.apply -> (!temp) {
    %r_im3jm2 = stencil.access %r_in[-3, -2, 0] : !temp
    stencil.yield %r_im3jm2 : f64
  }
  %r_18 = stencil.insert %copy_53 into %r_17 (i = end - 1 to end, j = start + 2 to start + 3) : !temp into !temp
  %copy_54 = stencil.apply -> (!temp) {
    %r_ip3jp2_1 = stencil.access %r_in[3, 2, 0] : !temp
    stencil.yield %r_ip3jp2_1 : f64
  }
  %r_19 = stencil.insert %copy_54 into %r_18 (i = start to start + 1, j = end - 3 to end - 2) : !temp into !temp
  %copy_55 = stencil.apply -> (!temp) {
    %r_ip2jp_1 = stencil.access %r_in[2, 1, 0] : !temp
    stencil.yield %r_ip2jp_1 : f64
  }
  %r_20 = stencil.insert %copy_55 into %r_19 (i = start + 1 to start + 2, j = end - 3 to end - 2) : !temp into !temp
  %copy_56 = stencil.apply -> (!temp) {
    %r_ip_1 = stencil.access %r_in[1, 0, 0] : !temp
    stencil.yield %r_ip_1 : f64
  }
  %r_21 = stencil.insert %copy_56 into %r_20 (i = start + 2 to start + 3, j = end - 3 to end - 2) : !temp into !temp
  %copy_57 = stencil.apply -> (!temp) {
    %r_ip4jp_1 = stencil.access %r_in[4, 1, 0] : !temp
    stencil.yield %r_ip4jp_1 : f64
  }
  %r_22 = stencil.insert %copy_57 into %r_21 (i = start to start + 1, j = end - 2 to end - 1) : !temp into !temp
  %copy_58 = stencil.apply -> (!temp) {
    %r_ip3_1 = stencil.access %r_in[3, 0, 0] : !temp
    stencil.yield %r_ip3_1 : f64
  }
  %r_23 = stencil.insert %copy_58 into %r_22 (i = start + 1 to start + 2, j = end - 2 to end - 1) : !temp into !temp
  %copy_59 = stencil.apply -> (!temp) {
    %r_ip2jm_1 = stencil.access %r_in[2, -1, 0] : !temp
    stencil.yield %r_ip2jm_1 : f64
  }
  %r_24 = stencil.insert %copy_59 into %r_23 (i = start + 2 to start + 3, j = end - 2 to end - 1) : !temp into !temp
  %copy_60 = stencil.apply -> (!temp) {
    %r_ip5_1 = stencil.access %r_in[5, 0, 0] : !temp
    stencil.yield %r_ip5_1 : f64
  }
  %r_25 = stencil.insert %copy_60 into %r_24 (i = start to start + 1, j = end - 1 to end) : !temp into !temp
  %copy_61 = stencil.apply -> (!temp) {
    %r_ip4jm_1 = stencil.access %r_in[4, -1, 0] : !temp
    stencil.yield %r_ip4jm_1 : f64
  }
  %r_26 = stencil.insert %copy_61 into %r_25 (i = start + 1 to start + 2, j = end - 1 to end) : !temp into !temp
  %copy_62 = stencil.apply -> (!temp) {
    %r_ip3jm2_1 = stencil.access %r_in[3, -2, 0] : !temp
    stencil.yield %r_ip3jm2_1 : f64
  }
  %r_27 = stencil.insert %copy_62 into %r_26 (i = start + 2 to start + 3, j = end - 1 to end) : !temp into !temp
  %copy_63 = stencil.apply -> (!temp) {
    %r_im_1 = stencil.access %r_in[-1, 0, 0] : !temp
    stencil.yield %r_im_1 : f64
  }
  %r_28 = stencil.insert %copy_63 into %r_27 (i = end - 3 to end - 2, j = end - 3 to end - 2) : !temp into !temp
  %copy_64 = stencil.apply -> (!temp) {
    %r_im2jp_1 = stencil.access %r_in[-2, 1, 0] : !temp
    stencil.yield %r_im2jp_1 : f64
  }
  %r_29 = stencil.insert %copy_64 into %r_28 (i = end - 2 to end - 1, j = end - 3 to end - 2) : !temp into !temp
  %copy_65 = stencil.apply -> (!temp) {
    %r_im3jp2_1 = stencil.access %r_in[-3, 2, 0] : !temp
    stencil.yield %r_im3jp2_1 : f64
  }
  %r_30 = stencil.insert %copy_65 into %r_29 (i = end - 1 to end, j = end - 3 to end - 2) : !temp into !temp
  %copy_66 = stencil.apply -> (!temp) {
    %r_im2jm_1 = stencil.access %r_in[-2, -1, 0] : !temp
    stencil.yield %r_im2jm_1 : f64
  }
  %r_31 = stencil.insert %copy_66 into %r_30 (i = end - 3 to end - 2, j = end - 2 to end - 1) : !temp into !temp
  %copy_67 = stencil.apply -> (!temp) {
    %r_im3_1 = stencil.access %r_in[-3, 0, 0] : !temp
    stencil.yield %r_im3_1 : f64
  }
  %r_32 = stencil.insert %copy_67 into %r_31 (i = end - 2 to end - 1, j = end - 2 to end - 1) : !temp into !temp
  %copy_68 = stencil.apply -> (!temp) {
    %r_im4jp_1 = stencil.access %r_in[-4, 1, 0] : !temp
    stencil.yield %r_im4jp_1 : f64
  }
  %r_33 = stencil.insert %copy_68 into %r_32 (i = end - 1 to end, j = end - 2 to end - 1) : !temp into !temp
  %copy_69 = stencil.apply -> (!temp) {
    %r_im3jm2_1 = stencil.access %r_in[-3, -2, 0] : !temp
    stencil.yield %r_im3jm2_1 : f64
  }
  %r_34 = stencil.insert %copy_69 into %r_33 (i = end - 3 to end - 2, j = end - 1 to end) : !temp into !temp
  %copy_70 = stencil.apply -> (!temp) {
    %r_im4jm_1 = stencil.access %r_in[-4, -1, 0] : !temp
    stencil.yield %r_im4jm_1 : f64
  }
  %r_35 = stencil.insert %copy_70 into %r_34 (i = end - 2 to end - 1, j = end - 1 to end) : !temp into !temp
  %copy_71 = stencil.apply -> (!temp) {
    %r_im5_1 = stencil.access %r_in[-5, 0, 0] : !temp
    stencil.yield %r_im5_1 : f64
  }
  %r_36 = stencil.insert %copy_71 into %r_35 (i = end - 1 to end, j = end - 1 to end) : !temp into !temp
  stencil.store %q_36 to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %r_36 to %r (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
