#ifndef FATHOM_CDIGITS_H
#define FATHOM_CDIGITS_H

#include <stddef.h>

/// The bytes of the file Datasets/digits/digits.npy, and how many there are.
const unsigned char *fathom_digits(size_t *count);

#endif
