#include "Convolution.h"

#include <string.h>

#include "ConvolutionVariants.h"

// Lets the sum over a vector's lanes be taken in halves.
#pragma clang fp reassociate(on)

#if defined(__aarch64__)
enum { plain_block = 8 };
#else
enum { plain_block = 4 };
#endif

#define SCALAR float
#define LANES 4
#define BLOCK plain_block
#define OUT_BLOCK 2
#define TAP_BLOCK 4
#define NAME(x) x##_float_plain
#define TARGET
#include "ConvolutionTemplate.h"

#define SCALAR double
#define LANES 2
#define BLOCK plain_block
#define OUT_BLOCK 2
#define TAP_BLOCK 4
#define NAME(x) x##_double_plain
#define TARGET
#include "ConvolutionTemplate.h"

#if defined(__x86_64__)
#define SCALAR float
#define LANES 8
#define BLOCK 4
#define OUT_BLOCK 2
#define TAP_BLOCK 4
#define NAME(x) x##_float_avx2
#define TARGET AVX2
#include "ConvolutionTemplate.h"

#define SCALAR double
#define LANES 4
#define BLOCK 4
#define OUT_BLOCK 2
#define TAP_BLOCK 4
#define NAME(x) x##_double_avx2
#define TARGET AVX2
#include "ConvolutionTemplate.h"

#define SCALAR float
#define LANES 16
#define BLOCK 8
#define OUT_BLOCK 4
#define TAP_BLOCK 6
#define NAME(x) x##_float_avx512
#define TARGET AVX512
#include "ConvolutionTemplate.h"

#define SCALAR double
#define LANES 8
#define BLOCK 8
#define OUT_BLOCK 4
#define TAP_BLOCK 6
#define NAME(x) x##_double_avx512
#define TARGET AVX512
#include "ConvolutionTemplate.h"
#endif

int fathom_convolution_lanes(fathom_isa isa, size_t scalar_size) {
  const size_t bytes = isa == FATHOM_ISA_AVX512 ? 64 : isa == FATHOM_ISA_AVX2 ? 32 : 16;
  return (int)(bytes / scalar_size);
}

int fathom_convolution_block(fathom_isa isa) {
  return isa == FATHOM_ISA_AVX512 ? 8 : isa == FATHOM_ISA_AVX2 ? 4 : plain_block;
}

// Rows of images are short: calls of memcpy and memset would cost more than what they do.
#define SHORT_ROWS(type)                                                                            \
  static inline void copy_##type(type *target, const type *source, ptrdiff_t count) {               \
    ptrdiff_t i = 0;                                                                                \
    for (; i + 8 <= count; i += 8) memcpy(target + i, source + i, 8 * sizeof(type));                \
    _Pragma("clang loop vectorize(disable) unroll(disable)")                                        \
    for (; i < count; i++) ((volatile type *)target)[i] = source[i];                                \
  }                                                                                                 \
  static inline void zero_##type(type *target, ptrdiff_t count) {                                   \
    ptrdiff_t i = 0;                                                                                \
    for (; i + 8 <= count; i += 8) memset(target + i, 0, 8 * sizeof(type));                         \
    _Pragma("clang loop vectorize(disable) unroll(disable)")                                        \
    for (; i < count; i++) ((volatile type *)target)[i] = 0;                                        \
  }
SHORT_ROWS(float)
SHORT_ROWS(double)

#define ENTRIES(type)                                                                                                             \
  void fathom_correlate_##type(fathom_isa isa, const fathom_strip *strip, const type *source, const int32_t *taps,                 \
                               int32_t depth, const type *weights, int32_t width, const type *bias, type *target,                  \
                               int32_t filters, ptrdiff_t plane, int add) {                                                        \
    DISPATCH(isa, correlate, type, strip, source, taps, depth, weights, width, bias, target, filters, plane, add)                  \
  }                                                                                                                                \
  void fathom_gather_strip_##type(fathom_isa isa, const fathom_strip *strip, const type *source, int32_t channels,                 \
                                  ptrdiff_t plane, type *target) {                                                                 \
    DISPATCH(isa, gather_strip, type, strip, source, channels, plane, target)                                                      \
  }                                                                                                                                \
  void fathom_correlate_weights_##type(fathom_isa isa, const fathom_strip *strip, const type *source, const int32_t *taps,         \
                                       int32_t depth, const type *gradient, int32_t filters, type *sums) {                         \
    DISPATCH(isa, correlate_weights, type, strip, source, taps, depth, gradient, filters, sums)                                    \
  }                                                                                                                                \
  void fathom_pad_phase_##type(type *target, ptrdiff_t rows, ptrdiff_t columns, const type *source, ptrdiff_t height,              \
                               ptrdiff_t width, ptrdiff_t first_row, ptrdiff_t row_stride, ptrdiff_t first_column,                 \
                               ptrdiff_t column_stride) {                                                                          \
    /* Columns below `start` and from `end` on lie outside the image. */                                                           \
    const ptrdiff_t start = first_column >= 0 ? 0 : (-first_column + column_stride - 1) / column_stride;                           \
    const ptrdiff_t reach = first_column >= width ? 0 : (width - first_column + column_stride - 1) / column_stride;                \
    const ptrdiff_t end = reach < columns ? reach : columns;                                                                       \
    for (ptrdiff_t r = 0; r < rows; r++, target += columns) {                                                                      \
      const ptrdiff_t row = first_row + r * row_stride;                                                                            \
      if (row < 0 || row >= height || start >= end) {                                                                              \
        zero_##type(target, columns);                                                                                              \
        continue;                                                                                                                  \
      }                                                                                                                            \
      const type *from = source + row * width + first_column;                                                                      \
      zero_##type(target, start);                                                                                                  \
      if (column_stride == 1)                                                                                                      \
        copy_##type(target + start, from + start, end - start);                                                                    \
      else                                                                                                                         \
        for (ptrdiff_t c = start; c < end; c++) target[c] = from[c * column_stride];                                               \
      zero_##type(target + end, columns - end);                                                                                    \
    }                                                                                                                              \
  }

ENTRIES(float)
ENTRIES(double)
