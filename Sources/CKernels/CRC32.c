#include "CRC32.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// A message is a polynomial over two elements, and its checksum the remainder modulo P. Since x^D mod P times the front of a message
// leaves the same remainder as the front followed by D bits, sixteen bytes can be folded onto the sixteen that stand D bits further on
// by two carry-less products (Gopal and others, Intel, 2009). Bits are reflected: the first byte holds the highest powers.

static uint32_t nibble(uint32_t crc) {
  for (int bit = 0; bit < 4; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
  return crc;
}

// Four bits at a time; `state` is the checksum's complement.
static uint32_t plain(uint32_t state, const uint8_t *data, size_t count) {
  if (count == 0) return state;
  uint32_t table[16];
  for (uint32_t i = 0; i < 16; i++) table[i] = nibble(i);
  for (size_t i = 0; i < count; i++) {
    state ^= data[i];
    state = state >> 4 ^ table[state & 15];
    state = state >> 4 ^ table[state & 15];
  }
  return state;
}

#if defined(__x86_64__)
// x^(D-32) and x^(D+32) mod P, reflected and shifted left by one.
#define FOLD_128 0xccaa009e, 0x1751997d0
#define FOLD_256 0x15a546366, 0xf1da05aa
#define FOLD_384 0x174359406, 0x3db1ecdc
#define FOLD_512 0x1c6e41596, 0x154442bd4
#define FOLD_1024 0x14a7fe880, 0x1e88ef372
#define FOLD_2048 0x1322d1430, 0x11542778a
// x^64 mod P in the same way; P and the quotient of x^64 by it, reflected.
#define FOLD_32 0x163cd6124
#define POLYNOMIAL 0x1db710641
#define QUOTIENT 0x1f7011641

#define PRODUCTS __attribute__((target("pclmul,sse4.1")))
#define DOUBLE_PRODUCTS __attribute__((target("avx2,vpclmulqdq,pclmul,sse4.1")))
#define WIDE_PRODUCTS __attribute__((target("avx512f,avx512vl,vpclmulqdq,pclmul,sse4.1")))

PRODUCTS static inline __m128i fold(__m128i front, __m128i factors, __m128i back) {
  const __m128i low = _mm_clmulepi64_si128(front, factors, 0x00);
  const __m128i high = _mm_clmulepi64_si128(front, factors, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), back);
}

// The state that sixteen bytes leave: folded to twelve and to eight, of which Barrett's reduction takes the remainder.
PRODUCTS static inline uint32_t reduce(__m128i x) {
  const __m128i word = _mm_set_epi32(0, 0, 0, -1), polynomial = _mm_set_epi64x(QUOTIENT, POLYNOMIAL);
  x = _mm_xor_si128(_mm_clmulepi64_si128(x, _mm_set_epi64x(FOLD_128), 0x10), _mm_srli_si128(x, 8));
  x = _mm_xor_si128(_mm_clmulepi64_si128(_mm_and_si128(x, word), _mm_cvtsi64_si128(FOLD_32), 0x00), _mm_srli_si128(x, 4));
  const __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(x, word), polynomial, 0x10);
  return (uint32_t)_mm_extract_epi32(_mm_xor_si128(_mm_clmulepi64_si128(_mm_and_si128(quotient, word), polynomial, 0x00), x), 1);
}

// The state after blocks of sixteen bytes, of which `front` is the first (with the state before it in it), and what is left after them.
PRODUCTS static uint32_t finish(__m128i front, const uint8_t *blocks, size_t block_count, const uint8_t *data, size_t count) {
  const __m128i factors = _mm_set_epi64x(FOLD_128);
  for (size_t i = 0; i < block_count; i++) front = fold(front, factors, _mm_loadu_si128((const __m128i *)(blocks + 16 * i)));
  for (; count >= 16; data += 16, count -= 16) front = fold(front, factors, _mm_loadu_si128((const __m128i *)data));
  return plain(reduce(front), data, count);
}

PRODUCTS static uint32_t by_products(uint32_t state, const uint8_t *data, size_t count) {
  if (count < 128) return plain(state, data, count);
  const __m128i factors = _mm_set_epi64x(FOLD_512);
  __m128i lanes[4];
  for (int i = 0; i < 4; i++) lanes[i] = _mm_loadu_si128((const __m128i *)(data + 16 * i));
  lanes[0] = _mm_xor_si128(lanes[0], _mm_cvtsi32_si128((int)state));
  for (data += 64, count -= 64; count >= 64; data += 64, count -= 64) {
    for (int i = 0; i < 4; i++) lanes[i] = fold(lanes[i], factors, _mm_loadu_si128((const __m128i *)(data + 16 * i)));
  }
  return finish(lanes[0], (const uint8_t *)(lanes + 1), 3, data, count);
}

