// Sound along the vertical, implicit: the pressure of layers by powers, at faces by a spline (a first tridiagonal
// system), the wind by a second one, and the new heights of the layers by a power again.
//
//   fvopt run bench/programs/riemann.mlir --check

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.field<ij x f64>
!plane_temp = !stencil.temp<ij x f64>

stencil.func @riemann(%delp: !field, %theta: !field, %dz: !field, %w: !field, %ground: !plane, %wn: !field, %dzn:
                       !field, %pn: !field, %top: f64, %dt: f64) {
  %delp_in = stencil.load %delp : !field -> !temp
  %theta_in = stencil.load %theta : !field -> !temp
  %dz_in = stencil.load %dz : !field -> !temp
  %w_in = stencil.load %w : !field -> !temp
  %ground_in = stencil.load %ground : !plane -> !plane_temp
  %undef_ijk = stencil.undef : !temp
  %p = stencil.sweep forward carries(%p_c = %undef_ijk : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%p_c[0] : !temp) {
        %delp_0 = stencil.access %delp_in[0, 0, 0] : !temp
        %p_1 = arith.addf %top, %delp_0 : f64
        stencil.yield %p_1 : f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%p_c[0] : !temp) {
        %p_km = stencil.access %p_c[0, 0, -1] : !temp
        %delp_0_1 = stencil.access %delp_in[0, 0, 0] : !temp
        %p_2 = arith.addf %p_km, %delp_0_1 : f64
        stencil.yield %p_2 : f64
      }
    }
  }
  %p_top_1 = stencil.apply -> (!temp) {
    %c0 = arith.constant 0.0 : f64
    %p_top = arith.addf %top, %c0 : f64
    stencil.yield %p_top : f64
  }
  %p_up = stencil.apply -> (!temp) {
    %p_km_1 = stencil.access %p[0, 0, -1] : !temp
    stencil.yield %p_km_1 : f64
  }
  %p_up_1 = stencil.insert %p_top_1 into %p_up (k = start to start + 1) : !temp into !temp
  %mass_1, %rest_3 = stencil.apply -> (!temp, !temp) {
    %c0p10197162129779283 = arith.constant 0.10197162129779283 : f64
    %delp_0_2 = stencil.access %delp_in[0, 0, 0] : !temp
    %mass = arith.mulf %delp_0_2, %c0p10197162129779283 : f64
    %p_0 = stencil.access %p[0, 0, 0] : !temp
    %p_up_0 = stencil.access %p_up_1[0, 0, 0] : !temp
    %rest = arith.divf %p_0, %p_up_0 : f64
    %rest_1 = math.log %rest : f64
    %rest_2 = arith.divf %delp_0_2, %rest_1 : f64
    stencil.yield %mass, %rest_2 : f64, f64
  }
  %excess_8 = stencil.apply -> (!temp) {
    %c0p01 = arith.constant 0.01 : f64
    %c1p4 = arith.constant 1.4 : f64
    %c287p04 = arith.constant 287.04 : f64
    %mass_0 = stencil.access %mass_1[0, 0, 0] : !temp
    %excess = arith.mulf %mass_0, %c287p04 : f64
    %theta_0 = stencil.access %theta_in[0, 0, 0] : !temp
    %excess_1 = arith.mulf %excess, %theta_0 : f64
    %dz_0 = stencil.access %dz_in[0, 0, 0] : !temp
    %excess_2 = arith.divf %excess_1, %dz_0 : f64
    %excess_3 = math.log %excess_2 : f64
    %excess_4 = arith.mulf %c1p4, %excess_3 : f64
    %excess_5 = math.exp %excess_4 : f64
    %excess_6 = arith.mulf %c0p01, %excess_5 : f64
    %rest_0 = stencil.access %rest_3[0, 0, 0] : !temp
    %excess_7 = arith.subf %excess_6, %rest_0 : f64
    stencil.yield %excess_7 : f64
  }
  // The excess of pressure at the lower faces: a spline.
  %bet, %x, %gam = stencil.sweep forward carries(%bet_c = %undef_ijk : !temp, %x_c = %undef_ijk : !temp, %gam_c = %undef_ijk : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%bet_c[0] : !temp, %x_c[0] : !temp, %gam_c[0] : !temp) {
        %c2 = arith.constant 2.0 : f64
        %c1 = arith.constant 1.0 : f64
        %c3 = arith.constant 3.0 : f64
        %c0_1 = arith.constant 0.0 : f64
        %mass_0_1 = stencil.access %mass_1[0, 0, 0] : !temp
        %mass_kp = stencil.access %mass_1[0, 0, 1] : !temp
        %bet_1 = arith.divf %mass_0_1, %mass_kp : f64
        %bet_2 = arith.addf %c1, %bet_1 : f64
        %bet_3 = arith.mulf %c2, %bet_2 : f64
        %excess_0 = stencil.access %excess_8[0, 0, 0] : !temp
        %x_1 = arith.divf %mass_0_1, %mass_kp : f64
        %excess_kp = stencil.access %excess_8[0, 0, 1] : !temp
        %x_2 = arith.mulf %x_1, %excess_kp : f64
        %x_3 = arith.addf %excess_0, %x_2 : f64
        %x_4 = arith.mulf %c3, %x_3 : f64
        %x_5 = arith.divf %x_4, %bet_3 : f64
        stencil.yield %bet_3, %x_5, %c0_1 : f64, f64, f64
      }
    }
    stencil.interval (k = start + 1 to end - 1) {
      stencil.stage writes(%bet_c[0] : !temp, %x_c[0] : !temp, %gam_c[0] : !temp) {
        %c2_1 = arith.constant 2.0 : f64
        %c1_1 = arith.constant 1.0 : f64
        %c3_1 = arith.constant 3.0 : f64
        %mass_0_2 = stencil.access %mass_1[0, 0, 0] : !temp
        %mass_kp_1 = stencil.access %mass_1[0, 0, 1] : !temp
        %ratio = arith.divf %mass_0_2, %mass_kp_1 : f64
        %mass_km = stencil.access %mass_1[0, 0, -1] : !temp
        %gam_1 = arith.divf %mass_km, %mass_0_2 : f64
        %bet_km = stencil.access %bet_c[0, 0, -1] : !temp
        %gam_2 = arith.divf %gam_1, %bet_km : f64
        %bet_4 = arith.addf %c1_1, %ratio : f64
        %bet_5 = arith.mulf %c2_1, %bet_4 : f64
        %bet_6 = arith.subf %bet_5, %gam_2 : f64
        %excess_0_1 = stencil.access %excess_8[0, 0, 0] : !temp
        %excess_kp_1 = stencil.access %excess_8[0, 0, 1] : !temp
        %x_6 = arith.mulf %ratio, %excess_kp_1 : f64
        %x_7 = arith.addf %excess_0_1, %x_6 : f64
        %x_8 = arith.mulf %c3_1, %x_7 : f64
        %x_km = stencil.access %x_c[0, 0, -1] : !temp
        %x_9 = arith.subf %x_8, %x_km : f64
        %x_10 = arith.divf %x_9, %bet_6 : f64
        stencil.yield %bet_6, %x_10, %gam_2 : f64, f64, f64
      }
    }
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%bet_c[0] : !temp, %x_c[0] : !temp, %gam_c[0] : !temp) {
        %c2_2 = arith.constant 2.0 : f64
        %c3_2 = arith.constant 3.0 : f64
        %mass_km_1 = stencil.access %mass_1[0, 0, -1] : !temp
        %mass_0_3 = stencil.access %mass_1[0, 0, 0] : !temp
        %gam_3 = arith.divf %mass_km_1, %mass_0_3 : f64
        %bet_km_1 = stencil.access %bet_c[0, 0, -1] : !temp
        %gam_4 = arith.divf %gam_3, %bet_km_1 : f64
        %bet_7 = arith.subf %c2_2, %gam_4 : f64
        %excess_0_2 = stencil.access %excess_8[0, 0, 0] : !temp
        %x_11 = arith.mulf %c3_2, %excess_0_2 : f64
        %x_km_1 = stencil.access %x_c[0, 0, -1] : !temp
        %x_12 = arith.subf %x_11, %x_km_1 : f64
        %x_13 = arith.divf %x_12, %bet_7 : f64
        stencil.yield %bet_7, %x_13, %gam_4 : f64, f64, f64
      }
    }
  }
  %face = stencil.sweep backward carries(%face_c = %undef_ijk : !temp) {
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%face_c[0] : !temp) {
        %x_0 = stencil.access %x[0, 0, 0] : !temp
        stencil.yield %x_0 : f64
      }
    }
    stencil.interval (k = start to end - 1) {
      stencil.stage writes(%face_c[0] : !temp) {
        %x_0_1 = stencil.access %x[0, 0, 0] : !temp
        %gam_kp = stencil.access %gam[0, 0, 1] : !temp
        %face_kp = stencil.access %face_c[0, 0, 1] : !temp
        %face_1 = arith.mulf %gam_kp, %face_kp : f64
        %face_2 = arith.subf %x_0_1, %face_1 : f64
        stencil.yield %face_2 : f64
      }
    }
  }
  %coupling_6 = stencil.apply -> (!temp) {
    %cm2p8 = arith.constant -2.8 : f64
    %coupling = arith.mulf %cm2p8, %dt : f64
    %coupling_1 = arith.mulf %coupling, %dt : f64
    %dz_km = stencil.access %dz_in[0, 0, -1] : !temp
    %dz_0_1 = stencil.access %dz_in[0, 0, 0] : !temp
    %coupling_2 = arith.addf %dz_km, %dz_0_1 : f64
    %coupling_3 = arith.divf %coupling_1, %coupling_2 : f64
    %p_up_0_1 = stencil.access %p_up_1[0, 0, 0] : !temp
    %face_km = stencil.access %face[0, 0, -1] : !temp
    %coupling_4 = arith.addf %p_up_0_1, %face_km : f64
    %coupling_5 = arith.mulf %coupling_3, %coupling_4 : f64
    stencil.yield %coupling_5 : f64
  }
  // The wind.
  %pivot, %y, %weight = stencil.sweep forward carries(%pivot_c = %undef_ijk : !temp, %y_c = %undef_ijk : !temp, %weight_c = %undef_ijk : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%pivot_c[0] : !temp, %y_c[0] : !temp, %weight_c[0] : !temp) {
        %c0_2 = arith.constant 0.0 : f64
        %mass_0_4 = stencil.access %mass_1[0, 0, 0] : !temp
        %coupling_kp = stencil.access %coupling_6[0, 0, 1] : !temp
        %pivot_1 = arith.subf %mass_0_4, %coupling_kp : f64
        %w_0 = stencil.access %w_in[0, 0, 0] : !temp
        %y_1 = arith.mulf %mass_0_4, %w_0 : f64
        %face_0 = stencil.access %face[0, 0, 0] : !temp
        %y_2 = arith.mulf %dt, %face_0 : f64
        %y_3 = arith.addf %y_1, %y_2 : f64
        %y_4 = arith.divf %y_3, %pivot_1 : f64
        stencil.yield %pivot_1, %y_4, %c0_2 : f64, f64, f64
      }
    }
    stencil.interval (k = start + 1 to end - 1) {
      stencil.stage writes(%pivot_c[0] : !temp, %y_c[0] : !temp, %weight_c[0] : !temp) {
        %coupling_0 = stencil.access %coupling_6[0, 0, 0] : !temp
        %pivot_km = stencil.access %pivot_c[0, 0, -1] : !temp
        %weight_1 = arith.divf %coupling_0, %pivot_km : f64
        %mass_0_5 = stencil.access %mass_1[0, 0, 0] : !temp
        %coupling_kp_1 = stencil.access %coupling_6[0, 0, 1] : !temp
        %pivot_2 = arith.addf %coupling_0, %coupling_kp_1 : f64
        %pivot_3 = arith.mulf %coupling_0, %weight_1 : f64
        %pivot_4 = arith.addf %pivot_2, %pivot_3 : f64
        %pivot_5 = arith.subf %mass_0_5, %pivot_4 : f64
        %w_0_1 = stencil.access %w_in[0, 0, 0] : !temp
        %y_5 = arith.mulf %mass_0_5, %w_0_1 : f64
        %face_0_1 = stencil.access %face[0, 0, 0] : !temp
        %face_km_1 = stencil.access %face[0, 0, -1] : !temp
        %y_6 = arith.subf %face_0_1, %face_km_1 : f64
        %y_7 = arith.mulf %dt, %y_6 : f64
        %y_8 = arith.addf %y_5, %y_7 : f64
        %y_km = stencil.access %y_c[0, 0, -1] : !temp
        %y_9 = arith.mulf %coupling_0, %y_km : f64
        %y_10 = arith.subf %y_8, %y_9 : f64
        %y_11 = arith.divf %y_10, %pivot_5 : f64
        stencil.yield %pivot_5, %y_11, %weight_1 : f64, f64, f64
      }
    }
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%pivot_c[0] : !temp, %y_c[0] : !temp, %weight_c[0] : !temp) {
        %cm2p8_1 = arith.constant -2.8 : f64
        %lowest = arith.mulf %cm2p8_1, %dt : f64
        %lowest_1 = arith.mulf %lowest, %dt : f64
        %dz_0_2 = stencil.access %dz_in[0, 0, 0] : !temp
        %lowest_2 = arith.divf %lowest_1, %dz_0_2 : f64
        %p_0_1 = stencil.access %p[0, 0, 0] : !temp
        %face_0_2 = stencil.access %face[0, 0, 0] : !temp
        %lowest_3 = arith.addf %p_0_1, %face_0_2 : f64
        %lowest_4 = arith.mulf %lowest_2, %lowest_3 : f64
        %coupling_0_1 = stencil.access %coupling_6[0, 0, 0] : !temp
        %pivot_km_1 = stencil.access %pivot_c[0, 0, -1] : !temp
        %weight_2 = arith.divf %coupling_0_1, %pivot_km_1 : f64
        %mass_0_6 = stencil.access %mass_1[0, 0, 0] : !temp
        %pivot_6 = arith.addf %coupling_0_1, %lowest_4 : f64
        %pivot_7 = arith.mulf %coupling_0_1, %weight_2 : f64
        %pivot_8 = arith.addf %pivot_6, %pivot_7 : f64
        %pivot_9 = arith.subf %mass_0_6, %pivot_8 : f64
        %w_0_2 = stencil.access %w_in[0, 0, 0] : !temp
        %y_12 = arith.mulf %mass_0_6, %w_0_2 : f64
        %face_km_2 = stencil.access %face[0, 0, -1] : !temp
        %y_13 = arith.subf %face_0_2, %face_km_2 : f64
        %y_14 = arith.mulf %dt, %y_13 : f64
        %y_15 = arith.addf %y_12, %y_14 : f64
        %ground_0 = stencil.access %ground_in[0, 0] : !plane_temp
        %y_16 = arith.mulf %lowest_4, %ground_0 : f64
        %y_17 = arith.subf %y_15, %y_16 : f64
        %y_km_1 = stencil.access %y_c[0, 0, -1] : !temp
        %y_18 = arith.mulf %coupling_0_1, %y_km_1 : f64
        %y_19 = arith.subf %y_17, %y_18 : f64
        %y_20 = arith.divf %y_19, %pivot_9 : f64
        stencil.yield %pivot_9, %y_20, %weight_2 : f64, f64, f64
      }
    }
  }
  %wind = stencil.sweep backward carries(%wind_c = %undef_ijk : !temp) {
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%wind_c[0] : !temp) {
        %y_0 = stencil.access %y[0, 0, 0] : !temp
        stencil.yield %y_0 : f64
      }
    }
    stencil.interval (k = start to end - 1) {
      stencil.stage writes(%wind_c[0] : !temp) {
        %y_0_1 = stencil.access %y[0, 0, 0] : !temp
        %weight_kp = stencil.access %weight[0, 0, 1] : !temp
        %wind_kp = stencil.access %wind_c[0, 0, 1] : !temp
        %wind_1 = arith.mulf %weight_kp, %wind_kp : f64
        %wind_2 = arith.subf %y_0_1, %wind_1 : f64
        stencil.yield %wind_2 : f64
      }
    }
  }
  // The new excess at the lower faces, and the heights that go with it.
  %new = stencil.sweep forward carries(%new_c = %undef_ijk : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%new_c[0] : !temp) {
        %mass_0_7 = stencil.access %mass_1[0, 0, 0] : !temp
        %wind_0 = stencil.access %wind[0, 0, 0] : !temp
        %w_0_3 = stencil.access %w_in[0, 0, 0] : !temp
        %new_1 = arith.subf %wind_0, %w_0_3 : f64
        %new_2 = arith.mulf %mass_0_7, %new_1 : f64
        %new_3 = arith.divf %new_2, %dt : f64
        stencil.yield %new_3 : f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%new_c[0] : !temp) {
        %new_km = stencil.access %new_c[0, 0, -1] : !temp
        %mass_0_8 = stencil.access %mass_1[0, 0, 0] : !temp
        %wind_0_1 = stencil.access %wind[0, 0, 0] : !temp
        %w_0_4 = stencil.access %w_in[0, 0, 0] : !temp
        %new_4 = arith.subf %wind_0_1, %w_0_4 : f64
        %new_5 = arith.mulf %mass_0_8, %new_4 : f64
        %new_6 = arith.divf %new_5, %dt : f64
        %new_7 = arith.addf %new_km, %new_6 : f64
        stencil.yield %new_7 : f64
      }
    }
  }
  %none_1 = stencil.apply -> (!temp) {
    %c0_3 = arith.constant 0.0 : f64
    %none = arith.mulf %c0_3, %top : f64
    stencil.yield %none : f64
  }
  %new_up = stencil.apply -> (!temp) {
    %new_km_1 = stencil.access %new[0, 0, -1] : !temp
    stencil.yield %new_km_1 : f64
  }
  %new_up_1 = stencil.insert %none_1 into %new_up (k = start to start + 1) : !temp into !temp
  %height_5 = stencil.apply -> (!temp) {
    %c0p5 = arith.constant 0.5 : f64
    %c0p01_1 = arith.constant 0.01 : f64
    %c287p04_1 = arith.constant 287.04 : f64
    %c100 = arith.constant 100.0 : f64
    %cm0p7142857142857143 = arith.constant -0.7142857142857143 : f64
    %new_up_0 = stencil.access %new_up_1[0, 0, 0] : !temp
    %new_0 = stencil.access %new[0, 0, 0] : !temp
    %inside = arith.addf %new_up_0, %new_0 : f64
    %inside_1 = arith.mulf %c0p5, %inside : f64
    %rest_0_1 = stencil.access %rest_3[0, 0, 0] : !temp
    %inside_2 = arith.addf %inside_1, %rest_0_1 : f64
    %inside_3 = arith.mulf %c0p01_1, %rest_0_1 : f64
    %inside_4 = arith.maximumf %inside_2, %inside_3 : f64
    %mass_0_9 = stencil.access %mass_1[0, 0, 0] : !temp
    %height = arith.mulf %mass_0_9, %c287p04_1 : f64
    %theta_0_1 = stencil.access %theta_in[0, 0, 0] : !temp
    %height_1 = arith.mulf %height, %theta_0_1 : f64
    %height_2 = arith.mulf %c100, %inside_4 : f64
    %height_3 = math.powf %height_2, %cm0p7142857142857143 : f64
    %height_4 = arith.mulf %height_1, %height_3 : f64
    stencil.yield %height_4 : f64
  }
  stencil.store %wind to %wn (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %height_5 to %dzn (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %new to %pn (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
