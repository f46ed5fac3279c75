// Upwind differences with a limiter, both sides cheap: computed and selected. Fields: in, w, out.
#include "field.h"

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *in = FIELD(0), *w = FIELD(1);
  REAL *out = FIELD(2);
#pragma omp parallel
  {
#pragma omp for schedule(static) collapse(2) nowait
    for (int k = 0; k < NK; k++)
      for (int j = 0; j < NJ; j++) {
        in_row a = ROW_OF(in, j, k), u = ROW_OF(w, j, k);
        OUT(o, ROW_OF(out, j, k));
        SIMD for (int i = 0; i < NI; i++) {
          const REAL c = a[i], above = a[i + 1] - c, low = (c - a[i - 1]) * u[i];
          const REAL limited = low * above > 0 ? (REAL)0.5 * low + c : c;
          const REAL from_above = a[i + 1] + above * u[i];
          o[i] = u[i] > (REAL)0.5 ? limited : from_above;
        }
        DONE(o);
      }
    FENCE;
  }
}
