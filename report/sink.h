/* report/sink.h: what a report has gathered goes out in long pieces, through its owner's function. */
#ifndef REPORT_SINK_H
#define REPORT_SINK_H

#include "base/buf.h"

/* Takes n bytes at p; -1 with err stops the report. */
typedef int write_fn(void *ctx, const char *p, size_t n, struct error *err);

#define SINK_LONG 65536 /* bytes kept before they are written */

/* Writes `out` and empties it, where it holds at least so many bytes; SINK_LONG on the way, 0 at an end. -1: memory failed in it, or the write. */
int sink_write(struct buf *out, size_t at_least, write_fn *write, void *ctx, struct error *err);
#endif
