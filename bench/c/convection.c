// A plume that rises in every column where the ground is warm and moist. Fields: t, q, p, u, v and four tracers a to d;
// results: the tendencies of all but p; planes rain and column.
//
// Rows are handed to the threads. What comes from the level below is kept in lines, side by side for each line of the
// row, in L1 and L2; where no column of a line has a plume, the whole plume is skipped.
#include "functions.h"

#define TRACERS 6
#define LOAD(field) (*(const line *)(ROW_OF(field, j, k) + first))
#define C(x) ((REAL)(x))

typedef struct {
  line m, t, q, c, w, mixed[TRACERS]; // the plume; mixed: u, v, a, b, c, d
  line ent, det, buoy, smooth, cape, rain, snow, base, crest, most, sums[TRACERS + 2], p, air[TRACERS + 2];
} below;

// The water that saturates air at a temperature and a pressure.
INLINE line saturated(line t, line p) {
  const line e = C(611.2) * line_exp((C(17.67) * (t - C(273.15))) / (t - C(29.65)));
  return (C(0.622) * e) / (p - C(0.378) * e);
}

INLINE void plume(below *s, const line *air, line thick, line p) {
  const line zero = {}, t = air[0], q = air[1], m_below = s->m, one = C(1) - zero;
  const mask on = m_below > C(1.0e-4);
  const line dry = one - smaller(q / saturated(t, p), one);
  const line ent = C(0.5) * (s->ent + ((C(0.3) + C(0.7) * (dry * dry)) * C(1.0e-4)) * thick), share = ent / (one + ent);
  const line t1 = s->t - (C(0.0065 * 29.27) * (t * thick)) / p, t2 = t1 + share * (t - t1);
  line water = s->q + s->c;
  water = water + share * (q - water);
  const line full = saturated(t2, p);
  const mask wet = water > full;
  const line cond = (water - full) / (one + (C(13500000.0) * full) / (t2 * t2));
  const mask heavy = wet & (cond > C(5.0e-4));
  const line falls = pick(heavy, C(0.3) * (cond - C(5.0e-4)), zero);
  line tu = pick(wet, t2 + C(2488.0) * larger(cond - s->c, zero), t2);
  line qu = pick(wet, water - cond, water), cu = pick(wet, cond - falls, zero);
  s->base = pick(on & wet & (s->base == zero), p, s->base);
  s->snow = pick(on & heavy & (tu < C(268.0)), s->snow + m_below * falls, s->snow);
  s->rain = pick(on & heavy & ~(tu < C(268.0)), s->rain + m_below * falls, s->rain);
  const line buoy = C(9.81) * (((tu - t) / t + C(0.608) * (qu - q)) - cu);
  const line height = (C(29.27) * (t * thick)) / p;
  s->cape = pick(on, s->cape + larger(buoy, zero) * height, s->cape);
  const line square = (s->w * s->w) * (one - share) + C(0.6) * ((C(0.5) * (buoy + s->buoy)) * height);
  const mask up = on & (square > C(0.01));
  const line grown = m_below * (one + ent), m = smaller(grown, C(0.5) - zero);
  s->w = pick(up, line_sqrt(square), zero);
  s->m = pick(up, m, zero);
  s->det = s->det + pick(up, larger(grown - m, zero), m_below);
  s->ent = pick(on, ent, zero);
  s->buoy = pick(on, buoy, zero);
  s->crest = pick(up, p, s->crest);
  s->most = pick(up, larger(s->most, m), s->most);
  s->t = pick(up, tu, t);
  s->q = pick(up, qu, q);
  s->c = pick(up, cu, zero);
  for (int n = 0; n < TRACERS; n++) {
    const line mixed = s->mixed[n] + share * (air[n + 2] - s->mixed[n]);
    s->mixed[n] = pick(up, mixed, air[n + 2]);
  }
}

static below rows[WIDE / LANES];
#pragma omp threadprivate(rows)

