// Tiles of 12 rows and 32 columns in 24 of the 32 registers.
#if defined(__x86_64__)
#include <immintrin.h>

#include "NeighborsFused.h"
#include "NeighborsPool.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd")))
#define INLINE static inline __attribute__((always_inline)) TARGET
#define ROWS FATHOM_NEIGHBOR_AVX512_ROWS
#define COLUMNS FATHOM_NEIGHBOR_AVX512_COLUMNS
#define LANES 16
#define FUSED fathom_neighbors_fused_avx512

typedef __m512 vector;
typedef __mmask16 mask;
INLINE vector vector_load(const float *x) { return _mm512_loadu_ps(x); }
INLINE void vector_store(float *x, vector values) { _mm512_store_ps(x, values); }
INLINE vector vector_all(float x) { return _mm512_set1_ps(x); }
INLINE vector vector_fma(vector a, vector b, vector c) { return _mm512_fmadd_ps(a, b, c); }
INLINE vector vector_min(vector a, vector b) { return _mm512_min_ps(a, b); }
INLINE mask vector_reaches(vector a, vector b) { return _mm512_cmp_ps_mask(a, b, _CMP_GE_OQ); }
INLINE mask mask_none(void) { return 0; }
INLINE mask mask_or(mask a, mask b) { return _kor_mask16(a, b); }
INLINE int mask_any(mask a) { return !_kortestz_mask16_u8(a, a); }
INLINE uint32_t mask_bits(mask a) { return a; }

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

#include "NeighborsFusedTile.h"
#endif
