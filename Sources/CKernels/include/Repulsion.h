// The repulsive forces of t-SNE by all pairs and by a Barnes-Hut tree. Forces are not divided by the normaliser.
#ifndef FATHOM_REPULSION_H
#define FATHOM_REPULSION_H
#include <stdint.h>
#include "Dispatch.h"

enum { FATHOM_REPULSION_MAX_DIMENSIONS = 64, FATHOM_TREE_LEAF = 8, FATHOM_TREE_GROUP = 16 };

// For points first ... last - 1 of points [count, 2]: forces = sum over all j of (y_i - y_j) / (1 + |y_i - y_j|^2)^2.
// Returns the sum of 1 / (1 + |y_i - y_j|^2) over these i and all j, i itself included.
double fathom_repulsion_planar(fathom_isa isa, const float *points, long count, long first, long last, float *forces);

// The same for points [count, dimensions] and the tail (1 + d^2 / freedom)^-freedom.
double fathom_repulsion_general(fathom_isa isa, const float *points, long count, long dimensions, float freedom, long first, long last,
                                float *forces);

// A cell of a tree over points in Morton order, the cells in preorder.
typedef struct fathom_cell {
  float center[3];     // of mass
  float side;          // of the cell; 0 if all its points coincide
  int32_t first, count;  // its points
  int32_t skip;        // the next cell that is not inside this one
  int32_t leaf;        // 1: its points are looked at one by one; 2: they coincide and count as one body
} fathom_cell;

// Interleaved bits of the points' coordinates, counted in steps of 1 / scale from lower: `bits` a dimension.
// Points are `stride` floats apart.
void fathom_morton_keys(const float *points, long stride, long first, long last, long dimensions, const float *lower, double scale,
                        int bits, uint64_t *keys);

// Sorts keys and the indices that go with them, stably; keys below 2^bits. The temporaries have room for count elements.
void fathom_sort_keys(uint64_t *keys, int32_t *indices, long count, int bits, uint64_t *temporary_keys, int32_t *temporary_indices);

// The tree over sorted points [count, dimensions]; room for 2 count cells. unit: the length of one key step. Returns the cells used.
long fathom_tree_build(const uint64_t *keys, const float *points, long count, long dimensions, float unit, fathom_cell *cells);

// Forces on the sorted points first ... last - 1 (first a multiple of FATHOM_TREE_GROUP), cells farther than side / theta taken as one
// body. dimensions 1 to 3. Returns the sum of the weights, each point's own 1 included.
double fathom_tree_forces(fathom_isa isa, const fathom_cell *cells, long cell_count, const float *points, long dimensions, float freedom,
                          float theta, long first, long last, float *forces);
#endif
