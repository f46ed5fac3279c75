// Pressure at faces, its logarithm and power, their means, and heights. Fields: delp, theta, pe, peln, pk, pkz, dz.
// Scalars: top, kappa.
//
// A row at a time down the levels: what comes from the face above stays in L1.
#include "functions.h"

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *delp = FIELD(0), *theta = FIELD(1);
  REAL *pe = FIELD(2), *peln = FIELD(3), *pk = FIELD(4), *pkz = FIELD(5), *dz = FIELD(6);
  const REAL top = scalars[0], kappa = scalars[1];
  const REAL ln_top = LOG(top), power_top = EXP(kappa * ln_top);
#pragma omp parallel
  {
    REAL p[WIDE] __attribute__((aligned(LINE))), ln[WIDE] __attribute__((aligned(LINE)));
    REAL power[WIDE] __attribute__((aligned(LINE)));
    REAL ln_below[WIDE] __attribute__((aligned(LINE))), power_below[WIDE] __attribute__((aligned(LINE)));
#pragma omp for schedule(static) nowait
    for (int j = 0; j < NJ; j++) {
      for (int i = 0; i < WIDE; i++) p[i] = top, ln[i] = ln_top, power[i] = power_top;
      for (int k = 0; k < NK; k++) {
        in_row d = ROW_OF(delp, j, k), t = ROW_OF(theta, j, k);
        OUT(o0, ROW_OF(pe, j, k));
        OUT(o1, ROW_OF(peln, j, k));
        OUT(o2, ROW_OF(pk, j, k));
        OUT(o3, ROW_OF(pkz, j, k));
        OUT(o4, ROW_OF(dz, j, k));
        SIMD for (int i = 0; i < NI; i++) p[i] = p[i] + d[i];
        log_row(ln_below, p);
        SIMD for (int i = 0; i < WIDE; i++) power_below[i] = kappa * ln_below[i];
        exp_row(power_below);
        SIMD for (int i = 0; i < NI; i++) {
          const REAL lnn = ln_below[i], powern = power_below[i], grows = powern - power[i];
          o0[i] = p[i];
          o1[i] = lnn;
          o2[i] = powern;
          o3[i] = grows / (kappa * (lnn - ln[i]));
          o4[i] = ((REAL)102.4 * t[i]) * grows;
          ln[i] = lnn;
          power[i] = powern;
        }
        DONE(o0);
        DONE(o1);
        DONE(o2);
        DONE(o3);
        DONE(o4);
      }
    }
    FENCE;
  }
}
