/* io/sheet_xlsx_book.h: what an XLSX workbook says outside its sheets: their names and parts, styles, shared strings. Only io/sheet_xlsx*.c
 * includes it. */
#ifndef IO_SHEET_XLSX_BOOK_H
#define IO_SHEET_XLSX_BOOK_H

#include "io/container.h"
#include "io/sheet_book.h"
#include "io/sheet_value.h"
#include "io/xml.h"

struct xlsx {
    struct sheet_book book; /* first */
    struct container *zip;
    struct arena memory;
    const char *workbook;   /* the member that is it */
    const char **parts;     /* [book.count], the members of the sheets */
    struct sheet_style *styles;
    size_t style_count;
    bool from_1904;
    struct buf strings;     /* one behind the other … */
    struct buf ends;        /* … uint32_t: where each ends */
};

/* Everything but the sheets. 0, or -1. */
int xlsx_book_read(struct xlsx *x, struct error *err);
void xlsx_book_release(struct xlsx *x);
/* The shared string of this number; false: there is no such. */
bool xlsx_string(const struct xlsx *x, uint32_t number, struct span *out);

/* Where a cell, or the end of a row, stands in the XML of its sheet: bytes of the part without a byte order mark. */
struct xlsx_place {
    uint64_t row;      /* from 1 */
    uint32_t column;   /* from 0 */
    uint64_t from, end; /* the '<' of its tag, of its end tag; where it has only one tag they are the same */
    uint32_t style;
    bool styled, has_formula;
};
/* Told of every cell, also an empty one, and of the end of every row, with a cell or without; the text is as sheet_rows_cell gets it. -1 with err. */
struct xlsx_watch {
    void *ctx;
    int (*cell)(void *ctx, const struct xlsx_place *at, struct span text, struct error *err);
    int (*row_end)(void *ctx, const struct xlsx_place *at, struct error *err);
};
/* Reads a tab for the watch alone. `name`: of the file, for messages. */
int xlsx_watch_tab(struct xlsx *x, size_t tab, const struct xlsx_watch *watch, const char *name, struct error *err);

/* Parses one member. 1: done, 0: there is no such, -1 with err (what a callback returned, too). */
int xlsx_parse(struct container *zip, const char *member, const struct xml_events *events, void *ctx, struct error *err);
/* The attribute of that name without a namespace, or SPAN_NONE. */
struct span xlsx_attr(const struct xml_attr *attrs, size_t n, const char *name);
/* The text in place without _x000D_ and the like: the characters that stand for. */
void xlsx_unescape(struct buf *text, size_t from);
#endif
