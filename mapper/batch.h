/* mapper/batch.h: some rows of a table at once, each with its own copy of its text, so that the catalog can be asked for all of
 * their codes together: one waiting for memory then serves many rows.
 *
 *     struct batch *b = batch_new(&err);
 *     while ((n = batch_read(b, table, &err)) > 0)
 *         for (i = 0; i < n; i++) ... batch_row(b, i) ...
 *     batch_free(b); */
#ifndef MAPPER_BATCH_H
#define MAPPER_BATCH_H

#include "mapper/table.h"

#define BATCH_ROWS 16

struct batch;

struct batch *batch_new(struct error *err);
void batch_free(struct batch *b);
/* Reads the next rows: how many, 0 at the end, -1 with err. */
int batch_read(struct batch *b, struct table *t, struct error *err);
/* Row i of those read; valid until the next batch_read. May be changed. */
struct table_row *batch_row(struct batch *b, size_t i);
#endif
