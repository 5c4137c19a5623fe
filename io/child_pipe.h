/* io/child_pipe.h: the child's end of the pipe. What is gathered is lent to it where the kernel can (Linux's vmsplice), page by page, instead of being copied
 * into it: the parent reads from the child's own memory. Private to io/child.c. */
#ifndef IO_CHILD_PIPE_H
#define IO_CHILD_PIPE_H

#include "base/buf.h"
#include "base/error.h"

#define PIPE_BUFFERS 6 /* that are lent in turn */

struct child_pipe {
    int fd;
    uint64_t holds;  /* pages that the pipe holds at most; 0: nothing is lent */
    uint64_t lent;   /* pages that were ever */
    struct lending {
        struct buf buf;
        uint64_t due; /* it is out of the pipe when so many pages were lent */
    } lending[PIPE_BUFFERS];
    unsigned oldest;
};

/* Asks the kernel what the pipe holds; before the child locks itself in. */
void child_pipe_init(struct child_pipe *p, int fd);
/* All bytes of `out` go into the pipe; `out` is empty then, and may be other memory than before. 0; -1 with err (ERROR_INPUT). What is lent stays so until
 * the process ends: nothing is to be released. */
int child_pipe_put(struct child_pipe *p, struct buf *out, struct error *err);
#endif
