// CRC-32C (Castagnoli), as TFRecord files carry it.
#ifndef FATHOM_CHECKSUM_H
#define FATHOM_CHECKSUM_H
#include <stddef.h>
#include <stdint.h>

uint32_t fathom_crc32c(const void *bytes, size_t count);
// The same without the processor's instruction for it.
uint32_t fathom_crc32c_plain(const void *bytes, size_t count);

#endif
