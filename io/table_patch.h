/* io/table_patch.h: writes a table again with some cells replaced, every other byte as it was: encoding, byte order mark, separator, quotes,
 * line ends. Works on the table's own bytes, not on decoded text, so that what is no text in it stays too.
 *
 *     struct table_patch patch = { .path = "drugs.csv", .encoding = "GB18030", .separator = ',', .position = 3, .key_position = 1,
 *                                  .cells = cells, .count = n, .write = write, .ctx = ctx };
 *     if (table_patch_write(&patch, &err) < 0) ...
 *
 * Each cell is known by the line of its row and by a second cell of that row, which must be what it was when the table was read: a table that
 * changed meanwhile, or reads otherwise byte by byte, is an error and never a wrong cell. */
#ifndef IO_TABLE_PATCH_H
#define IO_TABLE_PATCH_H

#include "base/error.h"
#include "base/span.h"
#include <stdint.h>

struct patch_cell {
    uint64_t line;   /* where its row begins, as delimited_row counts; ascending */
    struct span key; /* the cell at key_position, trimmed */
    struct span old; /* the cell at position, trimmed */
    struct span text; /* what it becomes: characters of ASCII */
};

struct table_patch {
    const char *path;
    const char *encoding;             /* as table_text_encoding says it */
    char separator;
    uint32_t position, key_position;  /* of the columns, from 1 */
    const struct patch_cell *cells;
    size_t count;
    int (*write)(void *ctx, const char *p, size_t n, struct error *err);
    void *ctx;
};

/* Can cells be replaced in this encoding? One whose separators and quotes can be found without knowing all of it. */
bool table_patch_can(const char *encoding);
/* 0; -1: ERROR_INPUT (it cannot be read, or is not what it was), memory, or what `write` said. */
int table_patch_write(const struct table_patch *patch, struct error *err);
#endif
