/* bench/document.h: the invented catalog as a native XML document (version 1). */
#ifndef BENCH_DOCUMENT_H
#define BENCH_DOCUMENT_H

#include "bench/drug.h"
#include "bench/out.h"

struct document {
    const char *region, *encoding;
    bool shuffle;
    int revision; /* 1, or 2: the version after the changes */
};

/* Writes the whole catalog in code order, or shuffled. 0, or -1 where a record did not fit the pad. */
int document_write(const struct plan *plan, const struct document *doc, struct out *o);
#endif
