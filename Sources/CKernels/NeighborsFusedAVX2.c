// Tiles of 6 rows and 16 columns in 12 of the 16 registers.
#if defined(__x86_64__)
#include <immintrin.h>

#include "NeighborsFused.h"
#include "NeighborsPool.h"

#define TARGET __attribute__((target("avx2,fma,bmi,bmi2,lzcnt,popcnt")))
#define INLINE static inline __attribute__((always_inline)) TARGET
#define ROWS FATHOM_NEIGHBOR_AVX2_ROWS
#define COLUMNS FATHOM_NEIGHBOR_AVX2_COLUMNS
#define EACH_ROW _Pragma("clang loop unroll(full)") for (int r = 0; r < ROWS; r++)

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

// Where a pair matters: its score reaches the bound of its row or that of its column.
INLINE __m256 reaches(__m256 scores, __m256 row_bound, __m256 column_bounds) {
  return _mm256_cmp_ps(scores, _mm256_min_ps(row_bound, column_bounds), _CMP_GE_OQ);
}

INLINE void score_tile(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, const int mutual, int32_t row, int32_t column) {
  const float *a = operands->rows + (size_t)row * operands->dimensions;
  const float *b = operands->columns + (size_t)column * operands->dimensions;
  const __m256 half0 = _mm256_loadu_ps(operands->column_halves + column);
  const __m256 half1 = _mm256_loadu_ps(operands->column_halves + column + 8);
  __m256 sums[ROWS][2];
  EACH_ROW {
    const __m256 start = _mm256_set1_ps(-operands->row_halves[row + r]);
    sums[r][0] = _mm256_sub_ps(start, half0);
    sums[r][1] = _mm256_sub_ps(start, half1);
  }
  for (int32_t k = operands->dimensions; k > 0; k--) {
    const __m256 b0 = _mm256_loadu_ps(b), b1 = _mm256_loadu_ps(b + 8);
    EACH_ROW {
      const __m256 x = _mm256_broadcast_ss(a + r);
      sums[r][0] = _mm256_fmadd_ps(x, b0, sums[r][0]);
      sums[r][1] = _mm256_fmadd_ps(x, b1, sums[r][1]);
    }
    a += ROWS;
    b += COLUMNS;
  }
  const __m256 highest = _mm256_set1_ps(__builtin_inff());
  const __m256 bound0 = mutual ? _mm256_loadu_ps(pool->bounds + column) : highest;
  const __m256 bound1 = mutual ? _mm256_loadu_ps(pool->bounds + column + 8) : highest;
  const float *row_bounds = pool->bounds + (row - pool->first_row);
  __m256 any = _mm256_setzero_ps();
  EACH_ROW {
    const __m256 bound = _mm256_set1_ps(row_bounds[r]);
    any = _mm256_or_ps(any, _mm256_or_ps(reaches(sums[r][0], bound, bound0), reaches(sums[r][1], bound, bound1)));
  }
  if (__builtin_expect(_mm256_movemask_ps(any) != 0, 0)) {
    float scores[ROWS][COLUMNS] __attribute__((aligned(32)));
    uint32_t hits[ROWS];
    EACH_ROW {
      _mm256_store_ps(scores[r], sums[r][0]);
      _mm256_store_ps(scores[r] + 8, sums[r][1]);
      const __m256 bound = _mm256_set1_ps(row_bounds[r]);
      hits[r] = (uint32_t)_mm256_movemask_ps(reaches(sums[r][0], bound, bound0)) |
                (uint32_t)_mm256_movemask_ps(reaches(sums[r][1], bound, bound1)) << 8;
    }
    offer_tile(pool, mutual, row, column, scores, hits);
  }
}

INLINE void score_block(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, const int mutual, int32_t row, int32_t rows,
    int32_t column, int32_t columns) {
  for (int32_t c = column; c < column + columns; c += COLUMNS)
    for (int32_t r = row; r < row + rows; r += ROWS) score_tile(operands, pool, mutual, r, c);
}

TARGET void fathom_neighbors_fused_avx2(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, int mutual, int32_t row, int32_t rows,
    int32_t column, int32_t columns) {
  if (mutual)
    score_block(operands, pool, 1, row, rows, column, columns);
  else
    score_block(operands, pool, 0, row, rows, column, columns);
}
#endif
