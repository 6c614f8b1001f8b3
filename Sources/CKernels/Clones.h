// FATHOM_CLONES before a function compiles it once per x86 level and picks at load time; elsewhere it is the plain function.
// Private to the kernels: the loops that the compiler vectorises by itself use this, those with intrinsics use Dispatch.h.
#ifndef FATHOM_CLONES_H
#define FATHOM_CLONES_H
#if defined(__x86_64__) && defined(__linux__)
#define FATHOM_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FATHOM_CLONES
#endif
#endif
