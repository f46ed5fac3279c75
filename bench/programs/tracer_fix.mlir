// Negative amounts of a tracer are filled from the level above, what is left from the level below; in the lowest
// level from above alone, a sweep that writes one level of the field. What a column then lacks is taken from all of it.
//
//   fvopt run bench/programs/tracer_fix.mlir --check

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane_temp = !stencil.temp<ij x f64>

stencil.func @tracer_fix(%q: !field, %dp: !field, %out: !field) {
  %q_in = stencil.load %q : !field -> !temp
  %dp_in = stencil.load %dp : !field -> !temp
  %undef_ijk = stencil.undef : !temp
  %fixed, %debt, %credit = stencil.sweep forward carries(%fixed_c = %q_in : !temp, %debt_c = %undef_ijk : !temp, %credit_c = %undef_ijk : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%fixed_c[0] : !temp, %debt_c[0] : !temp, %credit_c[0] : !temp) {
        %c0 = arith.constant 0.0 : f64
        %q_0 = stencil.access %q_in[0, 0, 0] : !temp
        %dp_0 = stencil.access %dp_in[0, 0, 0] : !temp
        %amount = arith.mulf %q_0, %dp_0 : f64
        %is = arith.cmpf olt, %q_0, %c0 : f64
        %debt_1, %fixed_1 = scf.if %is -> (f64, f64) {
          scf.yield %amount, %c0 : f64, f64
        } else {
          scf.yield %c0, %q_0 : f64, f64
        }
        stencil.yield %fixed_1, %debt_1, %c0 : f64, f64, f64
      }
    }
    stencil.interval (k = start + 1 to end - 1) {
      stencil.stage writes(%fixed_c[0] : !temp, %debt_c[0] : !temp, %credit_c[0] : !temp) {
        %c0_1 = arith.constant 0.0 : f64
        %q_0_1 = stencil.access %q_in[0, 0, 0] : !temp
        %debt_km = stencil.access %debt_c[0, 0, -1] : !temp
        %dp_0_1 = stencil.access %dp_in[0, 0, 0] : !temp
        %fixed_2 = arith.divf %debt_km, %dp_0_1 : f64
        %fixed_3 = arith.addf %q_0_1, %fixed_2 : f64
        %fixed_km = stencil.access %fixed_c[0, 0, -1] : !temp
        %is_1 = arith.cmpf olt, %fixed_3, %c0_1 : f64
        %credit_6, %fixed_8, %debt_4 = scf.if %is_1 -> (f64, f64, f64) {
          %is_2 = arith.cmpf ogt, %fixed_km, %c0_1 : f64
          %credit_5, %fixed_6 = scf.if %is_2 -> (f64, f64) {
            %credit_1 = arith.negf %fixed_3 : f64
            %credit_2 = arith.mulf %credit_1, %dp_0_1 : f64
            %dp_km = stencil.access %dp_in[0, 0, -1] : !temp
            %credit_3 = arith.mulf %fixed_km, %dp_km : f64
            %credit_4 = arith.minimumf %credit_2, %credit_3 : f64
            %fixed_4 = arith.divf %credit_4, %dp_0_1 : f64
            %fixed_5 = arith.addf %fixed_3, %fixed_4 : f64
            scf.yield %credit_4, %fixed_5 : f64, f64
          } else {
            scf.yield %c0_1, %fixed_3 : f64, f64
          }
          %is_3 = arith.cmpf olt, %fixed_6, %c0_1 : f64
          %debt_3, %fixed_7 = scf.if %is_3 -> (f64, f64) {
            %debt_2 = arith.mulf %fixed_6, %dp_0_1 : f64
            scf.yield %debt_2, %c0_1 : f64, f64
          } else {
            scf.yield %c0_1, %fixed_6 : f64, f64
          }
          scf.yield %credit_5, %fixed_7, %debt_3 : f64, f64, f64
        } else {
          scf.yield %c0_1, %fixed_3, %c0_1 : f64, f64, f64
        }
        stencil.yield %fixed_8, %debt_4, %credit_6 : f64, f64, f64
      }
    }
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%fixed_c[0] : !temp, %debt_c[0] : !temp, %credit_c[0] : !temp) {
        %c0_2 = arith.constant 0.0 : f64
        %q_0_2 = stencil.access %q_in[0, 0, 0] : !temp
        %debt_km_1 = stencil.access %debt_c[0, 0, -1] : !temp
        %dp_0_2 = stencil.access %dp_in[0, 0, 0] : !temp
        %fixed_9 = arith.divf %debt_km_1, %dp_0_2 : f64
        %fixed_10 = arith.addf %q_0_2, %fixed_9 : f64
        stencil.yield %fixed_10, %c0_2, %c0_2 : f64, f64, f64
      }
    }
  }
  // What a level gave to the one below.
  %given_2 = stencil.apply -> (!temp) {
    %fixed_0 = stencil.access %fixed[0, 0, 0] : !temp
    %credit_kp = stencil.access %credit[0, 0, 1] : !temp
    %dp_0_3 = stencil.access %dp_in[0, 0, 0] : !temp
    %given = arith.divf %credit_kp, %dp_0_3 : f64
    %given_1 = arith.subf %fixed_0, %given : f64
    stencil.yield %given_1 : f64
  }
  %given_3 = stencil.insert %fixed into %given_2 (k = end - 1 to end) : !temp into !temp
  // The lowest level takes from the one above what it has.
  %lowest, %taken = stencil.sweep forward carries(%lowest_c = %given_3 : !temp, %taken_c = %undef_ijk : !temp) {
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%lowest_c[0] : !temp, %taken_c[0] : !temp) {
        %c0_3 = arith.constant 0.0 : f64
        %given_0 = stencil.access %given_3[0, 0, 0] : !temp
        %given_km = stencil.access %given_3[0, 0, -1] : !temp
        %is_4 = arith.cmpf olt, %given_0, %c0_3 : f64
        %taken_6, %here_3 = scf.if %is_4 -> (f64, f64) {
          %is_5 = arith.cmpf ogt, %given_km, %c0_3 : f64
          %taken_5, %here_2 = scf.if %is_5 -> (f64, f64) {
            %taken_1 = arith.negf %given_0 : f64
            %dp_0_4 = stencil.access %dp_in[0, 0, 0] : !temp
            %taken_2 = arith.mulf %taken_1, %dp_0_4 : f64
            %dp_km_1 = stencil.access %dp_in[0, 0, -1] : !temp
            %taken_3 = arith.mulf %given_km, %dp_km_1 : f64
            %taken_4 = arith.minimumf %taken_2, %taken_3 : f64
            %here = arith.divf %taken_4, %dp_0_4 : f64
            %here_1 = arith.addf %given_0, %here : f64
            scf.yield %taken_4, %here_1 : f64, f64
          } else {
            scf.yield %c0_3, %given_0 : f64, f64
          }
          scf.yield %taken_5, %here_2 : f64, f64
        } else {
          scf.yield %c0_3, %given_0 : f64, f64
        }
        stencil.yield %here_3, %taken_6 : f64, f64
      }
    }
  }
  %drained_2 = stencil.apply -> (!temp) {
    %lowest_0 = stencil.access %lowest[0, 0, 0] : !temp
    %taken_kp = stencil.access %taken[0, 0, 1] : !temp
    %dp_0_5 = stencil.access %dp_in[0, 0, 0] : !temp
    %drained = arith.divf %taken_kp, %dp_0_5 : f64
    %drained_1 = arith.subf %lowest_0, %drained : f64
    stencil.yield %drained_1 : f64
  }
  // One level alone has changed.
  %column = stencil.insert %drained_2 into %lowest (k = end - 2 to end - 1) : !temp into !temp
  %undef_ij = stencil.undef : !plane_temp
  %total, %positive = stencil.sweep forward carries(%total_c = %undef_ij : !plane_temp, %positive_c = %undef_ij : !plane_temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%total_c[0] : !plane_temp, %positive_c[0] : !plane_temp) {
        %c0_4 = arith.constant 0.0 : f64
        %column_0 = stencil.access %column[0, 0, 0] : !temp
        %dp_0_6 = stencil.access %dp_in[0, 0, 0] : !temp
        %mass = arith.mulf %column_0, %dp_0_6 : f64
        %positive_1 = arith.maximumf %mass, %c0_4 : f64
        stencil.yield %mass, %positive_1 : f64, f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%total_c[0] : !plane_temp, %positive_c[0] : !plane_temp) {
        %c0_5 = arith.constant 0.0 : f64
        %column_0_1 = stencil.access %column[0, 0, 0] : !temp
        %dp_0_7 = stencil.access %dp_in[0, 0, 0] : !temp
        %mass_1 = arith.mulf %column_0_1, %dp_0_7 : f64
        %total_0 = stencil.access %total_c[0, 0] : !plane_temp
        %total_1 = arith.addf %total_0, %mass_1 : f64
        %positive_0 = stencil.access %positive_c[0, 0] : !plane_temp
        %positive_2 = arith.maximumf %mass_1, %c0_5 : f64
        %positive_3 = arith.addf %positive_0, %positive_2 : f64
        stencil.yield %total_1, %positive_3 : f64, f64
      }
    }
  }
  %share_4 = stencil.apply -> (!temp) {
    %c1em30 = arith.constant 1.0e-30 : f64
    %c0_6 = arith.constant 0.0 : f64
    %c1 = arith.constant 1.0 : f64
    %total_0_1 = stencil.access %total[0, 0] : !plane_temp
    %positive_0_1 = stencil.access %positive[0, 0] : !plane_temp
    %share = arith.maximumf %positive_0_1, %c1em30 : f64
    %share_1 = arith.divf %total_0_1, %share : f64
    %share_2 = arith.maximumf %share_1, %c0_6 : f64
    %share_3 = arith.minimumf %share_2, %c1 : f64
    stencil.yield %share_3 : f64
  }
  %result_3 = stencil.apply -> (!temp) {
    %c0_7 = arith.constant 0.0 : f64
    %total_0_2 = stencil.access %total[0, 0] : !plane_temp
    %positive_0_2 = stencil.access %positive[0, 0] : !plane_temp
    %is_6 = arith.cmpf olt, %total_0_2, %positive_0_2 : f64
    %column_0_2 = stencil.access %column[0, 0, 0] : !temp
    %result = arith.maximumf %column_0_2, %c0_7 : f64
    %share_0 = stencil.access %share_4[0, 0, 0] : !temp
    %result_1 = arith.mulf %result, %share_0 : f64
    %result_2 = arith.select %is_6, %result_1, %column_0_2 : f64
    stencil.yield %result_2 : f64
  }
  stencil.store %result_3 to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
