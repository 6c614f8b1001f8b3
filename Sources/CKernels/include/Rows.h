// Blocks of rows: copied with an offset taken off every column, columns picked out, sums kept in double precision.
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

// marks[columns] becomes 1 where a column of block[rows, columns] holds anything but zero.
void fathom_mark_nonzero_f32(const float *block, int64_t rows, int64_t columns, uint8_t *marks);
void fathom_mark_nonzero_f64(const double *block, int64_t rows, int64_t columns, uint8_t *marks);

// target[rows, count] = the columns order[0], order[1], ... of block[rows, columns].
void fathom_gather_columns_f32(const float *block, int64_t rows, int64_t columns, const int32_t *order, int64_t count, float *target);
void fathom_gather_columns_f64(const double *block, int64_t rows, int64_t columns, const int32_t *order, int64_t count,
                               double *target);

// Element (i, j), i <= j, of the symmetric source[count, columns] goes to (order[i], order[j]) of target[columns, columns], upper
// triangle. Of a source row only `count` elements are used.
void fathom_scatter_upper_f32(const float *source, int64_t count, const int32_t *order, int64_t columns, float *target);
void fathom_scatter_upper_f64(const double *source, int64_t count, const int32_t *order, int64_t columns, double *target);

#endif
