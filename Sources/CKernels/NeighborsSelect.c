// Between the product and the buffers: packing points, offering a tile's scores, and the sorted end.
#include <math.h>
#include <string.h>

#include "Clones.h"
#include "NeighborsPool.h"

void fathom_neighbors_pack(
    const float *points, size_t stride, int32_t count, int32_t dimensions, const int32_t *coordinates, const float *centre,
    int32_t width, float *packed) {
  for (int32_t first = 0; first < count; first += width) {
    const int32_t real = count - first < width ? count - first : width;
    for (int32_t k = 0; k < dimensions; k++) {
      const int32_t c = coordinates[k];
      const float origin = centre ? centre[c] : 0;
      for (int32_t w = 0; w < real; w++) packed[w] = points[(size_t)(first + w) * stride + c] - origin;
      for (int32_t w = real; w < width; w++) packed[w] = 0;
      packed += width;
    }
  }
}

// MARK: Offering a tile

#define WIDTH 16

// Whether any of WIDTH scores reaches the bound of its row or, if `mutual`, of its column.
static inline __attribute__((always_inline)) int any_reaches(
    const float *products, float row_half, const float *column_half, float row_bound, const float *column_bounds, int mutual) {
  int any = 0;
  for (int c = 0; c < WIDTH; c++) {
    const float score = products[c] - row_half - (column_half ? column_half[c] : 0);
    const float bound = mutual && column_bounds[c] < row_bound ? column_bounds[c] : row_bound;
    any |= score >= bound;
  }
  return any;
}

static inline __attribute__((always_inline)) void select_tile(
    const fathom_neighbor_pool *pool, int mutual, int32_t row, int32_t rows, int32_t column, int32_t columns, const float *tile,
    size_t tile_stride, const float *row_half, const float *column_half) {
  // In a mutual search the slots are those of all points, so a column's bound stands at its position.
  const float *column_bounds = mutual ? pool->bounds + column : 0;
  for (int32_t r = 0; r < rows; r++) {
    const float *products = tile + (size_t)r * tile_stride;
    const float half = row_half ? row_half[r] : 0;
    const float *row_bound = pool->bounds + (row + r - pool->first_row);
    for (int32_t c = 0; c < columns; c += WIDTH) {
      const int32_t width = columns - c < WIDTH ? columns - c : WIDTH;
      if (width == WIDTH && !any_reaches(products + c, half, column_half ? column_half + c : 0, *row_bound,
                                         mutual ? column_bounds + c : 0, mutual))
        continue;
      for (int32_t i = c; i < c + width; i++) {
        const float score = products[i] - half - (column_half ? column_half[i] : 0);
        if (score >= *row_bound) fathom_neighbors_offer(pool, row + r, score, column + i);
        if (mutual && score >= column_bounds[i]) fathom_neighbors_offer(pool, column + i, score, row + r);
      }
    }
  }
}

FATHOM_CLONES
void fathom_neighbors_select(
    const fathom_neighbor_pool *pool, int mutual, int32_t row, int32_t rows, int32_t column, int32_t columns, const float *tile,
    size_t tile_stride, const float *row_half, const float *column_half) {
  if (mutual && column_half)
    select_tile(pool, 1, row, rows, column, columns, tile, tile_stride, row_half, column_half);
  else if (mutual)
    select_tile(pool, 1, row, rows, column, columns, tile, tile_stride, 0, 0);
  else if (column_half)
    select_tile(pool, 0, row, rows, column, columns, tile, tile_stride, row_half, column_half);
  else
    select_tile(pool, 0, row, rows, column, columns, tile, tile_stride, 0, 0);
}

// MARK: The end

// The bits of a float as an unsigned number in the same order.
static inline uint32_t ordered_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits >> 31 ? ~bits : bits | 0x80000000u;
}

static inline float float_of_ordered_bits(uint32_t ordered) {
  const uint32_t bits = ordered >> 31 ? ordered & 0x7fffffffu : ~ordered;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// Merge sort without branches on the keys. Returns whichever of the two halves of the scratch holds the result.
static const uint64_t *sorted(uint64_t *keys, uint64_t *other, int32_t count) {
  for (int32_t run = 1; run < count; run *= 2) {
    for (int32_t start = 0; start < count; start += 2 * run) {
      const int32_t middle = start + run < count ? start + run : count;
      const int32_t end = start + 2 * run < count ? start + 2 * run : count;
      int32_t a = start, b = middle, to = start;
      while (a < middle && b < end) {
        const int second = keys[b] < keys[a];
        other[to++] = second ? keys[b] : keys[a];
        a += !second;
        b += second;
      }
      while (a < middle) other[to++] = keys[a++];
      while (b < end) other[to++] = keys[b++];
    }
    uint64_t *swapped = keys;
    keys = other;
    other = swapped;
  }
  return keys;
}

void fathom_neighbors_finish(
    const fathom_neighbor_pool *pool, int32_t row, int32_t excluded, int32_t k, int root, float factor, uint64_t *keys,
    int32_t *indices, float *distances) {
  fathom_neighbors_prune(pool, row);
  const int32_t slot = row - pool->first_row;
  const int32_t count = pool->counts[slot];
  float *scores = pool->scores + (size_t)slot * pool->capacity;
  const int32_t *positions = pool->positions + (size_t)slot * pool->capacity;
  fathom_neighbors_exact(pool, row, positions, count, scores);
  int32_t kept = 0;
  for (int32_t i = 0; i < count; i++) {
    if (positions[i] == excluded) continue;
    // The sum turns -0 into 0.
    const float distance = root ? sqrtf(-2 * scores[i]) : -scores[i] + 0.0f;
    keys[kept++] = (uint64_t)ordered_bits(distance) << 32 | (uint32_t)pool->order[positions[i]];
  }
  const uint64_t *ascending = sorted(keys, keys + pool->capacity, kept);
  for (int32_t i = 0; i < k; i++) {
    indices[i] = (int32_t)(uint32_t)ascending[i];
    distances[i] = factor * float_of_ordered_bits((uint32_t)(ascending[i] >> 32));
  }
}
