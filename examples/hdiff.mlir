// Horizontal diffusion with a flux limiter, as in the COSMO model.
//
//   fvopt run examples/hdiff.mlir --check
//
// lap = 4 f - (f[i-1] + f[i+1] + f[j-1] + f[j+1]);
// fluxes are differences of lap, limited where they point up the gradient;
// out = f - coefficient * (difference of fluxes).

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @hdiff(%in: !field, %coefficient: !field, %out: !field) {
  %f = stencil.load %in : !field -> !temp
  %c = stencil.load %coefficient : !field -> !temp
  %lap = stencil.apply -> (!temp) {
    %four = arith.constant 4.0 : f64
    %m = stencil.access %f[0, 0, 0] : !temp
    %w = stencil.access %f[-1, 0, 0] : !temp
    %e = stencil.access %f[1, 0, 0] : !temp
    %s = stencil.access %f[0, -1, 0] : !temp
    %n = stencil.access %f[0, 1, 0] : !temp
    %we = arith.addf %w, %e : f64
    %sn = arith.addf %s, %n : f64
    %sum = arith.addf %we, %sn : f64
    %m4 = arith.mulf %four, %m : f64
    %r = arith.subf %m4, %sum : f64
    stencil.yield %r : f64
  }
  %flux_i = stencil.apply -> (!temp) {
    %zero = arith.constant 0.0 : f64
    %l0 = stencil.access %lap[0, 0, 0] : !temp
    %l1 = stencil.access %lap[1, 0, 0] : !temp
    %flux = arith.subf %l1, %l0 : f64
    %f0 = stencil.access %f[0, 0, 0] : !temp
    %f1 = stencil.access %f[1, 0, 0] : !temp
    %gradient = arith.subf %f1, %f0 : f64
    %product = arith.mulf %flux, %gradient : f64
    %up = arith.cmpf ogt, %product, %zero : f64
    %limited = arith.select %up, %zero, %flux : f64
    stencil.yield %limited : f64
  }
  %flux_j = stencil.apply -> (!temp) {
    %zero = arith.constant 0.0 : f64
    %l0 = stencil.access %lap[0, 0, 0] : !temp
    %l1 = stencil.access %lap[0, 1, 0] : !temp
    %flux = arith.subf %l1, %l0 : f64
    %f0 = stencil.access %f[0, 0, 0] : !temp
    %f1 = stencil.access %f[0, 1, 0] : !temp
    %gradient = arith.subf %f1, %f0 : f64
    %product = arith.mulf %flux, %gradient : f64
    %up = arith.cmpf ogt, %product, %zero : f64
    %limited = arith.select %up, %zero, %flux : f64
    stencil.yield %limited : f64
  }
  %r = stencil.apply -> (!temp) {
    %m = stencil.access %f[0, 0, 0] : !temp
    %k = stencil.access %c[0, 0, 0] : !temp
    %i0 = stencil.access %flux_i[-1, 0, 0] : !temp
    %i1 = stencil.access %flux_i[0, 0, 0] : !temp
    %j0 = stencil.access %flux_j[0, -1, 0] : !temp
    %j1 = stencil.access %flux_j[0, 0, 0] : !temp
    %di = arith.subf %i1, %i0 : f64
    %dj = arith.subf %j1, %j0 : f64
    %d = arith.addf %di, %dj : f64
    %kd = arith.mulf %k, %d : f64
    %v = arith.subf %m, %kd : f64
    stencil.yield %v : f64
  }
  stencil.store %r to %out (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
