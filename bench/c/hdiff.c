// Horizontal diffusion. Fields: in, coefficient, out.
//
// Threads take levels. One loop a row: of the row above, lap and flux_j are kept for
// the next one; lap to the left and right comes from the row kept last time.
#include "field.h"

INLINE REAL lap(const REAL *f, ptrdiff_t at) {
  return (REAL)4 * f[at] - ((f[at - 1] + f[at + 1]) + (f[at - PITCH] + f[at + PITCH]));
}
INLINE REAL limited(REAL flux, REAL gradient) { return flux * gradient > 0 ? 0 : flux; }
INLINE REAL flux_j(const REAL *f, ptrdiff_t at) {
  return limited(lap(f, at + PITCH) - lap(f, at), f[at + PITCH] - f[at]);
}

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *in = FIELD(0), *coefficient = FIELD(1);
  REAL *out = FIELD(2);
#pragma omp parallel
  {
    REAL laps[2][ROW], fluxes_j[ROW];
    out_row y = fluxes_j + LEFT;
#pragma omp for schedule(static) nowait
    for (int k = 0; k < NK; k++) {
      {
        in_row f = ROW_OF(in, 0, k);
        out_row l = laps[0] + LEFT;
        SIMD for (int i = -1; i < NI + 1; i++) l[i] = lap(f, i);
        SIMD for (int i = 0; i < NI; i++) y[i] = flux_j(f, i - PITCH);
      }
      for (int j = 0; j < NJ; j++) {
        in_row f = ROW_OF(in, j, k), c = ROW_OF(coefficient, j, k), l = laps[j % 2] + LEFT;
        OUT(o, ROW_OF(out, j, k));
        out_row l1 = laps[1 - j % 2] + LEFT;
        l1[-1] = lap(f + PITCH, -1);
        l1[NI] = lap(f + PITCH, NI);
        SIMD for (int i = 0; i < NI; i++) {
          REAL above = lap(f + PITCH, i);
          REAL right = limited(l[i + 1] - l[i], f[i + 1] - f[i]);
          REAL left = limited(l[i] - l[i - 1], f[i] - f[i - 1]);
          REAL up = limited(above - l[i], f[i + PITCH] - f[i]);
          l1[i] = above;
          o[i] = f[i] - c[i] * ((right - left) + (up - y[i]));
          y[i] = up;
        }
        DONE(o);
      }
    }
    FENCE;
  }
}
