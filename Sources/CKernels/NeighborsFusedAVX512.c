// Tiles of 12 rows and 32 columns in 24 of the 32 registers.
#if defined(__x86_64__)
#include <immintrin.h>

#include "NeighborsFused.h"
#include "NeighborsPool.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd")))
#define INLINE static inline __attribute__((always_inline)) TARGET
#define ROWS FATHOM_NEIGHBOR_AVX512_ROWS
#define COLUMNS FATHOM_NEIGHBOR_AVX512_COLUMNS
#define EACH_ROW _Pragma("clang loop unroll(full)") for (int r = 0; r < ROWS; r++)

// Puts those of sixteen scores that `accepted` names at the end of a row's buffer.
INLINE void offer_sixteen(const fathom_neighbor_pool *pool, int32_t row, __mmask16 accepted, __m512 scores, int32_t column) {
  const int32_t slot = row - pool->first_row;
  const int32_t count = pool->counts[slot];
  const size_t end = (size_t)slot * pool->capacity + count;
  const __m512i counting = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const __m512i positions = _mm512_add_epi32(counting, _mm512_set1_epi32(column));
  // Compressed in a register: compressing into memory is slow on some machines.
  _mm512_storeu_ps(pool->scores + end, _mm512_maskz_compress_ps(accepted, scores));
  _mm512_storeu_si512(pool->positions + end, _mm512_maskz_compress_epi32(accepted, positions));
  const int32_t filled = count + __builtin_popcount(accepted);
  pool->counts[slot] = filled;
  if (filled > pool->capacity - FATHOM_NEIGHBOR_ROOM) fathom_neighbors_prune(pool, row);
}

// The rare part: a tile of which some scores reach a bound. `hits` are the columns of each row that do.
static TARGET __attribute__((noinline)) void offer_tile(
    const fathom_neighbor_pool *pool, int mutual, int32_t row, int32_t column, const float scores[ROWS][COLUMNS],
    const uint32_t hits[ROWS]) {
  for (int r = 0; r < ROWS; r++) {
    if (!hits[r]) continue;
    for (int half = 0; half < 2; half++) {
      const __mmask16 reached = (__mmask16)(hits[r] >> (16 * half));
      if (!reached) continue;
      const __m512 score = _mm512_load_ps(scores[r] + 16 * half);
      const int32_t first = column + 16 * half;
      const __m512 row_bound = _mm512_set1_ps(pool->bounds[row + r - pool->first_row]);
      const __mmask16 to_row = _mm512_cmp_ps_mask(score, row_bound, _CMP_GE_OQ);
      if (to_row) offer_sixteen(pool, row + r, to_row, score, first);
      if (!mutual) continue;
      uint32_t to_columns = _mm512_mask_cmp_ps_mask(reached, score, _mm512_loadu_ps(pool->bounds + first), _CMP_GE_OQ);
      for (; to_columns; to_columns &= to_columns - 1) {
        const int c = __builtin_ctz(to_columns);
        fathom_neighbors_offer(pool, first + c, scores[r][16 * half + c], row + r);
      }
    }
  }
}

// Adds to the sums the products of `count` more coordinates.
INLINE void multiply(const float *a, const float *b, int32_t count, __m512 sums[ROWS][2]) {
  for (; count > 0; count--) {
    const __m512 b0 = _mm512_loadu_ps(b), b1 = _mm512_loadu_ps(b + 16);
    EACH_ROW {
      const __m512 x = _mm512_set1_ps(a[r]);
      sums[r][0] = _mm512_fmadd_ps(x, b0, sums[r][0]);
      sums[r][1] = _mm512_fmadd_ps(x, b1, sums[r][1]);
    }
    a += ROWS;
    b += COLUMNS;
  }
}

// The bounds that the pairs of a tile are compared with. A pair matters if it reaches that of its row or that of its column.
typedef struct tile_bounds {
  const float *rows;
  __m512 columns[2];
} tile_bounds;

INLINE __mmask16 reaches(__m512 scores, const tile_bounds *bounds, int row, int half) {
  return _mm512_cmp_ps_mask(scores, _mm512_min_ps(_mm512_set1_ps(bounds->rows[row]), bounds->columns[half]), _CMP_GE_OQ);
}

INLINE int any_reaches(__m512 sums[ROWS][2], const tile_bounds *bounds) {
  __mmask16 any = 0;
  EACH_ROW any = _kor_mask16(any, _kor_mask16(reaches(sums[r][0], bounds, r, 0), reaches(sums[r][1], bounds, r, 1)));
  return !_kortestz_mask16_u8(any, any);
}

INLINE void score_tile(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, const int mutual, int32_t row, int32_t column) {
  const float *a = operands->rows + (size_t)row * operands->dimensions;
  const float *b = operands->columns + (size_t)column * operands->dimensions;
  const float *row_halves = operands->row_halves + row, *column_halves = operands->column_halves + column;
  const __m512 highest = _mm512_set1_ps(__builtin_inff());
  const tile_bounds bounds = {
      pool->bounds + (row - pool->first_row),
      {mutual ? _mm512_loadu_ps(pool->bounds + column) : highest, mutual ? _mm512_loadu_ps(pool->bounds + column + 16) : highest}};
  __m512 sums[ROWS][2];
  EACH_ROW sums[r][0] = sums[r][1] = _mm512_setzero_ps();
  for (int32_t stage = 0, from = 0; stage < operands->stages; stage++) {
    const __m512 half0 = _mm512_loadu_ps(column_halves), half1 = _mm512_loadu_ps(column_halves + 16);
    EACH_ROW {
      const __m512 half = _mm512_set1_ps(row_halves[r]);
      sums[r][0] = _mm512_sub_ps(sums[r][0], _mm512_add_ps(half, half0));
      sums[r][1] = _mm512_sub_ps(sums[r][1], _mm512_add_ps(half, half1));
    }
    const int32_t to = operands->stage_ends[stage];
    multiply(a + (size_t)from * ROWS, b + (size_t)from * COLUMNS, to - from, sums);
    if (!any_reaches(sums, &bounds)) return;
    row_halves += operands->row_places;
    column_halves += operands->column_places;
    from = to;
  }
  float scores[ROWS][COLUMNS] __attribute__((aligned(64)));
  uint32_t hits[ROWS];
  EACH_ROW {
    _mm512_store_ps(scores[r], sums[r][0]);
    _mm512_store_ps(scores[r] + 16, sums[r][1]);
    hits[r] = reaches(sums[r][0], &bounds, r, 0) | (uint32_t)reaches(sums[r][1], &bounds, r, 1) << 16;
  }
  offer_tile(pool, mutual, row, column, scores, hits);
}

INLINE void score_block(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, const int mutual, int32_t row, int32_t rows,
    int32_t column, int32_t columns) {
  for (int32_t c = column; c < column + columns; c += COLUMNS)
    for (int32_t r = row; r < row + rows; r += ROWS) score_tile(operands, pool, mutual, r, c);
}

TARGET void fathom_neighbors_fused_avx512(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, int mutual, int32_t row, int32_t rows,
    int32_t column, int32_t columns) {
  if (mutual)
    score_block(operands, pool, 1, row, rows, column, columns);
  else
    score_block(operands, pool, 0, row, rows, column, columns);
}
#endif
