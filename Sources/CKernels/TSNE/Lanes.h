// Vectors of the width that an instruction set has, so that one kernel body serves all of them.
//
// A variant's source file defines LANES_ISA, includes this, then the bodies. Lanes hold floats; lanes_bits the same number of int32.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "Dispatch.h"

#if LANES_ISA == 2
#define LANES 16
#define VARIANT(name) name##_avx512
#elif LANES_ISA == 1
#define LANES 8
#define VARIANT(name) name##_avx2
#else
#define LANES 4
#define VARIANT(name) name##_plain
#endif

#if LANES_ISA > 0
#include <immintrin.h>
#endif

#if LANES_ISA == 2
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#elif LANES_ISA == 1
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#endif

#define INLINE static inline __attribute__((always_inline))

typedef float lanes __attribute__((vector_size(4 * LANES)));
typedef float lanes_anywhere __attribute__((vector_size(4 * LANES), aligned(4)));
typedef int32_t lanes_bits __attribute__((vector_size(4 * LANES)));
typedef int32_t lanes_bits_anywhere __attribute__((vector_size(4 * LANES), aligned(4)));

INLINE lanes lanes_load(const float *p) { return *(const lanes_anywhere *)p; }
INLINE void lanes_store(float *p, lanes x) { *(lanes_anywhere *)p = x; }
INLINE lanes_bits lanes_load_bits(const void *p) { return *(const lanes_bits_anywhere *)p; }
INLINE lanes lanes_all(float x) { return (lanes){0} + x; }
INLINE lanes lanes_select(lanes_bits mask, lanes yes, lanes no) {
  return (lanes)((mask & (lanes_bits)yes) | (~mask & (lanes_bits)no));
}
INLINE lanes lanes_keep(lanes_bits mask, lanes x) { return (lanes)(mask & (lanes_bits)x); }
INLINE lanes lanes_min(lanes a, lanes b) { return lanes_select(a < b, a, b); }
INLINE lanes lanes_max(lanes a, lanes b) { return lanes_select(a > b, a, b); }

INLINE float lanes_sum(lanes x) {
#if LANES_ISA == 2
  return _mm512_reduce_add_ps((__m512)x);
#else
  float part[LANES], sum = 0;
  memcpy(part, &x, sizeof part);
  for (int width = LANES / 2; width > 0; width /= 2)
    for (int i = 0; i < width; i++) part[i] += part[i + width];
  sum = part[0];
  return sum;
#endif
}

INLINE int lanes_any(lanes_bits mask) {
#if LANES_ISA == 2
  return _mm512_movepi32_mask((__m512i)mask) != 0;
#elif LANES_ISA == 1
  return _mm256_movemask_ps((__m256)mask) != 0;
#else
  int32_t any = 0;
  for (int i = 0; i < LANES; i++) any |= mask[i];
  return any != 0;
#endif
}

// 1 / x to about one unit in the last place, for x from 1 up.
INLINE lanes lanes_reciprocal(lanes x) {
#if LANES_ISA == 2
  const lanes estimate = (lanes)_mm512_rcp14_ps((__m512)x);
  return estimate * (2.0f - x * estimate);
#elif LANES_ISA == 1
  // Of twelve bits only: a step of second order, or 1 / 1 would not be 1.
  const lanes estimate = (lanes)_mm256_rcp_ps((__m256)x), miss = 1.0f - x * estimate;
  return estimate + estimate * (miss + miss * miss);
#else
  return 1.0f / x;
#endif
}

INLINE lanes lanes_square_root(lanes x) { return __builtin_elementwise_sqrt(x); }

// e^x for x <= 0, to 1e-7 relative; what is below -87 counts as -87.
INLINE lanes lanes_exp_negative(lanes x) {
  x = lanes_max(x, lanes_all(-87.0f));
  const lanes_bits power = __builtin_convertvector(x * 1.44269504f - 0.5f, lanes_bits);  // rounds to nearest, since x <= 0
  const lanes n = __builtin_convertvector(power, lanes);
  const lanes r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  lanes p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + (r + 1.0f);
  return p * (lanes)((power + 127) << 23);
}

// log x for normal x >= 1, to about 1e-7 absolute near 1 and relative beyond.
INLINE lanes lanes_log(lanes x) {
  const lanes_bits bits = (lanes_bits)x;
  const lanes_bits power = (bits - 0x3f3504f3) >> 23;  // so that the mantissa lies in sqrt(1/2) ... sqrt(2)
  const lanes m = (lanes)(bits - (power << 23)) - 1.0f;
  const lanes n = __builtin_convertvector(power, lanes);
  lanes p = m * 7.0376836292e-2f - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  const lanes square = m * m;
  return (p * m * square - n * 2.12194440e-4f) - 0.5f * square + m + n * 0.693359375f;
}

