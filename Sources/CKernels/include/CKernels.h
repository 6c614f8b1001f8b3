// The loops for which BLAS has no name. One header per family; no allocation, no globals.
#ifndef FATHOM_CKERNELS_H
#define FATHOM_CKERNELS_H
#include "Dispatch.h"
#include "Philox.h"
#include "Elementwise.h"
#include "Reductions.h"
#include "Neighbors.h"
#endif
