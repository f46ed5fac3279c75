// Warm rain: autoconversion, accretion, evaporation; most points are dry.
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @warm_rain(%qc: !field, %qr: !field, %qv: !field, %t: !field, %p: !field, %oc: !field, %or: !field, %ov: !field) {
  %c = stencil.load %qc : !field -> !temp
  %r = stencil.load %qr : !field -> !temp
  %v = stencil.load %qv : !field -> !temp
  %tt = stencil.load %t : !field -> !temp
  %pp = stencil.load %p : !field -> !temp
  %nc, %nr, %nv = stencil.apply -> (!temp, !temp, !temp) {
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %eps = arith.constant 1.0e-6 : f64
    %crit = arith.constant 0.3 : f64
    %q0 = stencil.access %c[0, 0, 0] : !temp
    %r0 = stencil.access %r[0, 0, 0] : !temp
    %v0 = stencil.access %v[0, 0, 0] : !temp
    %t0 = stencil.access %tt[0, 0, 0] : !temp
    %p0 = stencil.access %pp[0, 0, 0] : !temp
    %cloudy = arith.cmpf ogt, %q0, %eps : f64
    %q1, %r1 = scf.if %cloudy -> (f64, f64) {
      %much = arith.cmpf ogt, %q0, %crit : f64
      %auto = scf.if %much -> (f64) {
        %e = arith.constant 2.47 : f64
        %k = arith.constant 0.1 : f64
        %w = math.powf %q0, %e : f64
        %a = arith.mulf %k, %w : f64
        scf.yield %a : f64
      } else {
        scf.yield %zero : f64
      }
      %rainy = arith.cmpf ogt, %r0, %eps : f64
      %accr = scf.if %rainy -> (f64) {
        %e = arith.constant 1.15 : f64
        %k = arith.constant 0.05 : f64
        %cr = arith.mulf %q0, %r0 : f64
        %w = math.powf %cr, %e : f64
        %a = arith.mulf %k, %w : f64
        scf.yield %a : f64
      } else {
        scf.yield %zero : f64
      }
      %s = arith.addf %auto, %accr : f64
      %q = arith.subf %q0, %s : f64
      %rn = arith.addf %r0, %s : f64
      scf.yield %q, %rn : f64, f64
    } else {
      scf.yield %q0, %r0 : f64, f64
    }
    %wet = arith.cmpf ogt, %r1, %eps : f64
    %r2, %v1 = scf.if %wet -> (f64, f64) {
      %a0 = arith.constant 17.27 : f64
      %a1 = arith.constant 35.86 : f64
      %a2 = arith.constant 273.16 : f64
      %a3 = arith.constant 3.8 : f64
      %d = arith.subf %t0, %a2 : f64
      %n = arith.mulf %a0, %d : f64
      %m = arith.subf %t0, %a1 : f64
      %x = arith.divf %n, %m : f64
      %ex = math.exp %x : f64
      %es = arith.mulf %a3, %ex : f64
      %qs = arith.divf %es, %p0 : f64
      %dry = arith.cmpf olt, %v0, %qs : f64
      %ev = scf.if %dry -> (f64) {
        %h = arith.constant 0.5 : f64
        %g = arith.constant 0.0486 : f64
        %k = arith.constant 0.525 : f64
        %w = math.powf %r1, %k : f64
        %u = math.sqrt %r1 : f64
        %f = arith.mulf %g, %w : f64
        %f2 = arith.addf %f, %u : f64
        %gap = arith.subf %qs, %v0 : f64
        %e = arith.mulf %f2, %gap : f64
        %most = arith.mulf %h, %r1 : f64
        %small = arith.cmpf olt, %e, %most : f64
        %ee = arith.select %small, %e, %most : f64
        scf.yield %ee : f64
      } else {
        scf.yield %zero : f64
      }
      %rn = arith.subf %r1, %ev : f64
      %vn = arith.addf %v0, %ev : f64
      scf.yield %rn, %vn : f64, f64
    } else {
      scf.yield %r1, %v0 : f64, f64
    }
    stencil.yield %q1, %r2, %v1 : f64, f64, f64
  }
  stencil.store %nc to %oc (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %nr to %or (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %nv to %ov (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
