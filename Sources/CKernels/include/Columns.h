// The matrix of columns of a convolution (im2col) for some rows of outputs of one image, and its transpose (col2im).
#ifndef FATHOM_COLUMNS_H
#define FATHOM_COLUMNS_H
#include <stddef.h>
#include <stdint.h>

// Element (channel, i, j) of a filter sees, for output (r, x), the pixel
//   (top + r * row_stride + i * row_dilation, left + x * column_stride + j * column_dilation)
// of the channel's plane [height, width], or zero where that lies outside.
typedef struct fathom_columns {
  int32_t channels, height, width;
  int32_t kernel_height, kernel_width;
  int32_t row_stride, column_stride, row_dilation, column_dilation;
  int32_t top, left;
  int32_t rows, columns; // of outputs
} fathom_columns;

// matrix[channel, i, j][r * columns + x] = that pixel; the matrix's rows are `row` scalars apart.
void fathom_gather_pixels_float(const fathom_columns *shape, const float *image, float *matrix, ptrdiff_t row);
void fathom_gather_pixels_double(const fathom_columns *shape, const double *image, double *matrix, ptrdiff_t row);

// That pixel += matrix[channel, i, j][r * columns + x].
void fathom_add_pixels_float(const fathom_columns *shape, const float *matrix, ptrdiff_t row, float *image);
void fathom_add_pixels_double(const fathom_columns *shape, const double *matrix, ptrdiff_t row, double *image);

#endif
