// How often a thread has asked for memory: for tests that something allocates nothing.
#ifndef FATHOM_ALLOCATION_COUNTER_H
#define FATHOM_ALLOCATION_COUNTER_H
#include <stdbool.h>

// Whether this system lets the program stand in front of its allocator.
bool fathom_counts_allocations(void);

// The allocations of the calling thread since it began.
long fathom_allocation_count(void);

#endif
