// Convolution with 3x3 filters by Winograd's minimal filtering F(2x2, 3x3): 16 multiplications where the definition has 36.
//
// Images are cut into tiles of 2x2 outputs, each of which sees 4x4 inputs. With
//   y  = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A                    d: 4x4 inputs, g: a 3x3 filter, y: 2x2 outputs
//   dg = Gᵀ [Σ over tiles (A dy Aᵀ) ⊙ (Bᵀ d B)] G
// (A. Lavin, S. Gray: Fast Algorithms for Convolutional Neural Networks, 2015) all that lies between the transforms is 16 matrix products,
// one for each place e of the 4x4: that is BLAS's part. The 16 matrices stand `place` scalars apart.
#ifndef FATHOM_WINOGRAD_H
#define FATHOM_WINOGRAD_H
#include <stddef.h>
#include <stdint.h>

#include "Dispatch.h"

// The same rows x columns tiles of several images, whose channels are planes [height, width]. Tile t of image i is number
// i * rows * columns + t.
typedef struct fathom_winograd_block {
  int32_t images, channels;
  ptrdiff_t image_stride; // from image to image; channels are height * width apart
  int32_t height, width;
  int32_t top, left;      // where the first tile begins in a plane; may lie outside by up to two
  int32_t rows, columns;
} fathom_winograd_block;

// Tiles are taken in vectors that may run past their end: this many scalars more must be readable and writable after matrices and scratch.
enum { fathom_winograd_slack = 64 };

#define FATHOM_WINOGRAD_DECLARATIONS(type)                                                                                       \
  /* target[e][channel][tile] = Bᵀ d B of the source; `row` scalars from channel to channel.                  \
     scratch[(12 * columns + 4) * (rows + 1) + 3 * slack]. */                                                                    \
  void fathom_winograd_input_##type(fathom_isa isa, const fathom_winograd_block *block, const type *source, type *scratch,        \
                                    type *target, ptrdiff_t row, ptrdiff_t place);                                               \
  /* target[e][tile][channel] = A dy Aᵀ of the source, where `row`, the scalars from tile to tile, are the channels rounded up to whole       \
     vectors; sums[channel] += the sum of dy. scratch[2 * rows][2 * columns][row], sums[row]. */                                  \
  void fathom_winograd_gradient_##type(fathom_isa isa, const fathom_winograd_block *block, const type *source, type *scratch,     \
                                       type *target, ptrdiff_t row, ptrdiff_t place, type *sums);                                \
  /* The target's planes = bias[channel] + Aᵀ m A of products[e][channel][tile]; added to what is there if `add`. bias may be null.     \
     scratch[4 * rows * columns + slack]. */                                                                                     \
  void fathom_winograd_output_##type(fathom_isa isa, const fathom_winograd_block *block, const type *products, ptrdiff_t row,     \
                                     ptrdiff_t place, const type *bias, type *scratch, type *target, int add);                   \
  /* target[e][channel] = G g Gᵀ of filters that stand `step` apart, each read backwards if `rotated`. */                         \
  void fathom_winograd_filters_##type(const type *filters, ptrdiff_t step, int rotated, int32_t channels, type *target,           \
                                      ptrdiff_t place);                                                                          \
  /* gradient[channel][3][3] = Gᵀ sums[e][channel] G, where channels stand `step` apart in `sums`; added to what is there if `add`. */ \
  void fathom_winograd_filter_gradient_##type(const type *sums, ptrdiff_t step, ptrdiff_t place, int32_t channels, type *gradient, \
                                              int add);

FATHOM_WINOGRAD_DECLARATIONS(float)
FATHOM_WINOGRAD_DECLARATIONS(double)
#undef FATHOM_WINOGRAD_DECLARATIONS

#endif
