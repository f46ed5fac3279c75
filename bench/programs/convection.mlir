// A plume that rises in every column where the ground is warm and moist: it mixes with the air around, condenses,
// rains, and ends where it is heavier. A sweep with thirty values, which all come from the level below.
//
//   fvopt run bench/programs/convection.mlir --check

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.field<ij x f64>
!plane_temp = !stencil.temp<ij x f64>

stencil.func @convection(%t: !field, %q: !field, %p: !field, %u: !field, %v: !field, %a: !field, %b: !field, %c:
                          !field, %d: !field, %dt_t: !field, %dt_q: !field, %dt_u: !field, %dt_v: !field, %dt_a:
                          !field, %dt_b: !field, %dt_c: !field, %dt_d: !field, %rain: !plane, %column: !plane) {
  %t_in = stencil.load %t : !field -> !temp
  %q_in = stencil.load %q : !field -> !temp
  %p_in = stencil.load %p : !field -> !temp
  %u_in = stencil.load %u : !field -> !temp
  %v_in = stencil.load %v : !field -> !temp
  %a_in = stencil.load %a : !field -> !temp
  %b_in = stencil.load %b : !field -> !temp
  %c_in = stencil.load %c : !field -> !temp
  %d_in = stencil.load %d : !field -> !temp
  %undef_ijk = stencil.undef : !temp
  %undef_ij = stencil.undef : !plane_temp
  %m, %tu, %qu, %cu, %uu, %vu, %w, %au, %bu, %cc, %du, %buoy, %cape, %ent, %det, %rr, %snow, %base, %crest, %mmax, %st, %sq, %su, %sv, %sa, %sb, %sc, %sd, %pm, %tm, %rain_1, %column_1 = stencil.sweep forward carries(%m_c = %undef_ijk : !temp, %tu_c = %undef_ijk : !temp, %qu_c = %undef_ijk : !temp, %cu_c = %undef_ijk : !temp, %uu_c = %undef_ijk : !temp, %vu_c = %undef_ijk : !temp, %w_c = %undef_ijk : !temp, %au_c = %undef_ijk : !temp, %bu_c = %undef_ijk : !temp, %cc_c = %undef_ijk : !temp, %du_c = %undef_ijk : !temp, %buoy_c = %undef_ijk : !temp, %cape_c = %undef_ijk : !temp, %ent_c = %undef_ijk : !temp, %det_c = %undef_ijk : !temp, %rr_c = %undef_ijk : !temp, %snow_c = %undef_ijk : !temp, %base_c = %undef_ijk : !temp, %crest_c = %undef_ijk : !temp, %mmax_c = %undef_ijk : !temp, %st_c = %undef_ijk : !temp, %sq_c = %undef_ijk : !temp, %su_c = %undef_ijk : !temp, %sv_c = %undef_ijk : !temp, %sa_c = %undef_ijk : !temp, %sb_c = %undef_ijk : !temp, %sc_c = %undef_ijk : !temp, %sd_c = %undef_ijk : !temp, %pm_c = %undef_ijk : !temp, %tm_c = %undef_ijk : !temp, %rain_c = %undef_ij : !plane_temp, %column_c = %undef_ij : !plane_temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%m_c[0] : !temp, %tu_c[0] : !temp, %qu_c[0] : !temp, %cu_c[0] : !temp, %uu_c[0] : !temp, %vu_c[0] : !temp, %w_c[0] : !temp, %au_c[0] : !temp, %bu_c[0] : !temp, %cc_c[0] : !temp, %du_c[0] : !temp, %buoy_c[0] : !temp, %cape_c[0] : !temp, %ent_c[0] : !temp, %det_c[0] : !temp, %rr_c[0] : !temp, %snow_c[0] : !temp, %base_c[0] : !temp, %crest_c[0] : !temp, %mmax_c[0] : !temp, %st_c[0] : !temp, %sq_c[0] : !temp, %su_c[0] : !temp, %sv_c[0] : !temp, %sa_c[0] : !temp, %sb_c[0] : !temp, %sc_c[0] : !temp, %sd_c[0] : !temp, %pm_c[0] : !temp, %tm_c[0] : !temp, %rain_c[0] : !plane_temp, %column_c[0] : !plane_temp) {
        %c0p012 = arith.constant 0.012 : f64
        %c0 = arith.constant 0.0 : f64
        %c0p05 = arith.constant 0.05 : f64
        %c1 = arith.constant 1.0 : f64
        %c20 = arith.constant 20.0 : f64
        %c0p5 = arith.constant 0.5 : f64
        %c0p0005 = arith.constant 0.0005 : f64
        %c1em06 = arith.constant 1.0e-06 : f64
        %q_0 = stencil.access %q_in[0, 0, 0] : !temp
        %excess = arith.subf %q_0, %c0p012 : f64
        %is = arith.cmpf ogt, %excess, %c0 : f64
        %m_1 = arith.mulf %c20, %excess : f64
        %m_2 = arith.addf %c1, %m_1 : f64
        %m_3 = arith.mulf %c0p05, %m_2 : f64
        %m_4 = arith.select %is, %m_3, %c0 : f64
        %t_0 = stencil.access %t_in[0, 0, 0] : !temp
        %tu_1 = arith.addf %t_0, %c0p5 : f64
        %qu_1 = arith.addf %q_0, %c0p0005 : f64
        %u_0 = stencil.access %u_in[0, 0, 0] : !temp
        %v_0 = stencil.access %v_in[0, 0, 0] : !temp
        %is_1 = arith.cmpf ogt, %excess, %c0 : f64
        %w_1 = arith.select %is_1, %c1, %c0 : f64
        %a_0 = stencil.access %a_in[0, 0, 0] : !temp
        %b_0 = stencil.access %b_in[0, 0, 0] : !temp
        %c_0 = stencil.access %c_in[0, 0, 0] : !temp
        %d_0 = stencil.access %d_in[0, 0, 0] : !temp
        %p_0 = stencil.access %p_in[0, 0, 0] : !temp
        %st_1 = arith.mulf %t_0, %p_0 : f64
        %sq_1 = arith.mulf %q_0, %p_0 : f64
        %su_1 = arith.mulf %u_0, %p_0 : f64
        %sv_1 = arith.mulf %v_0, %p_0 : f64
        %sa_1 = arith.mulf %a_0, %p_0 : f64
        %sb_1 = arith.mulf %b_0, %p_0 : f64
        %sc_1 = arith.mulf %c_0, %p_0 : f64
        %sd_1 = arith.mulf %d_0, %p_0 : f64
        %rain_2 = arith.addf %c0, %c0 : f64
        %column_2 = arith.addf %st_1, %sq_1 : f64
        %column_3 = arith.addf %column_2, %su_1 : f64
        %column_4 = arith.addf %column_3, %sv_1 : f64
        %column_5 = arith.addf %column_4, %sa_1 : f64
        %column_6 = arith.addf %column_5, %sb_1 : f64
        %column_7 = arith.addf %column_6, %sc_1 : f64
        %column_8 = arith.addf %column_7, %sd_1 : f64
        %column_9 = arith.mulf %column_8, %c1em06 : f64
        %column_10 = arith.addf %c0, %c0 : f64
        %column_11 = arith.addf %column_10, %p_0 : f64
        %column_12 = arith.addf %column_11, %m_4 : f64
        %column_13 = arith.addf %column_12, %c0 : f64
        %column_14 = arith.addf %column_13, %t_0 : f64
        %column_15 = arith.addf %column_9, %column_14 : f64
        stencil.yield %m_4, %tu_1, %qu_1, %c0, %u_0, %v_0, %w_1, %a_0, %b_0, %c_0, %d_0, %c0, %c0, %c0, %c0, %c0, %c0, %c0, %p_0, %m_4, %st_1, %sq_1, %su_1, %sv_1, %sa_1, %sb_1, %sc_1, %sd_1, %p_0, %t_0, %rain_2, %column_15 : f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%m_c[0] : !temp, %tu_c[0] : !temp, %qu_c[0] : !temp, %cu_c[0] : !temp, %uu_c[0] : !temp, %vu_c[0] : !temp, %w_c[0] : !temp, %au_c[0] : !temp, %bu_c[0] : !temp, %cc_c[0] : !temp, %du_c[0] : !temp, %buoy_c[0] : !temp, %cape_c[0] : !temp, %ent_c[0] : !temp, %det_c[0] : !temp, %rr_c[0] : !temp, %snow_c[0] : !temp, %base_c[0] : !temp, %crest_c[0] : !temp, %mmax_c[0] : !temp, %st_c[0] : !temp, %sq_c[0] : !temp, %su_c[0] : !temp, %sv_c[0] : !temp, %sa_c[0] : !temp, %sb_c[0] : !temp, %sc_c[0] : !temp, %sd_c[0] : !temp, %pm_c[0] : !temp, %tm_c[0] : !temp, %rain_c[0] : !plane_temp, %column_c[0] : !plane_temp) {
        %c0p8 = arith.constant 0.8 : f64
        %c0p2 = arith.constant 0.2 : f64
        %c0_1 = arith.constant 0.0 : f64
        %c0p0001 = arith.constant 0.0001 : f64
        %c611p2 = arith.constant 611.2 : f64
        %c17p67 = arith.constant 17.67 : f64
        %c273p15 = arith.constant 273.15 : f64
        %c29p65 = arith.constant 29.65 : f64
        %c0p622 = arith.constant 0.622 : f64
        %c0p378 = arith.constant 0.378 : f64
        %c1_1 = arith.constant 1.0 : f64
        %c0p5_1 = arith.constant 0.5 : f64
        %c0p3 = arith.constant 0.3 : f64
        %c0p7 = arith.constant 0.7 : f64
        %c2 = arith.constant 2.0 : f64
        %c0p0065 = arith.constant 0.0065 : f64
        %c29p27 = arith.constant 29.27 : f64
        %c13500000 = arith.constant 13500000.0 : f64
        %c2488 = arith.constant 2488.0 : f64
        %c0p0005_1 = arith.constant 0.0005 : f64
        %c268 = arith.constant 268.0 : f64
        %c9p81 = arith.constant 9.81 : f64
        %c0p608 = arith.constant 0.608 : f64
        %c0p6 = arith.constant 0.6 : f64
        %c0p01 = arith.constant 0.01 : f64
        %c1em06_1 = arith.constant 1.0e-06 : f64
        %m_km = stencil.access %m_c[0, 0, -1] : !temp
        %tu_km = stencil.access %tu_c[0, 0, -1] : !temp
        %qu_km = stencil.access %qu_c[0, 0, -1] : !temp
        %cu_km = stencil.access %cu_c[0, 0, -1] : !temp
        %w_km = stencil.access %w_c[0, 0, -1] : !temp
        %uu_km = stencil.access %uu_c[0, 0, -1] : !temp
        %vu_km = stencil.access %vu_c[0, 0, -1] : !temp
        %au_km = stencil.access %au_c[0, 0, -1] : !temp
        %bu_km = stencil.access %bu_c[0, 0, -1] : !temp
        %cc_km = stencil.access %cc_c[0, 0, -1] : !temp
        %du_km = stencil.access %du_c[0, 0, -1] : !temp
        %ent_km = stencil.access %ent_c[0, 0, -1] : !temp
        %det_km = stencil.access %det_c[0, 0, -1] : !temp
        %buoy_km = stencil.access %buoy_c[0, 0, -1] : !temp
        %pm_km = stencil.access %pm_c[0, 0, -1] : !temp
        %p_0_1 = stencil.access %p_in[0, 0, 0] : !temp
        %thick = arith.subf %pm_km, %p_0_1 : f64
        %tm_km = stencil.access %tm_c[0, 0, -1] : !temp
        %tm_1 = arith.mulf %c0p8, %tm_km : f64
        %t_0_1 = stencil.access %t_in[0, 0, 0] : !temp
        %tm_2 = arith.mulf %c0p2, %t_0_1 : f64
        %tm_3 = arith.addf %tm_1, %tm_2 : f64
        %q_0_1 = stencil.access %q_in[0, 0, 0] : !temp
        %u_0_1 = stencil.access %u_in[0, 0, 0] : !temp
        %v_0_1 = stencil.access %v_in[0, 0, 0] : !temp
        %a_0_1 = stencil.access %a_in[0, 0, 0] : !temp
        %b_0_1 = stencil.access %b_in[0, 0, 0] : !temp
        %c_0_1 = stencil.access %c_in[0, 0, 0] : !temp
        %d_0_1 = stencil.access %d_in[0, 0, 0] : !temp
        %cape_km = stencil.access %cape_c[0, 0, -1] : !temp
        %det_1 = arith.addf %det_km, %m_km : f64
        %rr_km = stencil.access %rr_c[0, 0, -1] : !temp
        %snow_km = stencil.access %snow_c[0, 0, -1] : !temp
        %base_km = stencil.access %base_c[0, 0, -1] : !temp
        %crest_km = stencil.access %crest_c[0, 0, -1] : !temp
        %mmax_km = stencil.access %mmax_c[0, 0, -1] : !temp
        %is_2 = arith.cmpf ogt, %m_km, %c0p0001 : f64
        %ent_8, %tu_8, %qu_5, %cu_5, %base_3, %snow_6, %rr_6, %buoy_8, %cape_4, %w_4, %m_9, %det_8, %crest_2, %mmax_3, %uu_5, %vu_5, %au_5, %bu_5, %cc_5, %du_5 = scf.if %is_2 -> (f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64) {
          %vapour = arith.subf %t_0_1, %c273p15 : f64
          %vapour_1 = arith.mulf %c17p67, %vapour : f64
          %vapour_2 = arith.subf %t_0_1, %c29p65 : f64
          %vapour_3 = arith.divf %vapour_1, %vapour_2 : f64
          %vapour_4 = math.exp %vapour_3 : f64
          %vapour_5 = arith.mulf %c611p2, %vapour_4 : f64
          %full = arith.mulf %c0p622, %vapour_5 : f64
          %full_1 = arith.mulf %c0p378, %vapour_5 : f64
          %full_2 = arith.subf %p_0_1, %full_1 : f64
          %full_3 = arith.divf %full, %full_2 : f64
          %dry = arith.divf %q_0_1, %full_3 : f64
          %dry_1 = arith.minimumf %dry, %c1_1 : f64
          %dry_2 = arith.subf %c1_1, %dry_1 : f64
          %ent_1 = math.powf %dry_2, %c2 : f64
          %ent_2 = arith.mulf %c0p7, %ent_1 : f64
          %ent_3 = arith.addf %c0p3, %ent_2 : f64
          %ent_4 = arith.mulf %ent_3, %c0p0001 : f64
          %ent_5 = arith.mulf %ent_4, %thick : f64
          %ent_6 = arith.addf %ent_km, %ent_5 : f64
          %ent_7 = arith.mulf %c0p5_1, %ent_6 : f64
          %share = arith.addf %c1_1, %ent_7 : f64
          %share_1 = arith.divf %ent_7, %share : f64
          %t1 = arith.mulf %c0p0065, %c29p27 : f64
          %t1_1 = arith.mulf %t_0_1, %thick : f64
          %t1_2 = arith.mulf %t1, %t1_1 : f64
          %t1_3 = arith.divf %t1_2, %p_0_1 : f64
          %t1_4 = arith.subf %tu_km, %t1_3 : f64
          %t2 = arith.subf %t_0_1, %t1_4 : f64
          %t2_1 = arith.mulf %share_1, %t2 : f64
          %t2_2 = arith.addf %t1_4, %t2_1 : f64
          %water = arith.addf %qu_km, %cu_km : f64
          %water_1 = arith.subf %q_0_1, %water : f64
          %water_2 = arith.mulf %share_1, %water_1 : f64
          %water_3 = arith.addf %water, %water_2 : f64
          %vapour_6 = arith.subf %t2_2, %c273p15 : f64
          %vapour_7 = arith.mulf %c17p67, %vapour_6 : f64
          %vapour_8 = arith.subf %t2_2, %c29p65 : f64
          %vapour_9 = arith.divf %vapour_7, %vapour_8 : f64
          %vapour_10 = math.exp %vapour_9 : f64
          %vapour_11 = arith.mulf %c611p2, %vapour_10 : f64
          %full_4 = arith.mulf %c0p622, %vapour_11 : f64
          %full_5 = arith.mulf %c0p378, %vapour_11 : f64
          %full_6 = arith.subf %p_0_1, %full_5 : f64
          %full_7 = arith.divf %full_4, %full_6 : f64
          %is_3 = arith.cmpf ogt, %water_3, %full_7 : f64
          %tu_6, %cu_3, %qu_3, %base_2, %snow_5, %rr_5 = scf.if %is_3 -> (f64, f64, f64, f64, f64, f64) {
            %cond = arith.subf %water_3, %full_7 : f64
            %cond_1 = arith.mulf %c13500000, %full_7 : f64
            %cond_2 = math.powf %t2_2, %c2 : f64
            %cond_3 = arith.divf %cond_1, %cond_2 : f64
            %cond_4 = arith.addf %c1_1, %cond_3 : f64
            %cond_5 = arith.divf %cond, %cond_4 : f64
            %tu_2 = arith.subf %cond_5, %cu_km : f64
            %tu_3 = arith.maximumf %tu_2, %c0_1 : f64
            %tu_4 = arith.mulf %c2488, %tu_3 : f64
            %tu_5 = arith.addf %t2_2, %tu_4 : f64
            %qu_2 = arith.subf %water_3, %cond_5 : f64
            %is_4 = arith.cmpf oeq, %base_km, %c0_1 : f64
            %base_1 = arith.select %is_4, %p_0_1, %base_km : f64
            %is_5 = arith.cmpf ogt, %cond_5, %c0p0005_1 : f64
            %cu_2, %snow_4, %rr_4 = scf.if %is_5 -> (f64, f64, f64) {
              %falls = arith.subf %cond_5, %c0p0005_1 : f64
              %falls_1 = arith.mulf %c0p3, %falls : f64
              %cu_1 = arith.subf %cond_5, %falls_1 : f64
              %is_6 = arith.cmpf olt, %tu_5, %c268 : f64
              %snow_3, %rr_3 = scf.if %is_6 -> (f64, f64) {
                %snow_1 = arith.mulf %m_km, %falls_1 : f64
                %snow_2 = arith.addf %snow_km, %snow_1 : f64
                scf.yield %snow_2, %rr_km : f64, f64
              } else {
                %rr_1 = arith.mulf %m_km, %falls_1 : f64
                %rr_2 = arith.addf %rr_km, %rr_1 : f64
                scf.yield %snow_km, %rr_2 : f64, f64
              }
              scf.yield %cu_1, %snow_3, %rr_3 : f64, f64, f64
            } else {
              scf.yield %cond_5, %snow_km, %rr_km : f64, f64, f64
            }
            scf.yield %tu_5, %cu_2, %qu_2, %base_1, %snow_4, %rr_4 : f64, f64, f64, f64, f64, f64
          } else {
            scf.yield %t2_2, %c0_1, %water_3, %base_km, %snow_km, %rr_km : f64, f64, f64, f64, f64, f64
          }
          %buoy_1 = arith.subf %tu_6, %t_0_1 : f64
          %buoy_2 = arith.divf %buoy_1, %t_0_1 : f64
          %buoy_3 = arith.subf %qu_3, %q_0_1 : f64
          %buoy_4 = arith.mulf %c0p608, %buoy_3 : f64
          %buoy_5 = arith.addf %buoy_2, %buoy_4 : f64
          %buoy_6 = arith.subf %buoy_5, %cu_3 : f64
          %buoy_7 = arith.mulf %c9p81, %buoy_6 : f64
          %height = arith.mulf %t_0_1, %thick : f64
          %height_1 = arith.mulf %c29p27, %height : f64
          %height_2 = arith.divf %height_1, %p_0_1 : f64
          %cape_1 = arith.maximumf %buoy_7, %c0_1 : f64
          %cape_2 = arith.mulf %cape_1, %height_2 : f64
          %cape_3 = arith.addf %cape_km, %cape_2 : f64
          %square = math.powf %w_km, %c2 : f64
          %square_1 = arith.subf %c1_1, %share_1 : f64
          %square_2 = arith.mulf %square, %square_1 : f64
          %square_3 = arith.addf %buoy_7, %buoy_km : f64
          %square_4 = arith.mulf %c0p5_1, %square_3 : f64
          %square_5 = arith.mulf %square_4, %height_2 : f64
          %square_6 = arith.mulf %c0p6, %square_5 : f64
          %square_7 = arith.addf %square_2, %square_6 : f64
          %is_7 = arith.cmpf ogt, %square_7, %c0p01 : f64
          %w_3, %m_8, %det_7, %crest_1, %mmax_2, %uu_4, %vu_4, %au_4, %bu_4, %cc_4, %du_4, %tu_7, %qu_4, %cu_4 = scf.if %is_7 -> (f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64) {
            %w_2 = math.sqrt %square_7 : f64
            %m_5 = arith.addf %c1_1, %ent_7 : f64
            %m_6 = arith.mulf %m_km, %m_5 : f64
            %m_7 = arith.minimumf %m_6, %c0p5_1 : f64
            %det_2 = arith.addf %c1_1, %ent_7 : f64
            %det_3 = arith.mulf %m_km, %det_2 : f64
            %det_4 = arith.subf %det_3, %m_7 : f64
            %det_5 = arith.maximumf %det_4, %c0_1 : f64
            %det_6 = arith.addf %det_km, %det_5 : f64
            %mmax_1 = arith.maximumf %mmax_km, %m_7 : f64
            %uu_1 = arith.subf %u_0_1, %uu_km : f64
            %uu_2 = arith.mulf %share_1, %uu_1 : f64
            %uu_3 = arith.addf %uu_km, %uu_2 : f64
            %vu_1 = arith.subf %v_0_1, %vu_km : f64
            %vu_2 = arith.mulf %share_1, %vu_1 : f64
            %vu_3 = arith.addf %vu_km, %vu_2 : f64
            %au_1 = arith.subf %a_0_1, %au_km : f64
            %au_2 = arith.mulf %share_1, %au_1 : f64
            %au_3 = arith.addf %au_km, %au_2 : f64
            %bu_1 = arith.subf %b_0_1, %bu_km : f64
            %bu_2 = arith.mulf %share_1, %bu_1 : f64
            %bu_3 = arith.addf %bu_km, %bu_2 : f64
            %cc_1 = arith.subf %c_0_1, %cc_km : f64
            %cc_2 = arith.mulf %share_1, %cc_1 : f64
            %cc_3 = arith.addf %cc_km, %cc_2 : f64
            %du_1 = arith.subf %d_0_1, %du_km : f64
            %du_2 = arith.mulf %share_1, %du_1 : f64
            %du_3 = arith.addf %du_km, %du_2 : f64
            scf.yield %w_2, %m_7, %det_6, %p_0_1, %mmax_1, %uu_3, %vu_3, %au_3, %bu_3, %cc_3, %du_3, %tu_6, %qu_3, %cu_3 : f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64
          } else {
            scf.yield %c0_1, %c0_1, %det_1, %crest_km, %mmax_km, %u_0_1, %v_0_1, %a_0_1, %b_0_1, %c_0_1, %d_0_1, %t_0_1, %q_0_1, %c0_1 : f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64
          }
          scf.yield %ent_7, %tu_7, %qu_4, %cu_4, %base_2, %snow_5, %rr_5, %buoy_7, %cape_3, %w_3, %m_8, %det_7, %crest_1, %mmax_2, %uu_4, %vu_4, %au_4, %bu_4, %cc_4, %du_4 : f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64
        } else {
          scf.yield %c0_1, %t_0_1, %q_0_1, %c0_1, %base_km, %snow_km, %rr_km, %c0_1, %cape_km, %c0_1, %c0_1, %det_1, %crest_km, %mmax_km, %u_0_1, %v_0_1, %a_0_1, %b_0_1, %c_0_1, %d_0_1 : f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64
        }
        %st_km = stencil.access %st_c[0, 0, -1] : !temp
        %st_2 = arith.mulf %t_0_1, %thick : f64
        %st_3 = arith.addf %st_km, %st_2 : f64
        %sq_km = stencil.access %sq_c[0, 0, -1] : !temp
        %sq_2 = arith.mulf %q_0_1, %thick : f64
        %sq_3 = arith.addf %sq_km, %sq_2 : f64
        %su_km = stencil.access %su_c[0, 0, -1] : !temp
        %su_2 = arith.mulf %u_0_1, %thick : f64
        %su_3 = arith.addf %su_km, %su_2 : f64
        %sv_km = stencil.access %sv_c[0, 0, -1] : !temp
        %sv_2 = arith.mulf %v_0_1, %thick : f64
        %sv_3 = arith.addf %sv_km, %sv_2 : f64
        %sa_km = stencil.access %sa_c[0, 0, -1] : !temp
        %sa_2 = arith.mulf %a_0_1, %thick : f64
        %sa_3 = arith.addf %sa_km, %sa_2 : f64
        %sb_km = stencil.access %sb_c[0, 0, -1] : !temp
        %sb_2 = arith.mulf %b_0_1, %thick : f64
        %sb_3 = arith.addf %sb_km, %sb_2 : f64
        %sc_km = stencil.access %sc_c[0, 0, -1] : !temp
        %sc_2 = arith.mulf %c_0_1, %thick : f64
        %sc_3 = arith.addf %sc_km, %sc_2 : f64
        %sd_km = stencil.access %sd_c[0, 0, -1] : !temp
        %sd_2 = arith.mulf %d_0_1, %thick : f64
        %sd_3 = arith.addf %sd_km, %sd_2 : f64
        %rain_3 = arith.addf %rr_6, %snow_6 : f64
        %column_16 = arith.addf %st_3, %sq_3 : f64
        %column_17 = arith.addf %column_16, %su_3 : f64
        %column_18 = arith.addf %column_17, %sv_3 : f64
        %column_19 = arith.addf %column_18, %sa_3 : f64
        %column_20 = arith.addf %column_19, %sb_3 : f64
        %column_21 = arith.addf %column_20, %sc_3 : f64
        %column_22 = arith.addf %column_21, %sd_3 : f64
        %column_23 = arith.mulf %column_22, %c1em06_1 : f64
        %column_24 = arith.addf %cape_4, %base_3 : f64
        %column_25 = arith.addf %column_24, %crest_2 : f64
        %column_26 = arith.addf %column_25, %mmax_3 : f64
        %column_27 = arith.addf %column_26, %det_8 : f64
        %column_28 = arith.addf %column_27, %tm_3 : f64
        %column_29 = arith.addf %column_23, %column_28 : f64
        stencil.yield %m_9, %tu_8, %qu_5, %cu_5, %uu_5, %vu_5, %w_4, %au_5, %bu_5, %cc_5, %du_5, %buoy_8, %cape_4, %ent_8, %det_8, %rr_6, %snow_6, %base_3, %crest_2, %mmax_3, %st_3, %sq_3, %su_3, %sv_3, %sa_3, %sb_3, %sc_3, %sd_3, %p_0_1, %tm_3, %rain_3, %column_29 : f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64
      }
    }
  }
  // Tendencies: what comes with the flux from below, less what goes on upwards.
  %new_t_5, %new_q_5, %new_u_5, %new_v_5, %new_a_5, %new_b_5, %new_c_5, %new_d_5 = stencil.apply -> (!temp, !temp, !temp, !temp, !temp, !temp, !temp, !temp) {
    %c9p81_1 = arith.constant 9.81 : f64
    %p_km = stencil.access %p_in[0, 0, -1] : !temp
    %p_0_2 = stencil.access %p_in[0, 0, 0] : !temp
    %thick_1 = arith.subf %p_km, %p_0_2 : f64
    %m_km_1 = stencil.access %m[0, 0, -1] : !temp
    %inflow = arith.mulf %m_km_1, %c9p81_1 : f64
    %inflow_1 = arith.divf %inflow, %thick_1 : f64
    %m_0 = stencil.access %m[0, 0, 0] : !temp
    %outflow = arith.mulf %m_0, %c9p81_1 : f64
    %outflow_1 = arith.divf %outflow, %thick_1 : f64
    %tu_km_1 = stencil.access %tu[0, 0, -1] : !temp
    %t_km = stencil.access %t_in[0, 0, -1] : !temp
    %new_t = arith.subf %tu_km_1, %t_km : f64
    %new_t_1 = arith.mulf %inflow_1, %new_t : f64
    %tu_0 = stencil.access %tu[0, 0, 0] : !temp
    %t_0_2 = stencil.access %t_in[0, 0, 0] : !temp
    %new_t_2 = arith.subf %tu_0, %t_0_2 : f64
    %new_t_3 = arith.mulf %outflow_1, %new_t_2 : f64
    %new_t_4 = arith.subf %new_t_1, %new_t_3 : f64
    %qu_km_1 = stencil.access %qu[0, 0, -1] : !temp
    %q_km = stencil.access %q_in[0, 0, -1] : !temp
    %new_q = arith.subf %qu_km_1, %q_km : f64
    %new_q_1 = arith.mulf %inflow_1, %new_q : f64
    %qu_0 = stencil.access %qu[0, 0, 0] : !temp
    %q_0_2 = stencil.access %q_in[0, 0, 0] : !temp
    %new_q_2 = arith.subf %qu_0, %q_0_2 : f64
    %new_q_3 = arith.mulf %outflow_1, %new_q_2 : f64
    %new_q_4 = arith.subf %new_q_1, %new_q_3 : f64
    %uu_km_1 = stencil.access %uu[0, 0, -1] : !temp
    %u_km = stencil.access %u_in[0, 0, -1] : !temp
    %new_u = arith.subf %uu_km_1, %u_km : f64
    %new_u_1 = arith.mulf %inflow_1, %new_u : f64
    %uu_0 = stencil.access %uu[0, 0, 0] : !temp
    %u_0_2 = stencil.access %u_in[0, 0, 0] : !temp
    %new_u_2 = arith.subf %uu_0, %u_0_2 : f64
    %new_u_3 = arith.mulf %outflow_1, %new_u_2 : f64
    %new_u_4 = arith.subf %new_u_1, %new_u_3 : f64
    %vu_km_1 = stencil.access %vu[0, 0, -1] : !temp
    %v_km = stencil.access %v_in[0, 0, -1] : !temp
    %new_v = arith.subf %vu_km_1, %v_km : f64
    %new_v_1 = arith.mulf %inflow_1, %new_v : f64
    %vu_0 = stencil.access %vu[0, 0, 0] : !temp
    %v_0_2 = stencil.access %v_in[0, 0, 0] : !temp
    %new_v_2 = arith.subf %vu_0, %v_0_2 : f64
    %new_v_3 = arith.mulf %outflow_1, %new_v_2 : f64
    %new_v_4 = arith.subf %new_v_1, %new_v_3 : f64
    %au_km_1 = stencil.access %au[0, 0, -1] : !temp
    %a_km = stencil.access %a_in[0, 0, -1] : !temp
    %new_a = arith.subf %au_km_1, %a_km : f64
    %new_a_1 = arith.mulf %inflow_1, %new_a : f64
    %au_0 = stencil.access %au[0, 0, 0] : !temp
    %a_0_2 = stencil.access %a_in[0, 0, 0] : !temp
    %new_a_2 = arith.subf %au_0, %a_0_2 : f64
    %new_a_3 = arith.mulf %outflow_1, %new_a_2 : f64
    %new_a_4 = arith.subf %new_a_1, %new_a_3 : f64
    %bu_km_1 = stencil.access %bu[0, 0, -1] : !temp
    %b_km = stencil.access %b_in[0, 0, -1] : !temp
    %new_b = arith.subf %bu_km_1, %b_km : f64
    %new_b_1 = arith.mulf %inflow_1, %new_b : f64
    %bu_0 = stencil.access %bu[0, 0, 0] : !temp
    %b_0_2 = stencil.access %b_in[0, 0, 0] : !temp
    %new_b_2 = arith.subf %bu_0, %b_0_2 : f64
    %new_b_3 = arith.mulf %outflow_1, %new_b_2 : f64
    %new_b_4 = arith.subf %new_b_1, %new_b_3 : f64
    %cc_km_1 = stencil.access %cc[0, 0, -1] : !temp
    %c_km = stencil.access %c_in[0, 0, -1] : !temp
    %new_c = arith.subf %cc_km_1, %c_km : f64
    %new_c_1 = arith.mulf %inflow_1, %new_c : f64
    %cc_0 = stencil.access %cc[0, 0, 0] : !temp
    %c_0_2 = stencil.access %c_in[0, 0, 0] : !temp
    %new_c_2 = arith.subf %cc_0, %c_0_2 : f64
    %new_c_3 = arith.mulf %outflow_1, %new_c_2 : f64
    %new_c_4 = arith.subf %new_c_1, %new_c_3 : f64
    %du_km_1 = stencil.access %du[0, 0, -1] : !temp
    %d_km = stencil.access %d_in[0, 0, -1] : !temp
    %new_d = arith.subf %du_km_1, %d_km : f64
    %new_d_1 = arith.mulf %inflow_1, %new_d : f64
    %du_0 = stencil.access %du[0, 0, 0] : !temp
    %d_0_2 = stencil.access %d_in[0, 0, 0] : !temp
    %new_d_2 = arith.subf %du_0, %d_0_2 : f64
    %new_d_3 = arith.mulf %outflow_1, %new_d_2 : f64
    %new_d_4 = arith.subf %new_d_1, %new_d_3 : f64
    stencil.yield %new_t_4, %new_q_4, %new_u_4, %new_v_4, %new_a_4, %new_b_4, %new_c_4, %new_d_4 : f64, f64, f64, f64, f64, f64, f64, f64
  }
  %nothing_1 = stencil.apply -> (!temp) {
    %c0_2 = arith.constant 0.0 : f64
    %t_0_3 = stencil.access %t_in[0, 0, 0] : !temp
    %nothing = arith.mulf %c0_2, %t_0_3 : f64
    stencil.yield %nothing : f64
  }
  %new_t_6 = stencil.insert %nothing_1 into %new_t_5 (k = start to start + 1) : !temp into !temp
  %new_q_6 = stencil.insert %nothing_1 into %new_q_5 (k = start to start + 1) : !temp into !temp
  %new_u_6 = stencil.insert %nothing_1 into %new_u_5 (k = start to start + 1) : !temp into !temp
  %new_v_6 = stencil.insert %nothing_1 into %new_v_5 (k = start to start + 1) : !temp into !temp
  %new_a_6 = stencil.insert %nothing_1 into %new_a_5 (k = start to start + 1) : !temp into !temp
  %new_b_6 = stencil.insert %nothing_1 into %new_b_5 (k = start to start + 1) : !temp into !temp
  %new_c_6 = stencil.insert %nothing_1 into %new_c_5 (k = start to start + 1) : !temp into !temp
  %new_d_6 = stencil.insert %nothing_1 into %new_d_5 (k = start to start + 1) : !temp into !temp
  stencil.store %new_t_6 to %dt_t (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %new_q_6 to %dt_q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %new_u_6 to %dt_u (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %new_v_6 to %dt_v (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %new_a_6 to %dt_a (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %new_b_6 to %dt_b (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %new_c_6 to %dt_c (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %new_d_6 to %dt_d (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %rain_1 to %rain (i = start to end, j = start to end) : !plane_temp to !plane
  stencil.store %column_1 to %column (i = start to end, j = start to end) : !plane_temp to !plane
  stencil.return
}
