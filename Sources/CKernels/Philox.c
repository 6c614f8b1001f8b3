#include "Philox.h"

#include <string.h>

#include "Clones.h"

// No fused multiply-add: the numbers must not depend on the machine.
#pragma STDC FP_CONTRACT OFF

enum { lanes = 16 };  // blocks ciphered side by side

static inline __attribute__((always_inline)) void cipher(uint32_t words[4 * lanes], uint64_t first, uint64_t key) {
  uint32_t c0[lanes], c1[lanes], c2[lanes], c3[lanes];
  for (int i = 0; i < lanes; i++) {
    const uint64_t counter = first + (uint64_t)i;
    c0[i] = (uint32_t)counter;
    c1[i] = (uint32_t)(counter >> 32);
    c2[i] = 0;
    c3[i] = 0;
  }
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  for (int round = 0; round < 10; round++) {
    for (int i = 0; i < lanes; i++) {
      const uint64_t p0 = (uint64_t)c0[i] * 0xD2511F53u, p1 = (uint64_t)c2[i] * 0xCD9E8D57u;
      c0[i] = (uint32_t)(p1 >> 32) ^ c1[i] ^ k0;
      c2[i] = (uint32_t)(p0 >> 32) ^ c3[i] ^ k1;
      c1[i] = (uint32_t)p1;
      c3[i] = (uint32_t)p0;
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  for (int i = 0; i < lanes; i++) {
    words[4 * i] = c0[i];
    words[4 * i + 1] = c1[i];
    words[4 * i + 2] = c2[i];
    words[4 * i + 3] = c3[i];
  }
}

FATHOM_CLONES
void fathom_philox_words(uint32_t *words, size_t blocks, uint64_t first, uint64_t key) {
  size_t block = 0;
  for (; block + lanes <= blocks; block += lanes) cipher(words + 4 * block, first + block, key);
  if (block < blocks) {
    uint32_t rest[4 * lanes];
    cipher(rest, first + block, key);
    memcpy(words + 4 * block, rest, (blocks - block) * 4 * sizeof(uint32_t));
  }
}

FATHOM_CLONES
void fathom_philox_uniform_float(float *values, size_t count, uint64_t first, uint64_t key, float lower, float width) {
  uint32_t words[4 * lanes];
  for (size_t start = 0; start < count; start += 4 * lanes) {
    cipher(words, first + start / 4, key);
    const size_t end = count - start < 4 * lanes ? count - start : 4 * lanes;
    for (size_t i = 0; i < end; i++) values[start + i] = lower + width * ((float)(int32_t)(words[i] >> 8) * 0x1p-24f);
  }
}

FATHOM_CLONES
void fathom_philox_uniform_double(double *values, size_t count, uint64_t first, uint64_t key, double lower, double width) {
  uint32_t words[4 * lanes];
  for (size_t start = 0; start < count; start += 2 * lanes) {
    cipher(words, first + start / 2, key);
    const size_t end = count - start < 2 * lanes ? count - start : 2 * lanes;
    for (size_t i = 0; i < end; i++) {
      const uint64_t bits = (uint64_t)words[2 * i] << 32 | words[2 * i + 1];
      values[start + i] = lower + width * ((double)(int64_t)(bits >> 11) * 0x1p-53);
    }
  }
}
