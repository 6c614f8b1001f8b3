// Exact nearest neighbours: pairs are scored in blocks, the best of each row are kept in a buffer of candidates, and what is left in the
// end is measured again, exactly.
//
// A score is larger for a nearer pair: -|x - y|^2 / 2, x . y, or minus the distance, as the metric says. Points are named by their position in
// the order of the search; `order` leads back to the caller's index.
#ifndef FATHOM_NEIGHBORS_H
#define FATHOM_NEIGHBORS_H
#include <stddef.h>
#include <stdint.h>

#include "Dispatch.h"

typedef enum fathom_neighbor_metric {
  FATHOM_NEIGHBOR_SQUARED = 0,    // -|x - y|^2 / 2
  FATHOM_NEIGHBOR_PRODUCT = 1,    // x . y
  FATHOM_NEIGHBOR_MANHATTAN = 2,  // -sum |x - y|
  FATHOM_NEIGHBOR_CHEBYSHEV = 3,  // -max |x - y|
  FATHOM_NEIGHBOR_HAMMING = 4,    // minus the number of coordinates that differ
  FATHOM_NEIGHBOR_GIVEN = 5,      // minus the entry of a matrix of distances, which stands in the place of the queries
} fathom_neighbor_metric;

// Scores of real pairs lie above this one, those of the empty places at the end of a packed block far below.
#define FATHOM_NEIGHBOR_LOWEST (-1e36f)
#define FATHOM_NEIGHBOR_EMPTY 1e37f

// A buffer keeps free at least this many slots, so that a whole vector can be stored at its end.
#define FATHOM_NEIGHBOR_ROOM 16

// The candidates of the queries first_row, first_row + 1, ...; a query's slot is its position less first_row.
typedef struct fathom_neighbor_pool {
  float *scores;       // [slots, capacity]
  int32_t *positions;  // [slots, capacity]
  int32_t *counts;     // [slots]
  float *bounds;       // [slots] a pair with a lower score cannot be among the nearest
  int32_t first_row;
  int32_t capacity;  // at least wanted + 3 FATHOM_NEIGHBOR_ROOM
  int32_t wanted;

  // How far a score of a product may lie from the exact one, twice: relative * (2 reach[row] + sqrt(-2 score))^2.
  float relative;
  const float *reach;  // by position of the query

  // What the exact scores are made of.
  fathom_neighbor_metric metric;
  const float *queries;     // [rows, query_stride], zero from `dimensions` to the stride, which is a multiple of 8
  const float *references;  // [columns, reference_stride], likewise
  size_t query_stride;
  size_t reference_stride;
  const int32_t *order;  // [columns] the caller's index of a reference: the lower one wins a tie
} fathom_neighbor_pool;

// Tightens a row's bound to its wanted-th best score, less the allowance, and drops the candidates below it. Where rounding leaves too many in
// doubt, it measures them exactly and keeps the `wanted` first by score and index: nothing that belongs to the nearest is ever dropped.
void fathom_neighbors_prune(const fathom_neighbor_pool *pool, int32_t row);

// The exact scores of a row's pairs with `count` references.
void fathom_neighbors_exact(
    const fathom_neighbor_pool *pool, int32_t row, const int32_t *positions, int32_t count, float *scores);

// Offers tile[r, c] - row_half[r] - column_half[c] as the score of the pair (row + r, column + c) to the row and, if `mutual`, to the column too
// (rows and columns are then the same points). The halves of a metric without them are null.
void fathom_neighbors_select(
    const fathom_neighbor_pool *pool, int mutual, int32_t row, int32_t rows, int32_t column, int32_t columns, const float *tile,
    size_t tile_stride, const float *row_half, const float *column_half);

// Points packed for a kernel that scores tiles in registers and offers what reaches a bound without writing the rest to memory.
//
// Coordinates are taken in stages. No pair is farther apart over some of them than over all: a tile that reaches no bound after a stage is
// left at that. Where halves do not make distances of the products there must be one stage.
typedef struct fathom_neighbor_operands {
  const float *rows;           // [groups, dimensions, tile rows]
  const float *columns;        // [groups, dimensions, tile columns]
  const float *row_halves;     // [stages, row_places], in the first stage FATHOM_NEIGHBOR_EMPTY where there is no point, 0 in the others
  const float *column_halves;  // [stages, column_places], likewise
  size_t row_places;           // groups * tile rows
  size_t column_places;        // groups * tile columns
  const int32_t *stage_ends;   // [stages] after how many coordinates each ends, the last at `dimensions`
  int32_t stages;
  int32_t dimensions;
} fathom_neighbor_operands;

typedef struct fathom_neighbor_tile_shape {
  int32_t rows, columns;
} fathom_neighbor_tile_shape;

// The tiles of this level's kernel; 0 x 0 if it has none.
fathom_neighbor_tile_shape fathom_neighbors_tile_shape(fathom_isa isa);

// Scores rows [row, row + rows) against columns [column, column + columns), all multiples of the tile's, as x . y less the halves of all stages,
// and offers them as fathom_neighbors_select does. The pool's bounds are infinite where there is no point.
void fathom_neighbors_fused(
    fathom_isa isa, const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, int mutual, int32_t row,
    int32_t rows, int32_t column, int32_t columns);

// tile[r, c] = the score of row r and column c, by any metric but a given one, and by the same arithmetic wherever a pair stands. Columns are
// packed in panels of FATHOM_NEIGHBOR_PANEL; the tile's stride has room for whole panels.
#define FATHOM_NEIGHBOR_PANEL 16
void fathom_neighbors_scores(
    fathom_neighbor_metric metric, const float *rows, size_t row_stride, int32_t row_count, const float *panels,
    int32_t panel_count, int32_t dimensions, float *tile, size_t tile_stride);

// Adds to ranks[t] how many of the scores, those of the points first, first + 1, ..., come before target_scores[t], the score of point
// targets[t]: higher ones, and equal ones of a lower index. The point `excluded` does not count.
void fathom_neighbors_count_before(
    const float *scores, int32_t first, int32_t count, int32_t excluded, const int32_t *targets, const float *target_scores,
    int32_t target_count, int32_t *ranks);

// packed[g, k, w] = points[g * width + w, c] - centre[c] with c = coordinates[k], and zero where there is no such point. `centre` may be null.
void fathom_neighbors_pack(
    const float *points, size_t stride, int32_t count, int32_t dimensions, const int32_t *coordinates, const float *centre,
    int32_t width, float *packed);

// Writes the `k` nearest of a row in ascending order of distance, then index, leaving out the reference at position `excluded` (negative: none).
// A distance is -score, or sqrt(-2 score) if `root`, times `factor`. `keys` is scratch, [2 capacity].
void fathom_neighbors_finish(
    const fathom_neighbor_pool *pool, int32_t row, int32_t excluded, int32_t k, int root, float factor, uint64_t *keys,
    int32_t *indices, float *distances);

#endif
