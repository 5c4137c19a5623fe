/* io/inflate.h: one compressed stream -> bytes, a step at a time: gzip, xz, zstd, bzip2, and the bare deflate of ZIP members.
 *
 *     struct inflater *f = inflater_new(PACKING_GZIP, &err);
 *     do result = inflater_step(f, &in, &out, &room); while (result == INFLATE_ON && in.n > 0 && room > 0);
 *     inflater_free(f);
 *
 * Checksums are verified wherever the form has one: INFLATE_END means that the stream is whole and right. Memory is bounded by the form:
 * INFLATE_MEMORY_MOST for the largest. No library here opens files, starts threads or programs. */
#ifndef IO_INFLATE_H
#define IO_INFLATE_H

#include "base/error.h"
#include "base/span.h"
#include "io/sniff.h"

#define INFLATE_MEMORY_MOST ((size_t)160 << 20) /* xz -9 takes 65 MiB, zstd -22 --ultra 130 MiB */

enum packing { PACKING_NONE, PACKING_GZIP, PACKING_XZ, PACKING_ZSTD, PACKING_BZIP2, PACKING_DEFLATE };

enum inflate_result {
    INFLATE_ON,      /* goes on: more input, or more room */
    INFLATE_END,     /* the stream ended well; `in` begins behind it */
    INFLATE_DAMAGED, /* it is no such stream, or a checksum is wrong */
    INFLATE_LARGE,   /* it wants more memory than INFLATE_MEMORY_MOST */
    INFLATE_MEMORY,  /* an allocation failed */
};

struct inflater;
/* NULL with err: memory. */
struct inflater *inflater_new(enum packing packing, struct error *err);
void inflater_free(struct inflater *f);
/* Takes from the front of *in, puts to *out, which moves on as *room shrinks. After anything but INFLATE_ON only inflater_free. */
enum inflate_result inflater_step(struct inflater *f, struct span *in, char **out, size_t *room);

/* The form that these first bytes show, PACKING_NONE: none of them. */
enum packing packing_of(struct span head);
/* "gzip": for messages. */
const char *packing_name(enum packing packing);
#endif
