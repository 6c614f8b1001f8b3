// Lanes are rows; a slice of sixteen rows takes 16 / LANES passes.

enum { STEPS_AHEAD = 64 };

INLINE void attraction_planar(int packed, fathom_reading reading, const float *points, const int64_t *slices, const uint32_t *edges,
                              long first_slice, long last_slice, float *forces) {
  const long step = packed ? FATHOM_SLICE_ROWS : 2 * FATHOM_SLICE_ROWS;
  const uint32_t mask = packed ? (1u << FATHOM_PACKED_INDEX_BITS) - 1 : UINT32_MAX;
  lanes_bits lane = {0};
  for (int i = 0; i < LANES; i++) lane[i] = i;
  for (long slice = first_slice; slice < last_slice; slice++) {
    for (long part = 0; part < FATHOM_SLICE_ROWS; part += LANES) {
      const long row = slice * FATHOM_SLICE_ROWS + part;
      lanes x, y, fx = {0}, fy = {0};
      lanes_gather_pairs(points + 2 * row, lane, &x, &y);
      const uint32_t *edge = edges + slices[slice] * step + part, *end = edges + slices[slice + 1] * step + part;
      for (; edge < end; edge += step) {
        // Edges come from beyond L2, and the processor by itself does not look far enough ahead for them.
        __builtin_prefetch(edge + STEPS_AHEAD * step);
        if (!packed) __builtin_prefetch(edge + STEPS_AHEAD * step + FATHOM_SLICE_ROWS);
        const lanes_bits word = lanes_load_bits(edge);
        lanes weight, xj, yj;
        if (packed) {
          weight = (lanes)(((word >> FATHOM_PACKED_INDEX_BITS) & 0x7fff) << 16);
        } else {
          weight = lanes_load((const float *)edge + FATHOM_SLICE_ROWS);
        }
        if (reading == FATHOM_READ_BY_LOADS) {
          lanes_load_pairs(points, edge, mask, &xj, &yj);
        } else {
          lanes_gather_pairs(points, word & (int32_t)mask, &xj, &yj);
        }
        const lanes dx = x - xj, dy = y - yj;
        weight *= lanes_reciprocal(dx * dx + (dy * dy + 1.0f));
        fx += weight * dx;
        fy += weight * dy;
      }
      for (int i = 0; i < LANES; i++) {
        forces[2 * (row + i)] = fx[i];
        forces[2 * (row + i) + 1] = fy[i];
      }
    }
  }
}

// One copy of the loop for each kind of edge and reading.
void VARIANT(fathom_attraction_planar)(int packed, fathom_reading reading, const float *points, const int64_t *slices,
                                       const uint32_t *edges, long first_slice, long last_slice, float *forces) {
  const int loads = reading == FATHOM_READ_BY_LOADS;
  if (packed && loads) attraction_planar(1, FATHOM_READ_BY_LOADS, points, slices, edges, first_slice, last_slice, forces);
  if (packed && !loads) attraction_planar(1, FATHOM_READ_BY_GATHERS, points, slices, edges, first_slice, last_slice, forces);
  if (!packed && loads) attraction_planar(0, FATHOM_READ_BY_LOADS, points, slices, edges, first_slice, last_slice, forces);
  if (!packed && !loads) attraction_planar(0, FATHOM_READ_BY_GATHERS, points, slices, edges, first_slice, last_slice, forces);
}

void VARIANT(fathom_attraction_general)(const float *points, long dimensions, float freedom, const int64_t *slices, const uint32_t *edges,
                                        long rows, long first_slice, long last_slice, float *forces) {
  const long step = 2 * FATHOM_SLICE_ROWS;
  const float inverse = 1 / freedom;
  for (long slice = first_slice; slice < last_slice; slice++) {
    for (long part = 0; part < FATHOM_SLICE_ROWS; part++) {
      const long row = slice * FATHOM_SLICE_ROWS + part;
      if (row >= rows) break;
      const float *own = points + row * dimensions;
      float *force = forces + row * dimensions;
      for (long d = 0; d < dimensions; d++) force[d] = 0;
      const uint32_t *edge = edges + slices[slice] * step + part, *end = edges + slices[slice + 1] * step + part;
      for (; edge < end; edge += step) {
        const float *other = points + (long)*edge * dimensions;
        float weight, square = 0;
        memcpy(&weight, edge + FATHOM_SLICE_ROWS, sizeof weight);
        for (long d = 0; d < dimensions; d++) square += (own[d] - other[d]) * (own[d] - other[d]);
        weight /= 1 + square * inverse;
        for (long d = 0; d < dimensions; d++) force[d] += weight * (own[d] - other[d]);
      }
    }
  }
}

// Lanes are edges of one row.
INLINE double attraction_row_cost(const float *points, const float *own, float inverse, const int32_t *columns, const float *values,
                                  long count) {
  lanes cost = {0};
  for (long e = 0; e < count; e += LANES) {
    lanes_bits index = {0};
    lanes value = {0}, x, y;
    if (e + LANES <= count) {
      index = lanes_load_bits(columns + e);
      value = lanes_load(values + e);
    } else {
      memcpy(&index, columns + e, (size_t)(count - e) * sizeof *columns);
      memcpy(&value, values + e, (size_t)(count - e) * sizeof *values);
    }
    lanes_gather_pairs(points, index, &x, &y);
    const lanes dx = x - own[0], dy = y - own[1];
    cost += value * lanes_log((dx * dx + dy * dy) * inverse + 1.0f);
  }
  return lanes_sum(cost);
}

double VARIANT(fathom_attraction_cost)(const float *points, long dimensions, float freedom, const int64_t *row_starts,
                                       const int32_t *columns, const float *values, long first, long last) {
  const float inverse = 1 / freedom;
  double total = 0;
  for (long row = first; row < last; row++) {
    const int64_t start = row_starts[row], end = row_starts[row + 1];
    const float *own = points + row * dimensions;
    if (dimensions == 2) {
      total += attraction_row_cost(points, own, inverse, columns + start, values + start, end - start);
    } else {
      for (int64_t e = start; e < end; e++) {
        const float *other = points + columns[e] * dimensions;
        float square = 0;
        for (long d = 0; d < dimensions; d++) square += (own[d] - other[d]) * (own[d] - other[d]);
        total += (double)values[e] * __builtin_log1p((double)(square * inverse));
      }
    }
  }
  return total * freedom;
}
