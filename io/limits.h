/* io/limits.h: how much of a stranger's file is read, at most. Every real catalog is far below; what is above is refused with a sentence that
 * names the option which allows more. */
#ifndef IO_LIMITS_H
#define IO_LIMITS_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

struct read_limits {
    uint64_t size;  /* bytes of all documents of one file, unpacked (--max-size) */
    uint64_t ratio; /* times that a packed file may grow (--max-ratio); counts only beyond LIMIT_RATIO_FROM bytes */
    size_t text;    /* bytes of one value (--max-text) */
    unsigned depth; /* elements in each other (--max-depth) */
};

#define LIMIT_SIZE       (UINT64_C(16) << 30)
#define LIMIT_RATIO      1000
#define LIMIT_RATIO_FROM (UINT64_C(64) << 20)
#define LIMIT_TEXT       ((size_t)4 << 20)
#define LIMIT_TEXT_MOST  ((size_t)16 << 20) /* no flag gives more: a record of several such values must go through the pipe as one frame */
#define LIMIT_DEPTH      100
#define LIMIT_DEPTH_MOST 10000
#define READ_LIMITS      ((struct read_limits){ LIMIT_SIZE, LIMIT_RATIO, LIMIT_TEXT, LIMIT_DEPTH })

/* A number of bytes as the options take it: "16G", "4M", "100". Returns out. */
#define LIMIT_CHARS 24
const char *limit_bytes(uint64_t bytes, char out[LIMIT_CHARS]);
/* The next power of two above it, for "give --max-size …". */
uint64_t limit_more(uint64_t bytes);

/* Are `unpacked` bytes, out of `packed`, more than is read of a file? ERROR_INPUT, with the option that allows more. */
int limits_check(const struct read_limits *l, const char *name, uint64_t packed, uint64_t unpacked, struct error *err);
int limits_too_large(const struct read_limits *l, const char *name, struct error *err); /* always -1 */
/* An element that stands deeper than is read, where it begins. Always -1, as above. */
int limits_too_deep(const struct read_limits *l, const char *file, unsigned line, unsigned column, const char *element, struct error *err);
#endif
