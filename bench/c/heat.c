// The heat equation in three dimensions, STEPS time steps, one pass over memory
// each. Fields: u, v; the states change places every step. RADIUS: 1 or 4.
//
// Threads take levels; within a level, blocks of rows, so that the rows of the
// 2 RADIUS + 1 levels that a row needs are still in L2 when the next level comes.
#include "field.h"
#ifndef JB
#define JB 16
#endif

#define A ((REAL)0.05)
#if RADIUS == 1
#define C0 ((REAL)-6)
static const REAL weights[] = {0, 1};
#else
#define C0 ((REAL)(3 * (-205.0 / 72.0)))
static const REAL weights[] = {0, (REAL)(8.0 / 5.0), (REAL)(-1.0 / 5.0), (REAL)(8.0 / 315.0), (REAL)(-1.0 / 560.0)};
#endif

INLINE void row(const REAL *restrict p, REAL *restrict o) {
  SIMD for (int i = 0; i < NI; i++) {
    REAL sum = C0 * p[i];
#pragma clang loop unroll(full)
    for (int q = 1; q <= RADIUS; q++) {
      REAL along_i = p[i + q] + p[i - q], along_j = p[i + q * PITCH] + p[i - q * PITCH];
      REAL along_k = p[i + q * PLANE] + p[i - q * PLANE];
      sum = sum + weights[q] * ((along_i + along_j) + along_k);
    }
    o[i] = p[i] + A * sum;
  }
}

void step(REAL *const *fields, const REAL *scalars) {
  REAL *from = FIELD(0), *to = FIELD(1);
#pragma omp parallel firstprivate(from, to)
  for (int n = 0; n < STEPS; n++) {
    // A thread's levels, in blocks of rows: all its levels for a block, then the next block.
    const int thread = omp_get_thread_num(), threads = omp_get_num_threads();
    const int k0 = NK * thread / threads, k1 = NK * (thread + 1) / threads;
    for (int j0 = 0; j0 < NJ; j0 += JB)
      for (int k = k0; k < k1; k++)
        for (int j = j0; j < j0 + JB && j < NJ; j++) {
          OUT(o, ROW_OF(to, j, k));
          row(ROW_OF(from, j, k), o);
          DONE(o);
        }
    FENCE;
#pragma omp barrier
    REAL *other = from;
    from = to;
    to = other;
  }
}
