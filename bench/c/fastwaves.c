// The horizontal winds of a small step with fast waves. Fields: u_pos, v_pos,
// utens, vtens, ppuv, rho, wgtfac, hhl; planes fx, xdzdx, xdzdy, xlhsx, xlhsy,
// xrhsz; results u, v. Scalar: dt.
//
// Threads take rows. Down a row, the pressure at half levels of rows j and j + 1 is
// kept for two levels, so that it is computed once a row instead of four times.
#include "field.h"

#define FLAT 10
#define HALF ((REAL)0.5)

// The pressure at the upper half level of a row, from i = 0 to NI.
INLINE void half_level(const REAL *restrict w, const REAL *restrict pp, REAL *restrict c) {
  SIMD for (int i = 0; i <= NI; i++) c[i] = w[i] * pp[i] + ((REAL)1 - w[i]) * pp[i - PLANE];
}

// Where the field of a thread's last row ends: j and k of one row of everything.
typedef struct {
  in_row up, vp, ut, vt, pp, rho, h, fx;
} rows;

INLINE REAL rho_u(rows r, int i) { return r.fx[i] / (HALF * (r.rho[i + 1] + r.rho[i])); }
INLINE REAL rho_v(rows r, int i) { return (REAL)1 / (HALF * (r.rho[i + PITCH] + r.rho[i])); }

void step(REAL *const *fields, const REAL *scalars) {
  const REAL dt = scalars[0];
  const REAL *u_pos = FIELD(0), *v_pos = FIELD(1), *utens = FIELD(2), *vtens = FIELD(3), *ppuv = FIELD(4);
  const REAL *rho = FIELD(5), *wgtfac = FIELD(6), *hhl = FIELD(7), *fx = FIELD(8), *xdzdx = FIELD(9);
  const REAL *xdzdy = FIELD(10), *xlhsx = FIELD(11), *xlhsy = FIELD(12), *xrhsz = FIELD(13);
  REAL *u = FIELD(14), *v = FIELD(15);
  const int flat = FLAT < NK - 1 ? FLAT : NK - 1;
#pragma omp parallel
  {
    REAL buffers[2][2][ROW] __attribute__((aligned(LINE)));
#define AT_LEVEL(j, k) (buffers[j][(k) & 1] + LEFT)
#pragma omp for schedule(static) nowait
    for (int j = 0; j < NJ; j++)
      for (int k = 0; k < NK; k++) {
        const rows r = {ROW_OF(u_pos, j, k), ROW_OF(v_pos, j, k), ROW_OF(utens, j, k), ROW_OF(vtens, j, k),
                        ROW_OF(ppuv, j, k), ROW_OF(rho, j, k), ROW_OF(hhl, j, k), ROW_OF(fx, j, 0)};
        OUT(un, ROW_OF(u, j, k));
        OUT(vn, ROW_OF(v, j, k));
        if (k == NK - 1) {
          in_row zx = ROW_OF(xdzdx, j, 0), zy = ROW_OF(xdzdy, j, 0), sx = ROW_OF(xlhsx, j, 0);
          in_row sy = ROW_OF(xlhsy, j, 0), rz = ROW_OF(xrhsz, j, 0);
          SIMD for (int i = 0; i < NI; i++) {
            REAL xu = r.ut[i] - (r.pp[i + 1] - r.pp[i]) * rho_u(r, i);
            REAL xv = r.vt[i] - (r.pp[i + PITCH] - r.pp[i]) * rho_v(r, i);
            REAL bu = (sx[i] * zx[i]) * (HALF * (rz[i + 1] + rz[i]) - zx[i] * xu) + xu;
            REAL bv = (sy[i] * zy[i]) * (HALF * (rz[i + PITCH] + rz[i]) - zy[i] * xv) + xv;
            un[i] = r.up[i] + bu * dt;
            vn[i] = r.vp[i] + bv * dt;
          }
        } else if (k < flat) {
          SIMD for (int i = 0; i < NI; i++) {
            REAL gu = r.pp[i + 1] - r.pp[i], gv = r.pp[i + PITCH] - r.pp[i];
            un[i] = r.up[i] + (r.ut[i] - gu * rho_u(r, i)) * dt;
            vn[i] = r.vp[i] + (r.vt[i] - gv * rho_v(r, i)) * dt;
          }
        } else {
          for (int next = 0; next < 2; next++) {
            if (k == flat) half_level(ROW_OF(wgtfac, j + next, k), ROW_OF(ppuv, j + next, k), AT_LEVEL(next, k));
            half_level(ROW_OF(wgtfac, j + next, k + 1), ROW_OF(ppuv, j + next, k + 1), AT_LEVEL(next, k + 1));
          }
          in_row c0 = AT_LEVEL(0, k), c1 = AT_LEVEL(0, k + 1), e0 = AT_LEVEL(1, k), e1 = AT_LEVEL(1, k + 1);
          in_row h = r.h;
          SIMD for (int i = 0; i < NI; i++) {
            REAL d = c1[i] - c0[i], di = c1[i + 1] - c0[i + 1], dj = e1[i] - e0[i];
            REAL h0 = h[i + PLANE] + h[i], t0 = h[i + PLANE] - h[i];
            REAL hi = h[i + 1 + PLANE] + h[i + 1], ti = h[i + 1 + PLANE] - h[i + 1];
            REAL hj = h[i + PITCH + PLANE] + h[i + PITCH], tj = h[i + PITCH + PLANE] - h[i + PITCH];
            REAL gu = (r.pp[i + 1] - r.pp[i]) + (((di + d) * HALF) * (h0 - hi)) / (t0 + ti);
            REAL gv = (r.pp[i + PITCH] - r.pp[i]) + (((dj + d) * HALF) * (h0 - hj)) / (t0 + tj);
            un[i] = r.up[i] + (r.ut[i] - gu * rho_u(r, i)) * dt;
            vn[i] = r.vp[i] + (r.vt[i] - gv * rho_v(r, i)) * dt;
          }
        }
        DONE(un);
        DONE(vn);
      }
    FENCE;
  }
}
