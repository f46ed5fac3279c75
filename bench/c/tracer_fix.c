// Filling of negative tracers. Fields: q, dp, out.
//
// A row at a time: filled downwards, then what was given upwards, the sums, and the result; two rows of all levels in L2.
#include "field.h"

typedef REAL level[NI] __attribute__((aligned(LINE)));
static level kept[2][NK];
#pragma omp threadprivate(kept)

INLINE REAL least(REAL a, REAL b) { return a < b ? a : b; }
INLINE REAL most(REAL a, REAL b) { return a > b ? a : b; }

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *q = FIELD(0), *dp = FIELD(1);
  REAL *out = FIELD(2);
#pragma omp parallel
  {
    level *restrict fixed = kept[0], *restrict credit = kept[1];
    level debt, total, positive;
#pragma omp for schedule(static) nowait
    for (int j = 0; j < NJ; j++) {
      for (int k = 0; k < NK; k++) {
        in_row a = ROW_OF(q, j, k), d = ROW_OF(dp, j, k);
        out_row f = fixed[k], c = credit[k];
        if (k == 0) {
          SIMD for (int i = 0; i < NI; i++) {
            debt[i] = a[i] < 0 ? a[i] * d[i] : 0;
            f[i] = a[i] < 0 ? 0 : a[i];
          }
        } else if (k < NK - 1) {
          in_row fm = fixed[k - 1], dm = ROW_OF(dp, j, k - 1);
          SIMD for (int i = 0; i < NI; i++) {
            const REAL here = a[i] + debt[i] / d[i], above = fm[i];
            const REAL takes = here < 0 && above > 0 ? least(-here * d[i], above * dm[i]) : 0;
            const REAL then = takes > 0 ? here + takes / d[i] : here;
            c[i] = takes;
            debt[i] = then < 0 ? then * d[i] : 0;
            f[i] = then < 0 ? 0 : then;
          }
        } else {
          SIMD for (int i = 0; i < NI; i++) f[i] = a[i] + debt[i] / d[i];
        }
      }
      SIMD for (int i = 0; i < NI; i++) total[i] = positive[i] = 0;
      for (int k = 0; k < NK; k++) {
        in_row d = ROW_OF(dp, j, k);
        out_row f = fixed[k];
        if (k < NK - 2) {
          in_row c = credit[k + 1];
          SIMD for (int i = 0; i < NI; i++) f[i] = f[i] - c[i] / d[i];
        } else if (k == NK - 2) {
          // The lowest level takes from this one, which gave nothing: no level below asked.
          in_row dn = ROW_OF(dp, j, k + 1);
          out_row low = fixed[k + 1];
          SIMD for (int i = 0; i < NI; i++) {
            const REAL takes = low[i] < 0 && f[i] > 0 ? least(-low[i] * dn[i], f[i] * d[i]) : 0;
            low[i] = takes > 0 ? low[i] + takes / dn[i] : low[i];
            f[i] = f[i] - takes / d[i];
          }
        }
        SIMD for (int i = 0; i < NI; i++) {
          const REAL mass = f[i] * d[i];
          total[i] = total[i] + mass;
          positive[i] = positive[i] + most(mass, 0);
        }
      }
      for (int k = 0; k < NK; k++) {
        in_row f = fixed[k];
        OUT(o, ROW_OF(out, j, k));
        SIMD for (int i = 0; i < NI; i++) {
          const REAL share = least(most(total[i] / most(positive[i], (REAL)1e-30), 0), 1);
          o[i] = total[i] < positive[i] ? most(f[i], 0) * share : f[i];
        }
        DONE(o);
      }
    }
    FENCE;
  }
}
