// What the kernels in C share: sizes, types, access.
//
// The driver compiles every kernel for one case:
//   NI, NJ, NK   the domain
//   REAL         float or double
//   PITCH        elements from a row to the next (a multiple of 64 bytes)
//   PLANE        elements from a level to the next
//   STREAM       1: write results past the caches, because the case does not fit into them
//
// fields[n] points to the point (0, 0, 0) of field n, which is aligned to 64
// bytes; halos lie at negative indices. So rows start aligned at i = 0.
#ifndef FIELD_H
#define FIELD_H

#include <math.h>
#include <omp.h>
#include <stddef.h>

#define LINE 64
// A row in a buffer of its own: from -LEFT to NI + LEFT.
#define LEFT 32
#define ROW (NI + 2 * LEFT)
#define FIELD(n) ((REAL *)__builtin_assume_aligned(fields[n], LINE))

#define IS_FLOAT (sizeof(REAL) == sizeof(float))
#define FUNCTION(name, x) (IS_FLOAT ? (REAL)name##f((float)(x)) : (REAL)name((double)(x)))
#define EXP(x) FUNCTION(exp, x)
#define LOG(x) FUNCTION(log, x)
#define SQRT(x) FUNCTION(sqrt, x)
#define FLOOR(x) FUNCTION(floor, x)
#define FABS(x) ((x) < 0 ? -(x) : (x))
#define POW(x, y) (IS_FLOAT ? (REAL)powf((float)(x), (float)(y)) : (REAL)pow((double)(x), (double)(y)))

// As many elements as a line has, and a row of whole lines.
#define LANES (LINE / (int)sizeof(REAL))
#define WIDE ((NI + LANES - 1) / LANES * LANES)
typedef REAL line __attribute__((vector_size(LINE)));

#define SIMD _Pragma("omp simd")
#define INLINE static inline __attribute__((always_inline))

typedef REAL *restrict out_row;
typedef const REAL *restrict in_row;

// The row j of level k, at i = 0, which is aligned.
#define ROW_OF(field, j, k) \
  ((REAL *)__builtin_assume_aligned((field) + (ptrdiff_t)(k) * PLANE + (ptrdiff_t)(j) * PITCH, LINE))

// Results are computed a row at a time. With STREAM a row is computed in a buffer
// in L1 and then written past the caches: loops with streaming stores in them
// are not vectorized by LLVM, and this copy costs next to nothing.
//
// A kernel that defines IN_PLACE overwrites what it has just read: that is in the
// caches anyway, and streaming it only adds work.
//
//   OUT(o, ROW_OF(out, j, k));  for (...) o[i] = ...;  DONE(o);
#if STREAM && !defined(IN_PLACE)
INLINE void stream_row(REAL *restrict to, const REAL *restrict from) {
  int i = 0;
  for (; i + LANES <= NI; i += LANES) __builtin_nontemporal_store(*(const line *)(from + i), (line *)(to + i));
  for (; i < NI; i++) to[i] = from[i];
}
#define OUT(name, row)    \
  REAL *name##_row = row; \
  REAL name[NI] __attribute__((aligned(LINE)))
#define DONE(name) stream_row(name##_row, name)
// Streaming stores are ordered after all others only by a fence.
#define FENCE __builtin_ia32_sfence()
#else
#define OUT(name, row) REAL *restrict name = row
#define DONE(name)
#define FENCE
#endif

#endif
