// Each kernel's entrance: picks the variant that the caller asked for.
#include "Affinities.h"
#include "Attraction.h"
#include "Descent.h"
#include "Repulsion.h"

#if defined(__x86_64__)
#define VARIANTS(result, name, parameters) result name##_avx512 parameters, name##_avx2 parameters, name##_plain parameters
#define CHOSEN(isa, name) (isa >= FATHOM_ISA_AVX512 ? name##_avx512 : isa >= FATHOM_ISA_AVX2 ? name##_avx2 : name##_plain)
#else
#define VARIANTS(result, name, parameters) result name##_plain parameters
#define CHOSEN(isa, name) ((void)isa, name##_plain)
#endif

VARIANTS(float, fathom_perplexity_rows, (const float *, long, long, float, float *, float *));
float fathom_perplexity_rows(fathom_isa isa, const float *distances, long rows, long k, float entropy, float *scratch,
                             float *probabilities) {
  return CHOSEN(isa, fathom_perplexity_rows)(distances, rows, k, entropy, scratch, probabilities);
}

VARIANTS(void, fathom_attraction_planar,
         (int, fathom_reading, const float *, const int64_t *, const uint32_t *, long, long, float *));
void fathom_attraction_planar(fathom_isa isa, int packed, fathom_reading reading, const float *points, const int64_t *slices,
                              const uint32_t *edges, long first_slice, long last_slice, float *forces) {
  CHOSEN(isa, fathom_attraction_planar)(packed, reading, points, slices, edges, first_slice, last_slice, forces);
}

VARIANTS(void, fathom_attraction_general,
         (const float *, long, float, const int64_t *, const uint32_t *, long, long, long, float *));
void fathom_attraction_general(fathom_isa isa, const float *points, long dimensions, float freedom, const int64_t *slices,
                               const uint32_t *edges, long rows, long first_slice, long last_slice, float *forces) {
  CHOSEN(isa, fathom_attraction_general)(points, dimensions, freedom, slices, edges, rows, first_slice, last_slice, forces);
}

VARIANTS(double, fathom_attraction_cost,
         (const float *, long, float, const int64_t *, const int32_t *, const float *, long, long));
double fathom_attraction_cost(fathom_isa isa, const float *points, long dimensions, float freedom, const int64_t *row_starts,
                              const int32_t *columns, const float *values, long first, long last) {
  return CHOSEN(isa, fathom_attraction_cost)(points, dimensions, freedom, row_starts, columns, values, first, last);
}

VARIANTS(double, fathom_repulsion_planar, (const float *, long, long, long, float *));
double fathom_repulsion_planar(fathom_isa isa, const float *points, long count, long first, long last, float *forces) {
  return CHOSEN(isa, fathom_repulsion_planar)(points, count, first, last, forces);
}

VARIANTS(double, fathom_repulsion_general, (const float *, long, long, float, long, long, float *));
double fathom_repulsion_general(fathom_isa isa, const float *points, long count, long dimensions, float freedom, long first, long last,
                                float *forces) {
  return CHOSEN(isa, fathom_repulsion_general)(points, count, dimensions, freedom, first, last, forces);
}

VARIANTS(double, fathom_tree_forces, (const fathom_cell *, long, const float *, long, float, float, long, long, float *));
double fathom_tree_forces(fathom_isa isa, const fathom_cell *cells, long cell_count, const float *points, long dimensions, float freedom,
                          float theta, long first, long last, float *forces) {
  return CHOSEN(isa, fathom_tree_forces)(cells, cell_count, points, dimensions, freedom, theta, first, last, forces);
}

VARIANTS(void, fathom_descent_step,
         (const fathom_descent *, const float *, const float *, const float *, long, long, long, float *, float *, float *, double *));
void fathom_descent_step(fathom_isa isa, const fathom_descent *parameters, const float *attraction, const float *repulsion,
                         const float *center, long dimensions, long first, long last, float *points, float *update, float *gains,
                         double *extent) {
  CHOSEN(isa, fathom_descent_step)
  (parameters, attraction, repulsion, center, dimensions, first, last, points, update, gains, extent);
}
