/* report/book_impl.h: what the files of a workbook share; the only header that knows libxlsxwriter. Its own headers have macros with functions that do not
 * compile here, so the build puts them in front of base/banned.h (report/local.mk). */
#ifndef REPORT_BOOK_IMPL_H
#define REPORT_BOOK_IMPL_H

#include "report/book.h"
#include <xlsxwriter.h>

#define BOOK_COLUMNS 64    /* a sheet has no more */
#define BOOK_ROW_POINTS 17 /* a row of one line; Chinese is cut in less */

struct book_sheet {
    struct book *book;
    struct book_sheet *next; /* the one made before */
    lxw_worksheet *sheet;
    enum book_kind kind;
    uint32_t row;            /* the last one with a text, and its height */
    int points;
    bool hide_empty;
    bool filled;             /* has more than heads */
    struct { int least, most, seen; bool filled; } widths[BOOK_COLUMNS];
};
struct book {
    const struct book_about *about;
    int fd;                   /* what the workbook is put together in, without a name */
    lxw_workbook *workbook;   /* NULL once it is closed */
    struct book_sheet *sheets;
    lxw_format *formats[BOOK_LOOKS][BOOK_TINTS][2];
    struct buf text;          /* of the cell that is being written */
    bool failed;
    struct error error;       /* the first one */
};

/* Is there so much memory? libxlsxwriter does not bear that there is none: it leaves out cells, or crashes. So it is asked for before a call, and given back for
 * the call to take. What a cell takes, or a few small things: BOOK_LITTLE. */
#define BOOK_LITTLE 65536
bool book_ahead(struct book *b, size_t n);
/* Remembers a failure of libxlsxwriter. */
void book_fail(struct book *b, lxw_error error);
/* Made when it is first asked for; NULL after a failure. */
lxw_format *book_format(struct book *b, struct book_style style);
lxw_color_t book_tint_fill(enum book_tint tint);
/* text as a cell may hold it, NUL-terminated, into out (emptied). */
void book_clean(struct span text, struct buf *out);
/* name as a sheet may be called, with a number behind it where it is not 1, into out (emptied). */
void book_clean_name(struct span name, unsigned number, struct buf *out);
/* 1: every part of the workbook in fd is there to its end; 0: one is not; -1: it cannot be read. */
int book_zip_whole(int fd, struct error *err);
#endif
