// Which vector instructions a kernel may use: asked of the machine once by the caller, then passed to every kernel that has variants.
#ifndef FATHOM_DISPATCH_H
#define FATHOM_DISPATCH_H

// Ordered: each level has all instructions of those before it.
typedef enum fathom_isa {
  FATHOM_ISA_PLAIN = 0,   // portable C
  FATHOM_ISA_AVX2 = 1,    // x86-64-v3: AVX2, FMA
  FATHOM_ISA_AVX512 = 2,  // x86-64-v4: AVX-512 F, BW, CD, DQ, VL
} fathom_isa;

// The best level that this machine runs.
fathom_isa fathom_isa_of_machine(void);

// A hint to the processor that the caller is spinning on a flag.
static inline void fathom_spin_hint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
