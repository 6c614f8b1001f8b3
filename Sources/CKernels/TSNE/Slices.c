#include <string.h>

#include "Attraction.h"

// The upper half of a float, rounded to the nearest, without the sign: weights are not negative.
static inline uint32_t rounded_to_bfloat16(float weight) {
  uint32_t bits;
  memcpy(&bits, &weight, sizeof bits);
  return (bits + 0x7fff + ((bits >> 16) & 1)) >> 16 & 0x7fff;
}

void fathom_attraction_fill(int packed, const int64_t *row_starts, const int32_t *columns, const float *values, const int32_t *order,
                            const int32_t *rank, long rows, long first_slice, long last_slice, const int64_t *slices, uint32_t *edges) {
  const long step = packed ? FATHOM_SLICE_ROWS : 2 * FATHOM_SLICE_ROWS;
  for (long slice = first_slice; slice < last_slice; slice++) {
    const long steps = slices[slice + 1] - slices[slice];
    for (long lane = 0; lane < FATHOM_SLICE_ROWS; lane++) {
      const long row = slice * FATHOM_SLICE_ROWS + lane;
      uint32_t *edge = edges + slices[slice] * step + lane;
      long filled = 0;
      if (row < rows) {
        const int64_t start = row_starts[order[row]];
        filled = row_starts[order[row] + 1] - start;
        for (long t = 0; t < filled; t++, edge += step) {
          const uint32_t neighbor = (uint32_t)rank[columns[start + t]];
          if (packed) {
            *edge = rounded_to_bfloat16(values[start + t]) << FATHOM_PACKED_INDEX_BITS | neighbor;
          } else {
            edge[0] = neighbor;
            memcpy(edge + FATHOM_SLICE_ROWS, values + start + t, sizeof(float));
          }
        }
      }
      const uint32_t self = row < rows ? (uint32_t)row : 0;
      for (; filled < steps; filled++, edge += step) {
        edge[0] = self;
        if (!packed) edge[FATHOM_SLICE_ROWS] = 0;
      }
    }
  }
}
