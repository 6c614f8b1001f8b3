#include "Moments.h"

#include "Clones.h"

// Sums may be taken in any order, which lets them vectorise. The order depends on the machine's vectors, not on threads.
#pragma clang fp reassociate(on)

#define EACH _Pragma("clang loop interleave(enable)") for (size_t i = 0; i < count; i++)

#define DEFINE_MOMENTS(SUFFIX, SCALAR)                                                                                          \
  FATHOM_CLONES double fathom_run_sum_##SUFFIX(size_t count, const SCALAR *x) {                                                 \
    double sum = 0;                                                                                                             \
    EACH sum += (double)x[i];                                                                                                   \
    return sum;                                                                                                                 \
  }                                                                                                                             \
  FATHOM_CLONES double fathom_run_square_sum_##SUFFIX(size_t count, const SCALAR *x, double center) {                           \
    double sum = 0;                                                                                                             \
    EACH sum += ((double)x[i] - center) * ((double)x[i] - center);                                                              \
    return sum;                                                                                                                 \
  }                                                                                                                             \
  FATHOM_CLONES double fathom_run_centered_dot_##SUFFIX(size_t count, const SCALAR *x, double center, const SCALAR *y) {        \
    double sum = 0;                                                                                                             \
    EACH sum += ((double)x[i] - center) * (double)y[i];                                                                         \
    return sum;                                                                                                                 \
  }                                                                                                                             \
  FATHOM_CLONES void fathom_run_affine_##SUFFIX(size_t count, SCALAR a, const SCALAR *x, SCALAR c, SCALAR *result) {            \
    EACH result[i] = a * x[i] + c;                                                                                              \
  }                                                                                                                             \
  FATHOM_CLONES void fathom_run_affine2_##SUFFIX(size_t count, SCALAR a, const SCALAR *x, SCALAR b, const SCALAR *y, SCALAR c,  \
                                                 SCALAR *result) {                                                              \
    EACH result[i] = a * x[i] + (b * y[i] + c);                                                                                 \
  }

DEFINE_MOMENTS(f32, float)
DEFINE_MOMENTS(f64, double)
