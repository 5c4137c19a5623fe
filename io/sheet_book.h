/* io/sheet_book.h: what the readers of the formats (sheet_xlsx.c, sheet_xls.c, sheet_xml.c, sheet_html.c) have in common: a book of tabs, and the
 * rows into which they put their cells. All of it runs in the child. Only io/sheet*.c includes it. */
#ifndef IO_SHEET_BOOK_H
#define IO_SHEET_BOOK_H

#include "base/arena.h"
#include "base/buf.h"
#include "io/child.h"
#include "io/sheet.h"

/* ---- rows ---- */

struct sheet_rows;
/* For a file of that name, which must outlive them. NULL with err: memory. */
struct sheet_rows *sheet_rows_new(const char *name, struct error *err);
void sheet_rows_free(struct sheet_rows *rows);
/* Rows and cells come in order: a row behind the last one, a column behind the last one of the row. Columns count from 0. -1 with err; that is
 * ERROR_STOPPED where only the beginning was wanted and is there. */
int sheet_rows_start(struct sheet_rows *rows, uint64_t row, struct error *err);
int sheet_rows_cell(struct sheet_rows *rows, uint64_t column, enum sheet_mark mark, struct span text, struct error *err);
void sheet_rows_hide(struct sheet_rows *rows); /* the row just started is hidden */
int sheet_rows_end(struct sheet_rows *rows, struct error *err);
uint64_t sheet_rows_last(const struct sheet_rows *rows); /* the row started last, 0: none */

/* Counted on the way; what is not 0 becomes a sentence. */
struct sheet_counts {
    uint64_t hidden_rows, first_hidden_row; /* those that are not blank */
    uint64_t hidden_columns;
    uint64_t merged, first_merged_row; /* ranges of cells merged over several rows, below the headings */
};
struct sheet_counts *sheet_rows_counts(struct sheet_rows *rows);
uint64_t sheet_rows_headings(const struct sheet_rows *rows); /* line of the last heading row, where it is known; else 0 */
const char *sheet_rows_name(const struct sheet_rows *rows); /* of the file */

/* ---- books ---- */

struct sheet_tab {
    const char *name; /* NULL: the format has no names */
    bool hidden;
};

struct sheet_book {
    struct sheet_tab *tabs;
    size_t count;
    /* Puts the rows of one tab into `rows`. */
    int (*read)(struct sheet_book *book, size_t tab, struct sheet_rows *rows, struct error *err);
    void (*free)(struct sheet_book *book);
};

/* NULL with err. `name` is for messages and must outlive the book, as must the input. */
struct sheet_book *sheet_xlsx_open(const struct sheet_input *input, const char *name, struct error *err);
struct sheet_book *sheet_xls_open(const struct sheet_input *input, const char *name, struct error *err);
int sheet_xls_prepare(void *ctx, struct error *err); /* a child_prepare, for a child that will be locked in */
struct sheet_book *sheet_xml_open(const struct sheet_input *input, const char *name, struct error *err);
struct sheet_book *sheet_html_open(const struct sheet_input *input, const char *name, struct error *err);

/* ---- the child ---- */

#define SHEET_MEMORY ((uint64_t)4 << 30) /* that it may have: an XLS workbook is read into memory as a whole, and so are the texts of an XLSX */

enum { SHEET_FRAME_NAME, SHEET_FRAME_ROW }; /* kinds of records. A row: its line; fields of slot = column, part = enum sheet_mark */
/* Reads the book, chooses a tab, sends it. A frame_producer. */
struct sheet_job {
    const struct sheet_input *input;
    const struct sheet_request *request;
};
int sheet_produce(void *ctx, struct frame_sink *sink, struct error *err);
#endif
