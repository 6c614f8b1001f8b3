#if defined(__x86_64__)
#define LANES_ISA 1
#include "Bodies.h"
#endif
