// Which fused kernel serves which level. Without one the caller multiplies by BLAS and offers the tiles through fathom_neighbors_select.
#include "NeighborsFused.h"

fathom_neighbor_tile_shape fathom_neighbors_tile_shape(fathom_isa isa) {
#if defined(__x86_64__)
  if (isa == FATHOM_ISA_AVX512)
    return (fathom_neighbor_tile_shape){FATHOM_NEIGHBOR_AVX512_ROWS, FATHOM_NEIGHBOR_AVX512_COLUMNS};
  if (isa == FATHOM_ISA_AVX2) return (fathom_neighbor_tile_shape){FATHOM_NEIGHBOR_AVX2_ROWS, FATHOM_NEIGHBOR_AVX2_COLUMNS};
#endif
  return (fathom_neighbor_tile_shape){0, 0};
}

void fathom_neighbors_fused(
    fathom_isa isa, const fathom_neighbor_operands *operands, const fathom_neighbor_pool *pool, int mutual, int32_t row,
    int32_t rows, int32_t column, int32_t columns) {
#if defined(__x86_64__)
  if (isa == FATHOM_ISA_AVX512)
    fathom_neighbors_fused_avx512(operands, pool, mutual, row, rows, column, columns);
  else if (isa == FATHOM_ISA_AVX2)
    fathom_neighbors_fused_avx2(operands, pool, mutual, row, rows, column, columns);
#endif
}
