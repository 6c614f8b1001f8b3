// Points of the plane on a regular grid: spreading a unit charge from each by B-splines of order 5, and reading a potential and its
// gradient back with the same splines. Points are interleaved x, y.
#ifndef FATHOM_GRID_H
#define FATHOM_GRID_H

#include <stddef.h>
#include <stdint.h>

#include "Dispatch.h"

enum {
  FATHOM_GRID_ORDER = 5,   // nodes per axis that a point touches: its cell's number and the four after it
  FATHOM_GRID_BLOCK = 16,  // tiles begin at columns that are multiples of this
  FATHOM_GRID_SLACK = 3,   // floats beyond a point's last node that are read and written back unchanged
};

// Where the grid lies. A point's cell is (point - origin) * inverse_spacing, kept within 0...last whatever the point is.
typedef struct fathom_grid_frame {
  float origin_x, origin_y, inverse_spacing;
  int32_t last_column, last_row;
} fathom_grid_frame;

// The part of the grid that one run of points touches: [rows, stride], its first node being (first_column, first_row).
typedef struct fathom_grid_tile {
  float *values;
  int32_t first_column, first_row, stride, rows;
} fathom_grid_tile;

// What a charge feels of itself through the grid, as harmonics of its place (x, y) in its cell, in turns:
// potential = p[0] + p[1] (cos x + cos y) + p[2] cos x cos y, force along x = sin x (f[0] + f[1] cos y), and along y alike.
typedef struct fathom_grid_self {
  float potential[3], force[2];
} fathom_grid_self;

// The smallest and largest cells of the points: columns to bounds[0], bounds[1], rows to bounds[2], bounds[3].
void fathom_grid_bounds(fathom_isa isa, const fathom_grid_frame *frame, const float *points, ptrdiff_t count, int32_t bounds[4]);

// Clears the tile and adds each point's charge.
void fathom_grid_spread(fathom_isa isa, const fathom_grid_frame *frame, const float *points, ptrdiff_t count, const fathom_grid_tile *tile);

// The sums of all tiles over 32 columns from `column` (a multiple of 16): [rows, 16] for the first sixteen, and for the others.
void fathom_grid_collect(const fathom_grid_tile *tiles, ptrdiff_t tile_count, int32_t column, int32_t rows, float *first, float *second);

// For each point minus half the gradient of the potential [.., stride] to forces (interleaved), freed of the point's own share.
// Returns the sum of the potential over the points, likewise freed.
double fathom_grid_read(fathom_isa isa, const fathom_grid_frame *frame, const fathom_grid_self *self, const float *points, ptrdiff_t count,
                        const float *potential, ptrdiff_t stride, float *forces);

#endif