DOUBLE_PRODUCTS static uint32_t by_double_products(uint32_t state, const uint8_t *data, size_t count) {
  if (count < 256) return by_products(state, data, count);
  const __m256i factors = _mm256_broadcastsi128_si256(_mm_set_epi64x(FOLD_1024));
  __m256i lanes[4];
  for (int i = 0; i < 4; i++) lanes[i] = _mm256_loadu_si256((const __m256i *)(data + 32 * i));
  lanes[0] = _mm256_xor_si256(lanes[0], _mm256_zextsi128_si256(_mm_cvtsi32_si128((int)state)));
  for (data += 128, count -= 128; count >= 128; data += 128, count -= 128) {
    for (int i = 0; i < 4; i++) {
      const __m256i low = _mm256_clmulepi64_epi128(lanes[i], factors, 0x00);
      const __m256i high = _mm256_clmulepi64_epi128(lanes[i], factors, 0x11);
      lanes[i] = _mm256_xor_si256(_mm256_xor_si256(low, high), _mm256_loadu_si256((const __m256i *)(data + 32 * i)));
    }
  }
  uint8_t blocks[128];
  memcpy(blocks, lanes, sizeof blocks);
  return finish(_mm_loadu_si128((const __m128i *)blocks), blocks + 16, 7, data, count);
}

WIDE_PRODUCTS static inline __m512i fold_wide(__m512i front, __m512i factors, __m512i back) {
  const __m512i low = _mm512_clmulepi64_epi128(front, factors, 0x00);
  const __m512i high = _mm512_clmulepi64_epi128(front, factors, 0x11);
  // Exclusive or of three.
  return _mm512_ternarylogic_epi64(low, high, back, 0x96);
}

WIDE_PRODUCTS static uint32_t by_wide_products(uint32_t state, const uint8_t *data, size_t count) {
  if (count < 512) return by_products(state, data, count);
  const __m512i factors = _mm512_broadcast_i32x4(_mm_set_epi64x(FOLD_2048));
  __m512i lanes[4];
  for (int i = 0; i < 4; i++) lanes[i] = _mm512_loadu_si512(data + 64 * i);
  lanes[0] = _mm512_xor_si512(lanes[0], _mm512_zextsi128_si512(_mm_cvtsi32_si128((int)state)));
  for (data += 256, count -= 256; count >= 256; data += 256, count -= 256) {
    for (int i = 0; i < 4; i++) lanes[i] = fold_wide(lanes[i], factors, _mm512_loadu_si512(data + 64 * i));
  }
  const __m512i next = _mm512_broadcast_i32x4(_mm_set_epi64x(FOLD_512));
  for (int i = 1; i < 4; i++) lanes[i] = fold_wide(lanes[i - 1], next, lanes[i]);
  for (; count >= 64; data += 64, count -= 64) lanes[3] = fold_wide(lanes[3], next, _mm512_loadu_si512(data));
  __m128i quarters[4];
  memcpy(quarters, &lanes[3], sizeof quarters);
  __m128i front = fold(quarters[0], _mm_set_epi64x(FOLD_384), quarters[3]);
  front = fold(quarters[1], _mm_set_epi64x(FOLD_256), front);
  return finish(fold(quarters[2], _mm_set_epi64x(FOLD_128), front), data, 0, data, count);
}
#endif

int fathom_crc32_best(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("vpclmulqdq")) return 3;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("vpclmulqdq")) return 2;
  if (__builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1")) return 1;
#endif
  return 0;
}

uint32_t fathom_crc32_variant(int variant, uint32_t crc, const void *bytes, size_t count) {
#if defined(__x86_64__)
  if (variant == 3) return ~by_wide_products(~crc, bytes, count);
  if (variant == 2) return ~by_double_products(~crc, bytes, count);
  if (variant == 1) return ~by_products(~crc, bytes, count);
#endif
  (void)variant;
  return ~plain(~crc, bytes, count);
}

uint32_t fathom_crc32(uint32_t crc, const void *bytes, size_t count) {
  return fathom_crc32_variant(fathom_crc32_best(), crc, bytes, count);
}
