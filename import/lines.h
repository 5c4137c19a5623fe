/* import/lines.h: the bytes of a text that is no XML -> UTF-8 -> lines.
 *
 *     struct lines l = { .file = name, .ctx = x, .look = look, .line = take_line };
 *     if (lines_read(&l, source, foreign, &err) < 0) ...
 *
 * UTF-8, or GB18030 where the bytes are no UTF-8, or UTF-16 with a mark. Lines end with LF or CRLF. A NUL, bytes that are no text, a line of more
 * than 16 MiB are errors with file and line. */
#ifndef IMPORT_LINES_H
#define IMPORT_LINES_H

#include "io/xml_reader.h"

#define LINES_LOOK_MOST ((size_t)1 << 20) /* bytes that are looked at, … */
#define LINES_LOOKED    20                /* … or lines, to tell what the columns are */

struct lines {
    const char *file; /* for messages */
    void *ctx;
    /* Before the first line: the text so far, or its first LINES_LOOK_MOST bytes. 1: lines may come, 0: more text is wanted (never at its end, and
     * never of so many bytes), -1. NULL: they may. Called again when there is twice as much, so that what it answers may depend only on what comes
     * first: a text that is enough must stay enough. */
    int (*look)(void *ctx, struct span text, bool at_end, struct error *err);
    /* Without its end; numbers count from 1, offsets are of the UTF-8. */
    int (*line)(void *ctx, struct span line, uint32_t number, uint64_t offset, struct error *err);
    int (*progress)(void *ctx, uint64_t bytes, uint64_t total, struct error *err); /* or NULL; total 0: not known */
};
/* Reads the rest of the source; what was read of it is in `f`, whose bytes count on. 0 only where everything was read. */
int lines_read(const struct lines *l, struct source *source, const struct xml_foreign *f, struct error *err);
#endif
