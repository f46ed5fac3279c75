// Vertical advection as in COSMO. Fields: utens_stage (in place), u_stage, wcon,
// u_pos, utens. Scalar: rate = 1 / dt.
//
// The lowest and the highest level have loops of their own. Elimination and the
// sweep downwards of a row follow each other, so that c, d and u_pos are in L2.
#define IN_PLACE
#include "field.h"

static REAL factors[2][NK][NI] __attribute__((aligned(LINE)));
#pragma omp threadprivate(factors)

INLINE REAL face(const REAL *w, int i) { return (REAL)0.125 * (w[i + 1] + w[i]); }

void step(REAL *const *fields, const REAL *scalars) {
  REAL *utens_stage = FIELD(0);
  const REAL *u_stage = FIELD(1), *wcon = FIELD(2), *u_pos = FIELD(3), *utens = FIELD(4);
  const REAL rate = scalars[0];
#pragma omp parallel
  {
    REAL(*restrict c)[NI] = factors[0], (*restrict d)[NI] = factors[1];
#pragma omp for schedule(static) nowait
    for (int j = 0; j < NJ; j++) {
      for (int k = 0; k < NK; k++) {
        in_row t = ROW_OF(utens_stage, j, k), u = ROW_OF(u_stage, j, k), p = ROW_OF(u_pos, j, k);
        in_row s = ROW_OF(utens, j, k), w = ROW_OF(wcon, j, k);
        in_row um = u - PLANE, up = u + PLANE, wp = w + PLANE;
        out_row cn = c[k], dn = d[k];
        if (k == 0) {
          SIMD for (int i = 0; i < NI; i++) {
            REAL ck = face(wp, i), inverse = (REAL)1 / (rate - ck);
            REAL known = (rate * p[i] + s[i]) + t[i];
            cn[i] = ck * inverse;
            dn[i] = (known - ck * (up[i] - u[i])) * inverse;
          }
        } else if (k < NK - 1) {
          in_row cm = c[k - 1], dm = d[k - 1];
          SIMD for (int i = 0; i < NI; i++) {
            REAL ak = -face(w, i), ck = face(wp, i);
            REAL known = (rate * p[i] + s[i]) + t[i];
            REAL dk = (known - ak * (um[i] - u[i])) - ck * (up[i] - u[i]);
            REAL inverse = (REAL)1 / (((rate - ak) - ck) - cm[i] * ak);
            cn[i] = ck * inverse;
            dn[i] = (dk - dm[i] * ak) * inverse;
          }
        } else {
          in_row cm = c[k - 1], dm = d[k - 1];
          SIMD for (int i = 0; i < NI; i++) {
            REAL ak = -face(w, i);
            REAL known = (rate * p[i] + s[i]) + t[i];
            REAL dk = known - ak * (um[i] - u[i]);
            dn[i] = (dk - dm[i] * ak) / ((rate - ak) - cm[i] * ak);
          }
        }
      }
      REAL x[NI] __attribute__((aligned(LINE)));
      for (int k = NK - 1; k >= 0; k--) {
        in_row ck = c[k], dk = d[k], p = ROW_OF(u_pos, j, k);
        OUT(o, ROW_OF(utens_stage, j, k));
        if (k == NK - 1) {
          SIMD for (int i = 0; i < NI; i++) {
            x[i] = dk[i];
            o[i] = rate * (x[i] - p[i]);
          }
        } else {
          SIMD for (int i = 0; i < NI; i++) {
            x[i] = dk[i] - ck[i] * x[i];
            o[i] = rate * (x[i] - p[i]);
          }
        }
        DONE(o);
      }
    }
    FENCE;
  }
}
