/* Calls a frozen program from C: examples/hdiff.mlir, compared with plain loops bit for bit.
 *
 *   fvopt compile examples/hdiff.mlir --domain 64,48,20 -o build
 *   cc -O2 -ffp-contract=off -Ibuild examples/languages/hdiff.c -o build/hdiff -Lbuild -lhdiff -lm -Wl,-rpath,$PWD/build
 *   build/hdiff
 */
#include "hdiff.h"
#include <stdio.h>
#include <stdlib.h>

enum { HALO = 2, STEPS = 3 };

/* A number for an element, the same in every language: multiples of 1/64 below 1. */
static double number(int64_t element, int64_t seed) { return (double)((element * 37 + seed * 101) % 64) / 64.0; }

static double limited(double flux, double gradient) { return flux * gradient > 0.0 ? 0.0 : flux; }

/* Diffuses once on a domain and compares; gives how many points differ. */
static long compare(int64_t ni, int64_t nj, int64_t nk) {
  int64_t wide_i = ni + 2 * HALO, wide_j = nj + 2 * HALO;
  double *in = malloc((size_t)(wide_i * wide_j * nk) * sizeof *in);
  double *coefficient = malloc((size_t)(ni * nj * nk) * sizeof *coefficient);
  double *out = calloc((size_t)(ni * nj * nk), sizeof *out);
  if (!in || !coefficient || !out) abort();
  for (int64_t element = 0; element < wide_i * wide_j * nk; ++element) in[element] = number(element, 1);
  for (int64_t element = 0; element < ni * nj * nk; ++element) coefficient[element] = number(element, 2);

  struct fvopt_field in_field = fvopt_field_ijk(in, wide_i, wide_j, nk, HALO, HALO, 0);
  struct fvopt_field coefficient_field = fvopt_field_ijk(coefficient, ni, nj, nk, 0, 0, 0);
  struct fvopt_field out_field = fvopt_field_ijk(out, ni, nj, nk, 0, 0, 0);
  struct hdiff_binding binding;
  const char *problem = hdiff_bind(&binding, ni, nj, nk, &in_field, &coefficient_field, &out_field);
  if (problem) {
    fprintf(stderr, "%s\n", problem);
    exit(1);
  }
  /* Bound once, called often. */
  for (int step = 0; step < STEPS; ++step) {
    int32_t status = hdiff_call(&binding, NULL);
    if (status != 0) {
      fprintf(stderr, "status %d\n", (int)status);
      exit(1);
    }
  }

#define F(di, dj) in[(k * wide_j + j + HALO + (dj)) * wide_i + i + HALO + (di)]
#define LAP(di, dj) \
  (4.0 * F(di, dj) - ((F((di) - 1, dj) + F((di) + 1, dj)) + (F(di, (dj) - 1) + F(di, (dj) + 1))))
#define FLUX_I(di) limited(LAP((di) + 1, 0) - LAP(di, 0), F((di) + 1, 0) - F(di, 0))
#define FLUX_J(dj) limited(LAP(0, (dj) + 1) - LAP(0, dj), F(0, (dj) + 1) - F(0, dj))
  long differing = 0;
  for (int64_t k = 0; k < nk; ++k)
    for (int64_t j = 0; j < nj; ++j)
      for (int64_t i = 0; i < ni; ++i) {
        int64_t element = (k * nj + j) * ni + i;
        double fluxes = (FLUX_I(0) - FLUX_I(-1)) + (FLUX_J(0) - FLUX_J(-1));
        double expected = F(0, 0) - coefficient[element] * fluxes;
        differing += memcmp(&expected, &out[element], sizeof expected) != 0;
      }
  free(in), free(coefficient), free(out);
  return differing;
}

/* What does not fit is refused, with a reason. */
static void refused(void) {
  static double memory[10 * 10 * 4], other[10 * 10 * 4];
  struct fvopt_field narrow = fvopt_field_ijk(memory, 10, 10, 4, 1, 2, 0);
  struct fvopt_field in = fvopt_field_ijk(memory, 10, 10, 4, 2, 2, 0);
  struct fvopt_field out = fvopt_field_ijk(other, 6, 6, 4, 0, 0, 0);
  struct fvopt_field inside = fvopt_field_ijk(memory + 5, 6, 6, 4, 0, 0, 0);
  struct hdiff_binding binding;
  printf("%s\n", hdiff_bind(&binding, 6, 6, 4, &narrow, &out, &inside));
  printf("%s\n", hdiff_bind(&binding, 6, 6, 5, &in, &out, &inside));
  printf("%s\n", hdiff_bind(&binding, 6, 6, 4, &in, &out, &inside));
  printf("%s\n", hdiff_bind(&binding, 0, 6, 4, &in, &out, &inside));
}

int main(void) {
  printf("64 x 48 x 20: %ld points differ\n", compare(64, 48, 20));
  printf("19 x 14 x 5: %ld points differ\n", compare(19, 14, 5));
  refused();
  return 0;
}
