// exp, sigmoid, tanh and log of one scalar as branch-free inline functions, for loops that the compiler vectorises.
#ifndef FATHOM_ELEMENTARY_FUNCTIONS_H
#define FATHOM_ELEMENTARY_FUNCTIONS_H
#include <math.h>
#include <stdint.h>
#include <string.h>

// exp(x) = 2^n exp(r), n = round(x / ln 2), |r| <= ln 2 / 2, exp(r) by its Taylor series. Adding 1.5 * 2^(mantissa bits) rounds x / ln 2
// to an integer and leaves it in the low bits, also where x is NaN.
//
// log(x) = n ln 2 + log(m), m in [sqrt(1/2), sqrt(2)), log(m) = 2 atanh(s), s = (m - 1) / (m + 1), by its Taylor series.

// Not every file uses every function.
#define INLINE static inline __attribute__((always_inline, unused))

#define DEFINE_BITS(SUFFIX, SCALAR, INTEGER)                                    \
  INLINE INTEGER bits_##SUFFIX(SCALAR x) {                                      \
    INTEGER bits;                                                               \
    memcpy(&bits, &x, sizeof bits);                                             \
    return bits;                                                                \
  }                                                                             \
  INLINE SCALAR scalar_##SUFFIX(INTEGER bits) {                                 \
    SCALAR x;                                                                   \
    memcpy(&x, &bits, sizeof x);                                                \
    return x;                                                                   \
  }

DEFINE_BITS(f32, float, int32_t)
DEFINE_BITS(f64, double, int64_t)

// (exp(r) - 1 - r) / r^2 for |r| <= ln 2 / 2.
INLINE float exp_series_f32(float r) {
  float p = 1.0f / 5040;
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  return p * r + 0.5f;
}

INLINE double exp_series_f64(double r) {
  double p = 1.0 / 6227020800;
  p = p * r + 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  return p * r + 0.5;
}

// (atanh(s) / s - 1) / s^2 for |s| <= 0.172, of t = s^2.
INLINE float log_series_f32(float t) {
  float p = 1.0f / 11;
  p = p * t + 1.0f / 9;
  p = p * t + 1.0f / 7;
  p = p * t + 1.0f / 5;
  return p * t + 1.0f / 3;
}

INLINE double log_series_f64(double t) {
  double p = 1.0 / 23;
  p = p * t + 1.0 / 21;
  p = p * t + 1.0 / 19;
  p = p * t + 1.0 / 17;
  p = p * t + 1.0 / 15;
  p = p * t + 1.0 / 13;
  p = p * t + 1.0 / 11;
  p = p * t + 1.0 / 9;
  p = p * t + 1.0 / 7;
  p = p * t + 1.0 / 5;
  return p * t + 1.0 / 3;
}

