// CRC-32 as zip, gzip and PNG carry it: polynomial 0xEDB88320 (reflected).
#ifndef FATHOM_CRC32_H
#define FATHOM_CRC32_H
#include <stddef.h>
#include <stdint.h>

// The checksum of what `crc` is the checksum of (0 of nothing) and `count` bytes after it.
uint32_t fathom_crc32(uint32_t crc, const void *bytes, size_t count);
// The same by steps: 0 portable, 1 carry-less products of 64 bits, 2 two of them at a time, 3 four. Only those that this machine has may be asked for.
uint32_t fathom_crc32_variant(int variant, uint32_t crc, const void *bytes, size_t count);
// The highest step that this machine has.
int fathom_crc32_best(void);

#endif
