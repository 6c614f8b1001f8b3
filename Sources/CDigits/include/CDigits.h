#ifndef FATHOM_CDIGITS_H
#define FATHOM_CDIGITS_H
#endif
