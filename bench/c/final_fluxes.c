// Fluxes through the faces along i and j with formulas of their own next to the ends of the domain. Fields: q, cx, cy,
// mx, my, fx (one face more along i), fy (one more along j).
//
// Threads take levels. Rows of faces and parabolas stay in L1; along j the parabola of the row before is kept.
#include "field.h"

#define HALF ((REAL)0.5)
typedef REAL buffer[ROW] __attribute__((aligned(LINE)));

INLINE REAL inner(const REAL *q, ptrdiff_t s) {
  return (REAL)0.5833333333333334 * (q[-s] + q[0]) - (REAL)0.08333333333333333 * (q[-2 * s] + q[s]);
}
INLINE REAL outside(const REAL *q, ptrdiff_t s) {
  return ((REAL)-0.14285714285714285 * q[-2 * s] + (REAL)0.7857142857142857 * q[-s]) + (REAL)0.35714285714285715 * q[0];
}
INLINE REAL edge(const REAL *q, ptrdiff_t s) {
  return (REAL)0.75 * (q[-s] + q[0]) - (REAL)0.25 * (q[-2 * s] + q[s]);
}
INLINE REAL inside(const REAL *q, ptrdiff_t s) {
  return ((REAL)0.35714285714285715 * q[-s] + (REAL)0.7857142857142857 * q[0]) + (REAL)-0.14285714285714285 * q[s];
}
// The face in front of cell n of `cells`.
INLINE REAL face(const REAL *q, ptrdiff_t s, int n, int cells) {
  if (n == -1 || n == cells - 1) return outside(q, s);
  if (n == 0 || n == cells) return edge(q, s);
  if (n == 1 || n == cells + 1) return inside(q, s);
  return inner(q, s);
}
INLINE REAL positive(REAL face, const REAL *q, ptrdiff_t s) { return face > 0 ? face : HALF * (q[-s] + q[0]); }
INLINE REAL flux(REAL c, REAL m, REAL qm, REAL lm, REAL hm, REAL q, REAL l, REAL h) {
  const REAL bent_m = lm + hm, bent = l + h, three = 3;
  const int smooth_m = FABS(three * bent_m) < FABS(lm - hm), smooth = FABS(three * bent) < FABS(l - h);
  const REAL below = qm + (smooth_m ? (1 - c) * (hm - c * bent_m) : 0);
  const REAL above = q + (smooth ? (1 + c) * (l + c * bent) : 0);
  return m * (c > 0 ? below : above);
}

INLINE void along_i(const REAL *q, const REAL *c, const REAL *m, REAL *restrict to, REAL *restrict faces,
                    REAL *restrict low, REAL *restrict high) {
  SIMD for (int i = -1; i < NI + 2; i++) faces[i] = inner(q + i, 1);
  const int special[] = {-1, 0, 1, NI - 1, NI, NI + 1};
  for (int n = 0; n < 6; n++) faces[special[n]] = face(q + special[n], 1, special[n], NI);
  SIMD for (int i = -1; i < NI + 2; i++) faces[i] = positive(faces[i], q + i, 1);
  SIMD for (int i = -1; i < NI + 1; i++) {
    low[i] = faces[i] - q[i];
    high[i] = faces[i + 1] - q[i];
  }
  SIMD for (int i = 0; i < NI + 1; i++) to[i] = flux(c[i], m[i], q[i - 1], low[i - 1], high[i - 1], q[i], low[i], high[i]);
}
// The faces in front of row j.
INLINE void faces_of_row(const REAL *q, REAL *restrict faces, int j) {
  if (j > 1 && j < NJ - 1) {
    SIMD for (int i = 0; i < NI; i++) faces[i] = positive(inner(q + i, PITCH), q + i, PITCH);
  } else {
    SIMD for (int i = 0; i < NI; i++) faces[i] = positive(face(q + i, PITCH, j, NJ), q + i, PITCH);
  }
}

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *q = FIELD(0), *cx = FIELD(1), *cy = FIELD(2), *mx = FIELD(3), *my = FIELD(4);
  REAL *fx = FIELD(5), *fy = FIELD(6);
#pragma omp parallel
  {
    buffer faces, low, high, rows[3];
#pragma omp for schedule(static) nowait
    for (int k = 0; k < NK; k++) {
      for (int j = -1; j < 1; j++) faces_of_row(ROW_OF(q, j, k), rows[(j + 3) % 3] + LEFT, j);
      for (int j = 0; j <= NJ; j++) {
        in_row a = ROW_OF(q, j, k), am = a - PITCH;
        if (j < NJ) {
          along_i(a, ROW_OF(cx, j, k), ROW_OF(mx, j, k), ROW_OF(fx, j, k), faces + LEFT, low + LEFT, high + LEFT);
        }
        // Faces of the rows before, of this one and of the next.
        REAL *before = rows[(j + 2) % 3] + LEFT, *here = rows[j % 3] + LEFT, *next = rows[(j + 1) % 3] + LEFT;
        faces_of_row(ROW_OF(q, j + 1, k), next, j + 1);
        in_row c = ROW_OF(cy, j, k), m = ROW_OF(my, j, k);
        OUT(o, ROW_OF(fy, j, k));
        SIMD for (int i = 0; i < NI; i++)
          o[i] = flux(c[i], m[i], am[i], before[i] - am[i], here[i] - am[i], a[i], here[i] - a[i], next[i] - a[i]);
        DONE(o);
      }
    }
    FENCE;
  }
}
