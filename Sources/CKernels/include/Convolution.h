// Correlation of padded images with filters without im2col: the inner loops of conv2d and of both its gradients.
//
// The source is a copy of (part of) an image that is padded with zeros and, for a stride, cut into phases, so that a step to the next output
// pixel is a step to the next scalar: output pixel q of filter element ("tap") k reads source[taps[k] + q]. Output pixels are taken
// in vectors of fathom_convolution_lanes(); vector v begins at q = sources[v], and its lanes go to the output in segments.
#ifndef FATHOM_CONVOLUTION_H
#define FATHOM_CONVOLUTION_H
#include <stddef.h>
#include <stdint.h>

#include "Dispatch.h"

// `count` lanes of a vector, from `lane` on, that go to (or come from) `place` of each channel's plane, `step` apart.
typedef struct fathom_segment {
  int32_t place, lane, count;
} fathom_segment;

// The output pixels of one strip of one image.
typedef struct fathom_strip {
  int32_t vectors;
  const int32_t *sources;       // [vectors]
  const int32_t *first_segment; // [vectors + 1]
  const fathom_segment *segments;
  int32_t step;                 // between the places of neighbouring lanes
} fathom_strip;

// Scalars in a vector of `scalar_size` bytes each, and how many filters the forward kernel takes side by side.
int fathom_convolution_lanes(fathom_isa isa, size_t scalar_size);
int fathom_convolution_block(fathom_isa isa);

// Copies rows x columns scalars of one phase of a channel: target[r][c] = source[(first_row + r * row_stride)][first_column + c * column_stride],
// zero where that lies outside [height, width].
void fathom_pad_phase_float(float *target, ptrdiff_t rows, ptrdiff_t columns, const float *source, ptrdiff_t height, ptrdiff_t width,
                            ptrdiff_t first_row, ptrdiff_t row_stride, ptrdiff_t first_column, ptrdiff_t column_stride);
void fathom_pad_phase_double(double *target, ptrdiff_t rows, ptrdiff_t columns, const double *source, ptrdiff_t height, ptrdiff_t width,
                             ptrdiff_t first_row, ptrdiff_t row_stride, ptrdiff_t first_column, ptrdiff_t column_stride);

// target[o][place] = bias[o] + sum over k of weights[k][o] * source[taps[k] + q] for `filters` <= block filters o, whose planes are
// `plane` apart; added to what is there if `add`. weights[depth][width]: padded with zeros to width = block (or to 1 for a single
// filter). bias may be null.
void fathom_correlate_float(fathom_isa isa, const fathom_strip *strip, const float *source, const int32_t *taps, int32_t depth,
                            const float *weights, int32_t width, const float *bias, float *target, int32_t filters, ptrdiff_t plane,
                            int add);
void fathom_correlate_double(fathom_isa isa, const fathom_strip *strip, const double *source, const int32_t *taps, int32_t depth,
                             const double *weights, int32_t width, const double *bias, double *target, int32_t filters,
                             ptrdiff_t plane, int add);

// Lays the pixels of `channels` planes out as the strip's vectors, zero in lanes that belong to no segment:
// target[channel][vectors * lanes].
void fathom_gather_strip_float(fathom_isa isa, const fathom_strip *strip, const float *source, int32_t channels, ptrdiff_t plane,
                               float *target);
void fathom_gather_strip_double(fathom_isa isa, const fathom_strip *strip, const double *source, int32_t channels, ptrdiff_t plane,
                                double *target);

// sums[o][k] += sum over pixels q of gradient[o][q] * source[taps[k] + q], with `gradient` laid out by fathom_gather_strip.
void fathom_correlate_weights_float(fathom_isa isa, const fathom_strip *strip, const float *source, const int32_t *taps,
                                    int32_t depth, const float *gradient, int32_t filters, float *sums);
void fathom_correlate_weights_double(fathom_isa isa, const fathom_strip *strip, const double *source, const int32_t *taps,
                                     int32_t depth, const double *gradient, int32_t filters, double *sums);

#endif
