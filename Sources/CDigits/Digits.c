#include "CDigits.h"

#if !defined(__has_embed)
#error "this compiler has no #embed: Clang 19 or later is needed, as it comes with Swift 6.2"
#endif

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char digits[] = {
#embed "../../Datasets/digits/digits.npy"
};

const unsigned char *fathom_digits(size_t *count) {
  *count = sizeof digits;
  return digits;
}
