// The exact scores of single pairs.
#include "Clones.h"
#include "Neighbors.h"

#pragma clang fp reassociate(on)
#pragma clang diagnostic ignored "-Wpsabi"  // vectors are passed between inlined functions only

// MARK: Exact scores

// Eight coordinates at a time; the alignment is that of a float, so that any row can be read.
typedef float lanes __attribute__((vector_size(32), aligned(4)));

static inline __attribute__((always_inline)) float sum_of(lanes v) {
  return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}

static inline __attribute__((always_inline)) float largest_of(lanes v) {
  float largest = 0;
  for (int i = 0; i < 8; i++) largest = v[i] > largest ? v[i] : largest;
  return largest;
}

static inline __attribute__((always_inline)) float exact_score(
    fathom_neighbor_metric metric, const float *x, const float *y, size_t stride) {
  lanes total = {0}, odd = {0};
  size_t k = 0;
#define READ(p, at) (*(const lanes *)((p) + (at)))
  switch (metric) {
    case FATHOM_NEIGHBOR_SQUARED:
      for (; k + 16 <= stride; k += 16) {
        const lanes a = READ(x, k) - READ(y, k), b = READ(x, k + 8) - READ(y, k + 8);
        total += a * a;
        odd += b * b;
      }
      for (; k < stride; k += 8) {
        const lanes a = READ(x, k) - READ(y, k);
        total += a * a;
      }
      return -0.5f * sum_of(total + odd);
    case FATHOM_NEIGHBOR_PRODUCT:
      for (; k < stride; k += 8) total += READ(x, k) * READ(y, k);
      return sum_of(total);
    case FATHOM_NEIGHBOR_MANHATTAN:
      for (; k < stride; k += 8) total += __builtin_elementwise_abs(READ(x, k) - READ(y, k));
      return -sum_of(total);
    case FATHOM_NEIGHBOR_CHEBYSHEV:
      for (; k < stride; k += 8) total = __builtin_elementwise_max(total, __builtin_elementwise_abs(READ(x, k) - READ(y, k)));
      return -largest_of(total);
    case FATHOM_NEIGHBOR_HAMMING: {
      int32_t differing = 0;
      for (; k < stride; k++) differing += x[k] != y[k];
      return -(float)differing;
    }
    case FATHOM_NEIGHBOR_GIVEN:
      break;
  }
#undef READ
  return 0;
}

#define EXACT_SCORES(METRIC)                                                                        \
  case METRIC:                                                                                      \
    for (int32_t i = 0; i < count; i++) {                                                           \
      const int32_t ahead = positions[i + 4 < count ? i + 4 : count - 1];                           \
      const char *coming = (const char *)(pool->references + (size_t)ahead * stride);               \
      for (size_t byte = 0; byte < 4 * stride && byte < 256; byte += 64) __builtin_prefetch(coming + byte); \
      scores[i] = exact_score(METRIC, x, pool->references + (size_t)positions[i] * stride, stride); \
    }                                                                                               \
    break;

FATHOM_CLONES
void fathom_neighbors_exact(
    const fathom_neighbor_pool *pool, int32_t row, const int32_t *positions, int32_t count, float *scores) {
  const float *x = pool->queries + (size_t)row * pool->query_stride;
  const size_t stride = pool->reference_stride;
  switch (pool->metric) {
    EXACT_SCORES(FATHOM_NEIGHBOR_SQUARED)
    EXACT_SCORES(FATHOM_NEIGHBOR_PRODUCT)
    EXACT_SCORES(FATHOM_NEIGHBOR_MANHATTAN)
    EXACT_SCORES(FATHOM_NEIGHBOR_CHEBYSHEV)
    EXACT_SCORES(FATHOM_NEIGHBOR_HAMMING)
    case FATHOM_NEIGHBOR_GIVEN:
      for (int32_t i = 0; i < count; i++) scores[i] = -x[positions[i]];
      break;
  }
}
