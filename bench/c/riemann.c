// Sound along the vertical, implicit. Fields: delp, theta, dz, w, ground (ij), wn, dzn, pn. Scalars: top, dt.
//
// A row at a time: pressures and excesses of all levels, both eliminations and both sweeps back; all of it stays in L2.
#include "functions.h"

typedef REAL level[WIDE] __attribute__((aligned(LINE)));
static level kept[10][NK];
#pragma omp threadprivate(kept)

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *delp = FIELD(0), *theta = FIELD(1), *dz = FIELD(2), *w = FIELD(3), *ground = FIELD(4);
  REAL *wn = FIELD(5), *dzn = FIELD(6), *pn = FIELD(7);
  const REAL top = scalars[0], dt = scalars[1];
  const REAL rgrav = (REAL)0.10197162129779283, stiff = ((REAL)-2.8 * dt) * dt;
#pragma omp parallel
  {
    level *restrict p = kept[0], *restrict mass = kept[1], *restrict rest = kept[2], *restrict excess = kept[3];
    level *restrict gam = kept[4], *restrict x = kept[5], *restrict coupling = kept[6];
    level *restrict weight = kept[7], *restrict y = kept[8], *restrict height = kept[9];
    level up, bet, logs, powers;
    for (int i = 0; i < WIDE; i++) logs[i] = powers[i] = 1;
#pragma omp for schedule(static) nowait
    for (int j = 0; j < NJ; j++) {
      for (int k = 0; k < NK; k++) {
        in_row d = ROW_OF(delp, j, k), t = ROW_OF(theta, j, k), z = ROW_OF(dz, j, k);
        out_row pk = p[k], m = mass[k], r = rest[k], e = excess[k], h = height[k];
        SIMD for (int i = 0; i < NI; i++) {
          const REAL pm = k == 0 ? top : p[k == 0 ? 0 : k - 1][i];
          pk[i] = pm + d[i];
          m[i] = d[i] * rgrav;
          logs[i] = pk[i] / pm;
          h[i] = (m[i] * (REAL)287.04) * t[i];
          powers[i] = h[i] / z[i];
        }
        log_row(logs, logs);
        log_row(powers, powers);
        SIMD for (int i = 0; i < WIDE; i++) powers[i] = (REAL)1.4 * powers[i];
        exp_row(powers);
        SIMD for (int i = 0; i < NI; i++) {
          r[i] = d[i] / logs[i];
          e[i] = (REAL)0.01 * powers[i] - r[i];
        }
      }
      for (int k = 0; k < NK; k++) {
        out_row g = gam[k], xk = x[k];
        in_row m = mass[k], e = excess[k];
        if (k == 0) {
          in_row ep = excess[1], mp = mass[1];
          SIMD for (int i = 0; i < NI; i++) {
            const REAL ratio = m[i] / mp[i];
            bet[i] = (REAL)2 * ((REAL)1 + ratio);
            xk[i] = ((REAL)3 * (e[i] + ratio * ep[i])) / bet[i];
          }
        } else if (k < NK - 1) {
          in_row ep = excess[k + 1], mp = mass[k + 1], mm = mass[k - 1], xm = x[k - 1];
          SIMD for (int i = 0; i < NI; i++) {
            const REAL ratio = m[i] / mp[i];
            g[i] = (mm[i] / m[i]) / bet[i];
            bet[i] = (REAL)2 * ((REAL)1 + ratio) - g[i];
            xk[i] = ((REAL)3 * (e[i] + ratio * ep[i]) - xm[i]) / bet[i];
          }
        } else {
          in_row mm = mass[k - 1], xm = x[k - 1];
          SIMD for (int i = 0; i < NI; i++) {
            g[i] = (mm[i] / m[i]) / bet[i];
            xk[i] = ((REAL)3 * e[i] - xm[i]) / ((REAL)2 - g[i]);
          }
        }
      }
      for (int k = NK - 2; k >= 0; k--) {
        out_row xk = x[k];
        in_row g = gam[k + 1], xp = x[k + 1];
        SIMD for (int i = 0; i < NI; i++) xk[i] = xk[i] - g[i] * xp[i];
      }
      for (int k = 1; k < NK; k++) {
        in_row z = ROW_OF(dz, j, k), zm = ROW_OF(dz, j, k - 1), pm = p[k - 1], xm = x[k - 1];
        out_row c = coupling[k];
        SIMD for (int i = 0; i < NI; i++) c[i] = (stiff / (zm[i] + z[i])) * (pm[i] + xm[i]);
      }
      // `bet` is the pivot now.
      for (int k = 0; k < NK; k++) {
        in_row m = mass[k], wk = ROW_OF(w, j, k), f = x[k], c = coupling[k];
        out_row a = weight[k], yk = y[k];
        if (k == 0) {
          in_row cp = coupling[1];
          SIMD for (int i = 0; i < NI; i++) {
            bet[i] = m[i] - cp[i];
            yk[i] = (m[i] * wk[i] + dt * f[i]) / bet[i];
          }
        } else if (k < NK - 1) {
          in_row cp = coupling[k + 1], fm = x[k - 1], ym = y[k - 1];
          SIMD for (int i = 0; i < NI; i++) {
            a[i] = c[i] / bet[i];
            bet[i] = m[i] - ((c[i] + cp[i]) + c[i] * a[i]);
            yk[i] = ((m[i] * wk[i] + dt * (f[i] - fm[i])) - c[i] * ym[i]) / bet[i];
          }
        } else {
          in_row fm = x[k - 1], ym = y[k - 1], z = ROW_OF(dz, j, k), g = ROW_OF(ground, j, 0), pk = p[k];
          SIMD for (int i = 0; i < NI; i++) {
            const REAL lowest = (stiff / z[i]) * (pk[i] + f[i]);
            a[i] = c[i] / bet[i];
            const REAL pivot = m[i] - ((c[i] + lowest) + c[i] * a[i]);
            yk[i] = (((m[i] * wk[i] + dt * (f[i] - fm[i])) - lowest * g[i]) - c[i] * ym[i]) / pivot;
          }
        }
      }
      for (int k = NK - 2; k >= 0; k--) {
        out_row yk = y[k];
        in_row a = weight[k + 1], yp = y[k + 1];
        SIMD for (int i = 0; i < NI; i++) yk[i] = yk[i] - a[i] * yp[i];
      }
      SIMD for (int i = 0; i < NI; i++) up[i] = 0;
      for (int k = 0; k < NK; k++) {
        in_row m = mass[k], wk = ROW_OF(w, j, k), yk = y[k], r = rest[k], h = height[k];
        OUT(o0, ROW_OF(wn, j, k));
        OUT(o1, ROW_OF(dzn, j, k));
        OUT(o2, ROW_OF(pn, j, k));
        SIMD for (int i = 0; i < NI; i++) {
          const REAL new = up[i] + (m[i] * (yk[i] - wk[i])) / dt;
          const REAL inside = (REAL)0.5 * (up[i] + new) + r[i], least = (REAL)0.01 * r[i];
          powers[i] = (REAL)100 * (inside > least ? inside : least);
          o0[i] = yk[i];
          o2[i] = up[i] = new;
        }
        pow_row(powers, (REAL)-0.7142857142857143);
        SIMD for (int i = 0; i < NI; i++) o1[i] = h[i] * powers[i];
        DONE(o0);
        DONE(o1);
        DONE(o2);
      }
    }
    FENCE;
  }
}
