#include "Activations.h"

#include "Clones.h"
#include "ElementaryFunctions.h"

// Loops around the C library's erf stay scalar.
#pragma clang diagnostic ignored "-Wpass-failed"

// erf(x) = x p(x^2) below 1, 1 - exp(q(|x|)) above: polynomials fitted to it by least squares at Chebyshev nodes, within 4 units in the
// last place. Beyond 4 it is 1.
INLINE float erf_of_f32(float x) {
  const float s = x * x;
  float p = -5.6541060e-4f;
  p = p * s + 4.9232775e-3f;
  p = p * s - 2.6716385e-2f;
  p = p * s + 1.1280365e-1f;
  p = p * s - 3.7612349e-1f;
  p = p * s + 1.1283791f;
  const float magnitude = __builtin_elementwise_abs(x);
  const float t = magnitude > 4 ? 4 : magnitude;
  float q = 1.8737525e-4f;
  q = q * t - 2.9571401e-3f;
  q = q * t + 2.1874882e-2f;
  q = q * t - 1.0318146e-1f;
  q = q * t - 6.3806123e-1f;
  q = q * t - 1.1271381f;
  q = q * t - 3.2979070e-4f;
  const float tail = 1 - exp_of_f32(q);
  return magnitude < 1 ? x * p : x < 0 ? -tail : tail;
}

INLINE double erf_of_f64(double x) { return erf(x); }

#define SQRT_HALF 0.70710678118654752440
#define SQRT_TWO_OVER_PI 0.79788456080286535588
#define NORMAL_DENSITY_AT_ZERO 0.39894228040143267794
#define GELU_CUBIC 0.044715

#define DEFINE_SHAPES(SUFFIX, SCALAR)                                                                                \
  /* The normal distribution function. */                                                                            \
  INLINE SCALAR normal_##SUFFIX(SCALAR x) {                                                                          \
    return (SCALAR)0.5 * (1 + erf_of_##SUFFIX(x * (SCALAR)SQRT_HALF));                                               \
  }                                                                                                                  \
  INLINE SCALAR gelu_slope_##SUFFIX(SCALAR x) {                                                                      \
    return normal_##SUFFIX(x) + x * (SCALAR)NORMAL_DENSITY_AT_ZERO * exp_of_##SUFFIX((SCALAR)-0.5 * x * x);          \
  }                                                                                                                  \
  INLINE SCALAR gelu_tanh_##SUFFIX(SCALAR x) {                                                                       \
    const SCALAR t = tanh_of_##SUFFIX((SCALAR)SQRT_TWO_OVER_PI * (x + (SCALAR)GELU_CUBIC * x * x * x));              \
    return (SCALAR)0.5 * x * (1 + t);                                                                                \
  }                                                                                                                  \
  INLINE SCALAR gelu_tanh_slope_##SUFFIX(SCALAR x) {                                                                 \
    const SCALAR t = tanh_of_##SUFFIX((SCALAR)SQRT_TWO_OVER_PI * (x + (SCALAR)GELU_CUBIC * x * x * x));              \
    const SCALAR inner = (SCALAR)SQRT_TWO_OVER_PI * (1 + 3 * (SCALAR)GELU_CUBIC * x * x);                            \
    return (SCALAR)0.5 * (1 + t) + (SCALAR)0.5 * x * (1 - t * t) * inner;                                            \
  }                                                                                                                  \
  INLINE SCALAR silu_slope_##SUFFIX(SCALAR x) {                                                                      \
    const SCALAR s = sigmoid_of_##SUFFIX(x);                                                                         \
    return s * (1 + x * (1 - s));                                                                                    \
  }

DEFINE_SHAPES(f32, float)
DEFINE_SHAPES(f64, double)

#define EACH _Pragma("clang loop vectorize(assume_safety) interleave(enable)") for (size_t i = 0; i < count; i++)

