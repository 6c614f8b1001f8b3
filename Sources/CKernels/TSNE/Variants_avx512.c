#if defined(__x86_64__)
#define LANES_ISA 2
#include "Bodies.h"
#endif
