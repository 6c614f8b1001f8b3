// The attractive forces of t-SNE over a sparse matrix whose rows stand sixteen side by side (SELL-16).
//
// Slice s holds rows 16 s ... 16 s + 15. Step t of a slice holds the t-th edge of each of its rows; rows that have fewer edges are
// filled up with edges of weight zero. slices[s] counts the steps before slice s.
#ifndef FATHOM_ATTRACTION_H
#define FATHOM_ATTRACTION_H
#include <stdint.h>
#include "Dispatch.h"

enum { FATHOM_SLICE_ROWS = 16, FATHOM_PACKED_INDEX_BITS = 17 };

// Packed: 4 bytes an edge, the upper 15 bits of which are the weight's as bfloat16 (without the sign), the lower 17 the neighbour.
// Wide: each step is 16 neighbours as uint32, then 16 weights as float.

// Steps slices of the rows order[16 first_slice ...] of a matrix in compressed sparse rows; columns are renamed by rank.
void fathom_attraction_fill(int packed, const int64_t *row_starts, const int32_t *columns, const float *values, const int32_t *order,
                            const int32_t *rank, long rows, long first_slice, long last_slice, const int64_t *slices, uint32_t *edges);

// How a point's neighbours are fetched: which is faster depends on the processor, the bits of the result do not.
typedef enum { FATHOM_READ_BY_GATHERS, FATHOM_READ_BY_LOADS } fathom_reading;

// forces[row] = sum over the row's edges of weight * (y_row - y_j) / (1 + |y_row - y_j|^2), points [rows, 2]; points and forces have room
// for whole slices.
void fathom_attraction_planar(fathom_isa isa, int packed, fathom_reading reading, const float *points, const int64_t *slices,
                              const uint32_t *edges, long first_slice, long last_slice, float *forces);

// The same for points [rows, dimensions] and (1 + |y_row - y_j|^2 / freedom)^-1; wide edges.
void fathom_attraction_general(fathom_isa isa, const float *points, long dimensions, float freedom, const int64_t *slices,
                               const uint32_t *edges, long rows, long first_slice, long last_slice, float *forces);

// Sum over the edges of rows first ... last - 1 of value * freedom * log(1 + |y_i - y_j|^2 / freedom), in compressed sparse rows.
double fathom_attraction_cost(fathom_isa isa, const float *points, long dimensions, float freedom, const int64_t *row_starts,
                              const int32_t *columns, const float *values, long first, long last);
#endif
