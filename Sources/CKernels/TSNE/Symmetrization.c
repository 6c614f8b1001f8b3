#include <string.h>

#include "Affinities.h"

void fathom_symmetrize_count(const int32_t *columns, long rows, long k, int shift, int64_t *counts) {
  for (long e = 0; e < rows * k; e++) counts[columns[e] >> shift]++;
}

void fathom_symmetrize_scatter(const int32_t *columns, const float *values, long first, long rows, long k, int shift,
                               int64_t *positions, fathom_edge *edges) {
  for (long row = 0; row < rows; row++)
    for (long e = row * k; e < (row + 1) * k; e++)
      edges[positions[columns[e] >> shift]++] = (fathom_edge){columns[e], (int32_t)(first + row), values[e]};
}

void fathom_symmetrize_sort(fathom_edge *edges, long count, int32_t first_row, long rows, int64_t *starts, fathom_edge *sorted) {
  memset(starts, 0, (size_t)(rows + 1) * sizeof *starts);
  for (long e = 0; e < count; e++) starts[edges[e].target - first_row + 1]++;
  for (long row = 0; row < rows; row++) starts[row + 1] += starts[row];
  for (long e = 0; e < count; e++) sorted[starts[edges[e].target - first_row]++] = edges[e];
  for (long row = rows; row > 0; row--) starts[row] = starts[row - 1];  // each start had moved to the next row's
  starts[0] = 0;
  memcpy(edges, sorted, (size_t)count * sizeof *edges);
}

void fathom_symmetrize_merge(const int32_t *columns, const float *values, long first_row, long rows, long k,
                             const fathom_edge *incoming, const int64_t *starts, float scale, int32_t *marks, int64_t *lengths,
                             const int64_t *row_starts, int32_t *columns_out, float *values_out) {
  for (long r = 0; r < rows; r++) {
    const long row = first_row + r;
    const int32_t *own = columns + row * k;
    int32_t length = 0;
    if (!columns_out) {
      for (long e = 0; e < k; e++) marks[own[e]] = 1;
      length = (int32_t)k;
      for (int64_t e = starts[r]; e < starts[r + 1]; e++) length += 1 - marks[incoming[e].source];
      lengths[row] = length;
    } else {
      int32_t *column = columns_out + row_starts[row];
      float *value = values_out + row_starts[row];
      for (; length < k; length++) {
        column[length] = own[length];
        value[length] = values[row * k + length] * scale;
        marks[own[length]] = length + 1;
      }
      for (int64_t e = starts[r]; e < starts[r + 1]; e++) {
        const int32_t place = marks[incoming[e].source];
        if (place) {
          value[place - 1] = scale * (values[row * k + place - 1] + incoming[e].value);
        } else {
          column[length] = incoming[e].source;
          value[length++] = incoming[e].value * scale;
        }
      }
    }
    for (long e = 0; e < k; e++) marks[own[e]] = 0;
  }
}
