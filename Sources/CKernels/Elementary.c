#include "Elementary.h"

#include "Clones.h"
#include "ElementaryFunctions.h"

// The plain x86 clone has no vector instruction for rounding: there a loop stays scalar, and that is fine.
#pragma clang diagnostic ignored "-Wpass-failed"

#define DEFINE_MAP(NAME, SCALAR, EXPRESSION)                                                               \
  FATHOM_CLONES static void NAME(size_t count, const SCALAR *values, SCALAR *result) {                     \
    _Pragma("clang loop vectorize(assume_safety) interleave(enable)") for (size_t i = 0; i < count; i++) { \
      const SCALAR x = values[i];                                                                          \
      result[i] = EXPRESSION;                                                                              \
    }                                                                                                      \
  }

#define DEFINE_MAPS(SUFFIX, SCALAR)                                                                        \
  DEFINE_MAP(exp_##SUFFIX, SCALAR, exp_of_##SUFFIX(x))                                                     \
  DEFINE_MAP(log_##SUFFIX, SCALAR, log_of_##SUFFIX(x))                                                     \
  DEFINE_MAP(tanh_##SUFFIX, SCALAR, tanh_of_##SUFFIX(x))                                                   \
  DEFINE_MAP(sigmoid_##SUFFIX, SCALAR, sigmoid_of_##SUFFIX(x))                                             \
  DEFINE_MAP(sqrt_##SUFFIX, SCALAR, __builtin_elementwise_sqrt(x))                                         \
  DEFINE_MAP(rsqrt_##SUFFIX, SCALAR, 1 / __builtin_elementwise_sqrt(x))                                    \
  DEFINE_MAP(reciprocal_##SUFFIX, SCALAR, 1 / x)                                                           \
  DEFINE_MAP(floor_##SUFFIX, SCALAR, __builtin_elementwise_floor(x))                                       \
  DEFINE_MAP(ceil_##SUFFIX, SCALAR, __builtin_elementwise_ceil(x))                                         \
  DEFINE_MAP(truncate_##SUFFIX, SCALAR, __builtin_elementwise_trunc(x))                                    \
  DEFINE_MAP(round_##SUFFIX, SCALAR, __builtin_elementwise_roundeven(x))                                    \
  void fathom_map_##SUFFIX(fathom_elementary function, size_t count, const SCALAR *x, SCALAR *result) {    \
    switch (function) {                                                                                    \
      case FATHOM_EXP: return exp_##SUFFIX(count, x, result);                                              \
      case FATHOM_LOG: return log_##SUFFIX(count, x, result);                                              \
      case FATHOM_TANH: return tanh_##SUFFIX(count, x, result);                                            \
      case FATHOM_SIGMOID: return sigmoid_##SUFFIX(count, x, result);                                      \
      case FATHOM_SQRT: return sqrt_##SUFFIX(count, x, result);                                            \
      case FATHOM_RSQRT: return rsqrt_##SUFFIX(count, x, result);                                          \
      case FATHOM_RECIPROCAL: return reciprocal_##SUFFIX(count, x, result);                                \
      case FATHOM_FLOOR: return floor_##SUFFIX(count, x, result);                                          \
      case FATHOM_CEIL: return ceil_##SUFFIX(count, x, result);                                            \
      case FATHOM_TRUNCATE: return truncate_##SUFFIX(count, x, result);                                    \
      case FATHOM_ROUND: return round_##SUFFIX(count, x, result);                                          \
    }                                                                                                      \
  }

DEFINE_MAPS(f32, float)
DEFINE_MAPS(f64, double)
