// Every kernel that has variants, compiled for the instruction set that Lanes.h was asked for.
#include "Affinities.h"
#include "Attraction.h"
#include "Descent.h"
#include "Repulsion.h"

#include "Lanes.h"

#include "AttractionBody.h"
#include "DescentBody.h"
#include "PerplexityBody.h"
#include "RepulsionBody.h"
#include "TreeBody.h"

#if LANES_ISA > 0
#pragma clang attribute pop
#endif
