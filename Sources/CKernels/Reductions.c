#include "Reductions.h"

#include "Clones.h"

// No fused multiply-add: the same bits on every machine.
#pragma clang fp contract(off)

// Each sum runs in 16 lanes that every level of vector instructions adds up in the same order, so that the result does not depend
// on the machine's. Two levels: blocks of 512 elements, then the blocks.
#define LANES 16
#define BLOCK 512

#define DEFINE_SUM(NAME, SCALAR, TERM)                                                              \
  FATHOM_CLONES static double NAME(const SCALAR *x, size_t count, double center) {                  \
    double total[LANES] = {0};                                                                      \
    size_t i = 0;                                                                                   \
    for (; i + BLOCK <= count; i += BLOCK) {                                                        \
      double block[LANES] = {0};                                                                    \
      for (size_t j = 0; j < BLOCK; j += LANES)                                                     \
        for (size_t lane = 0; lane < LANES; lane++) {                                               \
          const double d = (double)x[i + j + lane] - center;                                        \
          block[lane] += TERM;                                                                      \
        }                                                                                           \
      for (size_t lane = 0; lane < LANES; lane++) total[lane] += block[lane];                       \
    }                                                                                               \
    double rest[LANES] = {0};                                                                       \
    for (; i + LANES <= count; i += LANES)                                                          \
      for (size_t lane = 0; lane < LANES; lane++) {                                                 \
        const double d = (double)x[i + lane] - center;                                              \
        rest[lane] += TERM;                                                                         \
      }                                                                                             \
    for (size_t lane = 0; i < count; i++, lane++) {                                                 \
      const double d = (double)x[i] - center;                                                       \
      rest[lane] += TERM;                                                                           \
    }                                                                                               \
    for (size_t lane = 0; lane < LANES; lane++) total[lane] += rest[lane];                          \
    for (size_t half = LANES / 2; half > 0; half /= 2)                                              \
      for (size_t lane = 0; lane < half; lane++) total[lane] += total[lane + half];                 \
    return total[0];                                                                                \
  }

#define DEFINE_SUMS(SUFFIX, SCALAR)                                                                 \
  DEFINE_SUM(sum_elements_##SUFFIX, SCALAR, d)                                                      \
  DEFINE_SUM(sum_magnitudes_##SUFFIX, SCALAR, __builtin_fabs(d))                                    \
  DEFINE_SUM(sum_squares_##SUFFIX, SCALAR, d *d)                                                    \
  double fathom_sum_##SUFFIX(fathom_sum_kind kind, const SCALAR *x, size_t count, double center) {  \
    switch (kind) {                                                                                 \
      case FATHOM_SUM_MAGNITUDES: return sum_magnitudes_##SUFFIX(x, count, center);                 \
      case FATHOM_SUM_SQUARES: return sum_squares_##SUFFIX(x, count, center);                       \
      default: return sum_elements_##SUFFIX(x, count, center);                                      \
    }                                                                                               \
  }

DEFINE_SUMS(f32, float)
DEFINE_SUMS(f64, double)

// Lanes without a NaN: a comparison with one is false and leaves the lane as it was, so NaNs are looked for beside.
#define DEFINE_EXTREMUM(NAME, SCALAR, BETTER)                                                       \
  FATHOM_CLONES static SCALAR NAME(const SCALAR *x, size_t count) {                                 \
    SCALAR best[LANES], nan[LANES];                                                                 \
    for (size_t lane = 0; lane < LANES; lane++) best[lane] = x[0], nan[lane] = 0;                   \
    size_t i = 0;                                                                                   \
    for (; i + LANES <= count; i += LANES)                                                          \
      for (size_t lane = 0; lane < LANES; lane++) {                                                 \
        const SCALAR value = x[i + lane];                                                           \
        best[lane] = value BETTER best[lane] ? value : best[lane];                                  \
        nan[lane] = value != value ? value : nan[lane];                                             \
      }                                                                                             \
    for (size_t lane = 0; i < count; i++, lane++) {                                                 \
      best[lane] = x[i] BETTER best[lane] ? x[i] : best[lane];                                      \
      nan[lane] = x[i] != x[i] ? x[i] : nan[lane];                                                  \
    }                                                                                               \
    SCALAR result = best[0];                                                                        \
    for (size_t lane = 0; lane < LANES; lane++) {                                                   \
      if (nan[lane] != nan[lane]) return nan[lane];                                                 \
      result = best[lane] BETTER result ? best[lane] : result;                                      \
    }                                                                                               \
    return result;                                                                                  \
  }

#define DEFINE_EXTREMA(SUFFIX, SCALAR)                                                              \
  DEFINE_EXTREMUM(maximum_##SUFFIX, SCALAR, >)                                                      \
  DEFINE_EXTREMUM(minimum_##SUFFIX, SCALAR, <)                                                      \
  SCALAR fathom_extremum_##SUFFIX(bool maximum, const SCALAR *x, size_t count) {                    \
    return maximum ? maximum_##SUFFIX(x, count) : minimum_##SUFFIX(x, count);                       \
  }

DEFINE_EXTREMA(f32, float)
DEFINE_EXTREMA(f64, double)
