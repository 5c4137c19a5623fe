/* io/sheet_xls_records.h: what an XLS workbook has and libfreexl leaves out: results of formulas, TRUE and FALSE, errors; which sheets, rows and columns
 * are hidden, which cells merged; and how numbers are shown. Only io/sheet_xls.c includes it. */
#ifndef IO_SHEET_XLS_RECORDS_H
#define IO_SHEET_XLS_RECORDS_H

#include "base/buf.h"
#include "io/ole.h"
#include "io/sheet_book.h"
#include "io/sheet_value.h"

enum xls_what { XLS_NUMBER, XLS_TEXT, XLS_BOOL, XLS_ERROR };
struct xls_cell {
    uint32_t row, column;    /* from 0 */
    enum xls_what what;
    struct sheet_style style; /* of a number */
    uint64_t bits;           /* of a number: as IEEE 754 has it; of TRUE, FALSE, and an error: its byte */
    uint32_t at, n;          /* of a text: in `text` */
};

struct xls_records {
    struct ole *ole;
    const char *name;
    struct buf tabs;         /* struct xls_tab */
    struct buf styles;       /* struct sheet_style, by the number that cells have */
    struct buf formats;      /* struct sheet_style, by the number that styles have */
    bool from_1904, wide;    /* wide: of Excel 97 and later, whose texts are Unicode */
    const char *encoding;    /* of texts where they are not */
    /* Of the tab read last: cells by row and column, hidden rows ascending. */
    struct buf cells;        /* struct xls_cell */
    struct buf text;
    struct buf hidden;       /* uint32_t */
    uint64_t hidden_columns;
    struct buf merged;       /* uint32_t: first rows of ranges that span several */
    char record[65536];
    bool waits;              /* the last cell of `cells` waits for its text */
};
struct xls_tab {
    uint64_t at;             /* in the stream */
    bool hidden;
};

/* Reads what stands in front of the sheets. 0; -1 with err. */
int xls_records_open(struct xls_records *r, const struct sheet_input *input, const char *name, struct error *err);
void xls_records_release(struct xls_records *r);
int xls_records_tab(struct xls_records *r, size_t tab, struct error *err);
/* "#N/A" … */
const char *xls_error(uint64_t code);
#endif
