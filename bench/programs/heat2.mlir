// The heat equation in three dimensions, of second order in space, explicit in
// time: four steps, one pass over memory each.
//
//   fvopt run bench/programs/heat2.mlir --check
//
//   u_new = u + 0.05 (sum of the second differences along i, j and k)
//
// The halo of both fields is the boundary and stays as it is. After a step the
// two fields swap their contents, so that u has the newest state at the end.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @heat2_step(%u: !field, %new: !field) {
  %t = stencil.load %u : !field -> !temp
  %r = stencil.apply -> (!temp) {
    %minus_six = arith.constant -6.0 : f64
    %rate = arith.constant 0.05 : f64
    %u_i = stencil.access %t[1, 0, 0] : !temp
    %u_im = stencil.access %t[-1, 0, 0] : !temp
    %a = arith.addf %u_i, %u_im : f64
    %u_j = stencil.access %t[0, 1, 0] : !temp
    %u_jm = stencil.access %t[0, -1, 0] : !temp
    %b = arith.addf %u_j, %u_jm : f64
    %u_k = stencil.access %t[0, 0, 1] : !temp
    %u_km = stencil.access %t[0, 0, -1] : !temp
    %c = arith.addf %u_k, %u_km : f64
    %u_0 = stencil.access %t[0, 0, 0] : !temp
    %sum = arith.mulf %minus_six, %u_0 : f64
    %sum_1 = arith.addf %a, %b : f64
    %sum_2 = arith.addf %sum_1, %c : f64
    %sum_3 = arith.addf %sum, %sum_2 : f64
    %new_1 = arith.mulf %rate, %sum_3 : f64
    %new_2 = arith.addf %u_0, %new_1 : f64
    stencil.yield %new_2 : f64
  }
  stencil.store %r to %new (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

program.func @heat2(%u: !field, %v: !field) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %steps = arith.constant 4 : index
  program.for %n = %zero to %steps step %one {
    program.call @heat2_step(%u, %v) : !field, !field
    program.swap %u, %v : !field
  }
  program.return
}
