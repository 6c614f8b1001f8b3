// Max pooling of one row of outputs. A code is the number of the element of the window, counted row by row, that is the largest: the
// first of equal ones; FATHOM_NO_CODE where the window holds none. A NaN counts as larger than anything else.
#ifndef FATHOM_POOLING_H
#define FATHOM_POOLING_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FATHOM_NO_CODE 0xFFFF

// best[i], codes[i] = x[i * step], code where that is larger than best[i]. Windows begin with best = -infinity and FATHOM_NO_CODE.
void fathom_max_pool_tap_f32(size_t count, const float *x, size_t step, uint16_t code, float *best, uint16_t *codes);
void fathom_max_pool_tap_f64(size_t count, const double *x, size_t step, uint16_t code, double *best, uint16_t *codes);

// Windows of two by two, side by side: best[i] = the largest of top[2 i], top[2 i + 1], bottom[2 i], bottom[2 i + 1], which have the codes
// 0 to 3. If `rectify`, of max(x, 0) of each: ReLU and pooling in one.
void fathom_max_pool_pairs_f32(size_t count, const float *top, const float *bottom, bool rectify, float *best, uint16_t *codes);
void fathom_max_pool_pairs_f64(size_t count, const double *top, const double *bottom, bool rectify, double *best, uint16_t *codes);

// The gradient of that: writes top[2 count] and bottom[2 count], all zero but for gradient[i] at codes[i]. With `best`, what
// fathom_max_pool_pairs gave when it rectified, it is zero where best[i] <= 0 too; otherwise best is NULL.
void fathom_max_pool_pairs_gradient_f32(size_t count, const float *gradient, const uint16_t *codes, const float *best, float *top,
                                        float *bottom);
void fathom_max_pool_pairs_gradient_f64(size_t count, const double *gradient, const uint16_t *codes, const double *best,
                                        double *top, double *bottom);

#endif
