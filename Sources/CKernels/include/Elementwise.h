// Elementwise operations on contiguous memory. A result may lie exactly on an operand, but not overlap one otherwise.
#ifndef FATHOM_ELEMENTWISE_H
#define FATHOM_ELEMENTWISE_H
#include <stdbool.h>
#include <stddef.h>

typedef enum fathom_arithmetic {
  FATHOM_ADD,
  FATHOM_SUBTRACT,
  FATHOM_MULTIPLY,
  FATHOM_DIVIDE,
  FATHOM_MINIMUM,
  FATHOM_MAXIMUM,
} fathom_arithmetic;

// result[i] = a[i * step_a] op b[i * step_b], where a step is 0 or 1 and not both are 0. A NaN gives a NaN.
void fathom_combine_f32(fathom_arithmetic operation, size_t count, const float *a, size_t step_a, const float *b, size_t step_b,
                        float *result);
void fathom_combine_f64(fathom_arithmetic operation, size_t count, const double *a, size_t step_a, const double *b, size_t step_b,
                        double *result);

#endif
