/* io/child_filter.h: the list of system calls that a locked-in child may make. Why this fails, that ends the process: io/child.h.
 * Private to io/child*.c. */
#ifndef IO_CHILD_FILTER_H
#define IO_CHILD_FILTER_H

#include "io/child_run.h"

/* ASan and UBSan write what they find to descriptor 2, and map terabytes. */
#if defined __SANITIZE_ADDRESS__
#define CHILD_SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define CHILD_SANITIZED 1
#endif
#endif
#ifndef CHILD_SANITIZED
#define CHILD_SANITIZED 0
#endif

/* Of this build and this kernel. */
bool child_filter_works(void);
/* Loads it: for good. `sink` is what may be written to. 0 also where the kernel does not take it; -1 with err: memory. */
int child_filter(const struct child_limits *limits, int sink, struct error *err);
#endif
