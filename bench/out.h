/* bench/out.h: a file written in any encoding that iconv knows. Text comes in as UTF-8. */
#ifndef BENCH_OUT_H
#define BENCH_OUT_H

#include "base/span.h"
#include <stdio.h>

struct out;

/* "-" is standard output; encoding NULL is UTF-8. NULL after a word on standard error. */
struct out *out_open(const char *path, const char *encoding);
void out_span(struct out *o, struct span s);
void out_text(struct out *o, const char *s);
/* 0, or -1 after a word on standard error where anything was not written. Frees. */
int out_close(struct out *o);
#endif
