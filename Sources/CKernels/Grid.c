#include "Grid.h"

#include <string.h>

#include "Clones.h"

#define ORDER FATHOM_GRID_ORDER

// The weight of node j for a point at fraction f of its cell, times 24: the sum over c of spline[c][j] f^c; and its derivative.
// Eight lanes, of which the last three are zero.
static const float spline[ORDER][8] __attribute__((aligned(32))) = {
    {1, 11, 11, 1, 0}, {-4, -12, 12, 4, 0}, {6, -6, -6, 6, 0}, {-4, 12, -12, 4, 0}, {1, -4, 6, -4, 1}};
static const float slope[ORDER - 1][8] __attribute__((aligned(32))) = {
    {-4, -12, 12, 4, 0}, {12, -12, -12, 12, 0}, {-12, 36, -36, 12, 0}, {4, -16, 24, -16, 4}};

typedef float row __attribute__((vector_size(32), may_alias));
typedef double row_of_doubles __attribute__((vector_size(64)));
typedef float unaligned_row __attribute__((vector_size(32), may_alias, aligned(4)));

// Whatever takes or returns a row is inlined, so no call's layout depends on the instruction set.
#pragma clang diagnostic ignored "-Wpsabi"

// The loops are written once on vectors of eight floats and compiled for each instruction set.

#define NAME(x) x##_plain
#include "GridPoints.h"
#include "GridRead.h"
#undef NAME

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NAME(x) x##_avx2
#include "GridPoints.h"
#include "GridRead.h"
#undef NAME
#pragma clang attribute pop

// Also for machines with AVX-512: the rows are half its width, and 512-bit instructions between them would close a port to the others.
#define DISPATCH(function, ...) (isa >= FATHOM_ISA_AVX2 ? function##_avx2(__VA_ARGS__) : function##_plain(__VA_ARGS__))

#else

#define DISPATCH(function, ...) ((void)isa, function##_plain(__VA_ARGS__))

#endif

void fathom_grid_bounds(fathom_isa isa, const fathom_grid_frame *frame, const float *points, ptrdiff_t count, int32_t bounds[4]) {
  DISPATCH(bounds, frame, points, count, bounds);
}

void fathom_grid_spread(fathom_isa isa, const fathom_grid_frame *frame, const float *points, ptrdiff_t count, const fathom_grid_tile *tile) {
  memset(tile->values, 0, (size_t)tile->stride * (size_t)tile->rows * sizeof(float));
  DISPATCH(spread, frame, points, count, tile);
}

double fathom_grid_read(fathom_isa isa, const fathom_grid_frame *frame, const fathom_grid_self *self, const float *points, ptrdiff_t count,
                        const float *potential, ptrdiff_t stride, float *forces) {
  return DISPATCH(read, frame, self, points, count, potential, stride, forces);
}

FATHOM_CLONES static void add_block(const float *from, ptrdiff_t stride, int rows, float *to) {
  for (int r = 0; r < rows; r++, from += stride, to += FATHOM_GRID_BLOCK)
    for (int c = 0; c < FATHOM_GRID_BLOCK; c++) to[c] += from[c];
}

void fathom_grid_collect(const fathom_grid_tile *tiles, ptrdiff_t tile_count, int32_t column, int32_t rows, float *first, float *second) {
  memset(first, 0, (size_t)rows * FATHOM_GRID_BLOCK * sizeof(float));
  memset(second, 0, (size_t)rows * FATHOM_GRID_BLOCK * sizeof(float));
  for (ptrdiff_t t = 0; t < tile_count; t++) {
    const fathom_grid_tile *tile = tiles + t;
    for (int half = 0; half < 2; half++) {
      int offset = column + half * FATHOM_GRID_BLOCK - tile->first_column;
      if (offset < 0 || offset >= tile->stride) continue;
      float *to = (half ? second : first) + (size_t)tile->first_row * FATHOM_GRID_BLOCK;
      add_block(tile->values + offset, tile->stride, tile->rows, to);
    }
  }
}
