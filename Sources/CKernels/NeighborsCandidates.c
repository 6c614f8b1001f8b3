// The buffers of candidates: pruned by bisection of the scores, and exactly where rounding leaves too many in doubt.
#include <math.h>

#include "Clones.h"
#include "Neighbors.h"

// MARK: Pruning exactly

// A place in the order of candidates: higher scores first, then lower indices. No two candidates of a row share one.
typedef struct place {
  float score;
  int32_t index;
} place;

static inline place place_of(const float *scores, const int32_t *positions, const int32_t *order, int32_t at) {
  return (place){scores[at], order[positions[at]]};
}

static inline int comes_before(place a, place b) {
  return a.score > b.score || (a.score == b.score && a.index < b.index);
}

// Hoare's selection: afterwards the first `wanted` candidates come before all others.
static void select_first(float *scores, int32_t *positions, const int32_t *order, int32_t count, int32_t wanted) {
  int32_t low = 0, high = count - 1;
  while (low < high) {
    const place pivot = place_of(scores, positions, order, low + (high - low) / 2);
    int32_t left = low, right = high;
    while (left <= right) {
      while (comes_before(place_of(scores, positions, order, left), pivot)) left++;
      while (comes_before(pivot, place_of(scores, positions, order, right))) right--;
      if (left > right) break;
      const float score = scores[left];
      const int32_t position = positions[left];
      scores[left] = scores[right];
      positions[left++] = positions[right];
      scores[right] = score;
      positions[right--] = position;
    }
    if (wanted - 1 <= right)
      high = right;
    else if (wanted - 1 >= left)
      low = left;
    else
      return;
  }
}

// What rounding in the product and in centring the points may have taken from a score, and given to another.
static inline float allowance(const fathom_neighbor_pool *pool, int32_t row, float score) {
  const float reach = 2 * (pool->reach ? pool->reach[row] : 0) + sqrtf(score < 0 ? -2 * score : 0);
  return pool->relative * reach * reach;
}

static void keep_exactly_wanted(const fathom_neighbor_pool *pool, int32_t row) {
  const int32_t slot = row - pool->first_row;
  float *scores = pool->scores + (size_t)slot * pool->capacity;
  int32_t *positions = pool->positions + (size_t)slot * pool->capacity;
  fathom_neighbors_exact(pool, row, positions, pool->counts[slot], scores);
  select_first(scores, positions, pool->order, pool->counts[slot], pool->wanted);
  float last = scores[0];
  for (int32_t i = 1; i < pool->wanted; i++) last = scores[i] < last ? scores[i] : last;
  pool->counts[slot] = pool->wanted;
  const float bound = last - allowance(pool, row, last);
  if (bound > pool->bounds[slot]) pool->bounds[slot] = bound;
}

// MARK: Pruning by bisection

static inline __attribute__((always_inline)) int32_t count_from(float bound, const float *scores, int32_t count) {
  int32_t reached = 0;
  for (int32_t i = 0; i < count; i++) reached += scores[i] >= bound;
  return reached;
}

FATHOM_CLONES
void fathom_neighbors_prune(const fathom_neighbor_pool *pool, int32_t row) {
  const int32_t slot = row - pool->first_row;
  const int32_t count = pool->counts[slot], wanted = pool->wanted;
  if (count <= wanted) return;
  float *scores = pool->scores + (size_t)slot * pool->capacity;
  int32_t *positions = pool->positions + (size_t)slot * pool->capacity;

  float low = scores[0], high = scores[0];
  for (int32_t i = 1; i < count; i++) {
    low = scores[i] < low ? scores[i] : low;
    high = scores[i] > high ? scores[i] : high;
  }
  // At least `wanted` scores reach `low`; a few more do no harm.
  int32_t reached = count;
  for (int step = 0; step < 24 && reached > wanted + 4; step++) {
    const float middle = 0.5f * low + 0.5f * high;
    if (middle <= low) break;
    const int32_t found = count_from(middle, scores, count);
    if (found >= wanted) {
      low = middle;
      reached = found;
    } else {
      high = middle;
    }
  }
  float bound = low - allowance(pool, row, low);
  if (bound < pool->bounds[slot]) bound = pool->bounds[slot];
  pool->bounds[slot] = bound;

  int32_t kept = 0;
  for (int32_t i = 0; i < count; i++) {
    const float score = scores[i];
    scores[kept] = score;
    positions[kept] = positions[i];
    kept += score >= bound;
  }
  pool->counts[slot] = kept;
  if (kept > wanted + (pool->capacity - wanted) / 2) keep_exactly_wanted(pool, row);
}
