// The body of a fused kernel, once for each level. Who includes it has defined
//   TARGET and INLINE for the level, ROWS and COLUMNS of a tile, and LANES, the floats of a vector, of which a row of the tile takes two;
//   vector, with vector_load, vector_store, vector_all (of one number), vector_fma, vector_min;
//   mask, with mask_none, mask_or, mask_any, mask_bits and vector_reaches, where one vector is at least the other;
//   offer_tile: the rare part, a tile of which some scores reach a bound, given the columns of each row that do;
// and names the kernel, FUSED.
#define EACH_ROW _Pragma("clang loop unroll(full)") for (int r = 0; r < ROWS; r++)

// Adds to the sums the products of `count` more coordinates.
INLINE void multiply(const float *a, const float *b, int32_t count, vector sums[ROWS][2]) {
  for (; count > 0; count--) {
    const vector b0 = vector_load(b), b1 = vector_load(b + LANES);
    EACH_ROW {
      const vector x = vector_all(a[r]);
      sums[r][0] = vector_fma(x, b0, sums[r][0]);
      sums[r][1] = vector_fma(x, b1, sums[r][1]);
    }
    a += ROWS;
    b += COLUMNS;
  }
}

// The bounds that the pairs of a tile are compared with. A pair matters if it reaches that of its row or that of its column.
typedef struct tile_bounds {
  const float *rows;
  vector columns[2];
} tile_bounds;

INLINE mask reaches(vector scores, const tile_bounds *bounds, int row, int half) {
  return vector_reaches(scores, vector_min(vector_all(bounds->rows[row]), bounds->columns[half]));
}

INLINE int any_reaches(vector sums[ROWS][2], const tile_bounds *bounds) {
  mask any = mask_none();
  EACH_ROW any = mask_or(any, mask_or(reaches(sums[r][0], bounds, r, 0), reaches(sums[r][1], bounds, r, 1)));
  return mask_any(any);
}

INLINE void score_tile(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, const int mutual, int32_t row, int32_t column) {
  const float *a = operands->rows + (size_t)row * operands->dimensions;
  const float *b = operands->columns + (size_t)column * operands->dimensions;
  const float *row_halves = operands->row_halves + row, *column_halves = operands->column_halves + column;
  const vector highest = vector_all(__builtin_inff());
  const tile_bounds bounds = {
      pool->bounds + (row - pool->first_row),
      {mutual ? vector_load(pool->bounds + column) : highest, mutual ? vector_load(pool->bounds + column + LANES) : highest}};
  vector sums[ROWS][2];
  EACH_ROW sums[r][0] = sums[r][1] = vector_all(0);
  for (int32_t stage = 0, from = 0; stage < operands->stages; stage++) {
    const vector half0 = vector_load(column_halves), half1 = vector_load(column_halves + LANES);
    EACH_ROW {
      const vector half = vector_all(row_halves[r]);
      sums[r][0] -= half + half0;
      sums[r][1] -= half + half1;
    }
    const int32_t to = operands->stage_ends[stage];
    multiply(a + (size_t)from * ROWS, b + (size_t)from * COLUMNS, to - from, sums);
    if (!any_reaches(sums, &bounds)) return;
    row_halves += operands->row_places;
    column_halves += operands->column_places;
    from = to;
  }
  float scores[ROWS][COLUMNS] __attribute__((aligned(4 * LANES)));
  uint32_t hits[ROWS];
  EACH_ROW {
    vector_store(scores[r], sums[r][0]);
    vector_store(scores[r] + LANES, sums[r][1]);
    hits[r] = mask_bits(reaches(sums[r][0], &bounds, r, 0)) | mask_bits(reaches(sums[r][1], &bounds, r, 1)) << LANES;
  }
  offer_tile(pool, mutual, row, column, scores, hits);
}

INLINE void score_block(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, const int mutual, int32_t row, int32_t rows,
    int32_t column, int32_t columns) {
  for (int32_t c = column; c < column + columns; c += COLUMNS)
    for (int32_t r = row; r < row + rows; r += ROWS) score_tile(operands, pool, mutual, r, c);
}

TARGET void FUSED(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, int mutual, int32_t row, int32_t rows,
    int32_t column, int32_t columns) {
  if (mutual)
    score_block(operands, pool, 1, row, rows, column, columns);
  else
    score_block(operands, pool, 0, row, rows, column, columns);
}
