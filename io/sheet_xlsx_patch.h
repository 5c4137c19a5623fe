/* io/sheet_xlsx_patch.h: writes an XLSX workbook again with some cells of one sheet replaced. All other parts of the archive are copied, and of the
 * sheet's own XML every other byte; a cell that changes keeps its style. As with io/table_patch, each cell is held against what was read before.
 *
 *     struct xlsx_patch patch = { .path = "drugs.xlsx", .sheet = "药品", .position = 3, .key_position = 1, .cells = cells, .count = n,
 *                                 .write = write, .ctx = ctx, .in_child = true };
 *     if (xlsx_patch_write(&patch, &err) < 0) ... */
#ifndef IO_SHEET_XLSX_PATCH_H
#define IO_SHEET_XLSX_PATCH_H

#include "io/table_patch.h"

struct xlsx_patch {
    const char *path;
    const char *sheet;                /* by its name; not asked for where count is 0 */
    uint32_t position, key_position;  /* of the columns, from 1 */
    const struct patch_cell *cells;   /* line: the row */
    size_t count;
    int (*write)(void *ctx, const char *p, size_t n, struct error *err);
    void *ctx;
    bool (*stopped)(void *ctx);       /* asked now and then, with stopped_ctx; true ends it with ERROR_STOPPED. May be NULL */
    void *stopped_ctx;
    bool in_child;                    /* the workbook is read in a child process, as when it was read first */
};

/* 0; -1: ERROR_INPUT (it cannot be read, is not what it was, or one of the cells has a formula), memory, or what `write` said. */
int xlsx_patch_write(const struct xlsx_patch *patch, struct error *err);
#endif
