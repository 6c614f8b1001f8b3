#include "FFT.h"

// The passes are written once, on vectors of LANES floats, and compiled for each instruction set.

#define LANES 4
#define NAME(x) x##_plain
#include "FFTButterflies.h"
#include "FFTPasses.h"
#include "FFTColumns.h"
#undef LANES
#undef NAME

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LANES 8
#define NAME(x) x##_avx2
#include "FFTButterflies.h"
#include "FFTPasses.h"
#include "FFTColumns.h"
#undef LANES
#undef NAME
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512bw,avx512cd,avx512dq,avx512vl"))), apply_to = function)
#define LANES 16
#define NAME(x) x##_avx512
#include "FFTButterflies.h"
#include "FFTPasses.h"
#include "FFTColumns.h"
#undef LANES
#undef NAME
#pragma clang attribute pop

#define DISPATCH(function, ...)                                 \
  switch (isa) {                                                \
    case FATHOM_ISA_AVX512: function##_avx512(__VA_ARGS__); break; \
    case FATHOM_ISA_AVX2: function##_avx2(__VA_ARGS__); break;  \
    default: function##_plain(__VA_ARGS__);                     \
  }

#else

#define DISPATCH(function, ...) (void)isa, function##_plain(__VA_ARGS__)

#endif

void fathom_fft_forward(fathom_isa isa, const fathom_fft *plan, int32_t rows, float *re, float *im) {
  DISPATCH(forward, plan, rows, re, im);
}

void fathom_fft_inverse(fathom_isa isa, const fathom_fft *plan, float *re, float *im, int32_t rows, float *to_re, float *to_im,
                        ptrdiff_t stride) {
  DISPATCH(inverse, plan, re, im, rows, to_re, to_im, stride);
}

void fathom_fft_convolve(fathom_isa isa, const fathom_fft *plan, int32_t rows, float *re, float *im, const float *spectrum, float *work_re,
                         float *work_im) {
  DISPATCH(convolve, plan, rows, re, im, spectrum, work_re, work_im);
}

void fathom_fft_split(fathom_isa isa, const fathom_fft *plan, const float *re, const float *im, float *to_re, float *to_im,
                      ptrdiff_t block_stride) {
  DISPATCH(split, plan, re, im, to_re, to_im, block_stride);
}

void fathom_fft_join(fathom_isa isa, const fathom_fft *plan, const float *from_re, const float *from_im, ptrdiff_t block_stride, float *re,
                     float *im) {
  DISPATCH(join, plan, from_re, from_im, block_stride, re, im);
}
