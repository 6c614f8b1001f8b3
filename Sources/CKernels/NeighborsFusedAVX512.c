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

INLINE void score_tile(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, const int mutual, int32_t row, int32_t column) {
  const float *a = operands->rows + (size_t)row * operands->dimensions;
  const float *b = operands->columns + (size_t)column * operands->dimensions;
  const __m512 half0 = _mm512_loadu_ps(operands->column_halves + column);
  const __m512 half1 = _mm512_loadu_ps(operands->column_halves + column + 16);
  __m512 sums[ROWS][2];
  EACH_ROW {
    const __m512 start = _mm512_set1_ps(-operands->row_halves[row + r]);
    sums[r][0] = _mm512_sub_ps(start, half0);
    sums[r][1] = _mm512_sub_ps(start, half1);
  }
  for (int32_t k = operands->dimensions; k > 0; k--) {
    const __m512 b0 = _mm512_loadu_ps(b), b1 = _mm512_loadu_ps(b + 16);
    EACH_ROW {
      const __m512 x = _mm512_set1_ps(a[r]);
      sums[r][0] = _mm512_fmadd_ps(x, b0, sums[r][0]);
      sums[r][1] = _mm512_fmadd_ps(x, b1, sums[r][1]);
    }
    a += ROWS;
    b += COLUMNS;
  }
  // A pair matters if it reaches the bound of its row or that of its column.
  const __m512 highest = _mm512_set1_ps(__builtin_inff());
  const __m512 bound0 = mutual ? _mm512_loadu_ps(pool->bounds + column) : highest;
  const __m512 bound1 = mutual ? _mm512_loadu_ps(pool->bounds + column + 16) : highest;
  const float *row_bounds = pool->bounds + (row - pool->first_row);
  uint32_t hits[ROWS], any = 0;
  EACH_ROW {
    const __m512 bound = _mm512_set1_ps(row_bounds[r]);
    const __mmask16 hit0 = _mm512_cmp_ps_mask(sums[r][0], _mm512_min_ps(bound, bound0), _CMP_GE_OQ);
    const __mmask16 hit1 = _mm512_cmp_ps_mask(sums[r][1], _mm512_min_ps(bound, bound1), _CMP_GE_OQ);
    hits[r] = hit0 | (uint32_t)hit1 << 16;
    any |= hits[r];
  }
  if (__builtin_expect(any != 0, 0)) {
    float scores[ROWS][COLUMNS] __attribute__((aligned(64)));
    EACH_ROW {
      _mm512_store_ps(scores[r], sums[r][0]);
      _mm512_store_ps(scores[r] + 16, sums[r][1]);
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

TARGET void fathom_neighbors_fused_avx512(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, int mutual, int32_t row, int32_t rows,
    int32_t column, int32_t columns) {
  if (mutual)
    score_block(operands, pool, 1, row, rows, column, columns);
  else
    score_block(operands, pool, 0, row, rows, column, columns);
}
#endif
