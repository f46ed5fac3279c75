// Finite-volume transport on the piecewise parabolic method, one step: all eight
// stencils in one pass. Fields: q, cx, cy, xf, yf; planes area, rarea; result qo.
//
// Threads take levels. A level is swept along j; rows of what comes along are
// kept in rings as long as later rows need them, all of it in L1 and L2.
#include "field.h"

#define HALO 3
#define HALF ((REAL)0.5)
// Loops run on to whole vectors where only buffers are written: what is computed
// beyond a row's end is never read, and a remainder would run element by element.
#define WHOLE(from, to) ((from) + ((to) - (from) + LANES - 1) / LANES * LANES)
typedef REAL buffer[ROW] __attribute__((aligned(LINE)));

// The value at a face from the four cells around it.
INLINE REAL face(REAL mm, REAL m, REAL p, REAL pp) {
  return (REAL)(7.0 / 12.0) * (m + p) - (REAL)(1.0 / 12.0) * (mm + pp);
}
// The ends of a cell's parabola relative to its mean, made monotonic.
INLINE void limit(REAL l, REAL h, REAL *low, REAL *high) {
  const REAL size_l = l < 0 ? -l : l, size_h = h < 0 ? -h : h;
  const REAL bent_l = size_l > 2 * size_h ? -2 * h : l, bent_h = size_h > 2 * size_l ? -2 * l : h;
  const int extremum = l * h >= 0;
  *low = extremum ? 0 : bent_l;
  *high = extremum ? 0 : bent_h;
}
// The mean over what crosses a face, from the cell below or from the one above.
INLINE REAL crossing(REAL c, REAL qm, REAL lm, REAL hm, REAL q, REAL l, REAL h) {
  const REAL from_below = qm + (1 - c) * (hm - c * (lm + hm));
  const REAL from_above = q + (1 + c) * (l + c * (l + h));
  return c > 0 ? from_below : from_above;
}

// Along i, a whole row: q from -3 to NI + 3 gives the faces 0 to NI + 1.
INLINE void along_i(in_row q, in_row c, out_row out, out_row low, out_row high) {
  SIMD for (int i = -1; i < WHOLE(-1, NI + 1); i++) {
    const REAL f0 = face(q[i - 2], q[i - 1], q[i], q[i + 1]), f1 = face(q[i - 1], q[i], q[i + 1], q[i + 2]);
    limit(f0 - q[i], f1 - q[i], &low[i], &high[i]);
  }
  SIMD for (int i = 0; i < WHOLE(0, NI + 1); i++)
    out[i] = crossing(c[i], q[i - 1], low[i - 1], high[i - 1], q[i], low[i], high[i]);
}
// Along j, the parabolas of a row from the rows around it.
INLINE void parabola_j(in_row mm, in_row m, in_row q, in_row p, in_row pp, out_row low, out_row high, int from, int to) {
  SIMD for (int i = from; i < WHOLE(from, to); i++)
    limit(face(mm[i], m[i], q[i], p[i]) - q[i], face(m[i], q[i], p[i], pp[i]) - q[i], &low[i], &high[i]);
}
INLINE void along_j(in_row c, in_row qm, in_row lm, in_row hm, in_row q, in_row l, in_row h, out_row out, int from, int to) {
  SIMD for (int i = from; i < WHOLE(from, to); i++) out[i] = crossing(c[i], qm[i], lm[i], hm[i], q[i], l[i], h[i]);
}
// q after the fluxes through two opposite faces alone.
INLINE REAL advanced(REAL q, REAL area, REAL s0, REAL f0, REAL s1, REAL f1) {
  return ((q * area + s0 * f0) - s1 * f1) / ((area + s0) - s1);
}

// Rings: row r is at r modulo the length.
typedef struct {
  buffer low_q[2], high_q[2], low_a[2], high_a[2]; // parabolas along j, of q and of q advanced along i
  buffer y_of_q[2], y_of_a[2];                     // what crosses the faces along j
  buffer x_of_q[4], a[8];                          // what crosses along i, and q advanced by it
  buffer b, x_of_b, low, high;                     // q advanced along j, and what then crosses along i
} rings;

#define RING(name, r) (t->name[((r) + 8) % (int)(sizeof t->name / sizeof *t->name)] + LEFT)

static rings of_thread;
#pragma omp threadprivate(of_thread)

typedef struct {
  const REAL *q, *cx, *cy, *xf, *yf, *area, *rarea;
} level;

