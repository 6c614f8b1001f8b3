#define LANES_ISA 0
#include "Bodies.h"