// MANTISSA: bits of the mantissa; BIAS: of the exponent; ROUNDING: 1.5 * 2^MANTISSA; LN2_HIGH has so few digits that n * LN2_HIGH is
// exact; LOWEST and HIGHEST: beyond them exp is 0 and infinite; FLAT: from there on tanh is 1 to the last digit; SUBNORMAL: below it
// numbers lose digits, and LIFT, 2^LIFT_BITS, brings them back.
#define DEFINE_FUNCTIONS(SUFFIX, SCALAR, INTEGER, MANTISSA, BIAS, ROUNDING, LN2_HIGH, LN2_LOW, LOWEST, HIGHEST, FLAT, SUBNORMAL, \
                         LIFT, LIFT_BITS)                                                                                        \
  /* 2^n by its bits, for normal results. */                                                                                     \
  INLINE SCALAR power_of_two_##SUFFIX(INTEGER n) { return scalar_##SUFFIX((n + BIAS) << MANTISSA); }                             \
                                                                                                                                 \
  /* n and r of the comment on top, and exp(r) - 1. */                                                                           \
  INLINE SCALAR reduced_expm1_##SUFFIX(SCALAR x, INTEGER *n) {                                                                   \
    const SCALAR rounded = x * (SCALAR)1.4426950408889634074 + (SCALAR)ROUNDING;                                                 \
    const SCALAR whole = rounded - (SCALAR)ROUNDING;                                                                             \
    *n = bits_##SUFFIX(rounded) - bits_##SUFFIX((SCALAR)ROUNDING);                                                               \
    const SCALAR r = (x - whole * (SCALAR)LN2_HIGH) - whole * (SCALAR)LN2_LOW;                                                   \
    return r + r * r * exp_series_##SUFFIX(r);                                                                                   \
  }                                                                                                                              \
                                                                                                                                 \
  INLINE SCALAR exp_of_##SUFFIX(SCALAR x) {                                                                                      \
    x = x < (SCALAR)LOWEST ? (SCALAR)LOWEST : x;                                                                                 \
    x = x > (SCALAR)HIGHEST ? (SCALAR)HIGHEST : x;                                                                               \
    INTEGER n;                                                                                                                   \
    const SCALAR value = 1 + reduced_expm1_##SUFFIX(x, &n);                                                                      \
    /* In two steps, so that the result may overflow and underflow. */                                                           \
    const INTEGER half = n >> 1;                                                                                                 \
    return value * power_of_two_##SUFFIX(half) * power_of_two_##SUFFIX(n - half);                                                \
  }                                                                                                                              \
                                                                                                                                 \
  INLINE SCALAR sigmoid_of_##SUFFIX(SCALAR x) { return 1 / (1 + exp_of_##SUFFIX(-x)); }                                          \
                                                                                                                                 \
  /* tanh(x) = e / (e + 2), e = exp(2x) - 1, which keeps its digits near zero. */                                                \
  INLINE SCALAR tanh_of_##SUFFIX(SCALAR x) {                                                                                     \
    SCALAR twice = 2 * __builtin_elementwise_abs(x);                                                                             \
    twice = twice > (SCALAR)FLAT ? (SCALAR)FLAT : twice;                                                                         \
    INTEGER n;                                                                                                                   \
    const SCALAR small = reduced_expm1_##SUFFIX(twice, &n);                                                                      \
    const SCALAR scale = power_of_two_##SUFFIX(n);                                                                               \
    const SCALAR e = scale * small + (scale - 1);                                                                                \
    const SCALAR magnitude = e / (e + 2);                                                                                        \
    return x < 0 ? -magnitude : x > 0 ? magnitude : x;                                                                           \
  }                                                                                                                              \
                                                                                                                                 \
  INLINE SCALAR log_of_##SUFFIX(SCALAR x) {                                                                                      \
    const SCALAR lifted = x < (SCALAR)SUBNORMAL ? x * (SCALAR)LIFT : x;                                                          \
    const INTEGER bits = bits_##SUFFIX(lifted);                                                                                  \
    /* Splits at sqrt(1/2): what lies above it in its octave counts as less than the next one. */                                \
    const INTEGER offset = bits - bits_##SUFFIX((SCALAR)0.70710678118654752440);                                                 \
    const INTEGER n = offset >> MANTISSA;                                                                                        \
    const SCALAR m = scalar_##SUFFIX(bits - (n << MANTISSA));                                                                    \
    const SCALAR whole = (SCALAR)n - (x < (SCALAR)SUBNORMAL ? (SCALAR)LIFT_BITS : 0);                                            \
    const SCALAR f = m - 1;                                                                                                      \
    const SCALAR s = f / (2 + f);                                                                                                \
    const SCALAR t = s * s;                                                                                                      \
    /* 2 atanh(s) = f - s (f - 2 t series): the large part, f, is exact. */                                                      \
    const SCALAR logarithm = f - s * (f - 2 * t * log_series_##SUFFIX(t));                                                       \
    SCALAR result = whole * (SCALAR)LN2_HIGH + (logarithm + whole * (SCALAR)LN2_LOW);                                            \
    result = x == (SCALAR)INFINITY ? x : result;                                                                                 \
    result = x == 0 ? -(SCALAR)INFINITY : result;                                                                                \
    return x >= 0 ? result : (SCALAR)NAN;                                                                                        \
  }

DEFINE_FUNCTIONS(f32, float, int32_t, 23, 127, 12582912.0, 0.693359375, -2.12194440e-4, -104.0, 89.0, 30.0, 1.17549435e-38, 8388608.0,
                 23)
DEFINE_FUNCTIONS(f64, double, int64_t, 52, 1023, 6755399441055744.0, 6.93147180369123816490e-01, 1.90821492927058770002e-10, -746.0,
                 710.0, 60.0, 2.2250738585072014e-308, 4503599627370496.0, 52)

#endif
