// The corners of two fields, three by three points each, from the rows and columns beside them. Fields, in place: q, r.
#define IN_PLACE
#include "field.h"

// Point (a, b) of a corner, counted from the corner of the domain; `east` and `north` mirror.
INLINE ptrdiff_t at(int a, int b, int east, int north) {
  const int i = east ? NI - 1 - a : a, j = north ? NJ - 1 - b : b;
  return (ptrdiff_t)j * PITCH + i;
}

void step(REAL *const *fields, const REAL *scalars) {
  REAL *q = FIELD(0), *r = FIELD(1);
#pragma omp parallel for schedule(static)
  for (int k = 0; k < NK; k++) {
    REAL *restrict qk = q + (ptrdiff_t)k * PLANE, *restrict rk = r + (ptrdiff_t)k * PLANE;
    for (int corner = 0; corner < 4; corner++) {
      const int east = corner & 1, north = corner >> 1;
      for (int b = 0; b < 3; b++)
        for (int a = 0; a < 3; a++) {
          qk[at(a, b, east, north)] = qk[at(b, 5 - a, east, north)];
          rk[at(a, b, east, north)] = rk[at(5 - b, a, east, north)];
        }
    }
  }
}
