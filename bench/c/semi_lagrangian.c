// Semi-Lagrangian advection along the vertical. Fields: q, s, w, out.
//
// Winds are alike next to each other: where a line of points reads the same levels, whole lines are loaded, else gathered.
#include "field.h"

// Between a level and the one above.
INLINE REAL value(const REAL *a, const REAL *b, int i, REAL x) {
  const REAL y = 1 - x, d = a[i + PLANE] - a[i];
  return (a[i] + x * d) + (x * y) * (y * (b[i] - d) + x * (d - b[i + PLANE]));
}

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
        for (int first = 0; first < NI; first += LANES) {
          const int last = first + LANES <= NI ? first + LANES : NI;
          ptrdiff_t levels[LANES];
          REAL parts[LANES];
          int differ = 0;
          SIMD for (int i = first; i < last; i++) {
            REAL way = -wind[i] > -3 ? -wind[i] : -3;
            way = way < 2 ? way : 2;
            const REAL whole = FLOOR(way);
            parts[i - first] = way - whole;
            levels[i - first] = (ptrdiff_t)whole * PLANE;
          }
          for (int i = first; i < last; i++) differ |= levels[i - first] != levels[0];
          if (differ) {
            SIMD for (int i = first; i < last; i++) o[i] = value(a + levels[i - first], b + levels[i - first], i, parts[i - first]);
          } else {
            const REAL *al = a + levels[0], *bl = b + levels[0];
            SIMD for (int i = first; i < last; i++) o[i] = value(al, bl, i, parts[i - first]);
          }
        }
        DONE(o);
      }
    FENCE;
  }
}
