// Kinetic energy and absolute vorticity of a C grid. Fields: u, v, ua, va; planes dx, dy, sina, cosa, rarea, coriolis;
// results ke, vort.
//
// The first and the last point of a row, and the first and the last row, are computed again with their own formulas.
#include "field.h"

typedef struct {
  in_row u, v, ua, va, dx, dy, sina, cosa, rarea, coriolis;
} rows;

INLINE REAL wind_i(const rows *n, int i, int west, int east) {
  const REAL low = west ? n->u[i] * n->sina[i] + n->v[i] * n->cosa[i] : n->u[i];
  const REAL high = east ? n->u[i + 1] * n->sina[i + 1] + n->v[i + 1] * n->cosa[i + 1] : n->u[i + 1];
  return n->ua[i] > 0 ? low : high;
}
INLINE REAL wind_j(const rows *n, int i, int south, int north) {
  const int s = i + PITCH;
  const REAL low = south ? n->v[i] * n->sina[i] + n->u[i] * n->cosa[i] : n->v[i];
  const REAL high = north ? n->v[s] * n->sina[s] + n->u[s] * n->cosa[s] : n->v[s];
  return n->va[i] > 0 ? low : high;
}
INLINE REAL energy(const rows *n, int i, int west, int east, int south, int north) {
  return (REAL)0.5 * (n->ua[i] * wind_i(n, i, west, east) + n->va[i] * wind_j(n, i, south, north));
}
INLINE REAL vorticity(const rows *n, int i, int no_west, int no_east) {
  REAL around = n->dx[i - PITCH] * n->u[i - PITCH] - n->dx[i] * n->u[i];
  if (!no_west) around = around - n->dy[i - 1] * n->v[i - 1];
  if (!no_east) around = around + n->dy[i] * n->v[i];
  return n->coriolis[i] + n->rarea[i] * around;
}

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *u = FIELD(0), *v = FIELD(1), *ua = FIELD(2), *va = FIELD(3), *dx = FIELD(4), *dy = FIELD(5);
  const REAL *sina = FIELD(6), *cosa = FIELD(7), *rarea = FIELD(8), *coriolis = FIELD(9);
  REAL *ke = FIELD(10), *vort = FIELD(11);
#pragma omp parallel
  {
#pragma omp for schedule(static) collapse(2) nowait
    for (int k = 0; k < NK; k++)
      for (int j = 0; j < NJ; j++) {
        const rows n = {ROW_OF(u, j, k), ROW_OF(v, j, k), ROW_OF(ua, j, k), ROW_OF(va, j, k), ROW_OF(dx, j, 0),
                        ROW_OF(dy, j, 0), ROW_OF(sina, j, 0), ROW_OF(cosa, j, 0), ROW_OF(rarea, j, 0), ROW_OF(coriolis, j, 0)};
        const int south = j == 0, north = j == NJ - 1;
        OUT(e, ROW_OF(ke, j, k));
        OUT(o, ROW_OF(vort, j, k));
        if (south || north) {
          SIMD for (int i = 0; i < NI; i++) e[i] = energy(&n, i, 0, 0, south, north);
        } else {
          SIMD for (int i = 0; i < NI; i++) e[i] = energy(&n, i, 0, 0, 0, 0);
        }
        e[0] = energy(&n, 0, 1, 0, south, north);
        e[NI - 1] = energy(&n, NI - 1, 0, 1, south, north);
        SIMD for (int i = 0; i < NI; i++) o[i] = vorticity(&n, i, 0, 0);
        if (south || north) {
          o[0] = vorticity(&n, 0, 1, 0);
          o[NI - 1] = vorticity(&n, NI - 1, 0, 1);
        }
        DONE(e);
        DONE(o);
      }
    FENCE;
  }
}
