// Where points lie on the grid, and the spreading of their charges. Included by Grid.c once per instruction set, with NAME.

#ifndef FATHOM_GRID_POINTS_COMMON
#define FATHOM_GRID_POINTS_COMMON

enum { BATCH = 16, STREAMS = 4 };

// The cells of sixteen points and their places within, in [0, 1].
typedef struct cells {
  int32_t column[BATCH], row[BATCH];
  float x[BATCH], y[BATCH];
} cells;

#define UNROLL _Pragma("clang loop unroll(full)")
#define INLINE static inline __attribute__((always_inline))

#endif

// Points beyond the grid count as on its edge, and NaN as at its origin: wrong, but never out of bounds.
INLINE float NAME(within)(float g, float last) {
  g = g > 0 ? g : 0;
  return g < last ? g : last;
}

INLINE void NAME(locate)(const fathom_grid_frame *frame, const float *points, int count, cells *out) {
  float last_x = (float)frame->last_column + 0.999f, last_y = (float)frame->last_row + 0.999f;
  for (int i = 0; i < count; i++) {
    float x = NAME(within)((points[2 * i] - frame->origin_x) * frame->inverse_spacing, last_x);
    float y = NAME(within)((points[2 * i + 1] - frame->origin_y) * frame->inverse_spacing, last_y);
    int32_t column = (int32_t)x, row = (int32_t)y;
    out->column[i] = column, out->row[i] = row;
    out->x[i] = x - (float)column, out->y[i] = y - (float)row;
  }
}

static void NAME(bounds)(const fathom_grid_frame *frame, const float *points, ptrdiff_t count, int32_t bounds[4]) {
  int32_t low_column = INT32_MAX, high_column = 0, low_row = INT32_MAX, high_row = 0;
  for (ptrdiff_t start = 0; start < count; start += BATCH) {
    cells at;
    int n = count - start < BATCH ? (int)(count - start) : BATCH;
    if (n == BATCH)
      NAME(locate)(frame, points + 2 * start, BATCH, &at);
    else
      NAME(locate)(frame, points + 2 * start, n, &at);
    for (int i = 0; i < n; i++) {
      low_column = at.column[i] < low_column ? at.column[i] : low_column;
      high_column = at.column[i] > high_column ? at.column[i] : high_column;
      low_row = at.row[i] < low_row ? at.row[i] : low_row;
      high_row = at.row[i] > high_row ? at.row[i] : high_row;
    }
  }
  bounds[0] = low_column, bounds[1] = high_column, bounds[2] = low_row, bounds[3] = high_row;
}

// Horner's rule in each lane.
INLINE row NAME(polynomial)(const float coefficients[][8], int count, float f) {
  row sum = *(const row *)coefficients[count - 1];
  UNROLL for (int c = count - 2; c >= 0; c--) sum = sum * f + *(const row *)coefficients[c];
  return sum;
}

// The weights of the five rows of nodes for sixteen points: one after the other they would need as many shuffles as multiplications.
INLINE void NAME(weights)(const float coefficients[][8], const int count, const float *f, float weights[ORDER][BATCH]) {
  UNROLL for (int r = 0; r < ORDER; r++) {
    for (int i = 0; i < BATCH; i++) {
      float sum = coefficients[count - 1][r];
      UNROLL for (int c = count - 2; c >= 0; c--) sum = sum * f[i] + coefficients[c][r];
      weights[r][i] = sum;
    }
  }
}

INLINE void NAME(deposit)(const cells *at, const float down[ORDER][BATCH], int i, const fathom_grid_tile *tile) {
  row across = NAME(polynomial)(spline, ORDER, at->x[i]) * (1.0f / 576);
  float *node = tile->values + (ptrdiff_t)(at->row[i] - tile->first_row) * tile->stride + (at->column[i] - tile->first_column);
  UNROLL for (int r = 0; r < ORDER; r++, node += tile->stride) {
    *(unaligned_row *)node = *(const unaligned_row *)node + across * down[r][i];
  }
}

// Four quarters of the points take turns: neighbours in the list are neighbours in the map, and a charge that lands on nodes just written
// would wait for the store.
static void NAME(spread)(const fathom_grid_frame *frame, const float *points, ptrdiff_t count, const fathom_grid_tile *tile) {
  ptrdiff_t quarter = count / (STREAMS * BATCH) * BATCH;
  cells at[STREAMS] = {0};
  float down[STREAMS][ORDER][BATCH];
  for (ptrdiff_t start = 0; start < quarter; start += BATCH) {
    for (int s = 0; s < STREAMS; s++) {
      NAME(locate)(frame, points + 2 * (s * quarter + start), BATCH, &at[s]);
      NAME(weights)(spline, ORDER, at[s].y, down[s]);
    }
    for (int i = 0; i < BATCH; i++)
      UNROLL for (int s = 0; s < STREAMS; s++) NAME(deposit)(&at[s], down[s], i, tile);
  }
  for (ptrdiff_t start = STREAMS * quarter; start < count; start += BATCH) {
    int n = count - start < BATCH ? (int)(count - start) : BATCH;
    NAME(locate)(frame, points + 2 * start, n, at);
    NAME(weights)(spline, ORDER, at->y, down[0]);
    for (int i = 0; i < n; i++) NAME(deposit)(at, down[0], i, tile);
  }
}