// Row r of what crosses along i, and of q advanced by it.
INLINE void advance_i(rings *t, const level *n, int r) {
  in_row q = ROW_OF(n->q, r, 0), s = ROW_OF(n->xf, r, 0), area = ROW_OF(n->area, r, 0);
  out_row f = RING(x_of_q, r), a = RING(a, r);
  along_i(q, ROW_OF(n->cx, r, 0), f, t->low + LEFT, t->high + LEFT);
  SIMD for (int i = 0; i < WHOLE(0, NI); i++) a[i] = advanced(q[i], area[i], s[i], f[i], s[i + 1], f[i + 1]);
}
// The parabolas of row r along j, of q (with halos) and of q advanced along i.
INLINE void parabolas(rings *t, const level *n, int r) {
  parabola_j(ROW_OF(n->q, r - 2, 0), ROW_OF(n->q, r - 1, 0), ROW_OF(n->q, r, 0), ROW_OF(n->q, r + 1, 0),
             ROW_OF(n->q, r + 2, 0), RING(low_q, r), RING(high_q, r), -HALO, NI + HALO);
  parabola_j(RING(a, r - 2), RING(a, r - 1), RING(a, r), RING(a, r + 1), RING(a, r + 2),
             RING(low_a, r), RING(high_a, r), 0, NI);
}
// What crosses the lower faces of row r.
INLINE void faces_j(rings *t, const level *n, int r) {
  in_row c = ROW_OF(n->cy, r, 0);
  along_j(c, ROW_OF(n->q, r - 1, 0), RING(low_q, r - 1), RING(high_q, r - 1), ROW_OF(n->q, r, 0),
          RING(low_q, r), RING(high_q, r), RING(y_of_q, r), -HALO, NI + HALO);
  along_j(c, RING(a, r - 1), RING(low_a, r - 1), RING(high_a, r - 1), RING(a, r),
          RING(low_a, r), RING(high_a, r), RING(y_of_a, r), 0, NI);
}
// The new row r.
INLINE void finish(rings *t, const level *n, int r, REAL *qo) {
  in_row q = ROW_OF(n->q, r, 0), area = ROW_OF(n->area, r, 0), rarea = ROW_OF(n->rarea, r, 0);
  in_row sx = ROW_OF(n->xf, r, 0), s0 = ROW_OF(n->yf, r, 0), s1 = ROW_OF(n->yf, r + 1, 0);
  in_row y0 = RING(y_of_q, r), y1 = RING(y_of_q, r + 1), z0 = RING(y_of_a, r), z1 = RING(y_of_a, r + 1);
  out_row b = t->b + LEFT, x = t->x_of_b + LEFT;
  in_row x2 = RING(x_of_q, r);
  SIMD for (int i = -HALO; i < WHOLE(-HALO, NI + HALO); i++) b[i] = advanced(q[i], area[i], s0[i], y0[i], s1[i], y1[i]);
  along_i(b, ROW_OF(n->cx, r, 0), x, t->low + LEFT, t->high + LEFT);
  OUT(o, ROW_OF(qo, r, 0));
  SIMD for (int i = 0; i < NI; i++) {
    const REAL x_low = (HALF * (x[i] + x2[i])) * sx[i], x_high = (HALF * (x[i + 1] + x2[i + 1])) * sx[i + 1];
    const REAL y_low = (HALF * (z0[i] + y0[i])) * s0[i], y_high = (HALF * (z1[i] + y1[i])) * s1[i];
    o[i] = q[i] + (((x_low - x_high) + y_low) - y_high) * rarea[i];
  }
  DONE(o);
}

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *q = FIELD(0), *cx = FIELD(1), *cy = FIELD(2), *xf = FIELD(3), *yf = FIELD(4);
  const REAL *area = FIELD(5), *rarea = FIELD(6);
  REAL *qo = FIELD(7);
#pragma omp parallel
  {
    rings *t = &of_thread;
#pragma omp for schedule(static) nowait
    for (int k = 0; k < NK; k++) {
      const ptrdiff_t at = (ptrdiff_t)k * PLANE;
      const level n = {q + at, cx + at, cy + at, xf + at, yf + at, area, rarea};
      for (int r = -HALO; r < HALO; r++) advance_i(t, &n, r);
      parabolas(t, &n, -1);
      parabolas(t, &n, 0);
      faces_j(t, &n, 0);
      for (int j = 0; j < NJ; j++) {
        advance_i(t, &n, j + HALO);
        parabolas(t, &n, j + 1);
        faces_j(t, &n, j + 1);
        finish(t, &n, j, qo + at);
      }
    }
    FENCE;
  }
}
