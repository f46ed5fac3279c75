// Remapping along the vertical. Fields: pe, q, low, high, pn, out.
//
// A row at a time, level by level; each column keeps the layer that it found last, and the eight columns of a vector
// go on together as long as one of them has to. Where they stand on the same layer, whole lines are loaded.
#include "field.h"

// Of the parabola in the layer at an element, at the pressure of column i.
INLINE REAL value(const REAL *p, const REAL *q, const REAL *low, const REAL *high, const REAL *t, ptrdiff_t at, int i) {
  const REAL x = (t[i] - p[at]) / (p[at + PLANE] - p[at]), y = 1 - x, a0 = low[at], a1 = high[at];
  return q[at] + (a0 + x * ((a1 - a0) - (3 * (a0 + a1)) * y));
}

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *pe = FIELD(0), *q = FIELD(1), *low = FIELD(2), *high = FIELD(3), *pn = FIELD(4);
  REAL *out = FIELD(5);
#pragma omp parallel
  {
    ptrdiff_t layer[WIDE] __attribute__((aligned(LINE)));
#pragma omp for schedule(static) nowait
    for (int j = 0; j < NJ; j++) {
      for (int i = 0; i < WIDE; i++) layer[i] = 0;
      in_row p = ROW_OF(pe, j, 0), a = ROW_OF(q, j, 0), l = ROW_OF(low, j, 0), h = ROW_OF(high, j, 0);
      for (int k = 0; k < NK; k++) {
        in_row t = ROW_OF(pn, j, k);
        OUT(o, ROW_OF(out, j, k));
        for (int first = 0; first < NI; first += LANES) {
          const int lanes = NI - first < LANES ? NI - first : LANES;
          int more = 1, differ = 0;
          for (int i = first; i < first + lanes; i++) differ |= layer[i] != layer[first];
          while (!differ && layer[first] + 1 < NK) {
            const REAL *next = p + (layer[first] + 1) * PLANE;
            int on = 0;
            SIMD for (int i = first; i < first + lanes; i++) on += next[i] <= t[i];
            if (on == 0) break;
            SIMD for (int i = first; i < first + lanes; i++) layer[i] += next[i] <= t[i];
            differ = on != lanes;
          }
          while (differ && more) {
            more = 0;
            SIMD for (int i = first; i < first + lanes; i++) {
              const ptrdiff_t next = layer[i] + 1;
              const int on = p[next * PLANE + i] <= t[i] && next < NK;
              layer[i] += on;
              more |= on;
            }
          }
          differ = 0;
          for (int i = first; i < first + lanes; i++) differ |= layer[i] != layer[first];
          if (differ) {
            SIMD for (int i = first; i < first + lanes; i++) o[i] = value(p, a, l, h, t, layer[i] * PLANE + i, i);
          } else {
            const ptrdiff_t at = layer[first] * PLANE;
            SIMD for (int i = first; i < first + lanes; i++) o[i] = value(p, a, l, h, t, at + i, i);
          }
        }
        DONE(o);
      }
    }
    FENCE;
  }
}
