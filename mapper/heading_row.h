/* mapper/heading_row.h: where the headings stand at the beginning of a table: often in its first row, but people put titles above them, and merge cells so
 * that two rows are one heading ("医院" over "编码" and "名称").
 *
 *     b = beginning_read(reader, name, &err);
 *     if (heading_row_find(headings, b->b->n, &at, &err) < 0) ...   // at.first, at.last: indices into lines
 *     heading_row_text(headings, b->lines, &at, column, &text, &err);   // "医院编码" */
#ifndef MAPPER_HEADING_ROW_H
#define MAPPER_HEADING_ROW_H

#include "base/arena.h"
#include "io/delimited.h"
#include "io/sheet.h"
#include "mapper/headings.h"

/* The first rows of a table, copied; blank ones behind the first are left out. */
struct beginning {
    struct arena memory;
    struct sheet_line lines[SHEET_HEAD];
    uint64_t offsets[SHEET_HEAD]; /* as delimited_row's */
    size_t n;
};
/* From a reader that has read nothing yet; `name` is for messages. NULL with err: there is no row (ERROR_INPUT), the first cannot be read, memory. */
struct beginning *beginning_read(struct delimited *reader, const char *name, struct error *err);
void beginning_free(struct beginning *b);
/* Separators and blanks only, as spreadsheets leave them behind the last row: no item. */
static inline bool row_is_blank(const struct delimited_row *row)
{
    for (size_t i = 0; i < row->n; i++) {
        struct span s = row->cells[i].text;
        if (row->cells[i].bad || (s.n > 0 && ((s.p[0] > ' ' && s.p[0] <= '~') || span_trim(s).n > 0)))
            return false;
    }
    return true;
}

struct heading_row {
    size_t first, last; /* the same, or last follows first */
    size_t width;       /* cells */
    bool sure;          /* the hospital's own code and name are both there; otherwise it is the row that comes nearest, and the first if none does */
};

/* n of at least 1. 0, or -1: memory. */
int heading_row_find(struct headings *h, const struct sheet_line *lines, size_t n, struct heading_row *out, struct error *err);
/* The heading of a column, trimmed, into text (emptied first). 0, or -1: memory. */
int heading_row_text(struct headings *h, const struct sheet_line *lines, const struct heading_row *at, size_t column, struct buf *text, struct error *err);
#endif
