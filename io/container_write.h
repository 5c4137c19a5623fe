/* io/container_write.h: a ZIP archive written member by member, to anything that takes bytes.
 *
 *     struct container_out *o = container_out_new(write, ctx, &err);
 *     container_out_member(o, "xl/workbook.xml", size, time, &err);
 *     container_out_add(o, p, n, &err);                       // size bytes in all
 *     container_out_end(o, &err);
 *     container_out_free(o); */
#ifndef IO_CONTAINER_WRITE_H
#define IO_CONTAINER_WRITE_H

#include "base/error.h"
#include <stddef.h>
#include <stdint.h>

struct container_out;
/* `write` gets the archive's bytes in order; -1 with err stops. NULL with err: memory. */
struct container_out *container_out_new(int (*write)(void *ctx, const char *p, size_t n, struct error *err), void *ctx, struct error *err);
void container_out_free(struct container_out *o);
/* The next member, of exactly `size` bytes; `time`: seconds since 1970. 0, or -1. */
int container_out_member(struct container_out *o, const char *name, uint64_t size, int64_t time, struct error *err);
int container_out_add(struct container_out *o, const char *p, size_t n, struct error *err);
int container_out_end(struct container_out *o, struct error *err);
#endif
