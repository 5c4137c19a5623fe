/* mapper/sets.h: rules over the whole table: T105, S403, P603's median, M801 to M805, M807. While the table streams by, each row leaves a key
 * of 32 bytes (set_key.h); at the end the rows that belong together are compared, those that need it are read again, and findings are
 * handed out in line order.
 *
 * The order at the end, since rules silence each other:
 *   1. P603 (set_price.h), over the rows as the first pass found them. It silences a P601 that the spool has of the row already; and
 *      whoever has it takes no part in M802.
 *   2. M802 (set_price.h), over the rows that are left then.
 *   3. S403, M804, M805, M807 (set_match.h): which rows may have one. T105, M801, M803 (set_group.h).
 *   4. Row by row: T105 is said first and silences every M of the row, those of the spool too (M806, M808: C101 is then said in its
 *      place); the rows read again decide what of 3. stands. What the spool has is added last, without what is silenced.
 * Nothing that the first pass found can be silenced by M, nor P603 by anything but the first pass; so one round suffices.
 *
 *     struct sets *s = sets_new(previous, centre, &err);
 *     sets_add(s, &facts, &err);                                // once a row, in line order
 *     sets_compare(s, &reading, &err);                          // reads the table again
 *     while (sets_next_extra(s, &row, &err) > 0) ... sets_say_extra(s, ctx, row) ...
 *     while (sets_peek(s, &line, &offset)) { sets_prepare(s, &reading, &err); ... read the row ...
 *                                            sets_findings(s, ctx, &what, &row, &err); sets_advance(s); }
 *     sets_free(s); */
#ifndef MAPPER_SETS_H
#define MAPPER_SETS_H

#include "mapper/set_members.h"
#include "mapper/set_other.h"

struct sets;

/* previous, centre: NULL where not given; they must outlive the sets. */
struct sets *sets_new(struct other *previous, struct other *centre, struct error *err);
void sets_free(struct sets *s);
int sets_add(struct sets *s, const struct row_facts *facts, struct error *err);
/* Finds the rows that may get a finding. Moves the table's place. ERROR_INPUT where the file is not what it was. */
int sets_compare(struct sets *s, const struct set_reading *reading, struct error *err);

/* M807's rows that only the bureau's copy has: 1, and *row is one of them; 0: no more; -1: err. */
int sets_next_extra(struct sets *s, const struct table_row **row, struct error *err);
void sets_say_extra(struct sets *s, struct rule_context *ctx, const struct table_row *row);

/* The next row that may get a finding of a set rule; false: no more. */
bool sets_peek(const struct sets *s, uint32_t *line, uint64_t *offset);
/* Reads what must be known of other rows, before that row is read. */
int sets_prepare(struct sets *s, const struct set_reading *reading, struct error *err);
/* Adds the findings of that row, read again from the table, through ctx. `entry`, `code`: what it was compared with and as, or none. */
int sets_findings(struct sets *s, struct rule_context *ctx, const struct view_entry *entry, struct span code, const struct table_row *row,
                  struct error *err);
void sets_advance(struct sets *s);
#endif
