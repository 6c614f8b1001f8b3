#include "Halves.h"

#include <string.h>

#include "Clones.h"

static inline uint16_t load(const uint8_t *bytes, size_t i, int swapped) {
  uint16_t bits;
  memcpy(&bits, bytes + 2 * i, sizeof bits);
  return swapped ? (uint16_t)(bits >> 8 | bits << 8) : bits;
}

FATHOM_CLONES void fathom_floats_of_halves(size_t count, const void *bits, int swapped, float *result) {
  const uint8_t *bytes = bits;
  for (size_t i = 0; i < count; i++) {
    const uint32_t half = load(bytes, i, swapped);
    // The half's exponent and fraction as a Float's, whose exponent counts from 112 lower; a product sets that right, also for
    // subnormal halves. Infinity and NaN get all ones.
    const uint32_t shifted = (half & 0x7FFF) << 13;
    float magnitude;
    memcpy(&magnitude, &shifted, sizeof magnitude);
    magnitude *= 0x1p112f;
    uint32_t word;
    memcpy(&word, &magnitude, sizeof word);
    word |= (half & 0x7C00) == 0x7C00 ? 0x7F800000u : 0;
    word |= (half & 0x8000) << 16;
    memcpy(result + i, &word, sizeof word);
  }
}

FATHOM_CLONES void fathom_floats_of_bfloats(size_t count, const void *bits, int swapped, float *result) {
  const uint8_t *bytes = bits;
  for (size_t i = 0; i < count; i++) {
    const uint32_t word = (uint32_t)load(bytes, i, swapped) << 16;
    memcpy(result + i, &word, sizeof word);
  }
}
