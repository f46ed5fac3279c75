// Thomas solver for every column. Fields: lower, diagonal, upper, rhs, x.
//
// Rows are handed to the threads. A row's elimination stays in L2 until the
// sweep downwards has read it.
#include "field.h"
static REAL factors[2][NK][NI] __attribute__((aligned(LINE)));
#pragma omp threadprivate(factors)

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *lower = FIELD(0), *diagonal = FIELD(1), *upper = FIELD(2), *rhs = FIELD(3);
  REAL *x = FIELD(4);
#pragma omp parallel
  {
    REAL(*restrict cs)[NI] = factors[0], (*restrict ds)[NI] = factors[1];
#pragma omp for schedule(static) nowait
    for (int j = 0; j < NJ; j++) {
      for (int k = 0; k < NK; k++) {
        in_row a = ROW_OF(lower, j, k), b = ROW_OF(diagonal, j, k), c = ROW_OF(upper, j, k), d = ROW_OF(rhs, j, k);
        out_row cn = cs[k], dn = ds[k];
        if (k == 0) {
          SIMD for (int i = 0; i < NI; i++) {
            cn[i] = c[i] / b[i];
            dn[i] = d[i] / b[i];
          }
        } else {
          in_row cm = cs[k - 1], dm = ds[k - 1];
          SIMD for (int i = 0; i < NI; i++) {
            REAL m = (REAL)1 / (b[i] - a[i] * cm[i]);
            cn[i] = c[i] * m;
            dn[i] = (d[i] - a[i] * dm[i]) * m;
          }
        }
      }
      // The row above is kept apart: what was streamed to x is not read back.
      REAL above[NI] __attribute__((aligned(LINE)));
      for (int k = NK - 1; k >= 0; k--) {
        in_row c = cs[k], d = ds[k];
        OUT(o, ROW_OF(x, j, k));
        if (k == NK - 1) {
          SIMD for (int i = 0; i < NI; i++) o[i] = above[i] = d[i];
        } else {
          SIMD for (int i = 0; i < NI; i++) o[i] = above[i] = d[i] - c[i] * above[i];
        }
        DONE(o);
      }
    }
    FENCE;
  }
}
