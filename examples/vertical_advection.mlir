// Vertical advection of the wind u, implicit in time, as in the COSMO model.
//
//   fvopt run examples/vertical_advection.mlir --check
//
// The method is that of COSMO's Runge-Kutta dynamical core (Baldauf et al.,
// "Operational convective-scale numerical weather prediction with the COSMO
// model", 2011; the arrangement of the sweeps is the one that the GridTools
// benchmarks time): a Crank-Nicolson step whose tridiagonal system is built and
// eliminated on the way up and solved on the way down. Level by level
//
//   a u[k-1] + b u[k] + c u[k+1] = d,   b = 1/dt - a - c,
//
// with a and c from the vertical velocity wcon, averaged to where u lies; the
// lowest and the highest level have one neighbour only, hence the intervals.
// utens_stage is updated in place from u_pos and the solution. `rate` is 1/dt.

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @vertical_advection(%utens_stage: !field, %u_stage: !field, %wcon: !field,
                                 %u_pos: !field, %utens: !field, %rate: f64) {
  %tendency = stencil.load %utens_stage : !field -> !temp
  %u = stencil.load %u_stage : !field -> !temp
  %w = stencil.load %wcon : !field -> !temp
  %pos = stencil.load %u_pos : !field -> !temp
  %slow = stencil.load %utens : !field -> !temp
  // Half of the weight of the implicit step, the velocity at the lower face of u.
  %face = stencil.apply -> (!temp) {
    %eighth = arith.constant 0.125 : f64
    %w0 = stencil.access %w[0, 0, 0] : !temp
    %w1 = stencil.access %w[1, 0, 0] : !temp
    %sum = arith.addf %w1, %w0 : f64
    %g = arith.mulf %eighth, %sum : f64
    stencil.yield %g : f64
  }
  // What does not depend on the neighbours above and below.
  %explicit = stencil.apply -> (!temp) {
    %p = stencil.access %pos[0, 0, 0] : !temp
    %s = stencil.access %slow[0, 0, 0] : !temp
    %t = stencil.access %tendency[0, 0, 0] : !temp
    %rp = arith.mulf %rate, %p : f64
    %rps = arith.addf %rp, %s : f64
    %all = arith.addf %rps, %t : f64
    stencil.yield %all : f64
  }
  %nothing = stencil.undef : !temp
  %cc, %dd = stencil.sweep forward carries(%c = %nothing : !temp, %d = %nothing : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%c[0] : !temp, %d[0] : !temp) {
        %one = arith.constant 1.0 : f64
        %ck = stencil.access %face[0, 0, 1] : !temp
        %bk = arith.subf %rate, %ck : f64
        %u0 = stencil.access %u[0, 0, 0] : !temp
        %up = stencil.access %u[0, 0, 1] : !temp
        %du = arith.subf %up, %u0 : f64
        %cdu = arith.mulf %ck, %du : f64
        %known = stencil.access %explicit[0, 0, 0] : !temp
        %dk = arith.subf %known, %cdu : f64
        %inverse = arith.divf %one, %bk : f64
        %cn = arith.mulf %ck, %inverse : f64
        %dn = arith.mulf %dk, %inverse : f64
        stencil.yield %cn, %dn : f64, f64
      }
    }
    stencil.interval (k = start + 1 to end - 1) {
      stencil.stage writes(%c[0] : !temp, %d[0] : !temp) {
        %one = arith.constant 1.0 : f64
        %low = stencil.access %face[0, 0, 0] : !temp
        %ak = arith.negf %low : f64
        %ck = stencil.access %face[0, 0, 1] : !temp
        %ra = arith.subf %rate, %ak : f64
        %bk = arith.subf %ra, %ck : f64
        %um = stencil.access %u[0, 0, -1] : !temp
        %u0 = stencil.access %u[0, 0, 0] : !temp
        %up = stencil.access %u[0, 0, 1] : !temp
        %below = arith.subf %um, %u0 : f64
        %above = arith.subf %up, %u0 : f64
        %fa = arith.mulf %ak, %below : f64
        %fc = arith.mulf %ck, %above : f64
        %known = stencil.access %explicit[0, 0, 0] : !temp
        %d0 = arith.subf %known, %fa : f64
        %dk = arith.subf %d0, %fc : f64
        %cm = stencil.access %c[0, 0, -1] : !temp
        %dm = stencil.access %d[0, 0, -1] : !temp
        %ca = arith.mulf %cm, %ak : f64
        %pivot = arith.subf %bk, %ca : f64
        %inverse = arith.divf %one, %pivot : f64
        %da = arith.mulf %dm, %ak : f64
        %dr = arith.subf %dk, %da : f64
        %cn = arith.mulf %ck, %inverse : f64
        %dn = arith.mulf %dr, %inverse : f64
        stencil.yield %cn, %dn : f64, f64
      }
    }
    // With a single level there is no highest one besides the lowest.
    stencil.interval (k = max(start + 1, end - 1) to end) {
      stencil.stage writes(%d[0] : !temp) {
        %low = stencil.access %face[0, 0, 0] : !temp
        %ak = arith.negf %low : f64
        %bk = arith.subf %rate, %ak : f64
        %um = stencil.access %u[0, 0, -1] : !temp
        %u0 = stencil.access %u[0, 0, 0] : !temp
        %below = arith.subf %um, %u0 : f64
        %fa = arith.mulf %ak, %below : f64
        %known = stencil.access %explicit[0, 0, 0] : !temp
        %dk = arith.subf %known, %fa : f64
        %cm = stencil.access %c[0, 0, -1] : !temp
        %dm = stencil.access %d[0, 0, -1] : !temp
        %ca = arith.mulf %cm, %ak : f64
        %pivot = arith.subf %bk, %ca : f64
        %da = arith.mulf %dm, %ak : f64
        %dr = arith.subf %dk, %da : f64
        %dn = arith.divf %dr, %pivot : f64
        stencil.yield %dn : f64
      }
    }
  }
  %solution, %result = stencil.sweep backward carries(%x = %nothing : !temp, %r = %nothing : !temp) {
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%x[0] : !temp, %r[0] : !temp) {
        %dk = stencil.access %dd[0, 0, 0] : !temp
        %p = stencil.access %pos[0, 0, 0] : !temp
        %change = arith.subf %dk, %p : f64
        %t = arith.mulf %rate, %change : f64
        stencil.yield %dk, %t : f64, f64
      }
    }
    stencil.interval (k = start to end - 1) {
      stencil.stage writes(%x[0] : !temp, %r[0] : !temp) {
        %ck = stencil.access %cc[0, 0, 0] : !temp
        %dk = stencil.access %dd[0, 0, 0] : !temp
        %above = stencil.access %x[0, 0, 1] : !temp
        %cx = arith.mulf %ck, %above : f64
        %xk = arith.subf %dk, %cx : f64
        %p = stencil.access %pos[0, 0, 0] : !temp
        %change = arith.subf %xk, %p : f64
        %t = arith.mulf %rate, %change : f64
        stencil.yield %xk, %t : f64, f64
      }
    }
  }
  stencil.store %result to %utens_stage (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
