#include "Elementwise.h"

#include "Clones.h"

// The result may be an operand itself, which the compiler's overlap check would take for a hazard; each iteration reads its
// elements before it writes, so there is none.
#define EACH _Pragma("clang loop vectorize(assume_safety) interleave(enable)") for (size_t i = 0; i < count; i++)

#define DEFINE_COMBINE(NAME, SCALAR, EXPRESSION)                                                                             \
  FATHOM_CLONES static void NAME(size_t count, const SCALAR *a, size_t step_a, const SCALAR *b, size_t step_b, SCALAR *result) { \
    if (step_a && step_b) {                                                                                                  \
      EACH {                                                                                                                 \
        const SCALAR x = a[i], y = b[i];                                                                                     \
        result[i] = EXPRESSION;                                                                                              \
      }                                                                                                                      \
    } else if (step_a) {                                                                                                     \
      const SCALAR y = b[0];                                                                                                 \
      EACH {                                                                                                                 \
        const SCALAR x = a[i];                                                                                               \
        result[i] = EXPRESSION;                                                                                              \
      }                                                                                                                      \
    } else {                                                                                                                 \
      const SCALAR x = a[0];                                                                                                 \
      EACH {                                                                                                                 \
        const SCALAR y = b[i];                                                                                               \
        result[i] = EXPRESSION;                                                                                              \
      }                                                                                                                      \
    }                                                                                                                        \
  }

#define DEFINE_ARITHMETIC(SUFFIX, SCALAR)                                                                       \
  DEFINE_COMBINE(add_##SUFFIX, SCALAR, x + y)                                                                   \
  DEFINE_COMBINE(subtract_##SUFFIX, SCALAR, x - y)                                                              \
  DEFINE_COMBINE(multiply_##SUFFIX, SCALAR, x *y)                                                               \
  DEFINE_COMBINE(divide_##SUFFIX, SCALAR, x / y)                                                                \
  DEFINE_COMBINE(minimum_##SUFFIX, SCALAR, (x < y || x != x) ? x : y)                                           \
  DEFINE_COMBINE(maximum_##SUFFIX, SCALAR, (x > y || x != x) ? x : y)                                           \
  void fathom_combine_##SUFFIX(fathom_arithmetic operation, size_t count, const SCALAR *a, size_t step_a,       \
                               const SCALAR *b, size_t step_b, SCALAR *result) {                                \
    switch (operation) {                                                                                        \
      case FATHOM_ADD: return add_##SUFFIX(count, a, step_a, b, step_b, result);                                \
      case FATHOM_SUBTRACT: return subtract_##SUFFIX(count, a, step_a, b, step_b, result);                      \
      case FATHOM_MULTIPLY: return multiply_##SUFFIX(count, a, step_a, b, step_b, result);                      \
      case FATHOM_DIVIDE: return divide_##SUFFIX(count, a, step_a, b, step_b, result);                          \
      case FATHOM_MINIMUM: return minimum_##SUFFIX(count, a, step_a, b, step_b, result);                        \
      case FATHOM_MAXIMUM: return maximum_##SUFFIX(count, a, step_a, b, step_b, result);                        \
    }                                                                                                           \
  }

DEFINE_ARITHMETIC(f32, float)
DEFINE_ARITHMETIC(f64, double)
