#include "Pooling.h"

#include <string.h>

#include "Clones.h"

// The plain x86 clone stays scalar here and there, and that is fine.
#pragma clang diagnostic ignored "-Wpass-failed"

#define INLINE static inline __attribute__((always_inline))
#define EACH _Pragma("clang loop vectorize(assume_safety) interleave(enable)") for (size_t i = 0; i < count; i++)

#define DEFINE_TAP(SUFFIX, SCALAR)                                                                                              \
  INLINE void tap_##SUFFIX(size_t count, const SCALAR *x, size_t step, uint16_t code, SCALAR *best, uint16_t *codes) {          \
    EACH {                                                                                                                      \
      const SCALAR value = x[i * step], old = best[i];                                                                          \
      const bool larger = value > old || value != value;                                                                        \
      best[i] = larger ? value : old;                                                                                           \
      codes[i] = larger ? code : codes[i];                                                                                      \
    }                                                                                                                           \
  }                                                                                                                             \
  /* With the steps that networks use known to the compiler. */                                                                 \
  FATHOM_CLONES void fathom_max_pool_tap_##SUFFIX(size_t count, const SCALAR *x, size_t step, uint16_t code, SCALAR *best,      \
                                                  uint16_t *codes) {                                                            \
    if (step == 1) {                                                                                                            \
      tap_##SUFFIX(count, x, 1, code, best, codes);                                                                             \
    } else if (step == 2) {                                                                                                     \
      tap_##SUFFIX(count, x, 2, code, best, codes);                                                                             \
    } else {                                                                                                                    \
      tap_##SUFFIX(count, x, step, code, best, codes);                                                                          \
    }                                                                                                                           \
  }

DEFINE_TAP(f32, float)
DEFINE_TAP(f64, double)

// Networks pool planes of a few pixels, so rows are short: eight outputs at a time, and what is left over in a vector that is not full.
enum { lanes = 8 };
typedef uint16_t code_vector __attribute__((ext_vector_type(lanes)));

#define EVEN(VECTOR) __builtin_shufflevector(VECTOR, VECTOR, 0, 2, 4, 6, 8, 10, 12, 14)
#define ODD(VECTOR) __builtin_shufflevector(VECTOR, VECTOR, 1, 3, 5, 7, 9, 11, 13, 15)
#define INTERLEAVE(A, B) __builtin_shufflevector(A, B, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15)

#define DEFINE_PAIRS(SUFFIX, SCALAR, INTEGER)                                                                                   \
  typedef SCALAR half_##SUFFIX __attribute__((ext_vector_type(lanes)));                                                         \
  typedef SCALAR pair_##SUFFIX __attribute__((ext_vector_type(2 * lanes)));                                                     \
  typedef INTEGER mask_##SUFFIX __attribute__((ext_vector_type(lanes)));                                                        \
                                                                                                                                \
  INLINE void pairs_##SUFFIX(size_t count, const SCALAR *top, const SCALAR *bottom, bool rectify, SCALAR *best,                 \
                             uint16_t *codes) {                                                                                 \
    pair_##SUFFIX upper = 0, lower = 0;                                                                                         \
    memcpy(&upper, top, 2 * count * sizeof *top);                                                                               \
    memcpy(&lower, bottom, 2 * count * sizeof *bottom);                                                                         \
    if (rectify) {                                                                                                              \
      upper = upper < 0 ? 0 : upper;                                                                                            \
      lower = lower < 0 ? 0 : lower;                                                                                            \
    }                                                                                                                           \
    const half_##SUFFIX a = EVEN(upper), b = ODD(upper), c = EVEN(lower), d = ODD(lower);                                       \
    const mask_##SUFFIX b_wins = (b > a) | (b != b), d_wins = (d > c) | (d != d);                                               \
    const half_##SUFFIX above = b_wins ? b : a, below = d_wins ? d : c;                                                         \
    const mask_##SUFFIX below_wins = (below > above) | (below != below);                                                        \
    const half_##SUFFIX winner = below_wins ? below : above;                                                                    \
    /* A mask is -1 where it holds. */                                                                                          \
    const code_vector code = __builtin_convertvector(below_wins ? 2 - d_wins : -b_wins, code_vector);                           \
    memcpy(best, &winner, count * sizeof *best);                                                                                \
    memcpy(codes, &code, count * sizeof *codes);                                                                                \
  }                                                                                                                             \
  FATHOM_CLONES void fathom_max_pool_pairs_##SUFFIX(size_t count, const SCALAR *top, const SCALAR *bottom, bool rectify,        \
                                                    SCALAR *best, uint16_t *codes) {                                            \
    size_t i = 0;                                                                                                               \
    for (; i + lanes <= count; i += lanes) pairs_##SUFFIX(lanes, top + 2 * i, bottom + 2 * i, rectify, best + i, codes + i);    \
    if (i < count) pairs_##SUFFIX(count - i, top + 2 * i, bottom + 2 * i, rectify, best + i, codes + i);                        \
  }                                                                                                                             \
                                                                                                                                \
  INLINE void pairs_gradient_##SUFFIX(size_t count, const SCALAR *gradient, const uint16_t *codes, const SCALAR *best,          \
                                      SCALAR *top, SCALAR *bottom) {                                                            \
    half_##SUFFIX g = 0, y = 1;                                                                                                 \
    code_vector code = 0;                                                                                                       \
    memcpy(&g, gradient, count * sizeof *gradient);                                                                             \
    memcpy(&code, codes, count * sizeof *codes);                                                                                \
    if (best) memcpy(&y, best, count * sizeof *best);                                                                           \
    g = y <= 0 ? 0 : g;                                                                                                         \
    const mask_##SUFFIX number = __builtin_convertvector(code, mask_##SUFFIX);                                                  \
    const half_##SUFFIX none = 0;                                                                                               \
    const half_##SUFFIX a = number == 0 ? g : none, b = number == 1 ? g : none;                                                 \
    const half_##SUFFIX c = number == 2 ? g : none, d = number == 3 ? g : none;                                                 \
    const pair_##SUFFIX upper = INTERLEAVE(a, b), lower = INTERLEAVE(c, d);                                                     \
    memcpy(top, &upper, 2 * count * sizeof *top);                                                                               \
    memcpy(bottom, &lower, 2 * count * sizeof *bottom);                                                                         \
  }                                                                                                                             \
  FATHOM_CLONES void fathom_max_pool_pairs_gradient_##SUFFIX(size_t count, const SCALAR *gradient, const uint16_t *codes,       \
                                                             const SCALAR *best, SCALAR *top, SCALAR *bottom) {                 \
    size_t i = 0;                                                                                                               \
    for (; i + lanes <= count; i += lanes)                                                                                      \
      pairs_gradient_##SUFFIX(lanes, gradient + i, codes + i, best ? best + i : best, top + 2 * i, bottom + 2 * i);             \
    if (i < count)                                                                                                              \
      pairs_gradient_##SUFFIX(count - i, gradient + i, codes + i, best ? best + i : best, top + 2 * i, bottom + 2 * i);         \
  }

DEFINE_PAIRS(f32, float, int32_t)
DEFINE_PAIRS(f64, double, int64_t)
