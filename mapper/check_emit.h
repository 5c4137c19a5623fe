/* mapper/check_emit.h: the findings to the sink, in line order: those of the table as a whole, then those that the spool has of each row
 * together with those that the set rules have of it. */
#ifndef MAPPER_CHECK_EMIT_H
#define MAPPER_CHECK_EMIT_H

#include "mapper/sets.h"
#include "mapper/worker.h"

/* One table on its way out. */
struct emit {
    struct worker *worker;
    struct table *table;
    struct spool *spool;
    struct sets *sets;
    const struct check_options *options;
    const struct finding_sink *sink;
    struct check_summary *summary; /* what goes to the sink is counted in it */
    const char *path;
    struct table_row again; /* a row read a second time */
};

/* The findings just made through the worker's context, with no row behind them (T101, T106). */
int emit_table(struct emit *emit, struct error *err);
/* M807 of the rows that only the bureau's copy has: as findings of the table as a whole, for they have no line in it; local code, name and
 * catalog code are those of the copy. */
int emit_extras(struct emit *emit, struct error *err);
/* All rows that have a finding, when the spool is full and the sets are compared. */
int emit_rows(struct emit *emit, struct error *err);
#endif
