#ifndef FATHOM_CPAGES_H
#define FATHOM_CPAGES_H

#include <stddef.h>

/// The text of one of the files in Files, by its name, as it was compiled in; NULL for any other name.
const unsigned char *fathom_page_file(const char *name, size_t *count);

#endif
