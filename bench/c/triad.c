// Memory bandwidth: a = b + 3 c, 24 bytes an element, with ordinary stores
// (which read what they overwrite: 32 bytes go over the bus) and streaming ones.
#include <stddef.h>

#define ARRAY(a) ((double *)__builtin_assume_aligned(a, 64))

void triad(double *a_, const double *b_, const double *c_, size_t n) {
  double *restrict a = ARRAY(a_);
  const double *restrict b = ARRAY(b_), *restrict c = ARRAY(c_);
#pragma omp parallel for simd schedule(static)
  for (size_t i = 0; i < n; i++) a[i] = b[i] + 3.0 * c[i];
}

typedef double line __attribute__((vector_size(64)));

void triad_nt(double *a_, const double *b_, const double *c_, size_t n) {
#pragma omp parallel
  {
    line *restrict a = (line *)a_;
    const line *restrict b = (const line *)b_, *restrict c = (const line *)c_;
#pragma omp for schedule(static) nowait
    for (size_t i = 0; i < n / 8; i++) __builtin_nontemporal_store(b[i] + 3.0 * c[i], &a[i]);
    __builtin_ia32_sfence();
  }
}
