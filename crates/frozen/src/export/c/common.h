#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifndef FVOPT_COMMON_4
#define FVOPT_COMMON_4

/* A field in memory. Dimensions are the slowest first, as the program lists them; the last has stride 1. */
struct fvopt_field {
  void *data;        /* the element with the lowest coordinates */
  int64_t size[8];   /* elements of each dimension */
  int64_t stride[8]; /* distance of neighbours, in elements */
  int64_t halo[3];   /* points below coordinate 0 on i, j and k */
};

/* What a program may call: both functions get the structure itself. Either may be NULL. */
struct fvopt_host {
  int32_t (*callback)(struct fvopt_host *host, int64_t callback, const int64_t *words, int64_t count);
  void (*report)(struct fvopt_host *host, int64_t site, int64_t kind, int64_t a, int64_t b, int64_t c);
};

/* A field of a contiguous array of three axes: k slowest, then j, then i. */
static inline struct fvopt_field fvopt_field_ijk(void *data, int64_t ni, int64_t nj, int64_t nk, int64_t halo_i,
                                                 int64_t halo_j, int64_t halo_k) {
  struct fvopt_field field;
  memset(&field, 0, sizeof field);
  field.data = data;
  field.size[0] = nk, field.size[1] = nj, field.size[2] = ni;
  field.stride[0] = ni * nj, field.stride[1] = ni, field.stride[2] = 1;
  field.halo[0] = halo_i, field.halo[1] = halo_j, field.halo[2] = halo_k;
  return field;
}

static inline int64_t fvopt_minimum(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t fvopt_maximum(int64_t a, int64_t b) { return a > b ? a : b; }

static inline uint64_t fvopt_f64(double value) {
  uint64_t word;
  memcpy(&word, &value, sizeof word);
  return word;
}

static inline uint64_t fvopt_f32(float value) {
  uint32_t word;
  memcpy(&word, &value, sizeof word);
  return word;
}

/* Whether the memory from the first element to the last of two fields overlaps. */
static inline int fvopt_overlap(const struct fvopt_field *a, int rank_a, int64_t bytes_a, const struct fvopt_field *b,
                                int rank_b, int64_t bytes_b) {
  int64_t last_a = 1, last_b = 1;
  int place;
  for (place = 0; place < rank_a; ++place) {
    if (a->size[place] < 1) return 0;
    last_a += (a->size[place] - 1) * a->stride[place];
  }
  for (place = 0; place < rank_b; ++place) {
    if (b->size[place] < 1) return 0;
    last_b += (b->size[place] - 1) * b->stride[place];
  }
  return (uintptr_t)a->data < (uintptr_t)b->data + (uintptr_t)(last_b * bytes_b) &&
         (uintptr_t)b->data < (uintptr_t)a->data + (uintptr_t)(last_a * bytes_a);
}

#endif
