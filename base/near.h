/* base/near.h: the name among many that somebody most likely meant: letters left out, wrong, swapped or too many; a word that was not finished.
 * Counts characters, not bytes; in words of other scripts than ASCII, where two characters say much, fewer faults are forgiven.
 *
 *     struct near near = near_begin(span_of("chekc"));
 *     near_try(&near, span_of("check")); near_try(&near, ...);
 *     if (near.best.n > 0) ...                              // SPAN_NONE: none is like it */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include "base/error.h"
#include "base/span.h"
#include <stdint.h>

#define NEAR_LONGEST 31 /* characters; longer words are like none */

struct near {
    uint32_t word[NEAR_LONGEST];
    size_t n;         /* characters of it */
    bool ascii, usable;
    struct span best; /* the caller's bytes */
    size_t edits, limit;
};
struct near near_begin(struct span word);
void near_try(struct near *near, struct span name);
/* Of a list of strings; NULL: none. */
const char *near_name(const char *word, const char *const *names, size_t n);
/* Puts the question behind the sentence of err; nothing where `meant` is NULL or empty. Returns -1. */
int near_hint(struct error *err, const char *meant);
#endif
