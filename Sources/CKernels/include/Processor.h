// Where the calling thread runs: system calls that Swift's Glibc module does not show.
#ifndef FATHOM_PROCESSOR_H
#define FATHOM_PROCESSOR_H

// The number of the processor that runs the caller; -1 where nobody tells.
int fathom_processor(void);

// Moves the calling thread to another of the processors that it may use, if there is one, and binds it to none. Nothing on other systems
// than Linux.
void fathom_leave_processor(int processor);

#endif
