// A small step of sound waves, implicit along the vertical. Fields, in place: u,
// v, w, p; planes rdx, rdy, slope_i, slope_j, stretch; columns rdz, rdzi, keep.
// Scalar: dt.
//
// One pass over rows. A row's new v needs the old p of the row before, so v runs
// one row ahead, and every thread makes the v of its first row before any starts
// to overwrite p. The explicit p and the elimination of a row stay in L2.
#define IN_PLACE
#include "field.h"

#define HALF ((REAL)0.5)

static REAL kept[3][NK][NI] __attribute__((aligned(LINE)));
#pragma omp threadprivate(kept)

INLINE void push_v(REAL *v, const REAL *p, const REAL *rdy, REAL dt, int j) {
  for (int k = 0; k < NK; k++) {
    REAL *restrict o = ROW_OF(v, j, k);
    in_row q = ROW_OF(p, j, k), r = ROW_OF(rdy, j, 0);
    if (j == 0 || j == NJ) {
      SIMD for (int i = 0; i < NI; i++) o[i] = 0;
    } else {
      SIMD for (int i = 0; i < NI; i++) o[i] = o[i] + (dt * r[i]) * (q[i - PITCH] - q[i]);
    }
  }
}

void step(REAL *const *fields, const REAL *scalars) {
  const REAL dt = scalars[0];
  REAL *u = FIELD(0), *v = FIELD(1), *w = FIELD(2), *p = FIELD(3);
  const REAL *rdx = FIELD(4), *rdy = FIELD(5), *slope_i = FIELD(6), *slope_j = FIELD(7), *stretch = FIELD(8);
  const REAL *rdz = FIELD(9), *rdzi = FIELD(10), *keep = FIELD(11);
#pragma omp parallel
  {
    REAL(*restrict c)[NI] = kept[0], (*restrict d)[NI] = kept[1], (*restrict e)[NI] = kept[2];
    const int thread = omp_get_thread_num(), threads = omp_get_num_threads();
    const int j0 = NJ * thread / threads, j1 = NJ * (thread + 1) / threads;
    if (j0 < j1) {
      push_v(v, p, rdy, dt, j0);
      if (j1 == NJ) push_v(v, p, rdy, dt, NJ);
    }
#pragma omp barrier
    for (int j = j0; j < j1; j++) {
      if (j + 1 < j1) push_v(v, p, rdy, dt, j + 1);
      in_row rx = ROW_OF(rdx, j, 0), ry = ROW_OF(rdy, j, 0), st = ROW_OF(stretch, j, 0);
      for (int k = 0; k < NK; k++) {
        REAL *restrict un = ROW_OF(u, j, k);
        in_row q = ROW_OF(p, j, k), vn = ROW_OF(v, j, k), wn = ROW_OF(w, j, k);
        out_row ek = e[k], ck = c[k], dk = d[k];
        un[0] = 0;
        SIMD for (int i = 1; i < NI; i++) un[i] = un[i] + (dt * rx[i]) * (q[i - 1] - q[i]);
        un[NI] = 0;
        SIMD for (int i = 0; i < NI; i++)
          ek[i] = q[i] - dt * (rx[i] * (un[i + 1] - un[i]) + ry[i] * (vn[i + PITCH] - vn[i]));
        if (k == 0) {
          in_row si = ROW_OF(slope_i, j, 0), sj = ROW_OF(slope_j, j, 0);
          SIMD for (int i = 0; i < NI; i++) {
            ck[i] = 0;
            dk[i] = (HALF * (un[i] + un[i + 1])) * si[i] + (HALF * (vn[i] + vn[i + PITCH])) * sj[i];
          }
        } else {
          in_row em = e[k - 1], cm = c[k - 1], dm = d[k - 1];
          const REAL z = rdz[k], zm = rdz[k - 1], zi = rdzi[k];
          SIMD for (int i = 0; i < NI; i++) {
            REAL s = dt * st[i], per_face = -(s * s) * zi, lower = per_face * zm, upper = per_face * z;
            REAL rhs = wn[i] - (s * zi) * (ek[i] - em[i]);
            REAL m = (REAL)1 / ((((REAL)1 - lower) - upper) - lower * cm[i]);
            ck[i] = upper * m;
            dk[i] = (rhs - lower * dm[i]) * m;
          }
        }
      }
      REAL above[NI] __attribute__((aligned(LINE)));
      SIMD for (int i = 0; i < NI; i++) above[i] = 0;
      for (int k = NK - 1; k >= 0; k--) {
        in_row ek = e[k], ck = c[k], dk = d[k];
        const REAL z = rdz[k], damping = keep[k];
        OUT(wo, ROW_OF(w, j, k));
        OUT(po, ROW_OF(p, j, k));
        SIMD for (int i = 0; i < NI; i++) {
          REAL x = k == NK - 1 ? dk[i] : dk[i] - ck[i] * above[i];
          po[i] = ek[i] - ((dt * st[i]) * z) * (above[i] - x);
          wo[i] = x * damping;
          above[i] = x;
        }
        DONE(wo);
        DONE(po);
      }
    }
    FENCE;
  }
}
