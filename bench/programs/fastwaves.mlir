// The horizontal winds of a small step with fast waves, after the COSMO model:
// the gradient of the pressure along terrain-following levels.
//
//   fvopt run bench/programs/fastwaves.mlir --check
//
// Levels count from the top. The highest ten are flat. Below them the gradient
// along a level is corrected by its slope times the vertical difference of the
// pressure (ppuv, weighted to half levels by wgtfac; hhl are their heights); in
// the lowest level the winds follow the ground (slopes xdzdx and xdzdy, the
// vertical right-hand side xrhsz, weights xlhsx and xlhsy). COSMO's terms that
// mix both directions at the ground are left out.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.field<ij x f64>
!plane_temp = !stencil.temp<ij x f64>

stencil.func @fastwaves(%u_pos: !field, %v_pos: !field, %utens: !field, %vtens: !field, %ppuv: !field,
                        %rho: !field, %wgtfac: !field, %hhl: !field, %fx: !plane, %xdzdx: !plane,
                        %xdzdy: !plane, %xlhsx: !plane, %xlhsy: !plane, %xrhsz: !plane,
                        %u: !field, %v: !field, %dt: f64) {
  %up = stencil.load %u_pos : !field -> !temp
  %vp = stencil.load %v_pos : !field -> !temp
  %ut = stencil.load %utens : !field -> !temp
  %vt = stencil.load %vtens : !field -> !temp
  %pp = stencil.load %ppuv : !field -> !temp
  %rh = stencil.load %rho : !field -> !temp
  %wg = stencil.load %wgtfac : !field -> !temp
  %h = stencil.load %hhl : !field -> !temp
  %fxt = stencil.load %fx : !plane -> !plane_temp
  %zx = stencil.load %xdzdx : !plane -> !plane_temp
  %zy = stencil.load %xdzdy : !plane -> !plane_temp
  %sx = stencil.load %xlhsx : !plane -> !plane_temp
  %sy = stencil.load %xlhsy : !plane -> !plane_temp
  %rz = stencil.load %xrhsz : !plane -> !plane_temp
  // The pressure at half levels, and its difference across a level.
  %correction = stencil.apply -> (!temp) {
    %one = arith.constant 1.0 : f64
    %w_0 = stencil.access %wg[0, 0, 0] : !temp
    %pp_0 = stencil.access %pp[0, 0, 0] : !temp
    %c0 = arith.mulf %w_0, %pp_0 : f64
    %c0_1 = arith.subf %one, %w_0 : f64
    %pp_km = stencil.access %pp[0, 0, -1] : !temp
    %c0_2 = arith.mulf %c0_1, %pp_km : f64
    %c0_3 = arith.addf %c0, %c0_2 : f64
    stencil.yield %c0_3 : f64
  }
  %difference = stencil.apply -> (!temp) {
    %c_k = stencil.access %correction[0, 0, 1] : !temp
    %c_0 = stencil.access %correction[0, 0, 0] : !temp
    %d = arith.subf %c_k, %c_0 : f64
    stencil.yield %d : f64
  }
  %flat_u, %flat_v = stencil.apply -> (!temp, !temp) {
    %pp_i = stencil.access %pp[1, 0, 0] : !temp
    %pp_0 = stencil.access %pp[0, 0, 0] : !temp
    %a = arith.subf %pp_i, %pp_0 : f64
    %pp_j = stencil.access %pp[0, 1, 0] : !temp
    %b = arith.subf %pp_j, %pp_0 : f64
    stencil.yield %a, %b : f64, f64
  }
  %steep_u, %steep_v = stencil.apply -> (!temp, !temp) {
    %half = arith.constant 0.5 : f64
    %h_k = stencil.access %h[0, 0, 1] : !temp
    %h_0 = stencil.access %h[0, 0, 0] : !temp
    %h0 = arith.addf %h_k, %h_0 : f64
    %t0_1 = arith.subf %h_k, %h_0 : f64
    %h_ik = stencil.access %h[1, 0, 1] : !temp
    %h_i = stencil.access %h[1, 0, 0] : !temp
    %hi = arith.addf %h_ik, %h_i : f64
    %ti = arith.subf %h_ik, %h_i : f64
    %h_jk = stencil.access %h[0, 1, 1] : !temp
    %h_j = stencil.access %h[0, 1, 0] : !temp
    %hj = arith.addf %h_jk, %h_j : f64
    %tj = arith.subf %h_jk, %h_j : f64
    %fu_0 = stencil.access %flat_u[0, 0, 0] : !temp
    %d_i = stencil.access %difference[1, 0, 0] : !temp
    %d_0 = stencil.access %difference[0, 0, 0] : !temp
    %a = arith.addf %d_i, %d_0 : f64
    %a_1 = arith.mulf %a, %half : f64
    %a_2 = arith.subf %h0, %hi : f64
    %a_3 = arith.mulf %a_1, %a_2 : f64
    %a_4 = arith.addf %t0_1, %ti : f64
    %a_5 = arith.divf %a_3, %a_4 : f64
    %a_6 = arith.addf %fu_0, %a_5 : f64
    %fv_0 = stencil.access %flat_v[0, 0, 0] : !temp
    %d_j = stencil.access %difference[0, 1, 0] : !temp
    %b = arith.addf %d_j, %d_0 : f64
    %b_1 = arith.mulf %b, %half : f64
    %b_2 = arith.subf %h0, %hj : f64
    %b_3 = arith.mulf %b_1, %b_2 : f64
    %b_4 = arith.addf %t0_1, %tj : f64
    %b_5 = arith.divf %b_3, %b_4 : f64
    %b_6 = arith.addf %fv_0, %b_5 : f64
    stencil.yield %a_6, %b_6 : f64, f64
  }
  %gradient_u = stencil.insert %steep_u into %flat_u (k = min(start + 10, end - 1) to end - 1) : !temp into !temp
  %gradient_v = stencil.insert %steep_v into %flat_v (k = min(start + 10, end - 1) to end - 1) : !temp into !temp
  %inner_u, %inner_v = stencil.apply -> (!temp, !temp) {
    %half = arith.constant 0.5 : f64
    %one = arith.constant 1.0 : f64
    %fx_0 = stencil.access %fxt[0, 0] : !plane_temp
    %rho_i = stencil.access %rh[1, 0, 0] : !temp
    %rho_0 = stencil.access %rh[0, 0, 0] : !temp
    %ru = arith.addf %rho_i, %rho_0 : f64
    %ru_1 = arith.mulf %half, %ru : f64
    %ru_2 = arith.divf %fx_0, %ru_1 : f64
    %rho_j = stencil.access %rh[0, 1, 0] : !temp
    %rv = arith.addf %rho_j, %rho_0 : f64
    %rv_1 = arith.mulf %half, %rv : f64
    %rv_2 = arith.divf %one, %rv_1 : f64
    %u_pos_0 = stencil.access %up[0, 0, 0] : !temp
    %utens_0 = stencil.access %ut[0, 0, 0] : !temp
    %gu_0 = stencil.access %gradient_u[0, 0, 0] : !temp
    %a = arith.mulf %gu_0, %ru_2 : f64
    %a_1 = arith.subf %utens_0, %a : f64
    %a_2 = arith.mulf %a_1, %dt : f64
    %a_3 = arith.addf %u_pos_0, %a_2 : f64
    %v_pos_0 = stencil.access %vp[0, 0, 0] : !temp
    %vtens_0 = stencil.access %vt[0, 0, 0] : !temp
    %gv_0 = stencil.access %gradient_v[0, 0, 0] : !temp
    %b = arith.mulf %gv_0, %rv_2 : f64
    %b_1 = arith.subf %vtens_0, %b : f64
    %b_2 = arith.mulf %b_1, %dt : f64
    %b_3 = arith.addf %v_pos_0, %b_2 : f64
    stencil.yield %a_3, %b_3 : f64, f64
  }
  %ground_u, %ground_v = stencil.apply -> (!temp, !temp) {
    %half = arith.constant 0.5 : f64
    %one = arith.constant 1.0 : f64
    %fx_0 = stencil.access %fxt[0, 0] : !plane_temp
    %rho_i = stencil.access %rh[1, 0, 0] : !temp
    %rho_0 = stencil.access %rh[0, 0, 0] : !temp
    %ru = arith.addf %rho_i, %rho_0 : f64
    %ru_1 = arith.mulf %half, %ru : f64
    %ru_2 = arith.divf %fx_0, %ru_1 : f64
    %rho_j = stencil.access %rh[0, 1, 0] : !temp
    %rv = arith.addf %rho_j, %rho_0 : f64
    %rv_1 = arith.mulf %half, %rv : f64
    %rv_2 = arith.divf %one, %rv_1 : f64
    %utens_0 = stencil.access %ut[0, 0, 0] : !temp
    %fu_0 = stencil.access %flat_u[0, 0, 0] : !temp
    %xu = arith.mulf %fu_0, %ru_2 : f64
    %xu_1 = arith.subf %utens_0, %xu : f64
    %vtens_0 = stencil.access %vt[0, 0, 0] : !temp
    %fv_0 = stencil.access %flat_v[0, 0, 0] : !temp
    %xv = arith.mulf %fv_0, %rv_2 : f64
    %xv_1 = arith.subf %vtens_0, %xv : f64
    %sx_0 = stencil.access %sx[0, 0] : !plane_temp
    %zx_0 = stencil.access %zx[0, 0] : !plane_temp
    %bu = arith.mulf %sx_0, %zx_0 : f64
    %rz_i = stencil.access %rz[1, 0] : !plane_temp
    %rz_0 = stencil.access %rz[0, 0] : !plane_temp
    %bu_1 = arith.addf %rz_i, %rz_0 : f64
    %bu_2 = arith.mulf %half, %bu_1 : f64
    %bu_3 = arith.mulf %zx_0, %xu_1 : f64
    %bu_4 = arith.subf %bu_2, %bu_3 : f64
    %bu_5 = arith.mulf %bu, %bu_4 : f64
    %bu_6 = arith.addf %bu_5, %xu_1 : f64
    %sy_0 = stencil.access %sy[0, 0] : !plane_temp
    %zy_0 = stencil.access %zy[0, 0] : !plane_temp
    %bv = arith.mulf %sy_0, %zy_0 : f64
    %rz_j = stencil.access %rz[0, 1] : !plane_temp
    %bv_1 = arith.addf %rz_j, %rz_0 : f64
    %bv_2 = arith.mulf %half, %bv_1 : f64
    %bv_3 = arith.mulf %zy_0, %xv_1 : f64
    %bv_4 = arith.subf %bv_2, %bv_3 : f64
    %bv_5 = arith.mulf %bv, %bv_4 : f64
    %bv_6 = arith.addf %bv_5, %xv_1 : f64
    %u_pos_0 = stencil.access %up[0, 0, 0] : !temp
    %a = arith.mulf %bu_6, %dt : f64
    %a_1 = arith.addf %u_pos_0, %a : f64
    %v_pos_0 = stencil.access %vp[0, 0, 0] : !temp
    %b = arith.mulf %bv_6, %dt : f64
    %b_1 = arith.addf %v_pos_0, %b : f64
    stencil.yield %a_1, %b_1 : f64, f64
  }
  %all_u = stencil.insert %ground_u into %inner_u (k = end - 1 to end) : !temp into !temp
  %all_v = stencil.insert %ground_v into %inner_v (k = end - 1 to end) : !temp into !temp
  stencil.store %all_u to %u (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %all_v to %v (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
