// What compiled programs call, where they are linked into an object of their own: libm under names of fvopt's,
// which LLVM has no rules for; the host; and memory. Position independent, and hidden but for `fvopt_memory`.
#include <math.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define HIDDEN __attribute__((visibility("hidden")))
#define EXPORTED __attribute__((visibility("default")))

// What a program knows of its host; see the page on the memory ABI.
struct host {
  int32_t (*callback)(void *host, int64_t callback, const int64_t *words, int64_t count);
  void (*report)(void *host, int64_t place, int64_t kind, int64_t a, int64_t b, int64_t c);
};

// A program that is called without a host has its callbacks fail; its findings are lost but for the status.
HIDDEN int32_t fvopt_host_callback(struct host *host, int64_t callback, const int64_t *words, int64_t count) {
  return host && host->callback ? host->callback(host, callback, words, count) : -1;
}

HIDDEN void fvopt_host_report(struct host *host, int64_t place, int64_t kind, int64_t a, int64_t b, int64_t c) {
  if (host && host->report)
    host->report(host, place, kind, a, b, c);
}

// Memory that a program frees is kept for its next call, in lists that few threads share.
enum { LINE = 64, LISTS = 64 };

struct block {
  struct block *next;
  size_t bytes, alignment, room;
};

struct list {
  _Alignas(LINE) atomic_flag lock;
  struct block *first;
};

static struct list lists[LISTS];

static struct list *own_list(void) {
  static atomic_uint next;
  static _Thread_local struct list *own;
  if (!own)
    own = &lists[atomic_fetch_add_explicit(&next, 1, memory_order_relaxed) % LISTS];
  while (atomic_flag_test_and_set_explicit(&own->lock, memory_order_acquire))
    ;
  return own;
}

static void let_go(struct list *list) { atomic_flag_clear_explicit(&list->lock, memory_order_release); }

// In front of the memory that is given out stands the block that it belongs to.
static void *own_allocate(size_t alignment, size_t bytes) {
  if (alignment < LINE)
    alignment = LINE;
  if (bytes > PTRDIFF_MAX - 3 * alignment)
    return NULL;
  bytes = (bytes + LINE - 1) / LINE * LINE;
  struct list *list = own_list();
  // As many kinds as the program has temporary fields of different sizes: few.
  for (struct block **link = &list->first; *link; link = &(*link)->next) {
    struct block *block = *link;
    if (block->bytes == bytes && block->alignment == alignment) {
      *link = block->next;
      let_go(list);
      return (char *)block + LINE;
    }
  }
  let_go(list);
  size_t whole = (bytes + alignment + alignment - 1) / alignment * alignment;
  void *memory = aligned_alloc(alignment, whole);
  if (!memory)
    return NULL;
  struct block *block = (struct block *)((char *)memory + alignment - LINE);
  *block = (struct block){NULL, bytes, alignment, alignment};
  return (char *)block + LINE;
}

static void own_free(void *memory) {
  if (!memory)
    return;
  struct block *block = (struct block *)((char *)memory - LINE);
  struct list *list = own_list();
  block->next = list->first;
  list->first = block;
  let_go(list);
}

// Gives kept memory back when the object is unloaded.
__attribute__((destructor)) static void release(void) {
  for (int number = 0; number < LISTS; ++number)
    for (struct block *block = lists[number].first; block;) {
      struct block *next = block->next;
      free((char *)block + LINE - block->room);
      block = next;
    }
}

// A process that has memory for programs puts its functions here, before the first call.
EXPORTED struct {
  void *(*_Atomic allocate)(size_t alignment, size_t bytes);
  void (*_Atomic free)(void *memory);
} fvopt_memory = {own_allocate, own_free};

HIDDEN void *_mlir_memref_to_llvm_aligned_alloc(size_t alignment, size_t bytes) {
  return atomic_load_explicit(&fvopt_memory.allocate, memory_order_relaxed)(alignment, bytes);
}

HIDDEN void *_mlir_memref_to_llvm_alloc(size_t bytes) { return _mlir_memref_to_llvm_aligned_alloc(LINE, bytes); }

HIDDEN void _mlir_memref_to_llvm_free(void *memory) {
  atomic_load_explicit(&fvopt_memory.free, memory_order_relaxed)(memory);
}

#define UNARY(name)                                                                                                    \
  HIDDEN double fvopt_libm_##name##_f64(double x) { return name(x); }                                                  \
  HIDDEN float fvopt_libm_##name##_f32(float x) { return name##f(x); }
#define BINARY(name)                                                                                                   \
  HIDDEN double fvopt_libm_##name##_f64(double x, double y) { return name(x, y); }                                     \
  HIDDEN float fvopt_libm_##name##_f32(float x, float y) { return name##f(x, y); }

UNARY(sin)
UNARY(cos)
UNARY(tan)
UNARY(asin)
UNARY(acos)
UNARY(atan)
UNARY(sinh)
UNARY(cosh)
UNARY(tanh)
UNARY(asinh)
UNARY(acosh)
UNARY(atanh)
UNARY(exp)
UNARY(exp2)
UNARY(expm1)
UNARY(log)
UNARY(log2)
UNARY(log10)
UNARY(log1p)
UNARY(cbrt)
UNARY(erf)
UNARY(erfc)
BINARY(pow)
BINARY(atan2)
BINARY(fmod)
