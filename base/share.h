/* base/share.h: the data files that are installed (share/): where they are, and the tab-separated ones.
 * A .tsv starts with '#' lines that say its source; then one record a line, fields parted by one TAB; blank lines and '#' lines skip. */
#ifndef BASE_SHARE_H
#define BASE_SHARE_H

#include "base/buf.h"

/* DIR/NAME into out. `name` may have folders ("columns/zh.tsv"); never starts with '/' and has no "..". */
int share_path(const char *dir, const char *name, struct buf *out, struct error *err);
/* The whole of a file of at most `max` bytes into out (emptied first). Code of the error as given in `code`. */
int file_read(const char *path, size_t max, enum error_code code, struct buf *out, struct error *err);

/* One line of a .tsv: fields[0..n-1], valid during the call. Return 0 to go on, -1 (err filled) to stop. */
typedef int share_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err);
/* Reads DIR/NAME; every line must have at least `min_fields`. An error names file and line (ERROR_USAGE: configuration). */
int share_read(const char *dir, const char *name, size_t min_fields, share_line *on_line, void *ctx, struct error *err);
/* The same for a file given by its own path (--columns FILE). */
int share_read_path(const char *path, size_t min_fields, share_line *on_line, void *ctx, struct error *err);
#endif
