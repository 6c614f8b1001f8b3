// Sums over runs of contiguous memory, taken in double precision, and the affine maps that normalisation makes of them.
#ifndef FATHOM_MOMENTS_H
#define FATHOM_MOMENTS_H
#include <stddef.h>

// The sum of x[i].
double fathom_run_sum_f32(size_t count, const float *x);
double fathom_run_sum_f64(size_t count, const double *x);

// The sum of (x[i] - center)^2.
double fathom_run_square_sum_f32(size_t count, const float *x, double center);
double fathom_run_square_sum_f64(size_t count, const double *x, double center);

// The sum of (x[i] - center) * y[i].
double fathom_run_centered_dot_f32(size_t count, const float *x, double center, const float *y);
double fathom_run_centered_dot_f64(size_t count, const double *x, double center, const double *y);

// result[i] = a * x[i] + c.
void fathom_run_affine_f32(size_t count, float a, const float *x, float c, float *result);
void fathom_run_affine_f64(size_t count, double a, const double *x, double c, double *result);

// result[i] = a * x[i] + b * y[i] + c.
void fathom_run_affine2_f32(size_t count, float a, const float *x, float b, const float *y, float c, float *result);
void fathom_run_affine2_f64(size_t count, double a, const double *x, double b, const double *y, double c, double *result);

#endif
