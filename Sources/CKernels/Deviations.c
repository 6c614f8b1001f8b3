// The moments of numbers that are all finite, in one pass.
#include <math.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "CRC32.h"
#include "Clones.h"
#include "Histograms.h"

// No fused multiply-add, and sums in 16 lanes that every level of vector instructions adds up alike: the same bits on every machine.
#pragma clang fp contract(off)
#define LANES 16

#define DEFINE_LANES(SUFFIX, SCALAR, COUNTER)                                                                  \
  typedef struct lanes_##SUFFIX {                                                                              \
    double sum[LANES], squares[LANES];                                                                         \
    SCALAR low[LANES], high[LANES];                                                                            \
    COUNTER zeros[LANES];                                                                                      \
  } lanes_##SUFFIX;                                                                                            \
                                                                                                               \
  static inline __attribute__((always_inline)) void add_number_##SUFFIX(                                       \
      lanes_##SUFFIX *lanes, size_t lane, SCALAR value, double center) {                                       \
    const double distance = (double)value - center;                                                            \
    lanes->sum[lane] += distance;                                                                              \
    lanes->squares[lane] += distance * distance;                                                               \
    lanes->zeros[lane] += value == 0;                                                                          \
    lanes->low[lane] = value < lanes->low[lane] ? value : lanes->low[lane];                                    \
    lanes->high[lane] = value > lanes->high[lane] ? value : lanes->high[lane];                                 \
  }                                                                                                            \
                                                                                                               \
  /* As many as fill all lanes. */                                                                             \
  FATHOM_CLONES static void add_rows_##SUFFIX(lanes_##SUFFIX *result, const SCALAR *x, size_t count, double center) { \
    lanes_##SUFFIX lanes = *result;                                                                            \
    for (size_t i = 0; i + LANES <= count; i += LANES) {                                                       \
      SCALAR part[LANES];                                                                                      \
      memcpy(part, x + i, sizeof part);                                                                        \
      for (size_t lane = 0; lane < LANES; lane++) add_number_##SUFFIX(&lanes, lane, part[lane], center);       \
    }                                                                                                          \
    *result = lanes;                                                                                           \
  }

DEFINE_LANES(f32, float, uint32_t)
DEFINE_LANES(f64, double, uint64_t)

#if defined(__x86_64__)
// Eight numbers at a time, which the compiler does not come to by itself. With `is_about_zero` there is no center to be taken from them, and
// as the square of a Float is exact in a Double, adding it in one step has the same bits.
__attribute__((target("avx2,fma,popcnt"), always_inline)) static inline void add_vectors(
    lanes_f32 *lanes, const float *x, size_t count, double center, int is_about_zero) {
  const __m256d from = _mm256_set1_pd(center);
  __m256d sum[4], squares[4];
  for (int part = 0; part < 4; part++) {
    sum[part] = _mm256_loadu_pd(lanes->sum + 4 * part);
    squares[part] = _mm256_loadu_pd(lanes->squares + 4 * part);
  }
  __m256 low = _mm256_loadu_ps(lanes->low), high = _mm256_loadu_ps(lanes->high);
  uint32_t zeros = 0;
  for (size_t i = 0; i + LANES <= count; i += LANES) {
    for (int half = 0; half < 2; half++) {
      const __m256 numbers = _mm256_loadu_ps(x + i + 8 * half);
      zeros += (uint32_t)__builtin_popcount((unsigned)_mm256_movemask_ps(_mm256_cmp_ps(numbers, _mm256_setzero_ps(), _CMP_EQ_OQ)));
      low = _mm256_min_ps(numbers, low);
      high = _mm256_max_ps(numbers, high);
    }
    for (int part = 0; part < 4; part++) {
      const __m256d numbers = _mm256_cvtps_pd(_mm_loadu_ps(x + i + 4 * part));
      const __m256d distance = is_about_zero ? numbers : _mm256_sub_pd(numbers, from);
      sum[part] = _mm256_add_pd(sum[part], distance);
      squares[part] = is_about_zero ? _mm256_fmadd_pd(distance, distance, squares[part])
                                    : _mm256_add_pd(squares[part], _mm256_mul_pd(distance, distance));
    }
  }
  for (int part = 0; part < 4; part++) {
    _mm256_storeu_pd(lanes->sum + 4 * part, sum[part]);
    _mm256_storeu_pd(lanes->squares + 4 * part, squares[part]);
  }
  _mm256_storeu_ps(lanes->low, low);
  _mm256_storeu_ps(lanes->high, high);
  lanes->zeros[0] += zeros;
}

