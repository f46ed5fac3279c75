// Horizontal advection of the wind with its metric terms on the sphere, as the
// COSMO model has it: upwind differences of third order.
//
//   fvopt run bench/programs/uv_advection.mlir --check
//
// u and v lie on the faces of a C grid: each is advected by itself and by the
// mean of the other around it. acrlat and tgrlatda depend on the latitude only.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!row = !stencil.field<j x f64>
!row_temp = !stencil.temp<j x f64>

stencil.func @uv_advection(%uin: !field, %vin: !field, %acrlat0: !row, %acrlat1: !row,
                           %tgrlatda0: !row, %tgrlatda1: !row, %uout: !field, %vout: !field) {
  %u = stencil.load %uin : !field -> !temp
  %v = stencil.load %vin : !field -> !temp
  %a0 = stencil.load %acrlat0 : !row -> !row_temp
  %a1 = stencil.load %acrlat1 : !row -> !row_temp
  %t0 = stencil.load %tgrlatda0 : !row -> !row_temp
  %t1 = stencil.load %tgrlatda1 : !row -> !row_temp
  // Both winds where u lies.
  %u_at_u, %v_at_u = stencil.apply -> (!temp, !temp) {
    %third = arith.constant 0.3333333333333333 : f64
    %quarter = arith.constant 0.25 : f64
    %u_im = stencil.access %u[-1, 0, 0] : !temp
    %u_0 = stencil.access %u[0, 0, 0] : !temp
    %u_at_u_1 = arith.addf %u_im, %u_0 : f64
    %u_i = stencil.access %u[1, 0, 0] : !temp
    %u_at_u_2 = arith.addf %u_at_u_1, %u_i : f64
    %u_at_u_3 = arith.mulf %third, %u_at_u_2 : f64
    %v_i = stencil.access %v[1, 0, 0] : !temp
    %v_ijm = stencil.access %v[1, -1, 0] : !temp
    %v_at_u_1 = arith.addf %v_i, %v_ijm : f64
    %v_0 = stencil.access %v[0, 0, 0] : !temp
    %v_jm = stencil.access %v[0, -1, 0] : !temp
    %v_at_u_2 = arith.addf %v_0, %v_jm : f64
    %v_at_u_3 = arith.addf %v_at_u_1, %v_at_u_2 : f64
    %v_at_u_4 = arith.mulf %quarter, %v_at_u_3 : f64
    stencil.yield %u_at_u_3, %v_at_u_4 : f64, f64
  }
  %new_u = stencil.apply -> (!temp) {
    %reciprocal_radius = arith.constant 1.5695558894524118e-07 : f64
    %minus_half = arith.constant -0.5 : f64
    %minus_sixth = arith.constant -0.16666666666666666 : f64
    %minus_third = arith.constant -0.3333333333333333 : f64
    %zero = arith.constant 0.0 : f64
    %eddlat = arith.constant 0.00048828125 : f64
    %eddlon = arith.constant 0.000732421875 : f64
    %a0_0 = stencil.access %a0[0] : !row_temp
    %u_at_u_0 = stencil.access %u_at_u[0, 0, 0] : !temp
    %wind_i = arith.mulf %a0_0, %u_at_u_0 : f64
    %v_at_u_0 = stencil.access %v_at_u[0, 0, 0] : !temp
    %wind_j = arith.mulf %reciprocal_radius, %v_at_u_0 : f64
    %u_0 = stencil.access %u[0, 0, 0] : !temp
    %di_half = arith.mulf %minus_half, %u_0 : f64
    %u_imm = stencil.access %u[-2, 0, 0] : !temp
    %di_low = arith.mulf %minus_sixth, %u_imm : f64
    %u_im = stencil.access %u[-1, 0, 0] : !temp
    %di_low_1 = arith.addf %di_low, %u_im : f64
    %di_low_2 = arith.addf %di_low_1, %di_half : f64
    %u_i = stencil.access %u[1, 0, 0] : !temp
    %di_low_3 = arith.mulf %minus_third, %u_i : f64
    %di_low_4 = arith.addf %di_low_2, %di_low_3 : f64
    %di_high = arith.mulf %minus_third, %u_im : f64
    %di_high_1 = arith.addf %di_high, %di_half : f64
    %di_high_2 = arith.addf %di_high_1, %u_i : f64
    %u_ii = stencil.access %u[2, 0, 0] : !temp
    %di_high_3 = arith.mulf %minus_sixth, %u_ii : f64
    %di_high_4 = arith.addf %di_high_2, %di_high_3 : f64
    %di_is = arith.cmpf ogt, %wind_i, %zero : f64
    %di = arith.mulf %wind_i, %di_low_4 : f64
    %di_1 = arith.negf %wind_i : f64
    %di_2 = arith.mulf %di_1, %di_high_4 : f64
    %di_3 = arith.select %di_is, %di, %di_2 : f64
    %dj_half = arith.mulf %minus_half, %u_0 : f64
    %u_jmm = stencil.access %u[0, -2, 0] : !temp
    %dj_low = arith.mulf %minus_sixth, %u_jmm : f64
    %u_jm = stencil.access %u[0, -1, 0] : !temp
    %dj_low_1 = arith.addf %dj_low, %u_jm : f64
    %dj_low_2 = arith.addf %dj_low_1, %dj_half : f64
    %u_j = stencil.access %u[0, 1, 0] : !temp
    %dj_low_3 = arith.mulf %minus_third, %u_j : f64
    %dj_low_4 = arith.addf %dj_low_2, %dj_low_3 : f64
    %dj_high = arith.mulf %minus_third, %u_jm : f64
    %dj_high_1 = arith.addf %dj_high, %dj_half : f64
    %dj_high_2 = arith.addf %dj_high_1, %u_j : f64
    %u_jj = stencil.access %u[0, 2, 0] : !temp
    %dj_high_3 = arith.mulf %minus_sixth, %u_jj : f64
    %dj_high_4 = arith.addf %dj_high_2, %dj_high_3 : f64
    %dj_is = arith.cmpf ogt, %wind_j, %zero : f64
    %dj = arith.mulf %wind_j, %dj_low_4 : f64
    %dj_1 = arith.negf %wind_j : f64
    %dj_2 = arith.mulf %dj_1, %dj_high_4 : f64
    %dj_3 = arith.select %dj_is, %dj, %dj_2 : f64
    %r_1 = arith.mulf %eddlat, %di_3 : f64
    %r_2 = arith.mulf %eddlon, %dj_3 : f64
    %r_3 = arith.addf %r_1, %r_2 : f64
    %t0_0 = stencil.access %t0[0] : !row_temp
    %r_4 = arith.mulf %t0_0, %u_0 : f64
    %r_5 = arith.mulf %r_4, %v_at_u_0 : f64
    %r_6 = arith.addf %r_3, %r_5 : f64
    stencil.yield %r_6 : f64
  }
  // Both winds where v lies.
  %u_at_v, %v_at_v = stencil.apply -> (!temp, !temp) {
    %quarter = arith.constant 0.25 : f64
    %third = arith.constant 0.3333333333333333 : f64
    %u_im = stencil.access %u[-1, 0, 0] : !temp
    %u_0 = stencil.access %u[0, 0, 0] : !temp
    %u_at_v_1 = arith.addf %u_im, %u_0 : f64
    %u_j = stencil.access %u[0, 1, 0] : !temp
    %u_imj = stencil.access %u[-1, 1, 0] : !temp
    %u_at_v_2 = arith.addf %u_j, %u_imj : f64
    %u_at_v_3 = arith.addf %u_at_v_1, %u_at_v_2 : f64
    %u_at_v_4 = arith.mulf %quarter, %u_at_v_3 : f64
    %v_jm = stencil.access %v[0, -1, 0] : !temp
    %v_0 = stencil.access %v[0, 0, 0] : !temp
    %v_at_v_1 = arith.addf %v_jm, %v_0 : f64
    %v_j = stencil.access %v[0, 1, 0] : !temp
    %v_at_v_2 = arith.addf %v_at_v_1, %v_j : f64
    %v_at_v_3 = arith.mulf %third, %v_at_v_2 : f64
    stencil.yield %u_at_v_4, %v_at_v_3 : f64, f64
  }
  %new_v = stencil.apply -> (!temp) {
    %reciprocal_radius = arith.constant 1.5695558894524118e-07 : f64
    %minus_half = arith.constant -0.5 : f64
    %minus_sixth = arith.constant -0.16666666666666666 : f64
    %minus_third = arith.constant -0.3333333333333333 : f64
    %zero = arith.constant 0.0 : f64
    %eddlat = arith.constant 0.00048828125 : f64
    %eddlon = arith.constant 0.000732421875 : f64
    %a1_0 = stencil.access %a1[0] : !row_temp
    %u_at_v_0 = stencil.access %u_at_v[0, 0, 0] : !temp
    %wind_i = arith.mulf %a1_0, %u_at_v_0 : f64
    %v_at_v_0 = stencil.access %v_at_v[0, 0, 0] : !temp
    %wind_j = arith.mulf %reciprocal_radius, %v_at_v_0 : f64
    %v_0 = stencil.access %v[0, 0, 0] : !temp
    %di_half = arith.mulf %minus_half, %v_0 : f64
    %v_imm = stencil.access %v[-2, 0, 0] : !temp
    %di_low = arith.mulf %minus_sixth, %v_imm : f64
    %v_im = stencil.access %v[-1, 0, 0] : !temp
    %di_low_1 = arith.addf %di_low, %v_im : f64
    %di_low_2 = arith.addf %di_low_1, %di_half : f64
    %v_i = stencil.access %v[1, 0, 0] : !temp
    %di_low_3 = arith.mulf %minus_third, %v_i : f64
    %di_low_4 = arith.addf %di_low_2, %di_low_3 : f64
    %di_high = arith.mulf %minus_third, %v_im : f64
    %di_high_1 = arith.addf %di_high, %di_half : f64
    %di_high_2 = arith.addf %di_high_1, %v_i : f64
    %v_ii = stencil.access %v[2, 0, 0] : !temp
    %di_high_3 = arith.mulf %minus_sixth, %v_ii : f64
    %di_high_4 = arith.addf %di_high_2, %di_high_3 : f64
    %di_is = arith.cmpf ogt, %wind_i, %zero : f64
    %di = arith.mulf %wind_i, %di_low_4 : f64
    %di_1 = arith.negf %wind_i : f64
    %di_2 = arith.mulf %di_1, %di_high_4 : f64
    %di_3 = arith.select %di_is, %di, %di_2 : f64
    %dj_half = arith.mulf %minus_half, %v_0 : f64
    %v_jmm = stencil.access %v[0, -2, 0] : !temp
    %dj_low = arith.mulf %minus_sixth, %v_jmm : f64
    %v_jm = stencil.access %v[0, -1, 0] : !temp
    %dj_low_1 = arith.addf %dj_low, %v_jm : f64
    %dj_low_2 = arith.addf %dj_low_1, %dj_half : f64
    %v_j = stencil.access %v[0, 1, 0] : !temp
    %dj_low_3 = arith.mulf %minus_third, %v_j : f64
    %dj_low_4 = arith.addf %dj_low_2, %dj_low_3 : f64
    %dj_high = arith.mulf %minus_third, %v_jm : f64
    %dj_high_1 = arith.addf %dj_high, %dj_half : f64
    %dj_high_2 = arith.addf %dj_high_1, %v_j : f64
    %v_jj = stencil.access %v[0, 2, 0] : !temp
    %dj_high_3 = arith.mulf %minus_sixth, %v_jj : f64
    %dj_high_4 = arith.addf %dj_high_2, %dj_high_3 : f64
    %dj_is = arith.cmpf ogt, %wind_j, %zero : f64
    %dj = arith.mulf %wind_j, %dj_low_4 : f64
    %dj_1 = arith.negf %wind_j : f64
    %dj_2 = arith.mulf %dj_1, %dj_high_4 : f64
    %dj_3 = arith.select %dj_is, %dj, %dj_2 : f64
    %r_1 = arith.mulf %eddlat, %di_3 : f64
    %r_2 = arith.mulf %eddlon, %dj_3 : f64
    %r_3 = arith.addf %r_1, %r_2 : f64
    %t1_0 = stencil.access %t1[0] : !row_temp
    %r_4 = arith.mulf %t1_0, %u_at_v_0 : f64
    %r_5 = arith.mulf %r_4, %u_at_v_0 : f64
    %r_6 = arith.subf %r_3, %r_5 : f64
    stencil.yield %r_6 : f64
  }
  stencil.store %new_u to %uout (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %new_v to %vout (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
