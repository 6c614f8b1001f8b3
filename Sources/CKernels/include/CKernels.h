// The loops for which BLAS has no name. One header per family; no allocation, no globals.
#ifndef FATHOM_CKERNELS_H
#define FATHOM_CKERNELS_H
#include "Activations.h"
#include "Affinities.h"
#include "Attraction.h"
#include "Columns.h"
#include "Convolution.h"
#include "Descent.h"
#include "Dispatch.h"
#include "Elementary.h"
#include "Elementwise.h"
#include "FFT.h"
#include "Grid.h"
#include "Moments.h"
#include "Neighbors.h"
#include "Optimizers.h"
#include "Philox.h"
#include "Pooling.h"
#include "Reductions.h"
#include "Repulsion.h"
#include "Rows.h"
#include "Winograd.h"
#endif