__attribute__((target("avx2,fma,popcnt"))) static void add_rows_avx2(lanes_f32 *lanes, const float *x, size_t count, double center) {
  if (center == 0) return add_vectors(lanes, x, count, center, 1);
  add_vectors(lanes, x, count, center, 0);
}

// The same, where the compiler counts zeros by masks.
__attribute__((target("arch=x86-64-v4"))) static void add_rows_avx512(lanes_f32 *lanes, const float *x, size_t count, double center) {
  if (center == 0) return add_vectors(lanes, x, count, center, 1);
  add_vectors(lanes, x, count, center, 0);
}
#endif

static void add_f32(fathom_isa isa, lanes_f32 *lanes, const float *x, size_t count, double center) {
#if defined(__x86_64__)
  if (isa >= FATHOM_ISA_AVX512) return add_rows_avx512(lanes, x, count, center);
  if (isa >= FATHOM_ISA_AVX2) return add_rows_avx2(lanes, x, count, center);
#endif
  add_rows_f32(lanes, x, count, center);
}

#define DEFINE_RESULT(SUFFIX, SCALAR)                                                                                     \
  static lanes_##SUFFIX no_lanes_##SUFFIX(void) {                                                                         \
    lanes_##SUFFIX lanes = {0};                                                                                           \
    for (size_t lane = 0; lane < LANES; lane++) lanes.low[lane] = (SCALAR)INFINITY, lanes.high[lane] = (SCALAR)-INFINITY; \
    return lanes;                                                                                                         \
  }                                                                                                                       \
                                                                                                                          \
  /* Of the lanes and what did not fill all of them. */                                                                   \
  static fathom_deviations result_##SUFFIX(lanes_##SUFFIX *lanes, const SCALAR *rest, size_t count, double center) {      \
    for (size_t i = 0; i < count; i++) add_number_##SUFFIX(lanes, i, rest[i], center);                                    \
    fathom_deviations result = {0, 0, INFINITY, -INFINITY, 0};                                                            \
    for (size_t lane = 0; lane < LANES; lane++) {                                                                         \
      result.sum += lanes->sum[lane];                                                                                     \
      result.squares += lanes->squares[lane];                                                                             \
      result.minimum = lanes->low[lane] < result.minimum ? (double)lanes->low[lane] : result.minimum;                     \
      result.maximum = lanes->high[lane] > result.maximum ? (double)lanes->high[lane] : result.maximum;                   \
      result.zeros += lanes->zeros[lane];                                                                                 \
    }                                                                                                                     \
    return result;                                                                                                        \
  }

DEFINE_RESULT(f32, float)
DEFINE_RESULT(f64, double)

fathom_deviations fathom_deviations_f32(fathom_isa isa, const float *x, size_t count, double center, uint32_t *checksum) {
  lanes_f32 lanes = no_lanes_f32();
  // So few bytes that they are still in the cache of the first level.
  const size_t page = checksum ? 2048 : count;
  for (size_t first = 0; first < count; first += page) {
    const size_t some = count - first < page ? count - first : page;
    add_f32(isa, &lanes, x + first, some, center);
    if (checksum) *checksum = fathom_crc32(*checksum, x + first, some * sizeof *x);
  }
  return result_f32(&lanes, x + count / LANES * LANES, count % LANES, center);
}

fathom_deviations fathom_deviations_f64(const double *x, size_t count, double center) {
  lanes_f64 lanes = no_lanes_f64();
  add_rows_f64(&lanes, x, count, center);
  return result_f64(&lanes, x + count / LANES * LANES, count % LANES, center);
}
