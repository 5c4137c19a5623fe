/* mapper/table_inside.h: what a table is made of. Only mapper/table_open.c, which finds the headings, and mapper/table.c, which reads rows, include it. */
#ifndef MAPPER_TABLE_INSIDE_H
#define MAPPER_TABLE_INSIDE_H

#include "base/arena.h"
#include "catalog/hash.h"
#include "mapper/table.h"

/* What a table frees at its end. A reader of pieces begins as a copy of its table, but for this. */
struct table_own {
    struct arena memory;
    struct buf unknown, meant, title; /* meant: a line for each line of unknown */
    struct buf cells;                 /* of the row being read, where they were copied one by one */
};
#define TABLE_OWN_INIT { .memory = ARENA_INIT, .unknown = BUF_INIT, .meant = BUF_INIT, .title = BUF_INIT, .cells = BUF_INIT }

struct table {
    struct table_own own;
    struct table_text *source;
    struct delimited *reader;
    bool is_reader;              /* reads pieces; source and headings are another table's */
    struct values *values;
    unsigned kinds;
    size_t headings;
    struct span *heading;        /* [headings], as written, trimmed */
    unsigned char *column;       /* [headings], COLUMN_NONE: unknown, or named before */
    unsigned char *named;        /* [headings], the column even where it was named before */
    uint32_t positions[COLUMN_COUNT];
    uint64_t present, doubled, reversed;
    bool has_bad, is_sheet;
    char sha256[2 * SHA256_BYTES + 1]; /* "": not asked for */
    uint64_t bytes;
    struct row_fault *faults;    /* [headings] */
    struct delimited_row cells;  /* the row being read */
    struct known {
        uint32_t position, column; /* position from 0 */
    } known[COLUMN_COUNT];
    size_t known_count;
};
#endif
