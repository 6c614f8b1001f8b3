#include "Histograms.h"

#include <math.h>
#include <string.h>

#include "Clones.h"

// No fused multiply-add, and sums in 16 lanes that every level of vector instructions adds up alike: the same bits on every machine.
#pragma clang fp contract(off)
#define LANES 16

void fathom_count_keys_f32(const float *x, size_t count, uint32_t *counts) {
  uint32_t *second = counts + FATHOM_FLOAT_KEYS;
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    uint64_t pair[2];
    memcpy(pair, x + i, sizeof pair);
    counts[(uint32_t)pair[0] >> 16]++;
    second[pair[0] >> 48]++;
    counts[(uint32_t)pair[1] >> 16]++;
    second[pair[1] >> 48]++;
  }
  for (; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, sizeof bits);
    counts[bits >> 16]++;
  }
}

FATHOM_CLONES void fathom_keys_f64(const double *x, size_t count, uint32_t *keys) {
  for (size_t i = 0; i < count; i++) {
    uint64_t bits;
    memcpy(&bits, x + i, sizeof bits);
    keys[i] = (uint32_t)(bits >> 45);
  }
}

// Sorts numbers below 2^20 by their lower and then by their upper ten bits.
static void sort_cells(uint32_t *cells, uint32_t *scratch, size_t count) {
  uint32_t starts[2][1024] = {{0}};
  for (size_t i = 0; i < count; i++) {
    starts[0][cells[i] & 1023]++;
    starts[1][cells[i] >> 10]++;
  }
  for (int pass = 0; pass < 2; pass++) {
    uint32_t sum = 0;
    for (int digit = 0; digit < 1024; digit++) {
      const uint32_t here = starts[pass][digit];
      starts[pass][digit] = sum;
      sum += here;
    }
  }
  for (size_t i = 0; i < count; i++) scratch[starts[0][cells[i] & 1023]++] = cells[i];
  for (size_t i = 0; i < count; i++) cells[starts[1][scratch[i] >> 10]++] = scratch[i];
}

#define DEFINE_SORTED_CELLS(SUFFIX, SCALAR)                                                                        \
  size_t fathom_sorted_cells_##SUFFIX(const SCALAR *x, size_t count, uint32_t *cells, uint32_t *scratch) {         \
    size_t used = 0;                                                                                               \
    for (size_t i = 0; i < count; i++) {                                                                           \
      const double value = (double)x[i];                                                                           \
      uint64_t bits;                                                                                               \
      memcpy(&bits, &value, sizeof bits);                                                                          \
      const uint32_t magnitude = (uint32_t)(bits >> 45) & 0x3FFFF;                                                 \
      cells[used] = bits >> 63 ? 0x3FFFF - magnitude : 0x40000 + magnitude;                                        \
      used += value != 0 && magnitude < 0x3FF80; /* above are infinity and what is not a number */                 \
    }                                                                                                              \
    sort_cells(cells, scratch, used);                                                                              \
    return used;                                                                                                   \
  }

DEFINE_SORTED_CELLS(f32, float)
DEFINE_SORTED_CELLS(f64, double)

#define DEFINE_FINITE(SUFFIX, SCALAR, LARGEST)                                                              \
  FATHOM_CLONES fathom_finite fathom_finite_##SUFFIX(const SCALAR *x, size_t count) {                       \
    double sum[LANES] = {0};                                                                                \
    SCALAR low[LANES], high[LANES];                                                                         \
    uint32_t finite[LANES] = {0}, zeros[LANES] = {0}, above[LANES] = {0}, below[LANES] = {0};               \
    for (size_t lane = 0; lane < LANES; lane++) low[lane] = (SCALAR)INFINITY, high[lane] = (SCALAR)-INFINITY; \
    for (size_t i = 0; i < count; i += LANES) {                                                             \
      SCALAR part[LANES];                                                                                   \
      if (i + LANES <= count) {                                                                             \
        memcpy(part, x + i, sizeof part);                                                                   \
      } else { /* what is missing is not a number, which counts nowhere */                                  \
        for (size_t lane = 0; lane < LANES; lane++) part[lane] = i + lane < count ? x[i + lane] : (SCALAR)NAN; \
      }                                                                                                     \
      for (size_t lane = 0; lane < LANES; lane++) {                                                         \
        const SCALAR value = part[lane];                                                                    \
        const int is_finite = value <= LARGEST && value >= -LARGEST;                                        \
        sum[lane] += is_finite ? (double)value : 0;                                                         \
        finite[lane] += is_finite;                                                                          \
        zeros[lane] += value == 0;                                                                          \
        above[lane] += value > LARGEST;                                                                     \
        below[lane] += value < -LARGEST;                                                                    \
        low[lane] = is_finite && value < low[lane] ? value : low[lane];                                     \
        high[lane] = is_finite && value > high[lane] ? value : high[lane];                                  \
      }                                                                                                     \
    }                                                                                                       \
    fathom_finite result = {0, INFINITY, -INFINITY, 0, 0, 0, 0};                                            \
    for (size_t lane = 0; lane < LANES; lane++) {                                                           \
      result.sum += sum[lane];                                                                              \
      result.minimum = low[lane] < result.minimum ? (double)low[lane] : result.minimum;                     \
      result.maximum = high[lane] > result.maximum ? (double)high[lane] : result.maximum;                   \
      result.count += finite[lane];                                                                         \
      result.zeros += zeros[lane];                                                                          \
      result.positive_infinities += above[lane];                                                            \
      result.negative_infinities += below[lane];                                                            \
    }                                                                                                       \
    return result;                                                                                          \
  }                                                                                                         \
                                                                                                            \
  FATHOM_CLONES double fathom_finite_squares_##SUFFIX(const SCALAR *x, size_t count, double center) {       \
    double sum[LANES] = {0};                                                                                \
    for (size_t i = 0; i < count; i += LANES) {                                                             \
      SCALAR part[LANES];                                                                                   \
      if (i + LANES <= count) {                                                                             \
        memcpy(part, x + i, sizeof part);                                                                   \
      } else {                                                                                              \
        for (size_t lane = 0; lane < LANES; lane++) part[lane] = i + lane < count ? x[i + lane] : (SCALAR)NAN; \
      }                                                                                                     \
      for (size_t lane = 0; lane < LANES; lane++) {                                                         \
        const SCALAR value = part[lane];                                                                    \
        const double distance = (double)value - center;                                                     \
        sum[lane] += value <= LARGEST && value >= -LARGEST ? distance * distance : 0;                       \
      }                                                                                                     \
    }                                                                                                       \
    double total = 0;                                                                                       \
    for (size_t lane = 0; lane < LANES; lane++) total += sum[lane];                                         \
    return total;                                                                                           \
  }

DEFINE_FINITE(f32, float, 3.40282347e+38f)
DEFINE_FINITE(f64, double, 1.7976931348623157e+308)
