/* mapper/set_other.h: another table that the rows are held against by local code: that of before (--previous: M804, M805) or the bureau's
 * copy (--centre: M807). Read once when the check begins: 32 bytes a row stay, and the rows that matter are read again.
 *
 *     struct other *o = other_open(path, OTHER_CENTRE, &reading, &err);
 *     other_match(o, &keys, &order, names, &err);               // sets KEY_ bits
 *     for each key that has one:
 *         other_findings(o, ctx, entry, code, &row, flags, &err);
 *     other_free(o); */
#ifndef MAPPER_SET_OTHER_H
#define MAPPER_SET_OTHER_H

#include "mapper/engine.h"
#include "mapper/resolve.h"
#include "mapper/set_match.h"
#include "mapper/table.h"

enum other_use { OTHER_PREVIOUS, OTHER_CENTRE };

/* How it is read: as the table itself is. All of it must outlive the other. */
struct other_reading {
    struct table_options options;
    struct headings *headings;
    struct values *values;
    struct resolver *resolver;
    const struct check_options *check; /* whether to stop */
};

struct other;
/* NULL with err: no table, or a column is missing that the comparison needs (ERROR_INPUT), memory. */
struct other *other_open(const char *path, enum other_use use, const struct other_reading *reading, struct error *err);
void other_free(struct other *o);

/* Forgets what it was held against before. `names`: hashes of the local names by key, for OTHER_PREVIOUS. -1: memory. */
int other_match(struct other *o, struct set_keys *keys, const struct set_order *by_local, const uint32_t *names, struct error *err);
/* The findings of a row that has KEY_BEFORE, KEY_CENTRE or KEY_MORE in `flags`, through ctx. `code`: its catalog code as the catalog
 * spells it; SPAN_NONE: none. `entry`: NULL where it stands for none. -1: err. */
int other_findings(struct other *o, struct rule_context *ctx, const struct view_entry *entry, struct span code, const struct table_row *row,
                   unsigned flags, struct error *err);

/* Rows of the bureau's copy whose local code the table has in no row, one for each catalog code, in the copy's order: 1, and *row is read;
 * 0: no more; -1: err. *at begins with 0. */
int other_next_extra(struct other *o, size_t *at, const struct table_row **row, struct error *err);
/* The finding of such a row. */
void other_say_extra(struct other *o, struct rule_context *ctx, const struct table_row *row);
#endif
