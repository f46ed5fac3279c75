// Functions of a line of elements: those of libmvec, eight or sixteen at once, where the processor has such vectors.
//
// Clang makes calls of libmvec of loops itself (-fveclib=libmvec), but knows those of half the width only.
#ifndef FUNCTIONS_H
#define FUNCTIONS_H

#include "field.h"

#if defined(__AVX512F__) && defined(__x86_64__)
typedef double doubles __attribute__((vector_size(64)));
typedef float floats __attribute__((vector_size(64)));
doubles _ZGVeN8v_exp(doubles), _ZGVeN8v_log(doubles), _ZGVeN8vv_pow(doubles, doubles);
floats _ZGVeN16v_expf(floats), _ZGVeN16v_logf(floats), _ZGVeN16vv_powf(floats, floats);
INLINE line line_exp(line x) { return IS_FLOAT ? (line)_ZGVeN16v_expf((floats)x) : (line)_ZGVeN8v_exp((doubles)x); }
INLINE line line_log(line x) { return IS_FLOAT ? (line)_ZGVeN16v_logf((floats)x) : (line)_ZGVeN8v_log((doubles)x); }
INLINE line line_pow(line x, line y) {
  return IS_FLOAT ? (line)_ZGVeN16vv_powf((floats)x, (floats)y) : (line)_ZGVeN8vv_pow((doubles)x, (doubles)y);
}
#else
INLINE line line_exp(line x) {
  line r;
  SIMD for (int l = 0; l < LANES; l++) r[l] = EXP(x[l]);
  return r;
}
INLINE line line_log(line x) {
  line r;
  SIMD for (int l = 0; l < LANES; l++) r[l] = LOG(x[l]);
  return r;
}
INLINE line line_pow(line x, line y) {
  line r;
  SIMD for (int l = 0; l < LANES; l++) r[l] = POW(x[l], y[l]);
  return r;
}
#endif

INLINE line line_sqrt(line x) {
  line r;
  SIMD for (int l = 0; l < LANES; l++) r[l] = SQRT(x[l]);
  return r;
}

// What a comparison of lines gives.
typedef __typeof__((line){} > (line){}) mask;
INLINE line pick(mask where, line a, line b) { return (line)(((mask)a & where) | ((mask)b & ~where)); }
INLINE int any(mask where) {
  int found = 0;
  SIMD for (int l = 0; l < LANES; l++) found |= where[l] != 0;
  return found;
}
INLINE line smaller(line a, line b) { return pick(a < b, a, b); }
INLINE line larger(line a, line b) { return pick(a > b, a, b); }

// Of a row in a buffer of whole lines.
INLINE void exp_row(REAL *x) {
  for (int i = 0; i < WIDE; i += LANES) *(line *)(x + i) = line_exp(*(line *)(x + i));
}
INLINE void log_row(REAL *to, const REAL *from) {
  for (int i = 0; i < WIDE; i += LANES) *(line *)(to + i) = line_log(*(const line *)(from + i));
}
INLINE void pow_row(REAL *x, REAL y) {
  const line exponent = y - (line){};
  for (int i = 0; i < WIDE; i += LANES) *(line *)(x + i) = line_pow(*(line *)(x + i), exponent);
}

#endif
