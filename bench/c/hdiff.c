// Horizontal diffusion. Fields: in, coefficient, out.
#include "field.h"
#ifndef VARIANT
#define VARIANT 2
#endif

INLINE REAL lap(const REAL *f, ptrdiff_t at) {
  return (REAL)4 * f[at] - ((f[at - 1] + f[at + 1]) + (f[at - PITCH] + f[at + PITCH]));
}
INLINE REAL limited(REAL flux, REAL gradient) { return flux * gradient > 0 ? 0 : flux; }
INLINE REAL flux_i(const REAL *f, ptrdiff_t at) {
  return limited(lap(f, at + 1) - lap(f, at), f[at + 1] - f[at]);
}
INLINE REAL flux_j(const REAL *f, ptrdiff_t at) {
  return limited(lap(f, at + PITCH) - lap(f, at), f[at + PITCH] - f[at]);
}

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *restrict in = FIELD(0), *restrict coefficient = FIELD(1);
  REAL *restrict out = FIELD(2);
#pragma omp parallel
  {
#if VARIANT == 0 // everything inlined
#pragma omp for schedule(static) nowait
    for (int k = 0; k < NK; k++)
      for (int j = 0; j < NJ; j++) {
        in_row f = ROW_OF(in, j, k), c = ROW_OF(coefficient, j, k);
        OUT(o, ROW_OF(out, j, k));
        SIMD for (int i = 0; i < NI; i++)
          o[i] = f[i] - c[i] * ((flux_i(f, i) - flux_i(f, i - 1)) + (flux_j(f, i) - flux_j(f, i - PITCH)));
        DONE(o);
      }
#elif VARIANT == 1 // rows of lap, flux_i, flux_j
    REAL laps[3][ROW], fluxes_j[2][ROW], fluxes_i[ROW];
#define LAP(j) (laps[((j) + 3) % 3] + LEFT)
#define FJ(j) (fluxes_j[((j) + 2) % 2] + LEFT)
#pragma omp for schedule(static) nowait
    for (int k = 0; k < NK; k++) {
      for (int j = -1; j < 1; j++) {
        in_row f = ROW_OF(in, j, k);
        out_row l = LAP(j);
        SIMD for (int i = -1; i < NI + 1; i++) l[i] = lap(f, i);
      }
      {
        in_row f = ROW_OF(in, -1, k), l0 = LAP(-1), l1 = LAP(0);
        out_row y = FJ(-1);
        SIMD for (int i = 0; i < NI; i++) y[i] = limited(l1[i] - l0[i], f[i + PITCH] - f[i]);
      }
      for (int j = 0; j < NJ; j++) {
        in_row f = ROW_OF(in, j, k), c = ROW_OF(coefficient, j, k);
        OUT(o, ROW_OF(out, j, k));
        out_row l = LAP(j), l1 = LAP(j + 1), y = FJ(j), x = fluxes_i + LEFT;
        in_row y0 = FJ(j - 1);
        SIMD for (int i = -1; i < NI + 1; i++) l1[i] = lap(f + PITCH, i);
        SIMD for (int i = 0; i < NI; i++) y[i] = limited(l1[i] - l[i], f[i + PITCH] - f[i]);
        SIMD for (int i = -1; i < NI; i++) x[i] = limited(l[i + 1] - l[i], f[i + 1] - f[i]);
        SIMD for (int i = 0; i < NI; i++) o[i] = f[i] - c[i] * ((x[i] - x[i - 1]) + (y[i] - y0[i]));
        DONE(o);
      }
    }
#else // a row of lap and one of flux_j are kept, the rest is inlined
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
#endif
    FENCE;
  }
}
