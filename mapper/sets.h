/* mapper/sets.h: rules over the whole table: T105, M801, M803. While the table streams by, each row leaves a key of 24 bytes; at the
 * end the rows whose local codes meet are read again, compared, and their findings handed out in line order.
 *
 *     struct sets *s = sets_new(&err);
 *     sets_add(s, &facts, &err);                                // once a row that is not ragged, in line order
 *     sets_compare(s, table, resolver, &err);                   // reads `table` again
 *     while (sets_peek(s, &line, &offset)) { ... sets_findings(s, ctx, table, &row); sets_advance(s); }
 *     sets_free(s); */
#ifndef MAPPER_SETS_H
#define MAPPER_SETS_H

#include "mapper/engine.h"
#include "mapper/table.h"

struct sets;

struct sets *sets_new(struct error *err);
void sets_free(struct sets *s);
/* Rows that are not mapped are looked at for T105 only. */
int sets_add(struct sets *s, const struct row_facts *facts, struct error *err);
/* Finds the rows that get a finding. Moves the table's place. ERROR_INPUT where the file is not what it was. */
int sets_compare(struct sets *s, struct table *table, struct resolver *resolver, struct error *err);
/* The next row that gets a finding of a set rule; false: no more. */
bool sets_peek(const struct sets *s, uint32_t *line, uint64_t *offset);
/* Adds the findings of that row, read again from the table, through ctx. */
void sets_findings(struct sets *s, struct rule_context *ctx, const struct table *table, const struct table_row *row);
void sets_advance(struct sets *s);
#endif
