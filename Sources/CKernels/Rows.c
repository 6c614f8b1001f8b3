#include "Rows.h"
#include "Clones.h"

// One body for every pair of types; VALUE is the element as a number of the target's type.
#define CENTER_ROWS(VALUE)                                                \
  for (int64_t row = 0; row < rows; row++) {                              \
    for (int64_t j = 0; j < columns; j++) {                               \
      target[j] = (VALUE)-offset[j];                                      \
      sums[j] += target[j];                                               \
    }                                                                     \
    source += source_stride;                                              \
    target += columns;                                                    \
  }

FATHOM_CLONES
void fathom_center_rows_f32(const float *restrict source, int64_t rows, int64_t columns, int64_t source_stride,
                            const float *restrict offset, float *restrict target, double *restrict sums) {
  CENTER_ROWS(source[j])
}

FATHOM_CLONES
void fathom_center_rows_f64(const double *restrict source, int64_t rows, int64_t columns, int64_t source_stride,
                            const double *restrict offset, double *restrict target, double *restrict sums) {
  CENTER_ROWS(source[j])
}

FATHOM_CLONES
void fathom_center_rows_u8_f32(const uint8_t *restrict source, int64_t rows, int64_t columns, int64_t source_stride, float divisor,
                               const float *restrict offset, float *restrict target, double *restrict sums) {
  CENTER_ROWS(source[j] / divisor)
}

FATHOM_CLONES
void fathom_center_rows_u8_f64(const uint8_t *restrict source, int64_t rows, int64_t columns, int64_t source_stride, double divisor,
                               const double *restrict offset, double *restrict target, double *restrict sums) {
  CENTER_ROWS(source[j] / divisor)
}

FATHOM_CLONES
void fathom_accumulate_f32(const float *restrict source, int64_t count, double *restrict sums) {
  for (int64_t j = 0; j < count; j++) sums[j] += source[j];
}

FATHOM_CLONES
void fathom_accumulate_f64(const double *restrict source, int64_t count, double *restrict sums) {
  for (int64_t j = 0; j < count; j++) sums[j] += source[j];
}
