// The heat equation in three dimensions, of eighth order in space, explicit in
// time: four steps, one pass over memory each.
//
//   fvopt run bench/programs/heat8.mlir --check
//
//   u_new = u + 0.05 (sum of the second differences along i, j and k)
//
// The halo of both fields is the boundary and stays as it is. After a step the
// two fields swap their contents, so that u has the newest state at the end.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @heat8_step(%u: !field, %new: !field) {
  %t = stencil.load %u : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %const = arith.constant -8.541666666666668 : f64
    %const_1 = arith.constant 1.6 : f64
    %const_2 = arith.constant -0.2 : f64
    %const_3 = arith.constant 0.025396825396825397 : f64
    %const_4 = arith.constant -0.0017857142857142857 : f64
    %rate = arith.constant 0.05 : f64
    %u_0 = stencil.access %t[0, 0, 0] : !temp
    %s0 = arith.mulf %const, %u_0 : f64
    %u_i = stencil.access %t[1, 0, 0] : !temp
    %u_im = stencil.access %t[-1, 0, 0] : !temp
    %i1 = arith.addf %u_i, %u_im : f64
    %u_j = stencil.access %t[0, 1, 0] : !temp
    %u_jm = stencil.access %t[0, -1, 0] : !temp
    %j1 = arith.addf %u_j, %u_jm : f64
    %u_k = stencil.access %t[0, 0, 1] : !temp
    %u_km = stencil.access %t[0, 0, -1] : !temp
    %k1 = arith.addf %u_k, %u_km : f64
    %s1 = arith.addf %i1, %j1 : f64
    %s1_1 = arith.addf %s1, %k1 : f64
    %s1_2 = arith.mulf %const_1, %s1_1 : f64
    %s1_3 = arith.addf %s0, %s1_2 : f64
    %u_ii = stencil.access %t[2, 0, 0] : !temp
    %u_imm = stencil.access %t[-2, 0, 0] : !temp
    %i2 = arith.addf %u_ii, %u_imm : f64
    %u_jj = stencil.access %t[0, 2, 0] : !temp
    %u_jmm = stencil.access %t[0, -2, 0] : !temp
    %j2 = arith.addf %u_jj, %u_jmm : f64
    %u_kk = stencil.access %t[0, 0, 2] : !temp
    %u_kmm = stencil.access %t[0, 0, -2] : !temp
    %k2 = arith.addf %u_kk, %u_kmm : f64
    %s2 = arith.addf %i2, %j2 : f64
    %s2_1 = arith.addf %s2, %k2 : f64
    %s2_2 = arith.mulf %const_2, %s2_1 : f64
    %s2_3 = arith.addf %s1_3, %s2_2 : f64
    %u_iii = stencil.access %t[3, 0, 0] : !temp
    %u_immm = stencil.access %t[-3, 0, 0] : !temp
    %i3 = arith.addf %u_iii, %u_immm : f64
    %u_jjj = stencil.access %t[0, 3, 0] : !temp
    %u_jmmm = stencil.access %t[0, -3, 0] : !temp
    %j3 = arith.addf %u_jjj, %u_jmmm : f64
    %u_kkk = stencil.access %t[0, 0, 3] : !temp
    %u_kmmm = stencil.access %t[0, 0, -3] : !temp
    %k3 = arith.addf %u_kkk, %u_kmmm : f64
    %s3 = arith.addf %i3, %j3 : f64
    %s3_1 = arith.addf %s3, %k3 : f64
    %s3_2 = arith.mulf %const_3, %s3_1 : f64
    %s3_3 = arith.addf %s2_3, %s3_2 : f64
    %u_iiii = stencil.access %t[4, 0, 0] : !temp
    %u_immmm = stencil.access %t[-4, 0, 0] : !temp
    %i4 = arith.addf %u_iiii, %u_immmm : f64
    %u_jjjj = stencil.access %t[0, 4, 0] : !temp
    %u_jmmmm = stencil.access %t[0, -4, 0] : !temp
    %j4 = arith.addf %u_jjjj, %u_jmmmm : f64
    %u_kkkk = stencil.access %t[0, 0, 4] : !temp
    %u_kmmmm = stencil.access %t[0, 0, -4] : !temp
    %k4 = arith.addf %u_kkkk, %u_kmmmm : f64
    %s4 = arith.addf %i4, %j4 : f64
    %s4_1 = arith.addf %s4, %k4 : f64
    %s4_2 = arith.mulf %const_4, %s4_1 : f64
    %s4_3 = arith.addf %s3_3, %s4_2 : f64
    %new_1 = arith.mulf %rate, %s4_3 : f64
    %new_2 = arith.addf %u_0, %new_1 : f64
    stencil.yield %new_2 : f64
  }
  stencil.store %r to %new (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

program.func @heat8(%u: !field, %v: !field) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %steps = arith.constant 4 : index
  program.for %n = %zero to %steps step %one {
    program.call @heat8_step(%u, %v) : !field, !field
    program.swap %u, %v : !field
  }
  program.return
}