#if LANES_ISA == 2
// Pairs (x, y) one after another to their x and their y.
INLINE void lanes_part_pairs(__m512 a, __m512 b, lanes *x, lanes *y) {
  const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
  const __m512i odd = _mm512_set_epi32(31, 29, 27, 25, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1);
  *x = (lanes)_mm512_permutex2var_ps(a, even, b);
  *y = (lanes)_mm512_permutex2var_ps(a, odd, b);
}
#elif LANES_ISA == 1
INLINE void lanes_part_pairs(__m256 a, __m256 b, lanes *x, lanes *y) {
  *x = (lanes)_mm256_permute4x64_pd((__m256d)_mm256_shuffle_ps(a, b, 0x88), 0xd8);
  *y = (lanes)_mm256_permute4x64_pd((__m256d)_mm256_shuffle_ps(a, b, 0xdd), 0xd8);
}
#endif

// The points whose numbers `index` holds, from points [count, 2].
INLINE void lanes_gather_pairs(const float *points, lanes_bits index, lanes *x, lanes *y) {
#if LANES_ISA == 2
  lanes_part_pairs((__m512)_mm512_i32gather_pd(_mm512_castsi512_si256((__m512i)index), points, 8),
                   (__m512)_mm512_i32gather_pd(_mm512_extracti64x4_epi64((__m512i)index, 1), points, 8), x, y);
#elif LANES_ISA == 1
  lanes_part_pairs((__m256)_mm256_i32gather_pd((const double *)points, _mm256_castsi256_si128((__m256i)index), 8),
                   (__m256)_mm256_i32gather_pd((const double *)points, _mm256_extracti128_si256((__m256i)index, 1), 8), x, y);
#else
  for (int i = 0; i < LANES; i++) {
    (*x)[i] = points[2 * (size_t)index[i]];
    (*y)[i] = points[2 * (size_t)index[i] + 1];
  }
#endif
}

// The points whose numbers stand in the bits `mask` of words[LANES], from points [count, 2]: the same as lanes_gather_pairs by a load for
// each point, which is faster where the processor runs a gather as a long program of its own (AMD; Intel with the mend for Downfall).
INLINE void lanes_load_pairs(const float *points, const uint32_t *words, uint32_t mask, lanes *x, lanes *y) {
#if LANES_ISA > 0
  __m256d quad[LANES / 4];
  for (int i = 0; i < LANES / 4; i++) {
    uint64_t two[2];  // words by twos: half the loads
    memcpy(two, words + 4 * i, sizeof two);
    __m128d half[2];
    for (int j = 0; j < 2; j++) {
      const double *first = (const double *)points + (two[j] & mask), *second = (const double *)points + ((two[j] >> 32) & mask);
      half[j] = _mm_loadh_pd(_mm_load_sd(first), second);
    }
    quad[i] = _mm256_insertf128_pd(_mm256_castpd128_pd256(half[0]), half[1], 1);
  }
#if LANES_ISA == 2
  lanes_part_pairs((__m512)_mm512_insertf64x4(_mm512_castpd256_pd512(quad[0]), quad[1], 1),
                   (__m512)_mm512_insertf64x4(_mm512_castpd256_pd512(quad[2]), quad[3], 1), x, y);
#else
  lanes_part_pairs((__m256)quad[0], (__m256)quad[1], x, y);
#endif
#else
  lanes_gather_pairs(points, lanes_load_bits(words) & (int32_t)mask, x, y);
#endif
}

// Neighbouring lanes exchanged: each coordinate of a pair beside the other one.
INLINE lanes lanes_swap_pairs(lanes x) {
#if LANES == 16
  return __builtin_shufflevector(x, x, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
#elif LANES == 8
  return __builtin_shufflevector(x, x, 1, 0, 3, 2, 5, 4, 7, 6);
#else
  return __builtin_shufflevector(x, x, 1, 0, 3, 2);
#endif
}

// LANES points of points [count, dimensions] starting at number `first`, one coordinate of each; what is beyond `last` repeats the last.
INLINE lanes lanes_coordinate(const float *points, long dimensions, long first, long last, long coordinate) {
  lanes x = {0};
  for (int i = 0; i < LANES; i++) {
    const long row = first + i < last ? first + i : last - 1;
    x[i] = points[row * dimensions + coordinate];
  }
  return x;
}

// (1 + d2 / freedom)^-1 and the tail (1 + d2 / freedom)^-freedom.
INLINE void lanes_tail(lanes d2, float freedom, lanes *inverse, lanes *weight) {
  if (freedom == 1) {
    *inverse = *weight = lanes_reciprocal(d2 + 1.0f);
  } else {
    const lanes base = d2 * (1.0f / freedom) + 1.0f;
    *inverse = lanes_reciprocal(base);
    *weight = lanes_exp_negative(lanes_log(base) * -freedom);
  }
}
