// Private to the neighbour kernels: putting one pair into a buffer of candidates.
#ifndef FATHOM_NEIGHBORS_POOL_H
#define FATHOM_NEIGHBORS_POOL_H
#include "Neighbors.h"

static inline void fathom_neighbors_offer(const fathom_neighbor_pool *pool, int32_t row, float score, int32_t position) {
  const int32_t slot = row - pool->first_row;
  const int32_t count = pool->counts[slot];
  const size_t end = (size_t)slot * pool->capacity + count;
  pool->scores[end] = score;
  pool->positions[end] = position;
  pool->counts[slot] = count + 1;
  if (count + 1 > pool->capacity - FATHOM_NEIGHBOR_ROOM) fathom_neighbors_prune(pool, row);
}

#endif
