/* mapper/table.h: a hospital's table, CSV or a sheet of a workbook, as rows of canonical columns: io/delimited's cells, headings found and resolved, values read.
 * What is wrong with a row is noted in it (faults), and left to the T rules to say.
 *
 *     struct table *t = table_open(path, &options, headings, values, &err);
 *     if (!table_is_usable(t)) ...                       // T101
 *     while ((got = table_next(t, &row, &err)) > 0) ...
 *     table_free(t);
 *
 * Threads: a table belongs to one. That one may cut it into pieces (table_piece), and others read the rows of a piece, each with a reader
 * of its own (table_reader, table_feed). */
#ifndef MAPPER_TABLE_H
#define MAPPER_TABLE_H

#include "base/error.h"
#include "base/buf.h"
#include "mapper/headings.h"
#include "mapper/row.h"
#include "mapper/table_source.h"
#include "mapper/values.h"
#include "io/delimited.h"

struct table;
/* How a workbook is read, and where goes what is worth to know of how a table was read. */
struct table_sheets {
    const char *sheet;    /* its name or number; NULL: found */
    void (*note)(void *ctx, const char *table, const char *sentence); /* may be NULL */
    bool (*stopped)(void *ctx); /* as sheet_request's; may be NULL */
    void *ctx;
};
struct table_options {
    const char *encoding; /* NULL: found */
    const char *temp_dir;
    unsigned kinds;       /* of rows that say none; 0: nothing said */
    bool hash;            /* table_source is to have the file's SHA-256 and size; it is read once more for them */
    struct table_sheets sheets;
    bool other_sheet;     /* another than sheets.sheet will do where there is none of that name */
};

/* What is wrong with one field: T103 is FAULT_ENCODING, T102 all others. */
enum fault_type {
    FAULT_VALUE,
    FAULT_ENCODING,
    FAULT_ERROR,   /* #N/A and the like */
    FAULT_FORMULA, /* a formula whose value the file does not have */
    FAULT_DIGITS,  /* a code that became a number and lost digits */
    FAULT_DAY,     /* a text that became a date */
};
struct row_fault {
    enum fault_type type;
    enum column column; /* COLUMN_NONE: an unknown heading's */
    uint32_t position;  /* from 1 */
    struct span text;   /* as it stands there */
};
/* A row and where it stands; spans live until the next call. Zeroed by the caller before the first one. */
struct table_row {
    struct row row;
    uint64_t offset;          /* for table_seek */
    size_t fields;            /* how many it has */
    bool ragged;              /* not as many as the headings: `row` has its line only, and the first fields as they stand */
    const struct row_fault *faults;
    size_t fault_count;
};

/* Reads the headings. NULL with err: no table (ERROR_INPUT), memory. headings and values must outlive the table. */
struct table *table_open(const char *path, const struct table_options *options, struct headings *headings,
                         struct values *values, struct error *err);
/* The same; with more jobs than one, two threads look through a large file. */
struct table *table_open_jobs(const char *path, const struct table_options *options, unsigned jobs, struct headings *headings,
                              struct values *values, struct error *err);
void table_free(struct table *t);

/* Required columns that the headings lack, and headings that name a column which another names too. */
uint64_t table_missing(const struct table *t);  /* COLUMN_BITs */
uint64_t table_doubled(const struct table *t);  /* COLUMN_BITs */
/* The i-th heading that names `column`, as written; SPAN_NONE behind the last. */
struct span table_heading(const struct table *t, enum column column, size_t i);
struct span table_heading_at(const struct table *t, uint32_t position);
size_t table_headings(const struct table *t);
uint64_t table_present(const struct table *t);                /* COLUMN_BITs */
const uint32_t *table_positions(const struct table *t);       /* [COLUMN_COUNT], from 1; 0: none */
struct span table_unknown(const struct table *t);             /* headings that nothing knows, one a line, each once */
struct span table_meant(const struct table *t);               /* a line for each of those: the known heading that it is like, or nothing */
const char *table_encoding(const struct table *t);
const char *table_name(const struct table *t);
const char *table_sheet(const struct table *t);               /* of a workbook; NULL: none */
const char *table_title(const struct table *t);               /* for messages: "drugs.csv", "drugs.xlsx[药品]" */
char table_separator(const struct table *t);                  /* 0: a sheet's */
void table_source(const struct table *t, struct table_source *out); /* its sheet is the table's */
/* The same, with the sheet's name in `sheet` (emptied), so that it outlives the table. */
int table_source_kept(const struct table *t, struct buf *sheet, struct table_source *out, struct error *err);
uint64_t table_size(const struct table *t);
uint64_t table_offset(const struct table *t);                 /* of the next row */

/* 1: a row, 0: the end, -1: err. */
int table_next(struct table *t, struct table_row *out, struct error *err);
/* The same, but the row's text is copied into `text` (emptied first) and lives as long as that, whatever row is read next; so do its faults. */
int table_next_kept(struct table *t, struct table_row *out, struct buf *text, struct buf *faults, struct error *err);
/* The i-th field (from 0) of the row just read, to the letter, whether its heading is known or not. */
struct span table_field(const struct table *t, size_t i);
/* The next row is the one of an earlier table_row's offset and line. */
void table_seek(struct table *t, uint64_t offset, uint32_t line);

/* As delimited_piece. */
int table_piece(struct table *t, size_t want, struct delimited_piece *out, struct error *err);
/* Reads the rows of pieces, with values of its own; t must outlive it. NULL with err. The caller frees it with table_free. */
struct table *table_reader(const struct table *t, struct values *values, struct error *err);
void table_feed(struct table *t, const struct delimited_piece *piece);
#endif