// VALUE of x and `parameter`; SLOPE, the gradient, of x, y, `parameter` and the gradient g by y.
#define DEFINE_ACTIVATION(NAME, SUFFIX, SCALAR, VALUE, SLOPE)                                                                   \
  FATHOM_CLONES static void NAME##_##SUFFIX(SCALAR parameter, size_t count, const SCALAR *values, SCALAR *result) {            \
    (void)parameter;                                                                                                           \
    EACH {                                                                                                                     \
      const SCALAR x = values[i];                                                                                              \
      result[i] = VALUE;                                                                                                       \
    }                                                                                                                          \
  }                                                                                                                            \
  FATHOM_CLONES static void NAME##_gradient_##SUFFIX(SCALAR parameter, size_t count, const SCALAR *values,                     \
                                                     const SCALAR *results, const SCALAR *gradient, SCALAR *target) {          \
    (void)parameter;                                                                                                           \
    EACH {                                                                                                                     \
      const SCALAR x = values[i], y = results[i], g = gradient[i];                                                             \
      (void)x;                                                                                                                 \
      (void)y;                                                                                                                 \
      target[i] = SLOPE;                                                                                                       \
    }                                                                                                                          \
  }

#define DEFINE_ACTIVATIONS(SUFFIX, SCALAR)                                                                                     \
  DEFINE_ACTIVATION(relu, SUFFIX, SCALAR, x < 0 ? 0 : x, y <= 0 ? 0 : g)                                                       \
  DEFINE_ACTIVATION(leaky_relu, SUFFIX, SCALAR, x > 0 ? x : x *parameter, x > 0 ? g : g *parameter)                            \
  DEFINE_ACTIVATION(gelu, SUFFIX, SCALAR, x *normal_##SUFFIX(x), g *gelu_slope_##SUFFIX(x))                                    \
  DEFINE_ACTIVATION(gelu_by_tanh, SUFFIX, SCALAR, gelu_tanh_##SUFFIX(x), g *gelu_tanh_slope_##SUFFIX(x))                       \
  DEFINE_ACTIVATION(silu, SUFFIX, SCALAR, x *sigmoid_of_##SUFFIX(x), g *silu_slope_##SUFFIX(x))                                \
  DEFINE_ACTIVATION(sigmoid, SUFFIX, SCALAR, sigmoid_of_##SUFFIX(x), g *y * (1 - y))                                           \
  DEFINE_ACTIVATION(hyperbolic, SUFFIX, SCALAR, tanh_of_##SUFFIX(x), g * (1 - y * y))                                          \
  void fathom_activate_##SUFFIX(fathom_activation function, SCALAR parameter, size_t count, const SCALAR *x, SCALAR *y) {      \
    switch (function) {                                                                                                        \
      case FATHOM_RELU: return relu_##SUFFIX(parameter, count, x, y);                                                          \
      case FATHOM_LEAKY_RELU: return leaky_relu_##SUFFIX(parameter, count, x, y);                                              \
      case FATHOM_GELU: return gelu_##SUFFIX(parameter, count, x, y);                                                          \
      case FATHOM_GELU_TANH: return gelu_by_tanh_##SUFFIX(parameter, count, x, y);                                             \
      case FATHOM_SILU: return silu_##SUFFIX(parameter, count, x, y);                                                          \
      case FATHOM_ACTIVATE_SIGMOID: return sigmoid_##SUFFIX(parameter, count, x, y);                                           \
      case FATHOM_ACTIVATE_TANH: return hyperbolic_##SUFFIX(parameter, count, x, y);                                           \
    }                                                                                                                          \
  }                                                                                                                            \
  void fathom_activation_gradient_##SUFFIX(fathom_activation function, SCALAR parameter, size_t count, const SCALAR *x,        \
                                           const SCALAR *y, const SCALAR *gradient, SCALAR *target) {                          \
    switch (function) {                                                                                                        \
      case FATHOM_RELU: return relu_gradient_##SUFFIX(parameter, count, x, y, gradient, target);                               \
      case FATHOM_LEAKY_RELU: return leaky_relu_gradient_##SUFFIX(parameter, count, x, y, gradient, target);                   \
      case FATHOM_GELU: return gelu_gradient_##SUFFIX(parameter, count, x, y, gradient, target);                               \
      case FATHOM_GELU_TANH: return gelu_by_tanh_gradient_##SUFFIX(parameter, count, x, y, gradient, target);                  \
      case FATHOM_SILU: return silu_gradient_##SUFFIX(parameter, count, x, y, gradient, target);                               \
      case FATHOM_ACTIVATE_SIGMOID: return sigmoid_gradient_##SUFFIX(parameter, count, x, y, gradient, target);                \
      case FATHOM_ACTIVATE_TANH: return hyperbolic_gradient_##SUFFIX(parameter, count, x, y, gradient, target);                \
    }                                                                                                                          \
  }

DEFINE_ACTIVATIONS(f32, float)
DEFINE_ACTIVATIONS(f64, double)
