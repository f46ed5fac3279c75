// A small step of an acoustic solver: sound waves, explicit along the horizontal,
// implicit along the vertical, between walls, over hilly ground.
//
//   fvopt run examples/acoustic.mlir --check
//
// Nonhydrostatic models step sound waves like this (Klemp and Wilhelmson, "The
// simulation of three-dimensional convective storm dynamics", 1978), because
// levels lie much closer than columns: with u, v, w the wind on the faces of a
// cell, p the pressure, and units in which the speed of sound is 1,
//
//   u -= dt dp/dx, v -= dt dp/dy                    with the old pressure,
//   p_explicit = p - dt (du/dx + dv/dy)             with the new u and v,
//   w_new = w - dt dp_new/dz,  p_new = p_explicit - dt dw_new/dz,
//
// where the last line couples all levels: put into each other, its equations are
// a tridiagonal system for w_new in every column. At the ground w follows the
// slope, at the top (above the last level) it is zero, and `keep` damps it there.
// Walls: no wind goes through the first and the last face along i and j.
//
//   rdx, rdy          reciprocal widths of the cells
//   slope_i, slope_j  the slope of the ground
//   stretch           reciprocal height of the air above it: levels follow the ground
//   rdz, rdzi         reciprocal distances of faces and of centres, before stretching
//   keep              1, less near the top

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
!plane = !stencil.field<ij x f64>
!plane_temp = !stencil.temp<ij x f64>
!column = !stencil.field<k x f64>
!column_temp = !stencil.temp<k x f64>

stencil.func @push(%u: !field, %v: !field, %p: !field, %rdx: !plane, %rdy: !plane, %dt: f64) {
  %ut = stencil.load %u : !field -> !temp
  %vt = stencil.load %v : !field -> !temp
  %pt = stencil.load %p : !field -> !temp
  %rx = stencil.load %rdx : !plane -> !plane_temp
  %ry = stencil.load %rdy : !plane -> !plane_temp
  %pushed_i = stencil.apply -> (!temp) {
    %u_0 = stencil.access %ut[0, 0, 0] : !temp
    %rx_0 = stencil.access %rx[0, 0] : !plane_temp
    %r = arith.mulf %dt, %rx_0 : f64
    %p_im = stencil.access %pt[-1, 0, 0] : !temp
    %p_0 = stencil.access %pt[0, 0, 0] : !temp
    %r_1 = arith.subf %p_im, %p_0 : f64
    %r_2 = arith.mulf %r, %r_1 : f64
    %r_3 = arith.addf %u_0, %r_2 : f64
    stencil.yield %r_3 : f64
  }
  %pushed_j = stencil.apply -> (!temp) {
    %v_0 = stencil.access %vt[0, 0, 0] : !temp
    %ry_0 = stencil.access %ry[0, 0] : !plane_temp
    %r = arith.mulf %dt, %ry_0 : f64
    %p_jm = stencil.access %pt[0, -1, 0] : !temp
    %p_0 = stencil.access %pt[0, 0, 0] : !temp
    %r_1 = arith.subf %p_jm, %p_0 : f64
    %r_2 = arith.mulf %r, %r_1 : f64
    %r_3 = arith.addf %v_0, %r_2 : f64
    stencil.yield %r_3 : f64
  }
  %wall = stencil.apply -> (!temp) {
    %zero = arith.constant 0.0 : f64
    stencil.yield %zero : f64
  }
  %u_west = stencil.insert %wall into %pushed_i (i = start to start + 1) : !temp into !temp
  %u_new = stencil.insert %wall into %u_west (i = end to end + 1) : !temp into !temp
  %v_south = stencil.insert %wall into %pushed_j (j = start to start + 1) : !temp into !temp
  %v_new = stencil.insert %wall into %v_south (j = end to end + 1) : !temp into !temp
  stencil.store %u_new to %u (i = start to end + 1, j = start to end, k = start to end) : !temp to !field
  stencil.store %v_new to %v (i = start to end, j = start to end + 1, k = start to end) : !temp to !field
  stencil.return
}

