// Numbers of sixteen bits as Floats.
#ifndef FATHOM_HALVES_H
#define FATHOM_HALVES_H
#include <stddef.h>
#include <stdint.h>

// IEEE 754 halves, exactly; `bits` need not be aligned. `swapped`: the bytes of each in the other order.
void fathom_floats_of_halves(size_t count, const void *bits, int swapped, float *result);
// The upper halves of Floats, as bfloat16 is defined.
void fathom_floats_of_bfloats(size_t count, const void *bits, int swapped, float *result);

#endif
