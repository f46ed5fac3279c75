// From centres to lower corners, of fourth order, with edges. Fields: q; planes dx, dy; result out.
//
// Threads take levels. Rows interpolated along i are kept in a ring of six; what is interpolated along j first goes
// into one row with halo, which is then interpolated along i.
#include "field.h"

typedef REAL buffer[ROW] __attribute__((aligned(LINE)));

INLINE REAL inner(const REAL *q, ptrdiff_t s) {
  return (REAL)0.5833333333333334 * (q[-s] + q[0]) + (REAL)-0.08333333333333333 * (q[-2 * s] + q[s]);
}
INLINE REAL four(REAL mm, REAL m, REAL p, REAL pp) {
  return (REAL)0.5833333333333334 * (m + p) + (REAL)-0.08333333333333333 * (mm + pp);
}
INLINE REAL edge(REAL mm, REAL m, REAL p, REAL pp, const REAL *d, ptrdiff_t s) {
  const REAL below = (((REAL)2 * d[-s] + d[-2 * s]) * m - d[-s] * mm) / (d[-s] + d[-2 * s]);
  const REAL above = (((REAL)2 * d[0] + d[s]) * p - d[0] * pp) / (d[0] + d[s]);
  return (REAL)0.5 * (below + above);
}
INLINE REAL second(REAL m, REAL p, REAL before, REAL after, const REAL *d, ptrdiff_t s) {
  const REAL ratio = d[s] / d[0];
  return ((REAL)3 * (ratio * m + p) - (ratio * before + after)) / ((REAL)2 + (REAL)2 * ratio);
}
INLINE REAL last_but_one(REAL m, REAL p, REAL before, REAL after, const REAL *d, ptrdiff_t s) {
  const REAL ratio = d[-2 * s] / d[-s];
  return ((REAL)3 * (m + ratio * p) - (before + ratio * after)) / ((REAL)2 + (REAL)2 * ratio);
}

// A row along i.
INLINE void along_i(const REAL *q, const REAL *d, REAL *restrict to) {
  SIMD for (int i = 0; i < NI; i++) to[i] = inner(q + i, 1);
  const int ends[] = {0, NI - 1};
  for (int n = 0; n < 2; n++) {
    const REAL *at = q + ends[n];
    to[ends[n]] = edge(at[-2], at[-1], at[0], at[1], d + ends[n], 1);
  }
  to[1] = second(q[0], q[1], to[0], to[2], d + 1, 1);
  to[NI - 2] = last_but_one(q[NI - 3], q[NI - 2], to[NI - 3], to[NI - 1], d + NI - 2, 1);
}

// Row j along j, of rows r[-2] to r[1] around it, from `from` to `to`.
typedef struct {
  const REAL *mmm, *mm, *m, *p, *pp, *ppp;
} around;
INLINE void plain_j(const around *r, const REAL *d, REAL *restrict o, int j, int from, int to) {
  if (j == 0 || j == NJ - 1) {
    SIMD for (int i = from; i < to; i++) o[i] = edge(r->mm[i], r->m[i], r->p[i], r->pp[i], d + i, PITCH);
  } else {
    SIMD for (int i = from; i < to; i++) o[i] = four(r->mm[i], r->m[i], r->p[i], r->pp[i]);
  }
}
INLINE void along_j(const around *r, const REAL *d, REAL *restrict o, int j, int from, int to) {
  if (j == 1) {
    SIMD for (int i = from; i < to; i++) {
      const REAL before = edge(r->mmm[i], r->mm[i], r->m[i], r->p[i], d + i - PITCH, PITCH);
      const REAL after = four(r->m[i], r->p[i], r->pp[i], r->ppp[i]);
      o[i] = second(r->m[i], r->p[i], before, after, d + i, PITCH);
    }
  } else if (j == NJ - 2) {
    SIMD for (int i = from; i < to; i++) {
      const REAL before = four(r->mmm[i], r->mm[i], r->m[i], r->p[i]);
      const REAL after = edge(r->m[i], r->p[i], r->pp[i], r->ppp[i], d + i + PITCH, PITCH);
      o[i] = last_but_one(r->m[i], r->p[i], before, after, d + i, PITCH);
    }
  } else {
    plain_j(r, d, o, j, from, to);
  }
}

#define RING(r) (ring[((r) + 6) % 6] + LEFT)

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *q = FIELD(0), *dx = FIELD(1), *dy = FIELD(2);
  REAL *out = FIELD(3);
#pragma omp parallel
  {
    buffer ring[6], along, both, other;
    out_row y = along + LEFT, xy = both + LEFT, yx = other + LEFT;
#pragma omp for schedule(static) nowait
    for (int k = 0; k < NK; k++) {
      for (int r = -3; r < 2; r++) along_i(ROW_OF(q, r, k), ROW_OF(dx, r, 0), RING(r));
      for (int j = 0; j < NJ; j++) {
        along_i(ROW_OF(q, j + 2, k), ROW_OF(dx, j + 2, 0), RING(j + 2));
        const around x = {RING(j - 3), RING(j - 2), RING(j - 1), RING(j), RING(j + 1), RING(j + 2)};
        along_j(&x, ROW_OF(dy, j, 0), xy, j, 0, NI);
        const REAL *a = ROW_OF(q, j, k);
        const around rows = {a - 3 * PITCH, a - 2 * PITCH, a - PITCH, a, a + PITCH, a + 2 * PITCH};
        along_j(&rows, ROW_OF(dy, j, 0), y, j, -2, NI + 1);
        along_i(y, ROW_OF(dx, j, 0), yx);
        OUT(o, ROW_OF(out, j, k));
        SIMD for (int i = 0; i < NI; i++) o[i] = (REAL)0.5 * (xy[i] + yx[i]);
        DONE(o);
      }
    }
    FENCE;
  }
}
