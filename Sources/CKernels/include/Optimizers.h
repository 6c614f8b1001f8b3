// One step of an optimiser over contiguous arrays of `count` elements. `gradient` has the weight decay of the classical kind added
// to it first: gradient + weight_decay * value. No array may overlap another.
#ifndef FATHOM_OPTIMIZERS_H
#define FATHOM_OPTIMIZERS_H
#include <stdbool.h>
#include <stddef.h>

// value -= rate * (nesterov ? gradient + momentum * velocity : velocity), velocity = momentum * velocity + (1 - dampening) * gradient.
// On the first step velocity = gradient. Without momentum velocity may be NULL.
typedef struct fathom_sgd {
  double rate, momentum, dampening, weight_decay;
  bool nesterov, first;
} fathom_sgd;

void fathom_sgd_f32(const fathom_sgd *rule, size_t count, float *value, const float *gradient, float *velocity);
void fathom_sgd_f64(const fathom_sgd *rule, size_t count, double *value, const double *gradient, double *velocity);

// first = beta1 first + (1 - beta1) gradient, second = beta2 second + (1 - beta2) gradient^2,
// value = keep * value - rate * first / (sqrt(second) * second_scale + epsilon); keep is 1 but for decoupled weight decay.
typedef struct fathom_adam {
  double rate, beta1, beta2, epsilon, second_scale, weight_decay, keep;
} fathom_adam;

void fathom_adam_f32(const fathom_adam *rule, size_t count, float *value, const float *gradient, float *first, float *second);
void fathom_adam_f64(const fathom_adam *rule, size_t count, double *value, const double *gradient, double *first, double *second);

// square = alpha square + (1 - alpha) gradient^2, value -= rate * gradient / (sqrt(square) + epsilon), by way of a buffer with
// momentum: buffer = momentum buffer + gradient / (...), value -= rate * buffer. Centred: the variance replaces the square.
// buffer and mean may be NULL.
typedef struct fathom_rmsprop {
  double rate, alpha, epsilon, momentum, weight_decay;
} fathom_rmsprop;

void fathom_rmsprop_f32(const fathom_rmsprop *rule, size_t count, float *value, const float *gradient, float *square, float *buffer,
                        float *mean);
void fathom_rmsprop_f64(const fathom_rmsprop *rule, size_t count, double *value, const double *gradient, double *square,
                        double *buffer, double *mean);

#endif
