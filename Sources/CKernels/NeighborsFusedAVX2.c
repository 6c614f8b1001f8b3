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

// Adds to the sums the products of `count` more coordinates.
INLINE void multiply(const float *a, const float *b, int32_t count, __m256 sums[ROWS][2]) {
  for (; count > 0; count--) {
    const __m256 b0 = _mm256_loadu_ps(b), b1 = _mm256_loadu_ps(b + 8);
    EACH_ROW {
      const __m256 x = _mm256_broadcast_ss(a + r);
      sums[r][0] = _mm256_fmadd_ps(x, b0, sums[r][0]);
      sums[r][1] = _mm256_fmadd_ps(x, b1, sums[r][1]);
    }
    a += ROWS;
    b += COLUMNS;
  }
}

// The bounds that the pairs of a tile are compared with. A pair matters if it reaches that of its row or that of its column.
typedef struct tile_bounds {
  const float *rows;
  __m256 columns[2];
} tile_bounds;

INLINE __m256 reaches(__m256 scores, const tile_bounds *bounds, int row, int half) {
  return _mm256_cmp_ps(scores, _mm256_min_ps(_mm256_set1_ps(bounds->rows[row]), bounds->columns[half]), _CMP_GE_OQ);
}

INLINE int any_reaches(__m256 sums[ROWS][2], const tile_bounds *bounds) {
  __m256 any = _mm256_setzero_ps();
  EACH_ROW any = _mm256_or_ps(any, _mm256_or_ps(reaches(sums[r][0], bounds, r, 0), reaches(sums[r][1], bounds, r, 1)));
  return _mm256_movemask_ps(any) != 0;
}

INLINE void score_tile(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, const int mutual, int32_t row, int32_t column) {
  const float *a = operands->rows + (size_t)row * operands->dimensions;
  const float *b = operands->columns + (size_t)column * operands->dimensions;
  const float *row_halves = operands->row_halves + row, *column_halves = operands->column_halves + column;
  const __m256 highest = _mm256_set1_ps(__builtin_inff());
  const tile_bounds bounds = {
      pool->bounds + (row - pool->first_row),
      {mutual ? _mm256_loadu_ps(pool->bounds + column) : highest, mutual ? _mm256_loadu_ps(pool->bounds + column + 8) : highest}};
  __m256 sums[ROWS][2];
  EACH_ROW sums[r][0] = sums[r][1] = _mm256_setzero_ps();
  for (int32_t stage = 0, from = 0; stage < operands->stages; stage++) {
    const __m256 half0 = _mm256_loadu_ps(column_halves), half1 = _mm256_loadu_ps(column_halves + 8);
    EACH_ROW {
      const __m256 half = _mm256_set1_ps(row_halves[r]);
      sums[r][0] = _mm256_sub_ps(sums[r][0], _mm256_add_ps(half, half0));
      sums[r][1] = _mm256_sub_ps(sums[r][1], _mm256_add_ps(half, half1));
    }
    const int32_t to = operands->stage_ends[stage];
    multiply(a + (size_t)from * ROWS, b + (size_t)from * COLUMNS, to - from, sums);
    if (!any_reaches(sums, &bounds)) return;
    row_halves += operands->row_places;
    column_halves += operands->column_places;
    from = to;
  }
  float scores[ROWS][COLUMNS] __attribute__((aligned(32)));
  uint32_t hits[ROWS];
  EACH_ROW {
    _mm256_store_ps(scores[r], sums[r][0]);
    _mm256_store_ps(scores[r] + 8, sums[r][1]);
    hits[r] = (uint32_t)_mm256_movemask_ps(reaches(sums[r][0], &bounds, r, 0)) |
              (uint32_t)_mm256_movemask_ps(reaches(sums[r][1], &bounds, r, 1)) << 8;
  }
  offer_tile(pool, mutual, row, column, scores, hits);
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
