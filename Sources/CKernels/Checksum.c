#include "Checksum.h"

#include <string.h>

#if defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>
#endif

// Polynomial 0x82F63B78 (reflected), one byte at a time as two halves of four bits.
static uint32_t nibble(uint32_t crc) {
  for (int bit = 0; bit < 4; bit++) crc = crc >> 1 ^ (crc & 1 ? 0x82F63B78u : 0);
  return crc;
}

uint32_t fathom_crc32c_plain(const void *bytes, size_t count) {
  const uint8_t *data = bytes;
  uint32_t table[16];
  for (uint32_t i = 0; i < 16; i++) table[i] = nibble(i);
  uint32_t crc = 0xFFFFFFFFu;
  for (size_t i = 0; i < count; i++) {
    crc ^= data[i];
    crc = crc >> 4 ^ table[crc & 15];
    crc = crc >> 4 ^ table[crc & 15];
  }
  return ~crc;
}

#if defined(__x86_64__) || defined(__ARM_FEATURE_CRC32)
#if defined(__x86_64__)
#define STEP64(crc, word) _mm_crc32_u64(crc, word)
#define STEP8(crc, byte) _mm_crc32_u8((uint32_t)(crc), byte)
#define HARDWARE __attribute__((target("sse4.2")))
#else
#define STEP64(crc, word) __crc32cd((uint32_t)(crc), word)
#define STEP8(crc, byte) __crc32cb((uint32_t)(crc), byte)
#define HARDWARE
#endif

HARDWARE static uint32_t crc32c_hardware(const void *bytes, size_t count) {
  const uint8_t *data = bytes;
  uint64_t crc = 0xFFFFFFFFu;
  for (; count >= 8; data += 8, count -= 8) {
    uint64_t word;
    memcpy(&word, data, sizeof word);
    crc = STEP64(crc, word);
  }
  for (; count > 0; data++, count--) crc = STEP8(crc, *data);
  return ~(uint32_t)crc;
}
#endif

uint32_t fathom_crc32c(const void *bytes, size_t count) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("sse4.2") ? crc32c_hardware(bytes, count) : fathom_crc32c_plain(bytes, count);
#elif defined(__ARM_FEATURE_CRC32)
  return crc32c_hardware(bytes, count);
#else
  return fathom_crc32c_plain(bytes, count);
#endif
}
