// Complex factorisations are not used. Without names of our own lapacke.h would ask for <complex.h>, which Swift cannot import.
typedef struct { float real, imaginary; } fathom_complex_float;
typedef struct { double real, imaginary; } fathom_complex_double;
#define lapack_complex_float fathom_complex_float
#define lapack_complex_double fathom_complex_double
#if __has_include(<lapacke.h>)
#include <lapacke.h>
#elif __has_include(<lapacke/lapacke.h>)
#include <lapacke/lapacke.h>
#else
#include <openblas/lapacke.h>
#endif
