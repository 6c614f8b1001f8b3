// All pairs: lanes are the points that forces act on, and every other point is broadcast.

enum { REPULSION_BLOCK = 2048 };  // others whose weights are summed in float before they are added in double

double VARIANT(fathom_repulsion_planar)(const float *points, long count, long first, long last, float *forces) {
  double normalizer = 0;
  for (long row = first; row < last; row += 2 * LANES) {
    lanes x[2], y[2], fx[2] = {{0}, {0}}, fy[2] = {{0}, {0}};
    for (int h = 0; h < 2; h++) {
      x[h] = lanes_coordinate(points, 2, row + h * LANES, last, 0);
      y[h] = lanes_coordinate(points, 2, row + h * LANES, last, 1);
    }
    double sums[2 * LANES] = {0};
    for (long block = 0; block < count; block += REPULSION_BLOCK) {
      const long end = block + REPULSION_BLOCK < count ? block + REPULSION_BLOCK : count;
      lanes z[2] = {{0}, {0}};
      for (long j = block; j < end; j++) {
        const float xj = points[2 * j], yj = points[2 * j + 1];
        for (int h = 0; h < 2; h++) {
          const lanes dx = x[h] - xj, dy = y[h] - yj;
          const lanes w = lanes_reciprocal(dx * dx + (dy * dy + 1.0f)), w2 = w * w;
          z[h] += w;
          fx[h] += w2 * dx;
          fy[h] += w2 * dy;
        }
      }
      for (int i = 0; i < 2 * LANES; i++) sums[i] += z[i / LANES][i % LANES];
    }
    const long rows = last - row < 2 * LANES ? last - row : 2 * LANES;
    for (long i = 0; i < rows; i++) {
      normalizer += sums[i];
      forces[2 * (row + i)] = fx[i / LANES][i % LANES];
      forces[2 * (row + i) + 1] = fy[i / LANES][i % LANES];
    }
  }
  return normalizer;
}

double VARIANT(fathom_repulsion_general)(const float *points, long count, long dimensions, float freedom, long first, long last,
                                         float *forces) {
  double normalizer = 0;
  for (long row = first; row < last; row += LANES) {
    lanes own[FATHOM_REPULSION_MAX_DIMENSIONS], force[FATHOM_REPULSION_MAX_DIMENSIONS];
    for (long d = 0; d < dimensions; d++) {
      own[d] = lanes_coordinate(points, dimensions, row, last, d);
      force[d] = (lanes){0};
    }
    double sums[LANES] = {0};
    for (long block = 0; block < count; block += REPULSION_BLOCK) {
      const long end = block + REPULSION_BLOCK < count ? block + REPULSION_BLOCK : count;
      lanes z = {0};
      for (long j = block; j < end; j++) {
        const float *other = points + j * dimensions;
        lanes square = {0}, inverse, weight;
        for (long d = 0; d < dimensions; d++) square += (own[d] - other[d]) * (own[d] - other[d]);
        lanes_tail(square, freedom, &inverse, &weight);
        z += weight;
        weight *= inverse;
        for (long d = 0; d < dimensions; d++) force[d] += weight * (own[d] - other[d]);
      }
      for (int i = 0; i < LANES; i++) sums[i] += z[i];
    }
    const long rows = last - row < LANES ? last - row : LANES;
    for (long i = 0; i < rows; i++) {
      normalizer += sums[i];
      for (long d = 0; d < dimensions; d++) forces[(row + i) * dimensions + d] = force[d][i];
    }
  }
  return normalizer;
}
