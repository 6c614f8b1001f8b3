#include "Winograd.h"

#include <string.h>

#include "ConvolutionVariants.h"

// Lets the sums of a transform be taken in any order.
#pragma clang fp reassociate(on)

#define SCALAR float
#define LANES 4
#define NAME(x) x##_float_plain
#define TARGET
#include "WinogradTemplate.h"

#define SCALAR double
#define LANES 2
#define NAME(x) x##_double_plain
#define TARGET
#include "WinogradTemplate.h"

#if defined(__x86_64__)
#define SCALAR float
#define LANES 8
#define NAME(x) x##_float_avx2
#define TARGET AVX2
#include "WinogradTemplate.h"

#define SCALAR double
#define LANES 4
#define NAME(x) x##_double_avx2
#define TARGET AVX2
#include "WinogradTemplate.h"

#define SCALAR float
#define LANES 16
#define NAME(x) x##_float_avx512
#define TARGET AVX512
#include "WinogradTemplate.h"

#define SCALAR double
#define LANES 8
#define NAME(x) x##_double_avx512
#define TARGET AVX512
#include "WinogradTemplate.h"
#endif

#define ENTRIES(type)                                                                                                                \
  void fathom_winograd_input_##type(fathom_isa isa, const fathom_winograd_block *block, const type *source, type *scratch,           \
                                    type *target, ptrdiff_t row, ptrdiff_t place) {                                                  \
    DISPATCH(isa, winograd_input, type, block, source, scratch, target, row, place)                                                  \
  }                                                                                                                                  \
  void fathom_winograd_gradient_##type(fathom_isa isa, const fathom_winograd_block *block, const type *source, type *scratch,        \
                                       type *target, ptrdiff_t row, ptrdiff_t place, type *sums) {                                   \
    DISPATCH(isa, winograd_gradient, type, block, source, scratch, target, row, place, sums)                                         \
  }                                                                                                                                  \
  void fathom_winograd_output_##type(fathom_isa isa, const fathom_winograd_block *block, const type *products, ptrdiff_t row,        \
                                     ptrdiff_t place, const type *bias, type *scratch, type *target, int add) {                      \
    DISPATCH(isa, winograd_output, type, block, products, row, place, bias, scratch, target, add)                                    \
  }                                                                                                                                  \
  void fathom_winograd_filters_##type(const type *filters, ptrdiff_t step, int rotated, int32_t channels, type *target,              \
                                      ptrdiff_t place) {                                                                             \
    for (int32_t c = 0; c < channels; c++, filters += step, target++) {                                                              \
      type down[4][3];                                                                                                               \
      for (int i = 0; i < 3; i++) {                                                                                                  \
        const type g0 = filters[rotated ? 8 - i : i], g1 = filters[rotated ? 5 - i : 3 + i], g2 = filters[rotated ? 2 - i : 6 + i];  \
        down[0][i] = g0;                                                                                                             \
        down[1][i] = (g0 + g1 + g2) / 2;                                                                                             \
        down[2][i] = (g0 - g1 + g2) / 2;                                                                                             \
        down[3][i] = g2;                                                                                                             \
      }                                                                                                                              \
      for (int i = 0; i < 4; i++) {                                                                                                  \
        target[(4 * i + 0) * place] = down[i][0];                                                                                    \
        target[(4 * i + 1) * place] = (down[i][0] + down[i][1] + down[i][2]) / 2;                                                    \
        target[(4 * i + 2) * place] = (down[i][0] - down[i][1] + down[i][2]) / 2;                                                    \
        target[(4 * i + 3) * place] = down[i][2];                                                                                    \
      }                                                                                                                              \
    }                                                                                                                                \
  }                                                                                                                                  \
  void fathom_winograd_filter_gradient_##type(const type *sums, ptrdiff_t step, ptrdiff_t place, int32_t channels, type *gradient,   \
                                              int add) {                                                                             \
    for (int32_t c = 0; c < channels; c++, sums += step, gradient += 9) {                                                            \
      type down[3][4];                                                                                                               \
      for (int i = 0; i < 4; i++) {                                                                                                  \
        const type m0 = sums[i * place], m1 = sums[(4 + i) * place], m2 = sums[(8 + i) * place], m3 = sums[(12 + i) * place];        \
        down[0][i] = m0 + (m1 + m2) / 2;                                                                                             \
        down[1][i] = (m1 - m2) / 2;                                                                                                  \
        down[2][i] = (m1 + m2) / 2 + m3;                                                                                             \
      }                                                                                                                              \
      for (int i = 0; i < 3; i++) {                                                                                                  \
        const type both = (down[i][1] + down[i][2]) / 2;                                                                             \
        const type row[3] = {down[i][0] + both, (down[i][1] - down[i][2]) / 2, both + down[i][3]};                                   \
        for (int k = 0; k < 3; k++) gradient[3 * i + k] = add ? gradient[3 * i + k] + row[k] : row[k];                               \
      }                                                                                                                              \
    }                                                                                                                                \
  }

ENTRIES(float)
ENTRIES(double)
