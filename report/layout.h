/* report/layout.h: laying out text for a terminal: widths of Chinese, wrapping, tables. All of it appends to a struct buf.
 *
 * What comes from strangers' files passes layout_plain before it reaches a terminal: no control character does.
 *
 *     layout_wrapped(&out, span_of(message), 9, 9, 80);  // nine columns are used, later lines begin at column nine
 */
#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include "base/buf.h"

enum style { STYLE_NONE, STYLE_BOLD, STYLE_DIM, STYLE_ERROR, STYLE_WARNING, STYLE_INFO, STYLE_HERE, STYLE_THERE };

/* The escape sequence of a style, or of its end; nothing where color is false. */
void layout_style(struct buf *out, bool color, enum style style);
void layout_style_end(struct buf *out, bool color, enum style style);
/* s without control characters: TAB and line ends become a blank, others and bytes that are not UTF-8 U+FFFD. */
void layout_plain(struct buf *out, struct span s);
/* A table's name, of a workbook with the sheet behind it: drugs.xlsx[药品]. `sheet` may be NULL. */
void layout_file(struct buf *out, struct span file, const char *sheet);
void layout_blanks(struct buf *out, int columns);
/* layout_plain, then blanks up to `columns` wide. */
void layout_padded(struct buf *out, struct span s, int columns);

/* The first line of s at most `columns` wide: its bytes (at least one character); *next is where the following line begins.
 * Breaks at blanks and beside wide characters, but not before closing nor after opening punctuation. */
size_t layout_break(struct span s, int columns, size_t *next);
/* s broken at `width`: `used` columns of the first line are taken already, later lines begin with `hang` blanks.
 * A line feed in s begins a new line. No line end behind the last line. */
void layout_wrapped(struct buf *out, struct span s, int used, int hang, int width);

/* A table whose columns are aligned: cells are copied when added, row by row.
 *
 *     struct layout_table t;
 *     layout_table_init(&t, 3);
 *     layout_table_cell(&t, span); ... three a row; the first row is the heading
 *     layout_table_print(&t, &out, color);
 *     layout_table_release(&t);
 */
#define LAYOUT_COLUMNS 12
struct layout_table {
    size_t columns;
    bool right[LAYOUT_COLUMNS]; /* set by the caller: numbers stand at the right */
    int width;                  /* set by the caller: the last column keeps its end only, so that lines are no wider; 0: nothing is cut */
    struct buf text;            /* the cells, each behind the other */
    struct buf ends;            /* size_t a cell: where it ends in text */
};
void layout_table_init(struct layout_table *t, size_t columns);
void layout_table_release(struct layout_table *t);
void layout_table_cell(struct layout_table *t, struct span s);
void layout_table_number(struct layout_table *t, int64_t n);
void layout_table_print(const struct layout_table *t, struct buf *out, bool color);
#endif
