// Functions of each element by itself that networks put between their layers, and their gradients, over contiguous memory.
#ifndef FATHOM_ACTIVATIONS_H
#define FATHOM_ACTIVATIONS_H
#include <stddef.h>

typedef enum fathom_activation {
  FATHOM_RELU,
  FATHOM_LEAKY_RELU,  // the parameter is the slope below zero
  FATHOM_GELU,        // x times the normal distribution function, by erf
  FATHOM_GELU_TANH,   // the same by tanh
  FATHOM_SILU,
  FATHOM_ACTIVATE_SIGMOID,
  FATHOM_ACTIVATE_TANH,
} fathom_activation;

// y[i] = function(x[i]). y may be x itself. A NaN gives a NaN.
void fathom_activate_f32(fathom_activation function, float parameter, size_t count, const float *x, float *y);
void fathom_activate_f64(fathom_activation function, double parameter, size_t count, const double *x, double *y);

// target[i] = gradient[i] * function'(x[i]), where y = function(x). target may be gradient itself. The slope of ReLU at 0 is 0, that
// of leaky ReLU the parameter.
void fathom_activation_gradient_f32(fathom_activation function, float parameter, size_t count, const float *x, const float *y,
                                    const float *gradient, float *target);
void fathom_activation_gradient_f64(fathom_activation function, double parameter, size_t count, const double *x, const double *y,
                                    const double *gradient, double *target);

#endif
