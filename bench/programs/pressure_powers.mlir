// What a nonhydrostatic step prepares: pressure at the lower face of every layer, its logarithm and its power
// kappa, the layer's mean of that power, and the layer's height where the air is at rest.
//
//   fvopt run bench/programs/pressure_powers.mlir --check

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @pressure_powers(%delp: !field, %theta: !field, %pe: !field, %peln: !field, %pk: !field, %pkz: !field,
                               %dz: !field, %top: f64, %kappa: f64) {
  %delp_in = stencil.load %delp : !field -> !temp
  %theta_in = stencil.load %theta : !field -> !temp
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
  %ln_1, %power_2 = stencil.apply -> (!temp, !temp) {
    %p_0 = stencil.access %p[0, 0, 0] : !temp
    %ln = math.log %p_0 : f64
    %power = arith.mulf %kappa, %ln : f64
    %power_1 = math.exp %power : f64
    stencil.yield %ln, %power_1 : f64, f64
  }
  // The upper face of the first layer is the top of the model.
  %ln_top_1, %power_top_2 = stencil.apply -> (!temp, !temp) {
    %ln_top = math.log %top : f64
    %power_top = arith.mulf %kappa, %ln_top : f64
    %power_top_1 = math.exp %power_top : f64
    stencil.yield %ln_top, %power_top_1 : f64, f64
  }
  %ln_up, %power_up = stencil.apply -> (!temp, !temp) {
    %ln_km = stencil.access %ln_1[0, 0, -1] : !temp
    %power_km = stencil.access %power_2[0, 0, -1] : !temp
    stencil.yield %ln_km, %power_km : f64, f64
  }
  %ln_up_1 = stencil.insert %ln_top_1 into %ln_up (k = start to start + 1) : !temp into !temp
  %power_up_1 = stencil.insert %power_top_2 into %power_up (k = start to start + 1) : !temp into !temp
  %mean_3, %height_2 = stencil.apply -> (!temp, !temp) {
    %c102p4 = arith.constant 102.4 : f64
    %power_0 = stencil.access %power_2[0, 0, 0] : !temp
    %power_up_0 = stencil.access %power_up_1[0, 0, 0] : !temp
    %d = arith.subf %power_0, %power_up_0 : f64
    %ln_0 = stencil.access %ln_1[0, 0, 0] : !temp
    %ln_up_0 = stencil.access %ln_up_1[0, 0, 0] : !temp
    %mean = arith.subf %ln_0, %ln_up_0 : f64
    %mean_1 = arith.mulf %kappa, %mean : f64
    %mean_2 = arith.divf %d, %mean_1 : f64
    %theta_0 = stencil.access %theta_in[0, 0, 0] : !temp
    %height = arith.mulf %c102p4, %theta_0 : f64
    %height_1 = arith.mulf %height, %d : f64
    stencil.yield %mean_2, %height_1 : f64, f64
  }
  stencil.store %p to %pe (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %ln_1 to %peln (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %power_2 to %pk (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %mean_3 to %pkz (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %height_2 to %dz (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
