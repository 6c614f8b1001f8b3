// Elementary functions of contiguous memory. The result may be x itself, but not overlap it otherwise.
#ifndef FATHOM_ELEMENTARY_H
#define FATHOM_ELEMENTARY_H
#include <stddef.h>

typedef enum fathom_elementary {
  FATHOM_EXP,
  FATHOM_LOG,
  FATHOM_TANH,
  FATHOM_SIGMOID,
  FATHOM_SQRT,
  FATHOM_RSQRT,
  FATHOM_RECIPROCAL,
  FATHOM_FLOOR,
  FATHOM_CEIL,
  FATHOM_TRUNCATE,
  FATHOM_ROUND,  // halves to even
} fathom_elementary;

// result[i] = function(x[i]). exp, log, tanh and sigmoid are within 3 units in the last place; the others are exact.
void fathom_map_f32(fathom_elementary function, size_t count, const float *x, float *result);
void fathom_map_f64(fathom_elementary function, size_t count, const double *x, double *result);

#endif
