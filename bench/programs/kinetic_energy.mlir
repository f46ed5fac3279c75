// Kinetic energy and absolute vorticity of a C grid: the upwind wind of each cell, which at the four edges of the
// domain is turned into the other one's direction, and the circulation around corners, three of whose sides exist at
// the corners of the domain.
//
//   fvopt run bench/programs/kinetic_energy.mlir --check

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.field<ij x f64>
!plane_temp = !stencil.temp<ij x f64>

stencil.func @kinetic_energy(%u: !field, %v: !field, %ua: !field, %va: !field, %dx: !plane, %dy: !plane, %sina:
                              !plane, %cosa: !plane, %rarea: !plane, %coriolis: !plane, %ke: !field, %vort: !field)
                              {
  %u_in = stencil.load %u : !field -> !temp
  %v_in = stencil.load %v : !field -> !temp
  %ua_in = stencil.load %ua : !field -> !temp
  %va_in = stencil.load %va : !field -> !temp
  %dx_in = stencil.load %dx : !plane -> !plane_temp
  %dy_in = stencil.load %dy : !plane -> !plane_temp
  %sina_in = stencil.load %sina : !plane -> !plane_temp
  %cosa_in = stencil.load %cosa : !plane -> !plane_temp
  %rarea_in = stencil.load %rarea : !plane -> !plane_temp
  %coriolis_in = stencil.load %coriolis : !plane -> !plane_temp
  %wind_i_1 = stencil.apply -> (!temp) {
    %c0 = arith.constant 0.0 : f64
    %ua_0 = stencil.access %ua_in[0, 0, 0] : !temp
    %is = arith.cmpf ogt, %ua_0, %c0 : f64
    %u_0 = stencil.access %u_in[0, 0, 0] : !temp
    %u_ip = stencil.access %u_in[1, 0, 0] : !temp
    %wind_i = arith.select %is, %u_0, %u_ip : f64
    stencil.yield %wind_i : f64
  }
  %west_4 = stencil.apply -> (!temp) {
    %c0_1 = arith.constant 0.0 : f64
    %ua_0_1 = stencil.access %ua_in[0, 0, 0] : !temp
    %is_1 = arith.cmpf ogt, %ua_0_1, %c0_1 : f64
    %u_0_1 = stencil.access %u_in[0, 0, 0] : !temp
    %sina_0 = stencil.access %sina_in[0, 0] : !plane_temp
    %west = arith.mulf %u_0_1, %sina_0 : f64
    %v_0 = stencil.access %v_in[0, 0, 0] : !temp
    %cosa_0 = stencil.access %cosa_in[0, 0] : !plane_temp
    %west_1 = arith.mulf %v_0, %cosa_0 : f64
    %west_2 = arith.addf %west, %west_1 : f64
    %u_ip_1 = stencil.access %u_in[1, 0, 0] : !temp
    %west_3 = arith.select %is_1, %west_2, %u_ip_1 : f64
    stencil.yield %west_3 : f64
  }
  %east_4 = stencil.apply -> (!temp) {
    %c0_2 = arith.constant 0.0 : f64
    %ua_0_2 = stencil.access %ua_in[0, 0, 0] : !temp
    %is_2 = arith.cmpf ogt, %ua_0_2, %c0_2 : f64
    %u_0_2 = stencil.access %u_in[0, 0, 0] : !temp
    %u_ip_2 = stencil.access %u_in[1, 0, 0] : !temp
    %sina_ip = stencil.access %sina_in[1, 0] : !plane_temp
    %east = arith.mulf %u_ip_2, %sina_ip : f64
    %v_ip = stencil.access %v_in[1, 0, 0] : !temp
    %cosa_ip = stencil.access %cosa_in[1, 0] : !plane_temp
    %east_1 = arith.mulf %v_ip, %cosa_ip : f64
    %east_2 = arith.addf %east, %east_1 : f64
    %east_3 = arith.select %is_2, %u_0_2, %east_2 : f64
    stencil.yield %east_3 : f64
  }
  %wind_i_2 = stencil.insert %west_4 into %wind_i_1 (i = start to start + 1) : !temp into !temp
  %wind_i_3 = stencil.insert %east_4 into %wind_i_2 (i = end - 1 to end) : !temp into !temp
  %wind_j_1 = stencil.apply -> (!temp) {
    %c0_3 = arith.constant 0.0 : f64
    %va_0 = stencil.access %va_in[0, 0, 0] : !temp
    %is_3 = arith.cmpf ogt, %va_0, %c0_3 : f64
    %v_0_1 = stencil.access %v_in[0, 0, 0] : !temp
    %v_jp = stencil.access %v_in[0, 1, 0] : !temp
    %wind_j = arith.select %is_3, %v_0_1, %v_jp : f64
    stencil.yield %wind_j : f64
  }
  %south_4 = stencil.apply -> (!temp) {
    %c0_4 = arith.constant 0.0 : f64
    %va_0_1 = stencil.access %va_in[0, 0, 0] : !temp
    %is_4 = arith.cmpf ogt, %va_0_1, %c0_4 : f64
    %v_0_2 = stencil.access %v_in[0, 0, 0] : !temp
    %sina_0_1 = stencil.access %sina_in[0, 0] : !plane_temp
    %south = arith.mulf %v_0_2, %sina_0_1 : f64
    %u_0_3 = stencil.access %u_in[0, 0, 0] : !temp
    %cosa_0_1 = stencil.access %cosa_in[0, 0] : !plane_temp
    %south_1 = arith.mulf %u_0_3, %cosa_0_1 : f64
    %south_2 = arith.addf %south, %south_1 : f64
    %v_jp_1 = stencil.access %v_in[0, 1, 0] : !temp
    %south_3 = arith.select %is_4, %south_2, %v_jp_1 : f64
    stencil.yield %south_3 : f64
  }
  %north_4 = stencil.apply -> (!temp) {
    %c0_5 = arith.constant 0.0 : f64
    %va_0_2 = stencil.access %va_in[0, 0, 0] : !temp
    %is_5 = arith.cmpf ogt, %va_0_2, %c0_5 : f64
    %v_0_3 = stencil.access %v_in[0, 0, 0] : !temp
    %v_jp_2 = stencil.access %v_in[0, 1, 0] : !temp
    %sina_jp = stencil.access %sina_in[0, 1] : !plane_temp
    %north = arith.mulf %v_jp_2, %sina_jp : f64
    %u_jp = stencil.access %u_in[0, 1, 0] : !temp
    %cosa_jp = stencil.access %cosa_in[0, 1] : !plane_temp
    %north_1 = arith.mulf %u_jp, %cosa_jp : f64
    %north_2 = arith.addf %north, %north_1 : f64
    %north_3 = arith.select %is_5, %v_0_3, %north_2 : f64
    stencil.yield %north_3 : f64
  }
  %wind_j_2 = stencil.insert %south_4 into %wind_j_1 (j = start to start + 1) : !temp into !temp
  %wind_j_3 = stencil.insert %north_4 into %wind_j_2 (j = end - 1 to end) : !temp into !temp
  %energy_4 = stencil.apply -> (!temp) {
    %c0p5 = arith.constant 0.5 : f64
    %ua_0_3 = stencil.access %ua_in[0, 0, 0] : !temp
    %wind_i_0 = stencil.access %wind_i_3[0, 0, 0] : !temp
    %energy = arith.mulf %ua_0_3, %wind_i_0 : f64
    %va_0_3 = stencil.access %va_in[0, 0, 0] : !temp
    %wind_j_0 = stencil.access %wind_j_3[0, 0, 0] : !temp
    %energy_1 = arith.mulf %va_0_3, %wind_j_0 : f64
    %energy_2 = arith.addf %energy, %energy_1 : f64
    %energy_3 = arith.mulf %c0p5, %energy_2 : f64
    stencil.yield %energy_3 : f64
  }
  // Around the lower corner of each cell; where the domain has a corner, one side is not there.
  %around_7 = stencil.apply -> (!temp) {
    %dx_jm = stencil.access %dx_in[0, -1] : !plane_temp
    %u_jm = stencil.access %u_in[0, -1, 0] : !temp
    %around = arith.mulf %dx_jm, %u_jm : f64
    %dx_0 = stencil.access %dx_in[0, 0] : !plane_temp
    %u_0_4 = stencil.access %u_in[0, 0, 0] : !temp
    %around_1 = arith.mulf %dx_0, %u_0_4 : f64
    %around_2 = arith.subf %around, %around_1 : f64
    %dy_im = stencil.access %dy_in[-1, 0] : !plane_temp
    %v_im = stencil.access %v_in[-1, 0, 0] : !temp
    %around_3 = arith.mulf %dy_im, %v_im : f64
    %around_4 = arith.subf %around_2, %around_3 : f64
    %dy_0 = stencil.access %dy_in[0, 0] : !plane_temp
    %v_0_4 = stencil.access %v_in[0, 0, 0] : !temp
    %around_5 = arith.mulf %dy_0, %v_0_4 : f64
    %around_6 = arith.addf %around_4, %around_5 : f64
    stencil.yield %around_6 : f64
  }
  %without_west_5 = stencil.apply -> (!temp) {
    %dx_jm_1 = stencil.access %dx_in[0, -1] : !plane_temp
    %u_jm_1 = stencil.access %u_in[0, -1, 0] : !temp
    %without_west = arith.mulf %dx_jm_1, %u_jm_1 : f64
    %dx_0_1 = stencil.access %dx_in[0, 0] : !plane_temp
    %u_0_5 = stencil.access %u_in[0, 0, 0] : !temp
    %without_west_1 = arith.mulf %dx_0_1, %u_0_5 : f64
    %without_west_2 = arith.subf %without_west, %without_west_1 : f64
    %dy_0_1 = stencil.access %dy_in[0, 0] : !plane_temp
    %v_0_5 = stencil.access %v_in[0, 0, 0] : !temp
    %without_west_3 = arith.mulf %dy_0_1, %v_0_5 : f64
    %without_west_4 = arith.addf %without_west_2, %without_west_3 : f64
    stencil.yield %without_west_4 : f64
  }
  %without_east_5 = stencil.apply -> (!temp) {
    %dx_jm_2 = stencil.access %dx_in[0, -1] : !plane_temp
    %u_jm_2 = stencil.access %u_in[0, -1, 0] : !temp
    %without_east = arith.mulf %dx_jm_2, %u_jm_2 : f64
    %dx_0_2 = stencil.access %dx_in[0, 0] : !plane_temp
    %u_0_6 = stencil.access %u_in[0, 0, 0] : !temp
    %without_east_1 = arith.mulf %dx_0_2, %u_0_6 : f64
    %without_east_2 = arith.subf %without_east, %without_east_1 : f64
    %dy_im_1 = stencil.access %dy_in[-1, 0] : !plane_temp
    %v_im_1 = stencil.access %v_in[-1, 0, 0] : !temp
    %without_east_3 = arith.mulf %dy_im_1, %v_im_1 : f64
    %without_east_4 = arith.subf %without_east_2, %without_east_3 : f64
    stencil.yield %without_east_4 : f64
  }
  %around_8 = stencil.insert %without_west_5 into %around_7 (i = start to start + 1, j = start to start + 1) : !temp into !temp
  %around_9 = stencil.insert %without_west_5 into %around_8 (i = start to start + 1, j = end - 1 to end) : !temp into !temp
  %around_10 = stencil.insert %without_east_5 into %around_9 (i = end - 1 to end, j = start to start + 1) : !temp into !temp
  %around_11 = stencil.insert %without_east_5 into %around_10 (i = end - 1 to end, j = end - 1 to end) : !temp into !temp
  %vorticity_2 = stencil.apply -> (!temp) {
    %coriolis_0 = stencil.access %coriolis_in[0, 0] : !plane_temp
    %rarea_0 = stencil.access %rarea_in[0, 0] : !plane_temp
    %around_0 = stencil.access %around_11[0, 0, 0] : !temp
    %vorticity = arith.mulf %rarea_0, %around_0 : f64
    %vorticity_1 = arith.addf %coriolis_0, %vorticity : f64
    stencil.yield %vorticity_1 : f64
  }
  stencil.store %energy_4 to %ke (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %vorticity_2 to %vort (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
