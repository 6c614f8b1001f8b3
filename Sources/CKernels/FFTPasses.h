// One radix of a transform over a block, and the recursion over blocks. Included by FFT.c once per instruction set.

#ifndef FATHOM_FFT_PASSES_COMMON
#define FATHOM_FFT_PASSES_COMMON

// A matrix of sixteen columns of which `rows` rows are there.
typedef struct partial_block {
  float *re, *im;
  ptrdiff_t stride;
  int rows;
} partial_block;

#define COLUMNS FATHOM_FFT_COLUMNS

// Calls an inlined pass with its radix as a constant.
#define FOR_RADIX(radix, pass, ...)        \
  switch (radix) {                         \
    case 2: pass(2, __VA_ARGS__); break;   \
    case 3: pass(3, __VA_ARGS__); break;   \
    case 4: pass(4, __VA_ARGS__); break;   \
    case 5: pass(5, __VA_ARGS__); break;   \
    default: pass(8, __VA_ARGS__);         \
  }

#endif

FATHOM_INLINE NAME(vector) NAME(load)(const float *p) { return *(const NAME(vector) *)p; }
FATHOM_INLINE void NAME(store)(float *p, NAME(vector) v) { *(NAME(vector) *)p = v; }

// Multiplies elements 1... by the twiddles of one row.
FATHOM_INLINE void NAME(twiddle)(const int radix, const float *twiddles, NAME(vector) *re, NAME(vector) *im) {
  FATHOM_UNROLL for (int k = 1; k < radix; k++) {
    float cosine = twiddles[2 * k - 2], sine = twiddles[2 * k - 1];
    NAME(vector) r = cosine * re[k] - sine * im[k];
    im[k] = cosine * im[k] + sine * re[k];
    re[k] = r;
  }
}

// The first radix of a forward transform: butterflies over rows `step` apart, then twiddles. `from`, if given, is what is read instead.
FATHOM_INLINE void NAME(forward_pass)(const int radix, int step, const float *twiddles, const partial_block *from, float *re, float *im) {
  for (int p = 0; p < step; p++, twiddles += 2 * (radix - 1)) {
    FATHOM_UNROLL for (int c = 0; c < COLUMNS; c += LANES) {
      NAME(vector) r[8], i[8];
      FATHOM_UNROLL for (int j = 0; j < radix; j++) {
        int row = p + step * j;
        if (!from) {
          r[j] = NAME(load)(re + (size_t)row * COLUMNS + c), i[j] = NAME(load)(im + (size_t)row * COLUMNS + c);
        } else if (row < from->rows) {
          r[j] = NAME(load)(from->re + row * from->stride + c), i[j] = NAME(load)(from->im + row * from->stride + c);
        } else {
          r[j] = (NAME(vector)){0}, i[j] = (NAME(vector)){0};
        }
      }
      NAME(butterfly)(radix, r, i);
      NAME(twiddle)(radix, twiddles, r, i);
      FATHOM_UNROLL for (int k = 0; k < radix; k++) {
        size_t place = ((size_t)p + (size_t)step * k) * COLUMNS + c;
        NAME(store)(re + place, r[k]), NAME(store)(im + place, i[k]);
      }
    }
  }
}

// Its mirror: twiddles, then butterflies. Called with the planes exchanged it is a pass of the inverse. `to`, if given, gets the results instead.
FATHOM_INLINE void NAME(backward_pass)(const int radix, int step, const float *twiddles, float *re, float *im, const partial_block *to) {
  for (int p = 0; p < step; p++, twiddles += 2 * (radix - 1)) {
    FATHOM_UNROLL for (int c = 0; c < COLUMNS; c += LANES) {
      NAME(vector) r[8], i[8];
      FATHOM_UNROLL for (int k = 0; k < radix; k++) {
        size_t place = ((size_t)p + (size_t)step * k) * COLUMNS + c;
        r[k] = NAME(load)(re + place), i[k] = NAME(load)(im + place);
      }
      NAME(twiddle)(radix, twiddles, r, i);
      NAME(butterfly)(radix, r, i);
      FATHOM_UNROLL for (int j = 0; j < radix; j++) {
        int row = p + step * j;
        if (!to) {
          NAME(store)(re + (size_t)row * COLUMNS + c, r[j]), NAME(store)(im + (size_t)row * COLUMNS + c, i[j]);
        } else if (row < to->rows) {
          NAME(store)(to->re + row * to->stride + c, r[j]), NAME(store)(to->im + row * to->stride + c, i[j]);
        }
      }
    }
  }
}

// The last radix of `count` neighbouring blocks, which has no twiddles.
FATHOM_INLINE void NAME(leaf_pass)(const int radix, int count, float *re, float *im) {
  for (int b = 0; b < count; b++, re += radix * COLUMNS, im += radix * COLUMNS) {
    FATHOM_UNROLL for (int c = 0; c < COLUMNS; c += LANES) {
      NAME(vector) r[8], i[8];
      FATHOM_UNROLL for (int j = 0; j < radix; j++) r[j] = NAME(load)(re + j * COLUMNS + c), i[j] = NAME(load)(im + j * COLUMNS + c);
      NAME(butterfly)(radix, r, i);
      FATHOM_UNROLL for (int j = 0; j < radix; j++) NAME(store)(re + j * COLUMNS + c, r[j]), NAME(store)(im + j * COLUMNS + c, i[j]);
    }
  }
}

