// Warm rain: autoconversion, accretion, evaporation. Fields: qc, qr, qv, t, p, oc, or, ov.
//
// Eight points at a time with vectors of libmvec; what no point of the eight needs is skipped, since most air is dry.
#include "functions.h"

#define EPS ((REAL)1e-6)
#define LOAD(row) (*(const line *)((row) + first))
#define STORE(row, value) (*(line *)((row) + first) = (value))

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *qc = FIELD(0), *qr = FIELD(1), *qv = FIELD(2), *t = FIELD(3), *p = FIELD(4);
  const line zero = {};
  REAL *oc = FIELD(5), *or = FIELD(6), *ov = FIELD(7);
#pragma omp parallel
  {
#pragma omp for schedule(static) collapse(2) nowait
    for (int k = 0; k < NK; k++)
      for (int j = 0; j < NJ; j++) {
        in_row c = ROW_OF(qc, j, k), r = ROW_OF(qr, j, k), v = ROW_OF(qv, j, k);
        in_row tt = ROW_OF(t, j, k), pp = ROW_OF(p, j, k);
        OUT(nc, ROW_OF(oc, j, k));
        OUT(nr, ROW_OF(or, j, k));
        OUT(nv, ROW_OF(ov, j, k));
        for (int first = 0; first < NI; first += LANES) {
          // The last line reads on into the row's padding; what is computed there is not stored.
          line q = LOAD(c), rain = LOAD(r), vapour = LOAD(v);
          if (any(q > EPS)) {
            const line grows = pick(q > (REAL)0.3, (REAL)0.1 * line_pow(q, (REAL)2.47 - zero), zero);
            const line collects = pick(rain > EPS, (REAL)0.05 * line_pow(q * rain, (REAL)1.15 - zero), zero);
            const line s = grows + collects;
            rain = pick(q > EPS, rain + s, rain);
            q = pick(q > EPS, q - s, q);
          }
          if (any(rain > EPS)) {
            const line here = LOAD(tt);
            const line x = ((REAL)17.27 * (here - (REAL)273.16)) / (here - (REAL)35.86);
            const line full = ((REAL)3.8 * line_exp(x)) / LOAD(pp);
            const line rate = (REAL)0.0486 * line_pow(rain, (REAL)0.525 - zero) + line_sqrt(rain);
            const line e = rate * (full - vapour), most = (REAL)0.5 * rain;
            const line dries = pick(vapour < full, pick(e < most, e, most), zero);
            vapour = pick(rain > EPS, vapour + dries, vapour);
            rain = pick(rain > EPS, rain - dries, rain);
          }
          if (first + LANES <= NI) {
            STORE(nc, q), STORE(nr, rain), STORE(nv, vapour);
          } else {
            for (int l = 0; first + l < NI; l++) nc[first + l] = q[l], nr[first + l] = rain[l], nv[first + l] = vapour[l];
          }
        }
        DONE(nc);
        DONE(nr);
        DONE(nv);
      }
    FENCE;
  }
}
