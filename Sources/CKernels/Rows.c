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

FATHOM_CLONES
void fathom_mark_nonzero_f32(const float *restrict block, int64_t rows, int64_t columns, uint8_t *restrict marks) {
  for (int64_t row = 0; row < rows; row++, block += columns)
    for (int64_t j = 0; j < columns; j++) marks[j] |= block[j] != 0;
}

FATHOM_CLONES
void fathom_gather_columns_f32(const float *restrict block, int64_t rows, int64_t columns, const int32_t *restrict order,
                               int64_t count, float *restrict target) {
  for (int64_t row = 0; row < rows; row++, block += columns, target += count)
    for (int64_t j = 0; j < count; j++) target[j] = block[order[j]];
}

void fathom_scatter_upper_f32(const float *restrict source, int64_t count, const int32_t *restrict order, int64_t columns,
                              float *restrict target) {
  for (int64_t i = 0; i < count; i++, source += columns)
    for (int64_t j = i; j < count; j++) {
      const int64_t first = order[i] < order[j] ? order[i] : order[j], second = order[i] + order[j] - first;
      target[first * columns + second] = source[j];
    }
}

FATHOM_CLONES
void fathom_mark_nonzero_f64(const double *restrict block, int64_t rows, int64_t columns, uint8_t *restrict marks) {
  for (int64_t row = 0; row < rows; row++, block += columns)
    for (int64_t j = 0; j < columns; j++) marks[j] |= block[j] != 0;
}

FATHOM_CLONES
void fathom_gather_columns_f64(const double *restrict block, int64_t rows, int64_t columns, const int32_t *restrict order,
                               int64_t count, double *restrict target) {
  for (int64_t row = 0; row < rows; row++, block += columns, target += count)
    for (int64_t j = 0; j < count; j++) target[j] = block[order[j]];
}

void fathom_scatter_upper_f64(const double *restrict source, int64_t count, const int32_t *restrict order, int64_t columns,
                              double *restrict target) {
  for (int64_t i = 0; i < count; i++, source += columns)
    for (int64_t j = i; j < count; j++) {
      const int64_t first = order[i] < order[j] ? order[i] : order[j], second = order[i] + order[j] - first;
      target[first * columns + second] = source[j];
    }
}
