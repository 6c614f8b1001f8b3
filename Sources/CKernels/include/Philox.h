// Philox 4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3; SC 2011) over runs of counters.
// Block i of a run is the cipher of the 128-bit counter first + i (its upper half zero) under `key`; four words a block.
#ifndef FATHOM_PHILOX_H
#define FATHOM_PHILOX_H
#include <stddef.h>
#include <stdint.h>

// words[4 * blocks]: the words themselves.
void fathom_philox_words(uint32_t *words, size_t blocks, uint64_t first, uint64_t key);

// values[count] = lower + width * u, u in [0, 1) with 24 bits, one word each.
void fathom_philox_uniform_float(float *values, size_t count, uint64_t first, uint64_t key, float lower, float width);

// values[count] = lower + width * u, u in [0, 1) with 53 bits, two words each.
void fathom_philox_uniform_double(double *values, size_t count, uint64_t first, uint64_t key, double lower, double width);

#endif
