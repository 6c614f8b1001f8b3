// Reductions of contiguous memory.
#ifndef FATHOM_REDUCTIONS_H
#define FATHOM_REDUCTIONS_H
#include <stdbool.h>
#include <stddef.h>

typedef enum fathom_sum_kind { FATHOM_SUM_ELEMENTS, FATHOM_SUM_MAGNITUDES, FATHOM_SUM_SQUARES } fathom_sum_kind;

// The sum over x[count] of x - center, of |x - center| or of (x - center)^2, in double and in blocks: the error grows with
// count / 512, and the order of the additions depends on count alone.
double fathom_sum_f32(fathom_sum_kind kind, const float *x, size_t count, double center);
double fathom_sum_f64(fathom_sum_kind kind, const double *x, size_t count, double center);

// The largest (or smallest) of x[count], count > 0; NaN if there is one.
float fathom_extremum_f32(bool maximum, const float *x, size_t count);
double fathom_extremum_f64(bool maximum, const double *x, size_t count);

#endif
