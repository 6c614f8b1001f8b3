// Tiles of 6 rows and 16 columns in 12 of the 16 registers.
#if defined(__x86_64__)
#include <immintrin.h>

#include "NeighborsFused.h"
#include "NeighborsPool.h"

#define TARGET __attribute__((target("avx2,fma,bmi,bmi2,lzcnt,popcnt")))
#define INLINE static inline __attribute__((always_inline)) TARGET
#define ROWS FATHOM_NEIGHBOR_AVX2_ROWS
#define COLUMNS FATHOM_NEIGHBOR_AVX2_COLUMNS
#define LANES 8
#define FUSED fathom_neighbors_fused_avx2

typedef __m256 vector;
typedef __m256 mask;
INLINE vector vector_load(const float *x) { return _mm256_loadu_ps(x); }
INLINE void vector_store(float *x, vector values) { _mm256_store_ps(x, values); }
INLINE vector vector_all(float x) { return _mm256_set1_ps(x); }
INLINE vector vector_fma(vector a, vector b, vector c) { return _mm256_fmadd_ps(a, b, c); }
INLINE vector vector_min(vector a, vector b) { return _mm256_min_ps(a, b); }
INLINE mask vector_reaches(vector a, vector b) { return _mm256_cmp_ps(a, b, _CMP_GE_OQ); }
INLINE mask mask_none(void) { return _mm256_setzero_ps(); }
INLINE mask mask_or(mask a, mask b) { return _mm256_or_ps(a, b); }
INLINE int mask_any(mask a) { return _mm256_movemask_ps(a) != 0; }
INLINE uint32_t mask_bits(mask a) { return (uint32_t)_mm256_movemask_ps(a); }

// The rare part: a tile of which some scores reach a bound. `hits` are the columns of each row that do.
static TARGET __attribute__((noinline)) void offer_tile(
    const fathom_neighbor_pool *pool, int mutual, int32_t row, int32_t column, const float scores[ROWS][COLUMNS],
    const uint32_t hits[ROWS]) {
  for (int r = 0; r < ROWS; r++) {
    const float *row_bound = pool->bounds + (row + r - pool->first_row);
    for (uint32_t rest = hits[r]; rest; rest &= rest - 1) {
      const int c = __builtin_ctz(rest);
      const float score = scores[r][c];
      if (score >= *row_bound) fathom_neighbors_offer(pool, row + r, score, column + c);
      if (mutual && score >= pool->bounds[column + c]) fathom_neighbors_offer(pool, column + c, score, row + r);
    }
  }
}

#include "NeighborsFusedTile.h"
#endif
