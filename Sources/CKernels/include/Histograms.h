// Counting numbers by the leading bits of their representation, and the moments of those that are finite.
#ifndef FATHOM_HISTOGRAMS_H
#define FATHOM_HISTOGRAMS_H
#include <stddef.h>
#include <stdint.h>

#include "Dispatch.h"

// The 16 leading bits of a float: sign, exponent and 7 bits of the mantissa.
#define FATHOM_FLOAT_KEYS 65536

// counts[x[i]'s leading bits] += 1. `counts` holds two tables of FATHOM_FLOAT_KEYS, whose sum is meant: neighbours that fall into one
// place need not wait for each other.
void fathom_count_keys_f32(const float *x, size_t count, uint32_t *counts);

// The same by the 19 leading bits of a double, to which a table would be too large: writes the keys.
void fathom_keys_f64(const double *x, size_t count, uint32_t *keys);

// For few numbers, for which going through a table would take longer than counting them. Of those that are finite and not zero, writes
// which of the 2^19 cells of doubles of the same 19 leading bits each lies in, cells in the order of their numbers, ascending, and says
// how many there are. `scratch` has room for as many.
size_t fathom_sorted_cells_f32(const float *x, size_t count, uint32_t *cells, uint32_t *scratch);
size_t fathom_sorted_cells_f64(const double *x, size_t count, uint32_t *cells, uint32_t *scratch);

typedef struct fathom_finite {
  double sum, minimum, maximum;  // of the finite ones; extrema infinite the wrong way round where there are none
  uint64_t count, zeros, positive_infinities, negative_infinities;
} fathom_finite;

fathom_finite fathom_finite_f32(const float *x, size_t count);
fathom_finite fathom_finite_f64(const double *x, size_t count);

// The sum of (x - center)^2 over the finite ones.
double fathom_finite_squares_f32(const float *x, size_t count, double center);
double fathom_finite_squares_f64(const double *x, size_t count, double center);

typedef struct fathom_deviations {
  double sum, squares;  // of x - center and of its square
  double minimum, maximum;
  uint64_t zeros;
} fathom_deviations;

// In one pass, for numbers that are all finite: where one is not, `squares` is not either, and the rest means nothing.
// `checksum`, where not NULL, becomes the CRC-32 of what it was of and the bytes of these numbers.
fathom_deviations fathom_deviations_f32(fathom_isa isa, const float *x, size_t count, double center, uint32_t *checksum);
fathom_deviations fathom_deviations_f64(const double *x, size_t count, double center);

#endif