// The last radix forward, the product with the spectrum, the first radix of the inverse: all in registers.
FATHOM_INLINE void NAME(product_pass)(const int radix, int count, float *re, float *im, const float *spectrum) {
  for (int b = 0; b < count; b++, re += radix * COLUMNS, im += radix * COLUMNS, spectrum += radix * COLUMNS) {
    FATHOM_UNROLL for (int c = 0; c < COLUMNS; c += LANES) {
      NAME(vector) r[8], i[8];
      FATHOM_UNROLL for (int j = 0; j < radix; j++) r[j] = NAME(load)(re + j * COLUMNS + c), i[j] = NAME(load)(im + j * COLUMNS + c);
      NAME(butterfly)(radix, r, i);
      FATHOM_UNROLL for (int j = 0; j < radix; j++) {
        NAME(vector) factor = NAME(load)(spectrum + j * COLUMNS + c);
        r[j] *= factor, i[j] *= factor;
      }
      NAME(butterfly)(radix, i, r);
      FATHOM_UNROLL for (int j = 0; j < radix; j++) NAME(store)(re + j * COLUMNS + c, r[j]), NAME(store)(im + j * COLUMNS + c, i[j]);
    }
  }
}

// Passes over whole blocks. `length` is that of the block at this stage; twiddles are this stage's and, behind them, those of the stages below.

static void NAME(forward_block)(const fathom_fft *plan, int stage, int length, const float *twiddles, const partial_block *from, float *re,
                                float *im) {
  int radix = plan->radices[stage], step = length / radix;
  if (from) {
    FOR_RADIX(radix, NAME(forward_pass), step, twiddles, from, re, im)
  } else {
    FOR_RADIX(radix, NAME(forward_pass), step, twiddles, 0, re, im)
  }
  if (stage + 2 == plan->stage_count) {
    FOR_RADIX(plan->radices[stage + 1], NAME(leaf_pass), radix, re, im)
    return;
  }
  for (int k = 0; k < radix; k++, re += (size_t)step * COLUMNS, im += (size_t)step * COLUMNS)
    NAME(forward_block)(plan, stage + 1, step, twiddles + 2 * (radix - 1) * (size_t)step, 0, re, im);
}

static void NAME(backward_block)(const fathom_fft *plan, int stage, int length, const float *twiddles, float *re, float *im,
                                 const partial_block *to) {
  int radix = plan->radices[stage], step = length / radix;
  if (stage + 2 == plan->stage_count) {
    FOR_RADIX(plan->radices[stage + 1], NAME(leaf_pass), radix, re, im)
  } else {
    for (int k = 0; k < radix; k++)
      NAME(backward_block)(plan, stage + 1, step, twiddles + 2 * (radix - 1) * (size_t)step, re + (size_t)k * step * COLUMNS,
                           im + (size_t)k * step * COLUMNS, 0);
  }
  if (to) {
    FOR_RADIX(radix, NAME(backward_pass), step, twiddles, re, im, to)
  } else {
    FOR_RADIX(radix, NAME(backward_pass), step, twiddles, re, im, 0)
  }
}

static void NAME(convolve_block)(const fathom_fft *plan, int stage, int length, const float *twiddles, const partial_block *from, float *re,
                                 float *im, const float *spectrum, const partial_block *to) {
  int radix = plan->radices[stage], step = length / radix;
  if (from) {
    FOR_RADIX(radix, NAME(forward_pass), step, twiddles, from, re, im)
  } else {
    FOR_RADIX(radix, NAME(forward_pass), step, twiddles, 0, re, im)
  }
  if (stage + 2 == plan->stage_count) {
    FOR_RADIX(plan->radices[stage + 1], NAME(product_pass), radix, re, im, spectrum)
  } else {
    for (int k = 0; k < radix; k++) {
      size_t offset = (size_t)k * step * COLUMNS;
      NAME(convolve_block)(plan, stage + 1, step, twiddles + 2 * (radix - 1) * (size_t)step, 0, re + offset, im + offset, spectrum + offset, 0);
    }
  }
  if (to) {
    FOR_RADIX(radix, NAME(backward_pass), step, twiddles, im, re, to)
  } else {
    FOR_RADIX(radix, NAME(backward_pass), step, twiddles, im, re, 0)
  }
}

static void NAME(forward)(const fathom_fft *plan, int32_t rows, float *re, float *im) {
  partial_block from = {re, im, COLUMNS, rows};
  NAME(forward_block)(plan, 0, plan->length, plan->twiddles, &from, re, im);
}

// The inverse is the mirrored transform of the exchanged planes, exchanged again.
static void NAME(inverse)(const fathom_fft *plan, float *re, float *im, int32_t rows, float *to_re, float *to_im, ptrdiff_t stride) {
  partial_block to = {to_im, to_re, stride, rows};
  NAME(backward_block)(plan, 0, plan->length, plan->twiddles, im, re, &to);
}

static void NAME(convolve)(const fathom_fft *plan, int32_t rows, float *re, float *im, const float *spectrum, float *work_re, float *work_im) {
  partial_block from = {re, im, COLUMNS, rows}, to = {im, re, COLUMNS, rows};
  NAME(convolve_block)(plan, 0, plan->length, plan->twiddles, &from, work_re, work_im, spectrum, &to);
}
