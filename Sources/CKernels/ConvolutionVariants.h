// What the convolution's kernels share that are compiled from a template once for each instruction set.
#ifndef FATHOM_CONVOLUTION_VARIANTS_H
#define FATHOM_CONVOLUTION_VARIANTS_H

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd")))
#define AVX2 __attribute__((target("avx2,fma")))

// Calls the variant function_type_level(...) for an isa.
#if defined(__x86_64__)
#define DISPATCH(isa, function, type, ...)                                                     \
  switch (isa) {                                                                               \
    case FATHOM_ISA_AVX512: function##_##type##_avx512(__VA_ARGS__); break;                    \
    case FATHOM_ISA_AVX2: function##_##type##_avx2(__VA_ARGS__); break;                        \
    default: function##_##type##_plain(__VA_ARGS__);                                           \
  }
#else
#define DISPATCH(isa, function, type, ...) ((void)(isa), function##_##type##_plain(__VA_ARGS__))
#endif

#endif