void step(REAL *const *fields, const REAL *scalars) {
  const REAL *air_of[TRACERS + 2] = {FIELD(0), FIELD(1), FIELD(3), FIELD(4), FIELD(5), FIELD(6), FIELD(7), FIELD(8)};
  const REAL *pressure = FIELD(2);
  REAL *change_of[TRACERS + 2];
  for (int n = 0; n < TRACERS + 2; n++) change_of[n] = FIELD(9 + n);
  REAL *rain = FIELD(17), *column = FIELD(18);
#pragma omp parallel
  {
    const line zero = {};
#pragma omp for schedule(static) nowait
    for (int j = 0; j < NJ; j++)
      for (int k = 0; k < NK; k++)
        for (int first = 0; first < NI; first += LANES) {
          below *s = &rows[first / LANES];
          const line p = LOAD(pressure);
          line air[TRACERS + 2], change[TRACERS + 2];
          for (int n = 0; n < TRACERS + 2; n++) air[n] = LOAD(air_of[n]);
          if (k == 0) {
            const line excess = air[1] - C(0.012);
            *s = (below){};
            s->m = pick(excess > zero, C(0.05) * (C(1) + C(20) * excess), zero);
            s->t = air[0] + C(0.5), s->q = air[1] + C(0.0005);
            s->w = pick(excess > zero, C(1) - zero, zero);
            s->crest = p, s->most = s->m, s->smooth = air[0];
            for (int n = 0; n < TRACERS; n++) s->mixed[n] = air[n + 2];
            for (int n = 0; n < TRACERS + 2; n++) s->sums[n] = air[n] * p, change[n] = zero;
          } else {
            const line thick = s->p - p, m_below = s->m;
            line flux_below[TRACERS + 2];
            const line inflow = (m_below * C(9.81)) / thick;
            flux_below[0] = inflow * (s->t - s->air[0]), flux_below[1] = inflow * (s->q - s->air[1]);
            for (int n = 0; n < TRACERS; n++) flux_below[n + 2] = inflow * (s->mixed[n] - s->air[n + 2]);
            if (any(m_below > C(1.0e-4))) {
              plume(s, air, thick, p);
            } else {
              s->det = s->det + m_below;
              s->m = s->w = s->c = s->ent = s->buoy = zero, s->t = air[0], s->q = air[1];
              for (int n = 0; n < TRACERS; n++) s->mixed[n] = air[n + 2];
            }
            s->smooth = C(0.8) * s->smooth + C(0.2) * air[0];
            const line outflow = (s->m * C(9.81)) / thick;
            change[0] = flux_below[0] - outflow * (s->t - air[0]), change[1] = flux_below[1] - outflow * (s->q - air[1]);
            for (int n = 0; n < TRACERS; n++) change[n + 2] = flux_below[n + 2] - outflow * (s->mixed[n] - air[n + 2]);
            for (int n = 0; n < TRACERS + 2; n++) s->sums[n] = s->sums[n] + air[n] * thick;
          }
          s->p = p;
          for (int n = 0; n < TRACERS + 2; n++) s->air[n] = air[n];
          const int whole = first + LANES <= NI;
          for (int n = 0; n < TRACERS + 2; n++) {
            REAL *to = ROW_OF(change_of[n], j, k) + first;
            if (whole) {
#if STREAM
              __builtin_nontemporal_store(change[n], (line *)to);
#else
              *(line *)to = change[n];
#endif
            } else {
              for (int l = 0; first + l < NI; l++) to[l] = change[n][l];
            }
          }
          if (k == NK - 1) {
            line sum = s->sums[0];
            for (int n = 1; n < TRACERS + 2; n++) sum = sum + s->sums[n];
            const line all = sum * C(1.0e-6) + (((((s->cape + s->base) + s->crest) + s->most) + s->det) + s->smooth);
            const line fallen = s->rain + s->snow;
            for (int l = 0; l < LANES && first + l < NI; l++) {
              ROW_OF(rain, j, 0)[first + l] = fallen[l];
              ROW_OF(column, j, 0)[first + l] = all[l];
            }
          }
        }
    FENCE;
  }
}
