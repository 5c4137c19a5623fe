/* io/delimited.h: rows of a delimited table (RFC 4180) out of a table_text. The hot path of a check.
 *
 * Separator: comma, TAB or semicolon, the one that the header row has most of outside quotes (or the one an Excel line "sep=;" in front
 * names), unless given. A cell that begins with a quote runs to the closing one; inside, two quotes are one, and line breaks are
 * text. Quotes elsewhere are ordinary characters. Rows end with LF, CRLF or CR. Lines that hold nothing, or only blanks, are
 * no rows. The text of a sheet (io/sheet.h) is read as it is written there: one line a row, cells with marks.
 *
 *     struct delimited *d = delimited_new(text, 0, &err);
 *     while ((got = delimited_next(d, &row, &err)) > 0)
 *         ... row.cells[i].text ...
 *     delimited_free(d);
 *
 * One reader may also cut the text into pieces of whole rows, which readers in other threads then cut into rows:
 *
 *     while ((got = delimited_piece(d, 65536, &piece, &err)) > 0)
 *         ... copy of the piece -> delimited_feed(other, &copy); while (delimited_next(other, &row, &err) > 0) ... */
#ifndef IO_DELIMITED_H
#define IO_DELIMITED_H

#include "base/span.h"
#include "io/table_text.h"

#define ROW_MOST   ((size_t)16 << 20) /* bytes */
#define CELLS_MOST 4096

struct cell {
    struct span text; /* unquoted; valid until the next call. Unquoted cells are not copied. */
    bool quoted;      /* stood in quotes */
    bool bad;         /* has U+FFFD: bytes that were no text */
    unsigned char mark; /* enum sheet_mark of a cell of a sheet; 0: text */
};

struct delimited_row {
    const struct cell *cells;
    size_t n;
    uint64_t line;   /* where it begins, as an editor counts, from 1 */
    uint64_t offset; /* of its first byte in the text: delimited_seek comes back to it */
    struct span raw; /* the whole row as it stands in the text, line break and all; the cells lie in it … */
    bool apart;      /* … but some do not: they had doubled quotes */
};

/* Rows that follow each other, all of them whole. */
struct delimited_piece {
    char *p;
    size_t n;
    uint64_t offset, line; /* of its first row */
};
#define DELIMITED_BEHIND 64

struct delimited;

/* A reader at the first row (the header). `separator` 0: found. `text` must outlive it; several readers may share it. NULL with err. */
struct delimited *delimited_new(const struct table_text *text, char separator, struct error *err);
void delimited_free(struct delimited *d);
char delimited_separator(const struct delimited *d);

/* 1: a row, 0: the end, -1: ERROR_INPUT with name and line (a quote never closed, a row too long, too many cells), memory. */
int delimited_next(struct delimited *d, struct delimited_row *row, struct error *err);
/* From now on each row of a sheet has that many cells: those that it lacks are empty, those behind are not seen. A sheet has no rows that are too
 * short, since it keeps no empty cells. Nothing happens to other tables. */
void delimited_set_width(struct delimited *d, size_t width);
/* The next row is the one at this offset and line, both from an earlier row of a reader of the same text. */
void delimited_seek(struct delimited *d, uint64_t offset, uint64_t line);
uint64_t delimited_offset(const struct delimited *d); /* of what comes next */

/* The next rows as they stand: about `want` bytes, or one row where that is longer; valid until the next call. Returns as delimited_next;
 * of what can be wrong with a row it finds only what keeps it from seeing where the row ends. */
int delimited_piece(struct delimited *d, size_t want, struct delimited_piece *out, struct error *err);
/* A reader that has no rows yet, of the same table as d, which must outlive it. NULL with err. */
struct delimited *delimited_reader(const struct delimited *d, struct error *err);
/* Its next rows are those of the piece: a copy, whose bytes must stay until the next feed, and behind which DELIMITED_BEHIND more are this
 * reader's. Only for a delimited_reader. */
void delimited_feed(struct delimited *d, const struct delimited_piece *piece);
#endif
