#include <string.h>

#include "Repulsion.h"

void fathom_morton_keys(const float *points, long stride, long first, long last, long dimensions, const float *lower, double scale,
                        int bits, uint64_t *keys) {
  const int64_t greatest = ((int64_t)1 << bits) - 1;
  for (long i = first; i < last; i++) {
    uint64_t key = 0;
    for (long d = 0; d < dimensions; d++) {
      int64_t steps = (int64_t)(((double)points[i * stride + d] - (double)lower[d]) * scale);
      steps = steps < 0 ? 0 : steps > greatest ? greatest : steps;
      for (int b = 0; b < bits; b++) key |= (uint64_t)((steps >> b) & 1) << (b * dimensions + d);
    }
    keys[i] = key;
  }
}

void fathom_sort_keys(uint64_t *keys, int32_t *indices, long count, int bits, uint64_t *temporary_keys, int32_t *temporary_indices) {
  enum { digit = 11, digits = 1 << digit };
  uint64_t *from = keys, *to = temporary_keys;
  int32_t *from_index = indices, *to_index = temporary_indices;
  for (int shift = 0; shift < bits; shift += digit) {
    long starts[digits] = {0};
    for (long i = 0; i < count; i++) starts[(from[i] >> shift) & (digits - 1)]++;
    long sum = 0;
    for (int d = 0; d < digits; d++) {
      const long here = starts[d];
      starts[d] = sum;
      sum += here;
    }
    for (long i = 0; i < count; i++) {
      const long place = starts[(from[i] >> shift) & (digits - 1)]++;
      to[place] = from[i];
      to_index[place] = from_index[i];
    }
    uint64_t *keys_swapped = from;
    from = to;
    to = keys_swapped;
    int32_t *indices_swapped = from_index;
    from_index = to_index;
    to_index = indices_swapped;
  }
  if (from != keys) {
    memcpy(keys, from, (size_t)count * sizeof *keys);
    memcpy(indices, from_index, (size_t)count * sizeof *indices);
  }
}

typedef struct {
  const uint64_t *keys;
  const float *points;
  long dimensions;
  float unit;
  fathom_cell *cells;
  int32_t used;
} tree_builder;

// The cell of points first ... last - 1 and all inside it. As deep as keys have digits, since each level takes one off.
static void tree_add_cell(tree_builder *tree, long first, long last, double *moment) {
  const int32_t number = tree->used++;
  fathom_cell *cell = tree->cells + number;
  const uint64_t differing = tree->keys[first] ^ tree->keys[last - 1];
  const long dimensions = tree->dimensions;
  double sum[3] = {0, 0, 0};
  cell->first = (int32_t)first;
  cell->count = (int32_t)(last - first);
  if (differing == 0 || last - first <= FATHOM_TREE_LEAF) {
    for (long i = first; i < last; i++)
      for (long d = 0; d < dimensions; d++) sum[d] += tree->points[i * dimensions + d];
    cell->leaf = differing == 0 && last - first > 1 ? 2 : 1;
  } else {
    const int level = (63 - __builtin_clzll(differing)) / (int)dimensions;
    const int shift = level * (int)dimensions;
    cell->leaf = 0;
    for (long start = first; start < last;) {
      const uint64_t digit = tree->keys[start] >> shift;
      long low = start + 1, high = last;  // the first point of the next digit lies between
      while (low < high) {
        const long middle = low + (high - low) / 2;
        if (tree->keys[middle] >> shift == digit) low = middle + 1; else high = middle;
      }
      tree_add_cell(tree, start, low, sum);
      start = low;
    }
  }
  const int level = differing ? (63 - __builtin_clzll(differing)) / (int)dimensions + 1 : 0;
  cell->side = differing ? tree->unit * (float)((uint64_t)1 << level) : 0;
  for (long d = 0; d < 3; d++) {
    cell->center[d] = (float)(sum[d] / (double)(last - first));
    if (moment) moment[d] += sum[d];
  }
  cell->skip = tree->used;

}

long fathom_tree_build(const uint64_t *keys, const float *points, long count, long dimensions, float unit, fathom_cell *cells) {
  tree_builder tree = {keys, points, dimensions, unit, cells, 0};
  if (count > 0) tree_add_cell(&tree, 0, count, NULL);
  return tree.used;
}
