// Fourier transforms of sixteen columns side by side, and the steps that make a two-dimensional real convolution of them.
//
// A column block is two planes [length, 16], real and imaginary; row r holds element r of each of the sixteen columns. Transforms work in
// place by decimation in frequency: element k of the spectrum ends at row positions[k] (its digits reversed), and the inverse starts from
// there, so nothing is ever reordered. Sub-blocks are finished one after the other, while they are in the first-level cache.
#ifndef FATHOM_FFT_H
#define FATHOM_FFT_H

#include <stddef.h>
#include <stdint.h>

#include "Dispatch.h"

enum { FATHOM_FFT_COLUMNS = 16, FATHOM_FFT_MAXIMUM_STAGES = 20 };

typedef struct fathom_fft {
  int32_t length;                               // the product of the radices
  int32_t stage_count;                          // at least 2
  int32_t radices[FATHOM_FFT_MAXIMUM_STAGES];   // each 2, 3, 4, 5 or 8
  const float *twiddles;                        // of all stages but the last: for block length n, radix R, for p < n/R, for 0 < k < R: cos, sin of -2 pi p k / n
  const int32_t *positions;                     // [length]
} fathom_fft;

// Transforms a block in place. Rows from `rows` on count as zeros, whatever they hold.
void fathom_fft_forward(fathom_isa isa, const fathom_fft *plan, int32_t rows, float *re, float *im);

// The inverse without its factor 1/length; the block is used up. The first `rows` rows of the result go to two matrices whose rows are `stride` apart.
void fathom_fft_inverse(fathom_isa isa, const fathom_fft *plan, float *re, float *im, int32_t rows, float *to_re, float *to_im, ptrdiff_t stride);

// Forward, times the real `spectrum` [length, 16] (rows in the order of positions), inverse. Reads and writes the first `rows` rows of
// `re` and `im`, the rows beyond counting as zeros; `work_re` and `work_im` [length, 16] are scratch.
void fathom_fft_convolve(fathom_isa isa, const fathom_fft *plan, int32_t rows, float *re, float *im, const float *spectrum, float *work_re,
                         float *work_im);

// A transformed block holds 32 real columns, sixteen in each plane. Takes their spectra apart, doubled, frequencies 0...length/2, transposed:
// block b of 16 frequencies goes to [32, 16] at to + b * block_stride; the last block is padded with copies of frequency length/2.
void fathom_fft_split(fathom_isa isa, const fathom_fft *plan, const float *re, const float *im, float *to_re, float *to_im, ptrdiff_t block_stride);

// The way back: 32 real columns' spectra [32, 16] per block of frequencies become one block, ready for the inverse.
void fathom_fft_join(fathom_isa isa, const fathom_fft *plan, const float *from_re, const float *from_im, ptrdiff_t block_stride, float *re, float *im);

#endif
