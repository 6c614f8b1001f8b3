// Scores of blocks of pairs coordinate by coordinate: for the metrics that no matrix product gives, and where a product would round too much.
#include "Clones.h"
#include "Neighbors.h"

#pragma clang diagnostic ignored "-Wpsabi"  // vectors are passed between inlined functions only

// One coordinate of a panel's sixteen points.
typedef float panel __attribute__((vector_size(64), aligned(4)));
typedef int32_t panel_mask __attribute__((vector_size(64), aligned(4)));
_Static_assert(sizeof(panel) == 4 * FATHOM_NEIGHBOR_PANEL, "a panel is one vector wide");

static inline __attribute__((always_inline)) panel accumulate(fathom_neighbor_metric metric, panel total, float x, panel y) {
  const panel difference = x - y;
  switch (metric) {
    case FATHOM_NEIGHBOR_SQUARED:
      return total + difference * difference;
    case FATHOM_NEIGHBOR_PRODUCT:
      return total + x * y;
    case FATHOM_NEIGHBOR_CHEBYSHEV:
      return __builtin_elementwise_max(total, __builtin_elementwise_abs(difference));
    case FATHOM_NEIGHBOR_HAMMING:
      return total - __builtin_convertvector((panel_mask)(difference != 0), panel);
    default:
      return total + __builtin_elementwise_abs(difference);
  }
}

// Four rows against one panel; rows past the end repeat the last one.
static inline __attribute__((always_inline)) void score_tile(
    fathom_neighbor_metric metric, const float *const x[4], const float *columns, int32_t dimensions, panel totals[4]) {
  panel t0 = {0}, t1 = {0}, t2 = {0}, t3 = {0};
  for (int32_t k = 0; k < dimensions; k++) {
    const panel y = *(const panel *)(columns + (size_t)k * FATHOM_NEIGHBOR_PANEL);
    t0 = accumulate(metric, t0, x[0][k], y);
    t1 = accumulate(metric, t1, x[1][k], y);
    t2 = accumulate(metric, t2, x[2][k], y);
    t3 = accumulate(metric, t3, x[3][k], y);
  }
  const float factor = metric == FATHOM_NEIGHBOR_PRODUCT ? 1 : metric == FATHOM_NEIGHBOR_SQUARED ? -0.5f : -1;
  totals[0] = factor * t0, totals[1] = factor * t1, totals[2] = factor * t2, totals[3] = factor * t3;
}

static inline __attribute__((always_inline)) void score_block(
    fathom_neighbor_metric metric, const float *rows, size_t row_stride, int32_t row_count, const float *panels,
    int32_t panel_count, int32_t dimensions, float *tile, size_t tile_stride) {
  for (int32_t p = 0; p < panel_count; p++) {
    const float *columns = panels + (size_t)p * dimensions * FATHOM_NEIGHBOR_PANEL;
    for (int32_t r = 0; r < row_count; r += 4) {
      const float *x[4];
      for (int i = 0; i < 4; i++) x[i] = rows + (size_t)(r + i < row_count ? r + i : row_count - 1) * row_stride;
      panel totals[4];
      score_tile(metric, x, columns, dimensions, totals);
      for (int i = 0; i < 4 && r + i < row_count; i++)
        *(panel *)(tile + (size_t)(r + i) * tile_stride + (size_t)p * FATHOM_NEIGHBOR_PANEL) = totals[i];
    }
  }
}

#define SCORE_BLOCK(METRIC)                                                                                     \
  case METRIC:                                                                                                     \
    score_block(METRIC, rows, row_stride, row_count, panels, panel_count, dimensions, tile, tile_stride);       \
    break;

FATHOM_CLONES
void fathom_neighbors_scores(
    fathom_neighbor_metric metric, const float *rows, size_t row_stride, int32_t row_count, const float *panels,
    int32_t panel_count, int32_t dimensions, float *tile, size_t tile_stride) {
  switch (metric) {
    SCORE_BLOCK(FATHOM_NEIGHBOR_SQUARED)
    SCORE_BLOCK(FATHOM_NEIGHBOR_PRODUCT)
    SCORE_BLOCK(FATHOM_NEIGHBOR_MANHATTAN)
    SCORE_BLOCK(FATHOM_NEIGHBOR_CHEBYSHEV)
    SCORE_BLOCK(FATHOM_NEIGHBOR_HAMMING)
    case FATHOM_NEIGHBOR_GIVEN:
      break;
  }
}

static inline __attribute__((always_inline)) int32_t count_above(const float *scores, int32_t count, float limit) {
  int32_t above = 0;
  for (int32_t i = 0; i < count; i++) above += scores[i] > limit;
  return above;
}

static inline __attribute__((always_inline)) int32_t count_from(const float *scores, int32_t count, float limit) {
  int32_t reached = 0;
  for (int32_t i = 0; i < count; i++) reached += scores[i] >= limit;
  return reached;
}

FATHOM_CLONES
void fathom_neighbors_count_before(
    const float *scores, int32_t first, int32_t count, int32_t excluded, const int32_t *targets, const float *target_scores,
    int32_t target_count, int32_t *ranks) {
  for (int32_t t = 0; t < target_count; t++) {
    const int32_t target = targets[t];
    const float limit = target_scores[t];
    // Equal scores count up to the target and not from there on.
    const int32_t below = target <= first ? 0 : target - first < count ? target - first : count;
    int32_t before = count_from(scores, below, limit) + count_above(scores + below, count - below, limit);
    if (excluded >= first && excluded < first + count && excluded != target) {
      const float own = scores[excluded - first];
      before -= own > limit || (own == limit && excluded < target);
    }
    ranks[t] += before;
  }
}
