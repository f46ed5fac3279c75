// The horizontal winds of a small step with fast waves. Fields: u_pos, v_pos,
// utens, vtens, ppuv, rho, wgtfac, hhl; planes fx, xdzdx, xdzdy, xlhsx, xlhsy,
// xrhsz; results u, v. Scalar: dt.
//
// Threads take blocks of rows, and go down the levels of a block. The pressure at half
// levels of its rows and one more is kept for two levels, so that it is computed once.
#include "field.h"

#ifndef JB
#define JB 16
#endif

#define FLAT 10
#define HALF ((REAL)0.5)

// The pressure at the upper half level of a row, from i = 0 to NI.
INLINE void half_level(const REAL *restrict w, const REAL *restrict pp, REAL *restrict c) {
  SIMD for (int i = 0; i <= NI; i++) c[i] = w[i] * pp[i] + ((REAL)1 - w[i]) * pp[i - PLANE];
}

// One row of the fields that all levels need.
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
    REAL buffers[2][JB + 1][ROW] __attribute__((aligned(LINE)));
#define AT_LEVEL(j, k) (buffers[(k) & 1][(j) - j0] + LEFT)
#pragma omp for schedule(static) nowait
    for (int j0 = 0; j0 < NJ; j0 += JB)
      for (int k = 0; k < NK; k++) {
        const int j1 = j0 + JB < NJ ? j0 + JB : NJ;
        if (k >= flat && k < NK - 1)
          for (int j = j0; j <= j1; j++) {
            if (k == flat) half_level(ROW_OF(wgtfac, j, k), ROW_OF(ppuv, j, k), AT_LEVEL(j, k));
            half_level(ROW_OF(wgtfac, j, k + 1), ROW_OF(ppuv, j, k + 1), AT_LEVEL(j, k + 1));
          }
        for (int j = j0; j < j1; j++) {
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
            in_row c0 = AT_LEVEL(j, k), c1 = AT_LEVEL(j, k + 1), e0 = AT_LEVEL(j + 1, k), e1 = AT_LEVEL(j + 1, k + 1);
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
      }
    FENCE;
  }
}
