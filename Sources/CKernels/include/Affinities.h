// From neighbour distances to the symmetric affinities of t-SNE.
#ifndef FATHOM_AFFINITIES_H
#define FATHOM_AFFINITIES_H
#include <stdint.h>
#include "Dispatch.h"

// probabilities[rows, k]: each row the Gaussian weights of distances[rows, k] whose entropy is `entropy` nats, summing to 1.
// scratch: room for k + 16 floats, aligned to 64 bytes. Returns the largest |H - entropy| over rows that can reach it.
float fathom_perplexity_rows(fathom_isa isa, const float *distances, long rows, long k, float entropy, float *scratch,
                             float *probabilities);

// One directed edge on its way to its target's row.
typedef struct fathom_edge {
  int32_t target, source;
  float value;
} fathom_edge;

// The symmetrisation runs in passes over chunks of source rows and buckets of 2^shift target rows; see Symmetrization.swift.
// counts[bucket] += how many edges of these rows point into each bucket.
void fathom_symmetrize_count(const int32_t *columns, long rows, long k, int shift, int64_t *counts);

// Writes the edges of these rows, the first of which has number `first`, to edges[positions[bucket]++].
void fathom_symmetrize_scatter(const int32_t *columns, const float *values, long first, long rows, long k, int shift,
                               int64_t *positions, fathom_edge *edges);

// Sorts one bucket's edges by target, stably. starts[rows + 1] receives where each row's edges start; sorted is room for count edges.
void fathom_symmetrize_sort(fathom_edge *edges, long count, int32_t first_row, long rows, int64_t *starts, fathom_edge *sorted);

// The union of each row's own k neighbours and its incoming edges. marks[points] must be zero and is zero again afterwards.
// With columns_out null: only lengths[row] is written. Otherwise the rows go to columns_out and values_out at row_starts[row],
// values being scale * (own + incoming).
void fathom_symmetrize_merge(const int32_t *columns, const float *values, long first_row, long rows, long k,
                             const fathom_edge *incoming, const int64_t *starts, float scale, int32_t *marks, int64_t *lengths,
                             const int64_t *row_starts, int32_t *columns_out, float *values_out);
#endif
