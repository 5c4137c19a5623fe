/* report/book.h: a workbook for Excel, LibreOffice and WPS, by libxlsxwriter: what may stand in a cell, how it looks, how it is printed. Knows no findings.
 *
 * Texts are UTF-8 and copied; they are texts whatever they begin with, never formulas, numbers or links. What a cell cannot hold is replaced: controls
 * and bytes that are not UTF-8 by U+FFFD, what is behind 32,767 characters by a word that says so. Numbers are exact decimals up to here; those with more
 * digits than a spreadsheet keeps (15) become text. The same calls make the same bytes.
 *
 *     struct book *b = book_new(&about, &err);
 *     struct book_sheet *s = book_sheet(b, span_of(_("Findings")), BOOK_STREAM);   // rows downwards, none kept in memory
 *     book_text(s, 0, 0, span_of("code"), (struct book_style){ .look = LOOK_HEAD });
 *     if (book_check(b, &err) < 0) ...                                            // now and then: a disk that is full
 *     book_finish(b, write, ctx, &err);
 *     book_free(b);
 *
 * Functions without `err` remember the first failure, which book_check and book_finish tell. */
#ifndef REPORT_BOOK_H
#define REPORT_BOOK_H

#include "base/date.h"
#include "base/decimal.h"
#include "report/sink.h"

#define BOOK_ROWS 1048576 /* rows of a sheet */
#define BOOK_TEXT 32767   /* UTF-16 units of a cell */
#define BOOK_NAME 31      /* UTF-16 units of a sheet's name */

struct book;
struct book_sheet;

struct book_about {
    const char *title, *program;
    date day;             /* stands as the day on which the file was made: the clock is not asked; DATE_NONE: 1980-01-01 */
    const char *temp_dir; /* NULL: /tmp */
};
/* NULL, ERROR_STORE: temp_dir cannot be written, or there is no /proc. `about` and what it points to must live as long as the book. */
struct book *book_new(const struct book_about *about, struct error *err);
void book_free(struct book *b);
/* 0, or -1 with what went wrong since book_new. */
int book_check(struct book *b, struct error *err);
/* Puts the file together in temp_dir, reads it back to see that every part is whole, and writes it. ERROR_STORE: no room. The book takes no more. */
int book_finish(struct book *b, write_fn *write, void *ctx, struct error *err);

/* BOOK_STREAM: rows are written downwards, each at once. BOOK_SMALL: in any order, kept in memory; charts show such cells only. */
enum book_kind { BOOK_STREAM, BOOK_SMALL };
/* A sheet behind those there are. The name is cut and changed until it is one that Excel takes and no other sheet has. NULL after a failure; the
 * functions below do nothing with NULL. */
struct book_sheet *book_sheet(struct book *b, struct span name, enum book_kind kind);
const char *book_sheet_name(const struct book_sheet *s);

enum book_look {
    LOOK_TEXT,    /* wraps */
    LOOK_CODE,    /* text that stays text when somebody edits it: codes, values of the table */
    LOOK_COUNT,   /* 1,234 */
    LOOK_LINE,    /* 1234, at the left */
    LOOK_FIGURE,  /* 1,234, at the left */
    LOOK_ONE,     /* 1,234.5 */
    LOOK_SHARE,   /* 0.987 */
    LOOK_PERCENT, /* 98.70% */
    LOOK_MONEY,   /* 1,234.50, up to four places */
    LOOK_DATE,    /* 2026-07-01 */
    LOOK_HEAD,    /* above a column */
    LOOK_HEAD_RIGHT, /* above a column of figures */
    LOOK_LABEL,   /* beside a value */
    LOOK_NAME,    /* as LOOK_TEXT, but does not wrap */
    LOOK_SECTION, /* above a part of a sheet; does not wrap */
    LOOK_TITLE,   /* above a sheet; does not wrap */
    LOOK_REMARK,  /* grey, does not wrap */
};
#define BOOK_LOOKS 17
enum book_tint { TINT_NONE, TINT_ERROR, TINT_WARNING, TINT_INFO, TINT_GOOD, TINT_DIFFERS, TINT_FADED };
#define BOOK_TINTS 7
struct book_style {
    enum book_look look;
    enum book_tint tint;
    bool edge; /* a line above: something new begins */
};

void book_text(struct book_sheet *s, uint32_t row, uint16_t column, struct span text, struct book_style style);
void book_built(struct book_sheet *s, uint32_t row, uint16_t column, const struct buf *text, struct book_style style); /* whose memory may have failed */
void book_count(struct book_sheet *s, uint32_t row, uint16_t column, uint64_t n, struct book_style style);
/* 1/10000 yuan; an empty cell for AMOUNT_NONE. */
void book_amount(struct book_sheet *s, uint32_t row, uint16_t column, int64_t amount, struct book_style style);
/* Plain decimal text, "-12.50"; as text where it is none. */
void book_decimal(struct book_sheet *s, uint32_t row, uint16_t column, struct span number, struct book_style style);
void book_date(struct book_sheet *s, uint32_t row, uint16_t column, date day, struct book_style style); /* an empty cell for DATE_NONE */

/* Columns are as wide as what is written into them, wide characters counting two, between least and most; what is longer wraps. Not said:
 * 8, 40. To be said before the column's first text. */
void book_width(struct book_sheet *s, uint16_t column, int least, int most);
/* Columns that have nothing but a head are hidden; none in a sheet without anything. */
void book_hide_empty(struct book_sheet *s);
/* Bars from 0 to 1 behind the numbers of a column. */
void book_share_bars(struct book_sheet *s, uint16_t column, uint32_t first, uint32_t last);
void book_freeze(struct book_sheet *s, uint32_t rows, uint16_t columns);
/* Buttons to filter and sort by in row `head`, for the rows to `last`. */
void book_filter(struct book_sheet *s, uint32_t head, uint32_t last, uint16_t columns);
/* A4, as wide as a page, pages numbered; `repeat` rows are printed again on every page; of `columns` columns (0: all) down to row `last`. */
void book_print(struct book_sheet *s, bool landscape, uint32_t repeat, uint16_t columns, uint32_t last);

/* Lying bars of the cells (first … last, values) of a BOOK_SMALL sheet, named by (first … last, names), the first one on top; `colors` (NULL: all
 * one) has a tint a bar. About 60 characters wide, with its corner at (row, column). */
struct book_bars {
    const char *title;
    uint32_t first, last;
    uint16_t names, values;
    const enum book_tint *colors;
    enum book_look look; /* of the figures beside the bars */
    int64_t most;        /* the largest of them; of LOOK_MONEY in 1/10000 */
};
void book_bars(struct book_sheet *s, uint32_t row, uint16_t column, const struct book_bars *bars);
/* How many rows high book_bars will be. */
uint32_t book_bars_rows(uint32_t bars);
#endif
