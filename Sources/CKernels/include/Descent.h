// One step of t-SNE's gradient descent.
#ifndef FATHOM_DESCENT_H
#define FATHOM_DESCENT_H
#include "Dispatch.h"

typedef struct fathom_descent {
  float exaggeration;      // of the attraction
  float inverse_normalizer;  // of the repulsion
  float learning_rate;
  float momentum;
  float maximum_step;      // the longest move of a point; infinite for none
  float stiffness;         // of a term that draws points to places: no step leads beyond them, as if it were taken at the step's end
} fathom_descent;

// For points first ... last - 1 of [points, dimensions] arrays: the gradient, openTSNE's gains, the clipped update, and
// points += update - center. extent: per dimension the sum, then the least, then the greatest coordinate, then one sum of squared
// gradients: 3 dimensions + 1 values.
void fathom_descent_step(fathom_isa isa, const fathom_descent *parameters, const float *attraction, const float *repulsion,
                         const float *center, long dimensions, long first, long last, float *points, float *update, float *gains,
                         double *extent);
#endif
