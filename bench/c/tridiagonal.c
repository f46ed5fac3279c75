// Thomas solver for every column. Fields: lower, diagonal, upper, rhs, x.
//
// Rows are handed to the threads. A row's elimination stays in L2 until the
// sweep downwards has read it.
#include "field.h"
#ifndef JB
#define JB 1
#endif

static REAL factors[2][JB][NK][NI] __attribute__((aligned(LINE)));
#pragma omp threadprivate(factors)

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *lower = FIELD(0), *diagonal = FIELD(1), *upper = FIELD(2), *rhs = FIELD(3);
  REAL *x = FIELD(4);
#pragma omp parallel
  {
    REAL(*cs)[NK][NI] = factors[0], (*ds)[NK][NI] = factors[1];
#pragma omp for schedule(static) nowait
    for (int j0 = 0; j0 < NJ; j0 += JB) {
      const int j1 = j0 + JB < NJ ? j0 + JB : NJ;
      for (int k = 0; k < NK; k++)
        for (int j = j0; j < j1; j++) {
          in_row a = ROW_OF(lower, j, k), b = ROW_OF(diagonal, j, k), c = ROW_OF(upper, j, k), d = ROW_OF(rhs, j, k);
          out_row cn = cs[j - j0][k], dn = ds[j - j0][k];
          if (k == 0) {
            SIMD for (int i = 0; i < NI; i++) {
              cn[i] = c[i] / b[i];
              dn[i] = d[i] / b[i];
            }
          } else {
            in_row cm = cs[j - j0][k - 1], dm = ds[j - j0][k - 1];
            SIMD for (int i = 0; i < NI; i++) {
              REAL m = (REAL)1 / (b[i] - a[i] * cm[i]);
              cn[i] = c[i] * m;
              dn[i] = (d[i] - a[i] * dm[i]) * m;
            }
          }
        }
      // The row above is kept apart: what was streamed to x is not read back.
      for (int j = j0; j < j1; j++) {
        REAL above[NI] __attribute__((aligned(LINE)));
        for (int k = NK - 1; k >= 0; k--) {
          in_row c = cs[j - j0][k], d = ds[j - j0][k];
          OUT(o, ROW_OF(x, j, k));
          if (k == NK - 1) {
            SIMD for (int i = 0; i < NI; i++) o[i] = above[i] = d[i];
          } else {
            SIMD for (int i = 0; i < NI; i++) o[i] = above[i] = d[i] - c[i] * above[i];
          }
          DONE(o);
        }
      }
    }
    FENCE;
  }
}
