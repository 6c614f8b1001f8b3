// Private to the neighbour kernels: the fused kernels behind fathom_neighbors_fused, one per level.
#ifndef FATHOM_NEIGHBORS_FUSED_H
#define FATHOM_NEIGHBORS_FUSED_H
#include "Neighbors.h"

#define FATHOM_NEIGHBOR_AVX512_ROWS 12
#define FATHOM_NEIGHBOR_AVX512_COLUMNS 32
#define FATHOM_NEIGHBOR_AVX2_ROWS 6
#define FATHOM_NEIGHBOR_AVX2_COLUMNS 16

void fathom_neighbors_fused_avx512(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, int mutual, int32_t row, int32_t rows,
    int32_t column, int32_t columns);

void fathom_neighbors_fused_avx2(
    const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, int mutual, int32_t row, int32_t rows,
    int32_t column, int32_t columns);

#endif
