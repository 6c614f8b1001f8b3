#include "Pooling.h"

#include "Clones.h"

// The plain x86 clone stays scalar here and there, and that is fine.
#pragma clang diagnostic ignored "-Wpass-failed"

#define INLINE static inline __attribute__((always_inline))
#define EACH _Pragma("clang loop vectorize(assume_safety) interleave(enable)") for (size_t i = 0; i < count; i++)

#define DEFINE_POOLING(SUFFIX, SCALAR)                                                                                          \
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
  }                                                                                                                             \
                                                                                                                                \
  INLINE void pairs_##SUFFIX(size_t count, const SCALAR *top, const SCALAR *bottom, const bool rectify, SCALAR *best,           \
                             uint16_t *codes) {                                                                                 \
    EACH {                                                                                                                      \
      SCALAR a = top[2 * i], b = top[2 * i + 1], c = bottom[2 * i], d = bottom[2 * i + 1];                                      \
      if (rectify) {                                                                                                            \
        a = a < 0 ? 0 : a;                                                                                                      \
        b = b < 0 ? 0 : b;                                                                                                      \
        c = c < 0 ? 0 : c;                                                                                                      \
        d = d < 0 ? 0 : d;                                                                                                      \
      }                                                                                                                         \
      const bool b_wins = b > a || b != b;                                                                                      \
      const bool d_wins = d > c || d != d;                                                                                      \
      const SCALAR upper = b_wins ? b : a, lower = d_wins ? d : c;                                                              \
      const bool lower_wins = lower > upper || lower != lower;                                                                  \
      best[i] = lower_wins ? lower : upper;                                                                                     \
      codes[i] = (uint16_t)(lower_wins ? (d_wins ? 3 : 2) : (b_wins ? 1 : 0));                                                  \
    }                                                                                                                           \
  }                                                                                                                             \
  FATHOM_CLONES void fathom_max_pool_pairs_##SUFFIX(size_t count, const SCALAR *top, const SCALAR *bottom, bool rectify,        \
                                                    SCALAR *best, uint16_t *codes) {                                            \
    if (rectify) {                                                                                                              \
      pairs_##SUFFIX(count, top, bottom, true, best, codes);                                                                    \
    } else {                                                                                                                    \
      pairs_##SUFFIX(count, top, bottom, false, best, codes);                                                                   \
    }                                                                                                                           \
  }                                                                                                                             \
                                                                                                                                \
  INLINE void pairs_gradient_##SUFFIX(size_t count, const SCALAR *gradient, const uint16_t *codes, const SCALAR *best,          \
                                      const bool rectified, SCALAR *top, SCALAR *bottom) {                                      \
    EACH {                                                                                                                      \
      SCALAR g = gradient[i];                                                                                                   \
      if (rectified) g = best[i] <= 0 ? 0 : g;                                                                                  \
      const uint16_t code = codes[i];                                                                                           \
      top[2 * i] = code == 0 ? g : 0;                                                                                           \
      top[2 * i + 1] = code == 1 ? g : 0;                                                                                       \
      bottom[2 * i] = code == 2 ? g : 0;                                                                                        \
      bottom[2 * i + 1] = code == 3 ? g : 0;                                                                                    \
    }                                                                                                                           \
  }                                                                                                                             \
  FATHOM_CLONES void fathom_max_pool_pairs_gradient_##SUFFIX(size_t count, const SCALAR *gradient, const uint16_t *codes,       \
                                                             const SCALAR *best, SCALAR *top, SCALAR *bottom) {                 \
    if (best) {                                                                                                                 \
      pairs_gradient_##SUFFIX(count, gradient, codes, best, true, top, bottom);                                                 \
    } else {                                                                                                                    \
      pairs_gradient_##SUFFIX(count, gradient, codes, best, false, top, bottom);                                                \
    }                                                                                                                           \
  }

DEFINE_POOLING(f32, float)
DEFINE_POOLING(f64, double)