stencil.func @spread(%u: !field, %v: !field, %p: !field, %rdx: !plane, %rdy: !plane, %explicit_p: !field, %dt: f64) {
  %ut = stencil.load %u : !field -> !temp
  %vt = stencil.load %v : !field -> !temp
  %pt = stencil.load %p : !field -> !temp
  %rx = stencil.load %rdx : !plane -> !plane_temp
  %ry = stencil.load %rdy : !plane -> !plane_temp
  %explicit = stencil.apply -> (!temp) {
    %rx_0 = stencil.access %rx[0, 0] : !plane_temp
    %u_i = stencil.access %ut[1, 0, 0] : !temp
    %u_0 = stencil.access %ut[0, 0, 0] : !temp
    %outflow = arith.subf %u_i, %u_0 : f64
    %outflow_1 = arith.mulf %rx_0, %outflow : f64
    %ry_0 = stencil.access %ry[0, 0] : !plane_temp
    %v_j = stencil.access %vt[0, 1, 0] : !temp
    %v_0 = stencil.access %vt[0, 0, 0] : !temp
    %outflow_2 = arith.subf %v_j, %v_0 : f64
    %outflow_3 = arith.mulf %ry_0, %outflow_2 : f64
    %outflow_4 = arith.addf %outflow_1, %outflow_3 : f64
    %p_0 = stencil.access %pt[0, 0, 0] : !temp
    %r = arith.mulf %dt, %outflow_4 : f64
    %r_1 = arith.subf %p_0, %r : f64
    stencil.yield %r_1 : f64
  }
  stencil.store %explicit to %explicit_p (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

stencil.func @rise(%u: !field, %v: !field, %w: !field, %p: !field, %explicit_p: !field,
                   %slope_i: !plane, %slope_j: !plane, %stretch: !plane,
                   %rdz: !column, %rdzi: !column, %keep: !column, %dt: f64) {
  %ut = stencil.load %u : !field -> !temp
  %vt = stencil.load %v : !field -> !temp
  %wt = stencil.load %w : !field -> !temp
  %psi = stencil.load %explicit_p : !field -> !temp
  %si = stencil.load %slope_i : !plane -> !plane_temp
  %sj = stencil.load %slope_j : !plane -> !plane_temp
  %st = stencil.load %stretch : !plane -> !plane_temp
  %z = stencil.load %rdz : !column -> !column_temp
  %zi = stencil.load %rdzi : !column -> !column_temp
  %kp = stencil.load %keep : !column -> !column_temp
  %ground = stencil.apply -> (!temp) {
    %half = arith.constant 0.5 : f64
    %u_0 = stencil.access %ut[0, 0, 0] : !temp
    %u_i = stencil.access %ut[1, 0, 0] : !temp
    %r = arith.addf %u_0, %u_i : f64
    %r_1 = arith.mulf %half, %r : f64
    %si_0 = stencil.access %si[0, 0] : !plane_temp
    %r_2 = arith.mulf %r_1, %si_0 : f64
    %v_0 = stencil.access %vt[0, 0, 0] : !temp
    %v_j = stencil.access %vt[0, 1, 0] : !temp
    %r_3 = arith.addf %v_0, %v_j : f64
    %r_4 = arith.mulf %half, %r_3 : f64
    %sj_0 = stencil.access %sj[0, 0] : !plane_temp
    %r_5 = arith.mulf %r_4, %sj_0 : f64
    %r_6 = arith.addf %r_2, %r_5 : f64
    stencil.yield %r_6 : f64
  }
  // The matrix: lower w[k-1] + (1 - lower - upper) w[k] + upper w[k+1].
  %lower, %upper = stencil.apply -> (!temp, !temp) {
    %s_0 = stencil.access %st[0, 0] : !plane_temp
    %a = arith.mulf %dt, %s_0 : f64
    %stiffness = arith.mulf %a, %a : f64
    %stiffness_1 = arith.negf %stiffness : f64
    %zi_0 = stencil.access %zi[0] : !column_temp
    %per_face = arith.mulf %stiffness_1, %zi_0 : f64
    %z_km = stencil.access %z[-1] : !column_temp
    %l = arith.mulf %per_face, %z_km : f64
    %z_0 = stencil.access %z[0] : !column_temp
    %h = arith.mulf %per_face, %z_0 : f64
    stencil.yield %l, %h : f64, f64
  }
  %nothing = stencil.undef : !temp
  %cc, %dd = stencil.sweep forward carries(%c = %nothing : !temp, %d = %nothing : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%c[0] : !temp, %d[0] : !temp) {
        %zero = arith.constant 0.0 : f64
        %g_0 = stencil.access %ground[0, 0, 0] : !temp
        stencil.yield %zero, %g_0 : f64, f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%c[0] : !temp, %d[0] : !temp) {
        %one = arith.constant 1.0 : f64
        %a_0 = stencil.access %lower[0, 0, 0] : !temp
        %b = arith.subf %one, %a_0 : f64
        %h_0 = stencil.access %upper[0, 0, 0] : !temp
        %b_1 = arith.subf %b, %h_0 : f64
        %s_0 = stencil.access %st[0, 0] : !plane_temp
        %force = arith.mulf %dt, %s_0 : f64
        %zi_0 = stencil.access %zi[0] : !column_temp
        %force_1 = arith.mulf %force, %zi_0 : f64
        %w_0 = stencil.access %wt[0, 0, 0] : !temp
        %e_0 = stencil.access %psi[0, 0, 0] : !temp
        %e_km = stencil.access %psi[0, 0, -1] : !temp
        %rhs = arith.subf %e_0, %e_km : f64
        %rhs_1 = arith.mulf %force_1, %rhs : f64
        %rhs_2 = arith.subf %w_0, %rhs_1 : f64
        %cm_km = stencil.access %c[0, 0, -1] : !temp
        %m = arith.mulf %a_0, %cm_km : f64
        %m_1 = arith.subf %b_1, %m : f64
        %m_2 = arith.divf %one, %m_1 : f64
        %c1 = arith.mulf %h_0, %m_2 : f64
        %dm_km = stencil.access %d[0, 0, -1] : !temp
        %d1 = arith.mulf %a_0, %dm_km : f64
        %d1_1 = arith.subf %rhs_2, %d1 : f64
        %d1_2 = arith.mulf %d1_1, %m_2 : f64
        stencil.yield %c1, %d1_2 : f64, f64
      }
    }
  }
  %solution = stencil.sweep backward carries(%x = %nothing : !temp) {
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%x[0] : !temp) {
        %dk = stencil.access %dd[0, 0, 0] : !temp
        stencil.yield %dk : f64
      }
    }
    stencil.interval (k = start to end - 1) {
      stencil.stage writes(%x[0] : !temp) {
        %ck = stencil.access %cc[0, 0, 0] : !temp
        %dk = stencil.access %dd[0, 0, 0] : !temp
        %xa = stencil.access %x[0, 0, 1] : !temp
        %cx = arith.mulf %ck, %xa : f64
        %xk = arith.subf %dk, %cx : f64
        stencil.yield %xk : f64
      }
    }
  }
  // The wind through the upper faces: none at the top.
  %shifted = stencil.apply -> (!temp) {
    %x_k = stencil.access %solution[0, 0, 1] : !temp
    stencil.yield %x_k : f64
  }
  %wall = stencil.apply -> (!temp) {
    %zero = arith.constant 0.0 : f64
    stencil.yield %zero : f64
  }
  %above = stencil.insert %wall into %shifted (k = end - 1 to end) : !temp into !temp
  %pressure = stencil.apply -> (!temp) {
    %e_0 = stencil.access %psi[0, 0, 0] : !temp
    %s_0 = stencil.access %st[0, 0] : !plane_temp
    %r = arith.mulf %dt, %s_0 : f64
    %z_0 = stencil.access %z[0] : !column_temp
    %r_1 = arith.mulf %r, %z_0 : f64
    %xa_0 = stencil.access %above[0, 0, 0] : !temp
    %x_0 = stencil.access %solution[0, 0, 0] : !temp
    %r_2 = arith.subf %xa_0, %x_0 : f64
    %r_3 = arith.mulf %r_1, %r_2 : f64
    %r_4 = arith.subf %e_0, %r_3 : f64
    stencil.yield %r_4 : f64
  }
  %damped = stencil.apply -> (!temp) {
    %x_0 = stencil.access %solution[0, 0, 0] : !temp
    %kp_0 = stencil.access %kp[0] : !column_temp
    %r = arith.mulf %x_0, %kp_0 : f64
    stencil.yield %r : f64
  }
  stencil.store %damped to %w (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.store %pressure to %p (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

program.func @acoustic(%u: !field, %v: !field, %w: !field, %p: !field, %rdx: !plane, %rdy: !plane,
                       %slope_i: !plane, %slope_j: !plane, %stretch: !plane,
                       %rdz: !column, %rdzi: !column, %keep: !column, %dt: f64) {
  %explicit_p = program.alloc (i = start to end, j = start to end, k = start to end) : !field
  program.call @push(%u, %v, %p, %rdx, %rdy, %dt) : !field, !field, !field, !plane, !plane, f64
  program.call @spread(%u, %v, %p, %rdx, %rdy, %explicit_p, %dt)
      : !field, !field, !field, !plane, !plane, !field, f64
  program.call @rise(%u, %v, %w, %p, %explicit_p, %slope_i, %slope_j, %stretch, %rdz, %rdzi, %keep, %dt)
      : !field, !field, !field, !field, !field, !plane, !plane, !plane, !column, !column, !column, f64
  program.return
}
