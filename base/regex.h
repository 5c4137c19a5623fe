/* base/regex.h: PCRE2 for code patterns and profile rewriting. UTF, with match and depth limits, so a hostile pattern or
 * subject ends in an error and not in minutes. */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include "base/buf.h"

struct regex;

/* Compiles pattern (UTF-8). NULL with err (ERROR_USAGE) naming the place in the pattern. The caller frees it. */
struct regex *regex_new(struct span pattern, struct error *err);
void regex_free(struct regex *re);
/* 1: matches somewhere in s, 0: does not, -1: a limit was hit or s is not UTF-8 (err). */
int regex_match(struct regex *re, struct span s, struct error *err);
/* Replaces every match in s by `to` ($1 … allowed) and appends the result to out. Returns the number replaced, or -1. */
int regex_replace(struct regex *re, struct span s, struct span to, struct buf *out, struct error *err);
#endif
