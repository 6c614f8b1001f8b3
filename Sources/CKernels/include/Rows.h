// Blocks of rows, copied with an offset taken off every column, and sums kept in double precision.
#ifndef FATHOM_ROWS_H
#define FATHOM_ROWS_H
#include <stdint.h>

// target[rows, columns] = source[rows, columns] - offset[columns], and sums[columns] += the columns' sums of target. Rows of the source
// begin source_stride elements apart, those of the target follow one another.
void fathom_center_rows_f32(const float *source, int64_t rows, int64_t columns, int64_t source_stride, const float *offset,
                            float *target, double *sums);
void fathom_center_rows_f64(const double *source, int64_t rows, int64_t columns, int64_t source_stride, const double *offset,
                            double *target, double *sums);

// The same with every byte of the source divided by `divisor` first.
void fathom_center_rows_u8_f32(const uint8_t *source, int64_t rows, int64_t columns, int64_t source_stride, float divisor,
                               const float *offset, float *target, double *sums);
void fathom_center_rows_u8_f64(const uint8_t *source, int64_t rows, int64_t columns, int64_t source_stride, double divisor,
                               const double *offset, double *target, double *sums);

// sums[count] += source[count].
void fathom_accumulate_f32(const float *source, int64_t count, double *sums);
void fathom_accumulate_f64(const double *source, int64_t count, double *sums);

#endif
