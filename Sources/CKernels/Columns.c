#include "Columns.h"

#include "Clones.h"

typedef struct range {
  ptrdiff_t first, end;
} range;

// Which of `count` steps from `start` on lie within [0, extent).
static inline range inside(ptrdiff_t start, ptrdiff_t stride, ptrdiff_t count, ptrdiff_t extent) {
  const ptrdiff_t first = start >= 0 ? 0 : (-start + stride - 1) / stride;
  const ptrdiff_t end = start >= extent ? 0 : (extent - start + stride - 1) / stride;
  const ptrdiff_t last = end < count ? end : count;
  return (range){first < last ? first : last, last};
}

#define KERNELS(type)                                                                                                                \
  FATHOM_CLONES void fathom_gather_pixels_##type(const fathom_columns *shape, const type *image, type *matrix, ptrdiff_t row) {      \
    const fathom_columns s = *shape;                                                                                                 \
    for (ptrdiff_t c = 0; c < s.channels; c++, image += (ptrdiff_t)s.height * s.width) {                                             \
      for (ptrdiff_t i = 0; i < s.kernel_height; i++) {                                                                              \
        const ptrdiff_t top = s.top + i * s.row_dilation;                                                                            \
        const range rows = inside(top, s.row_stride, s.rows, s.height);                                                              \
        for (ptrdiff_t j = 0; j < s.kernel_width; j++, matrix += row) {                                                              \
          const ptrdiff_t left = s.left + j * s.column_dilation;                                                                     \
          const range columns = inside(left, s.column_stride, s.columns, s.width);                                                   \
          for (ptrdiff_t r = 0; r < s.rows; r++) {                                                                                   \
            type *to = matrix + r * s.columns;                                                                                       \
            const int seen = r >= rows.first && r < rows.end;                                                                        \
            const ptrdiff_t first = seen ? columns.first : 0, end = seen ? columns.end : 0;                                          \
            const type *from = image + (top + r * s.row_stride) * s.width + left;                                                    \
            for (ptrdiff_t x = 0; x < first; x++) to[x] = 0;                                                                         \
            if (s.column_stride == 1)                                                                                                \
              for (ptrdiff_t x = first; x < end; x++) to[x] = from[x];                                                               \
            else                                                                                                                     \
              for (ptrdiff_t x = first; x < end; x++) to[x] = from[x * s.column_stride];                                             \
            for (ptrdiff_t x = end; x < s.columns; x++) to[x] = 0;                                                                   \
          }                                                                                                                          \
        }                                                                                                                            \
      }                                                                                                                              \
    }                                                                                                                                \
  }                                                                                                                                  \
  FATHOM_CLONES void fathom_add_pixels_##type(const fathom_columns *shape, const type *matrix, ptrdiff_t row, type *image) {         \
    const fathom_columns s = *shape;                                                                                                 \
    for (ptrdiff_t c = 0; c < s.channels; c++, image += (ptrdiff_t)s.height * s.width) {                                             \
      for (ptrdiff_t i = 0; i < s.kernel_height; i++) {                                                                              \
        const ptrdiff_t top = s.top + i * s.row_dilation;                                                                            \
        const range rows = inside(top, s.row_stride, s.rows, s.height);                                                              \
        for (ptrdiff_t j = 0; j < s.kernel_width; j++, matrix += row) {                                                              \
          const ptrdiff_t left = s.left + j * s.column_dilation;                                                                     \
          const range columns = inside(left, s.column_stride, s.columns, s.width);                                                   \
          for (ptrdiff_t r = rows.first; r < rows.end; r++) {                                                                        \
            const type *from = matrix + r * s.columns;                                                                               \
            type *to = image + (top + r * s.row_stride) * s.width + left;                                                            \
            if (s.column_stride == 1)                                                                                                \
              for (ptrdiff_t x = columns.first; x < columns.end; x++) to[x] += from[x];                                              \
            else                                                                                                                     \
              for (ptrdiff_t x = columns.first; x < columns.end; x++) to[x * s.column_stride] += from[x];                            \
          }                                                                                                                          \
        }                                                                                                                            \
      }                                                                                                                              \
    }                                                                                                                                \
  }

KERNELS(float)
KERNELS(double)
