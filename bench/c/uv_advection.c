// Horizontal advection of the wind with its metric terms, as in COSMO. Fields:
// uin, vin, acrlat0, acrlat1, tgrlatda0, tgrlatda1 (along j), uout, vout.
#include "field.h"

#define EARTH_RECIPROCAL ((REAL)(1.0 / 6371229.0))
#define EDDLAT ((REAL)0.00048828125)
#define EDDLON ((REAL)0.000732421875)
#define SIXTH ((REAL)(-1.0 / 6.0))
#define THIRD ((REAL)(1.0 / 3.0))

// Upwind differences of third order along one axis, with the sign of the wind.
INLINE REAL along(const REAL *f, ptrdiff_t i, ptrdiff_t s, REAL wind) {
  REAL half = (REAL)-0.5 * f[i];
  REAL low = ((SIXTH * f[i - 2 * s] + f[i - s]) + half) + -THIRD * f[i + s];
  REAL high = ((-THIRD * f[i - s] + half) + f[i + s]) + SIXTH * f[i + 2 * s];
  // Selecting before multiplying is the same, and shorter.
  return (wind > 0 ? wind : -wind) * (wind > 0 ? low : high);
}
INLINE REAL advect(const REAL *f, int i, REAL u, REAL v) {
  return EDDLAT * along(f, i, 1, u) + EDDLON * along(f, i, PITCH, v);
}

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *uin = FIELD(0), *vin = FIELD(1), *acrlat0 = FIELD(2), *acrlat1 = FIELD(3);
  const REAL *tgrlatda0 = FIELD(4), *tgrlatda1 = FIELD(5);
  REAL *uout = FIELD(6), *vout = FIELD(7);
#pragma omp parallel
  {
#pragma omp for schedule(static) collapse(2) nowait
    for (int k = 0; k < NK; k++)
      for (int j = 0; j < NJ; j++) {
        in_row u = ROW_OF(uin, j, k), v = ROW_OF(vin, j, k);
        const REAL a0 = acrlat0[j], a1 = acrlat1[j], t0 = tgrlatda0[j], t1 = tgrlatda1[j];
        OUT(uo, ROW_OF(uout, j, k));
        OUT(vo, ROW_OF(vout, j, k));
        SIMD for (int i = 0; i < NI; i++) {
          REAL u_at_u = THIRD * ((u[i - 1] + u[i]) + u[i + 1]);
          REAL v_at_u = (REAL)0.25 * ((v[i + 1] + v[i + 1 - PITCH]) + (v[i] + v[i - PITCH]));
          uo[i] = advect(u, i, a0 * u_at_u, EARTH_RECIPROCAL * v_at_u) + (t0 * u[i]) * v_at_u;
        }
        SIMD for (int i = 0; i < NI; i++) {
          REAL u_at_v = (REAL)0.25 * ((u[i - 1] + u[i]) + (u[i + PITCH] + u[i - 1 + PITCH]));
          REAL v_at_v = THIRD * ((v[i - PITCH] + v[i]) + v[i + PITCH]);
          vo[i] = advect(v, i, a1 * u_at_v, EARTH_RECIPROCAL * v_at_v) - (t1 * u_at_v) * u_at_v;
        }
        DONE(uo);
        DONE(vo);
      }
    FENCE;
  }
}
