/* io/child_run.h: what the three parts of io/child share: child.c (frames, both sides), child_lock.c (the child locks itself in) and
 * child_watch.c (the parent watches it). Private to io/child*.c. */
#ifndef IO_CHILD_RUN_H
#define IO_CHILD_RUN_H

#include "io/child.h"

#include <sys/types.h>

/* ---- the child's side ---- */

/* First: signals as they are by default, Ctrl-C left to the parent, no core; dies with `parent`. */
void child_settle(pid_t parent);
/* Last, before it reads: nothing but `fd` can be written to, and nothing can be opened. Where the kernel lacks a wall, the others stand.
 * -1 with err: ERROR_MEMORY, ERROR_STORE. */
int child_lock(const struct child_limits *limits, int fd, struct error *err);
/* After an allocation failed: is the limit the reason? */
bool child_used_up(const struct child_limits *limits);

/* ---- the parent's side ---- */

struct watch {
    pid_t pid;
    int fd;             /* the pipe */
    unsigned idle;      /* seconds without a frame and without work */
    uint64_t worked;    /* its processor time when last looked at, in milliseconds */
};

/* Waits a second at most. 1: there is something to read, or the end; 0: not yet; -1 with err: it hangs. */
int watch_wait(struct watch *w, const struct child_limits *limits, struct error *err);
/* How it died, in words, where it did not end by itself. `used`: milliseconds of processor time. Returns -1. */
int watch_death(const struct child_limits *limits, int signal, uint64_t used, struct error *err);
const char *child_what(const struct child_limits *limits); /* the name for messages */
#endif
