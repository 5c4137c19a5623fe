/* bench/table.h: the invented hospital's table, as CSV. */
#ifndef BENCH_TABLE_H
#define BENCH_TABLE_H

#include "bench/drug.h"
#include "bench/out.h"

struct table {
    uint64_t rows, faults; /* faults: millionths of the rows */
    bool canonical;        /* headings by their canonical names, else in Chinese */
    int revision;
    const char *without;   /* rules whose faults are left out, "T104,T105"; NULL: none */
    struct out *out, *answers; /* answers may be NULL: "LINE TAB RULE" of what must fire */
};

/* 0, or -1 where a row did not fit the pad. */
int table_write(const struct plan *plan, const struct table *table);
#endif
