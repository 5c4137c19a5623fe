/* mapper/set_members.h: rows whose local code is not alone, read again and compared (T105, M801, M803), some groups at a time; of a row
 * that gets a finding, a few numbers stay. T105 compares letters; M803 compares what fields say: 1 and 是, 18.6 and 18.60, two widths of one
 * text are no difference.
 *
 *     struct set_members m;
 *     set_members_init(&m);
 *     set_members_compare(&m, &keys, &order, &reading, &err);              // sets KEY_MEMBER
 *     for each key that has it, in line order:
 *         set_members_prepare(&m, &keys, number, &reading, &err);          // reads the rows that it meets
 *         set_members_findings(&m, &keys, ctx, code, &row);                // the row itself, read by the caller
 *     set_members_release(&m); */
#ifndef MAPPER_SET_MEMBERS_H
#define MAPPER_SET_MEMBERS_H

#include "mapper/engine.h"
#include "mapper/resolve.h"
#include "mapper/set_group.h"
#include "mapper/set_key.h"
#include "mapper/table.h"

/* What rows are read again with. */
struct set_reading {
    struct table *table;
    struct resolver *resolver;
    struct text *text;
};

struct set_result {
    uint32_t key, partner, differs; /* numbers of keys */
    uint32_t others;                /* where its list begins: those on other codes, then those on its own */
    unsigned char found, twice, again; /* SET_ bits; how many others of either sort are listed */
    bool more_twice, more_again;    /* … and there are more */
};

struct set_members {
    struct set_result *results; /* in line order */
    size_t count, cap;
    uint32_t *others;           /* numbers of keys */
    size_t other_count, other_cap;
    size_t at;                  /* the result in hand */
    struct buf codes, lines, fields; /* texts for its messages */
};

void set_members_init(struct set_members *m);
void set_members_release(struct set_members *m);
/* Moves the table's place. -1: memory, or the file is not what it was (ERROR_INPUT). */
int set_members_compare(struct set_members *m, struct set_keys *keys, const struct set_order *by_local, const struct set_reading *reading,
                        struct error *err);
int set_members_prepare(struct set_members *m, const struct set_keys *keys, uint32_t number, const struct set_reading *reading,
                        struct error *err);
/* `code`: the row's catalog code, as the catalog spells it. */
void set_members_findings(struct set_members *m, const struct set_keys *keys, struct rule_context *ctx, struct span code,
                          const struct table_row *row);

/* Reads the row of a key. -1: ERROR_INPUT where it is no longer there. */
int set_read(const struct set_key *key, struct table *table, struct table_row *row, struct error *err);
#endif
