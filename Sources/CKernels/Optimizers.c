#include "Optimizers.h"

#include "Clones.h"

// Moments of a gradient that has become zero shrink towards zero for ever. On the way they pass through the numbers too small to be
// normal, on which processors are a hundred times slower: inside an optimiser these count as zero.
#if defined(__x86_64__)
static unsigned begin_flushing(void) {
  const unsigned mode = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(mode | 0x8040u);
  return mode;
}
static void end_flushing(unsigned mode) { __builtin_ia32_ldmxcsr(mode); }
#elif defined(__aarch64__)
static unsigned long begin_flushing(void) {
  unsigned long mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  __asm__ volatile("msr fpcr, %0" : : "r"(mode | 1ul << 24));
  return mode;
}
static void end_flushing(unsigned long mode) { __asm__ volatile("msr fpcr, %0" : : "r"(mode)); }
#else
static unsigned begin_flushing(void) { return 0; }
static void end_flushing(unsigned mode) { (void)mode; }
#endif
#define FLUSHED(CALL)                 \
  const unsigned long mode = begin_flushing(); \
  CALL;                               \
  end_flushing(mode)

#define EACH _Pragma("clang loop vectorize(assume_safety) interleave(enable)") for (size_t i = 0; i < count; i++)

// Parameters rounded to the scalar before the loop, so that nothing is converted inside it.
#define DEFINE_OPTIMIZERS(SUFFIX, SCALAR)                                                                                      \
  FATHOM_CLONES static void sgd_##SUFFIX(const fathom_sgd *rule, size_t count, SCALAR *value, const SCALAR *gradient,          \
                                         SCALAR *velocity) {                                                                   \
    const SCALAR rate = (SCALAR)rule->rate, decay = (SCALAR)rule->weight_decay, momentum = (SCALAR)rule->momentum;             \
    const SCALAR fresh = rule->first ? (SCALAR)1 : (SCALAR)(1 - rule->dampening);                                              \
    if (!velocity) {                                                                                                           \
      EACH value[i] -= rate * (gradient[i] + decay * value[i]);                                                                \
      return;                                                                                                                  \
    }                                                                                                                          \
    const SCALAR now = rule->nesterov ? (SCALAR)1 : (SCALAR)0, past = rule->nesterov ? momentum : (SCALAR)1;                   \
    EACH {                                                                                                                     \
      const SCALAR slope = gradient[i] + decay * value[i];                                                                     \
      velocity[i] = momentum * velocity[i] + fresh * slope;                                                                    \
      value[i] -= rate * (now * slope + past * velocity[i]);                                                                   \
    }                                                                                                                          \
  }                                                                                                                            \
                                                                                                                               \
  FATHOM_CLONES static void adam_##SUFFIX(const fathom_adam *rule, size_t count, SCALAR *value, const SCALAR *gradient,        \
                                          SCALAR *first, SCALAR *second) {                                                     \
    const SCALAR rate = (SCALAR)rule->rate, decay = (SCALAR)rule->weight_decay, keep = (SCALAR)rule->keep;                     \
    const SCALAR beta1 = (SCALAR)rule->beta1, rest1 = (SCALAR)(1 - rule->beta1);                                               \
    const SCALAR beta2 = (SCALAR)rule->beta2, rest2 = (SCALAR)(1 - rule->beta2);                                               \
    const SCALAR scale = (SCALAR)rule->second_scale, epsilon = (SCALAR)rule->epsilon;                                          \
    EACH {                                                                                                                     \
      const SCALAR slope = gradient[i] + decay * value[i];                                                                     \
      const SCALAR m = beta1 * first[i] + rest1 * slope, v = beta2 * second[i] + rest2 * slope * slope;                        \
      first[i] = m;                                                                                                            \
      second[i] = v;                                                                                                           \
      value[i] = keep * value[i] - rate * m / (__builtin_elementwise_sqrt(v) * scale + epsilon);                                                     \
    }                                                                                                                          \
  }                                                                                                                            \
                                                                                                                               \
  FATHOM_CLONES static void rmsprop_##SUFFIX(const fathom_rmsprop *rule, size_t count, SCALAR *value, const SCALAR *gradient,  \
                                             SCALAR *square, SCALAR *buffer, SCALAR *mean) {                                   \
    const SCALAR rate = (SCALAR)rule->rate, decay = (SCALAR)rule->weight_decay, momentum = (SCALAR)rule->momentum;             \
    const SCALAR alpha = (SCALAR)rule->alpha, rest = (SCALAR)(1 - rule->alpha), epsilon = (SCALAR)rule->epsilon;               \
    for (size_t i = 0; i < count; i++) {                                                                                       \
      const SCALAR slope = gradient[i] + decay * value[i];                                                                     \
      square[i] = alpha * square[i] + rest * slope * slope;                                                                    \
      SCALAR spread = square[i];                                                                                               \
      if (mean) {                                                                                                              \
        mean[i] = alpha * mean[i] + rest * slope;                                                                              \
        spread -= mean[i] * mean[i];                                                                                           \
      }                                                                                                                        \
      const SCALAR move = slope / (__builtin_elementwise_sqrt(spread) + epsilon);                                                                    \
      if (buffer) {                                                                                                            \
        buffer[i] = momentum * buffer[i] + move;                                                                               \
        value[i] -= rate * buffer[i];                                                                                          \
      } else {                                                                                                                 \
        value[i] -= rate * move;                                                                                               \
      }                                                                                                                        \
    }                                                                                                                          \
  }

#define DEFINE_FLUSHED(SUFFIX, SCALAR)                                                                                         \
  void fathom_sgd_##SUFFIX(const fathom_sgd *rule, size_t count, SCALAR *value, const SCALAR *gradient, SCALAR *velocity) {    \
    FLUSHED(sgd_##SUFFIX(rule, count, value, gradient, velocity));                                                             \
  }                                                                                                                            \
  void fathom_adam_##SUFFIX(const fathom_adam *rule, size_t count, SCALAR *value, const SCALAR *gradient, SCALAR *first,       \
                            SCALAR *second) {                                                                                  \
    FLUSHED(adam_##SUFFIX(rule, count, value, gradient, first, second));                                                       \
  }                                                                                                                            \
  void fathom_rmsprop_##SUFFIX(const fathom_rmsprop *rule, size_t count, SCALAR *value, const SCALAR *gradient, SCALAR *square, \
                               SCALAR *buffer, SCALAR *mean) {                                                                 \
    FLUSHED(rmsprop_##SUFFIX(rule, count, value, gradient, square, buffer, mean));                                             \
  }

DEFINE_OPTIMIZERS(f32, float)
DEFINE_OPTIMIZERS(f64, double)
DEFINE_FLUSHED(f32, float)
DEFINE_FLUSHED(f64, double)
