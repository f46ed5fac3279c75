// Semi-Lagrangian advection along the vertical. Fields: q, s, w, out.
//
// Gathers, eight at a time: as fast here as loading one by one, and no branch.
#include "field.h"

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *q = FIELD(0), *s = FIELD(1), *w = FIELD(2);
  REAL *out = FIELD(3);
#pragma omp parallel
  {
#pragma omp for schedule(static) collapse(2) nowait
    for (int j = 0; j < NJ; j++)
      for (int k = 0; k < NK; k++) {
        in_row a = ROW_OF(q, j, k), b = ROW_OF(s, j, k), wind = ROW_OF(w, j, k);
        OUT(o, ROW_OF(out, j, k));
        SIMD for (int i = 0; i < NI; i++) {
          REAL way = -wind[i] > -3 ? -wind[i] : -3;
          way = way < 2 ? way : 2;
          const REAL whole = FLOOR(way), x = way - whole, y = 1 - x;
          const ptrdiff_t at = (ptrdiff_t)whole * PLANE + i;
          const REAL d = a[at + PLANE] - a[at];
          o[i] = (a[at] + x * d) + (x * y) * (y * (b[at] - d) + x * (d - b[at + PLANE]));
        }
        DONE(o);
      }
    FENCE;
  }
}
