// Barnes-Hut: sixteen neighbouring points walk the tree together. A cell is taken as one body if it is far enough from each of them
// and holds none of them.

#define TREE_PARTS (FATHOM_TREE_GROUP / LANES)

typedef struct {
  lanes position[3][TREE_PARTS], force[3][TREE_PARTS], weight[TREE_PARTS];
} tree_group;

INLINE void tree_add(tree_group *group, const float *body, float mass, const int dimensions, float freedom) {
  for (int part = 0; part < TREE_PARTS; part++) {
    lanes square = {0}, inverse, weight;
    for (int d = 0; d < dimensions; d++) {
      const lanes difference = group->position[d][part] - body[d];
      square += difference * difference;
    }
    lanes_tail(square, freedom, &inverse, &weight);
    weight *= mass;
    group->weight[part] += weight;
    weight *= inverse;
    for (int d = 0; d < dimensions; d++) group->force[d][part] += weight * (group->position[d][part] - body[d]);
  }
}

INLINE int tree_is_near(const tree_group *group, const fathom_cell *cell, const int dimensions, float limit) {
  lanes_bits near = {0};
  for (int part = 0; part < TREE_PARTS; part++) {
    lanes square = {0};
    for (int d = 0; d < dimensions; d++) {
      const lanes difference = group->position[d][part] - cell->center[d];
      square += difference * difference;
    }
    near |= square <= limit;
  }
  return lanes_any(near);
}

INLINE double tree_walk(const fathom_cell *cells, long cell_count, const float *points, const int dimensions, float freedom, float theta,
                        long first, long last, float *forces) {
  const float factor = theta > 0 ? 1 / (theta * theta) : __builtin_inff();
  double normalizer = 0;
  for (long row = first; row < last; row += FATHOM_TREE_GROUP) {
    const long end = row + FATHOM_TREE_GROUP < last ? row + FATHOM_TREE_GROUP : last;
    tree_group group;
    memset(&group, 0, sizeof group);
    for (int part = 0; part < TREE_PARTS; part++)
      for (int d = 0; d < dimensions; d++)
        group.position[d][part] = lanes_coordinate(points, dimensions, row + part * LANES < end ? row + part * LANES : end - 1, end, d);
    long at = 0;
    while (at < cell_count) {
      const fathom_cell *cell = cells + at;
      const int holds = cell->first < end && cell->first + cell->count > row;
      if (cell->leaf == 2) {
        tree_add(&group, cell->center, (float)cell->count, dimensions, freedom);
        at = cell->skip;
      } else if (holds || tree_is_near(&group, cell, dimensions, cell->side * cell->side * factor)) {
        if (cell->leaf)
          for (long j = cell->first; j < cell->first + cell->count; j++) tree_add(&group, points + j * dimensions, 1, dimensions, freedom);
        at = cell->leaf ? cell->skip : at + 1;
      } else {
        tree_add(&group, cell->center, (float)cell->count, dimensions, freedom);
        at = cell->skip;
      }
    }
    for (long i = 0; i < end - row; i++) {
      normalizer += group.weight[i / LANES][i % LANES];
      for (int d = 0; d < dimensions; d++) forces[(row + i) * dimensions + d] = group.force[d][i / LANES][i % LANES];
    }
  }
  return normalizer;
}

double VARIANT(fathom_tree_forces)(const fathom_cell *cells, long cell_count, const float *points, long dimensions, float freedom,
                                   float theta, long first, long last, float *forces) {
  switch (dimensions) {
    case 1: return tree_walk(cells, cell_count, points, 1, freedom, theta, first, last, forces);
    case 2: return tree_walk(cells, cell_count, points, 2, freedom, theta, first, last, forces);
    default: return tree_walk(cells, cell_count, points, 3, freedom, theta, first, last, forces);
  }
}
