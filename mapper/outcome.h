/* mapper/outcome.h: what came of checking some rows that follow each other: the findings as the spool keeps them, a few facts of each row for
 * the set rules, and counts for the summary. Made by a worker, taken in line order by the check; it holds no pointer into the worker or the
 * table, so that both may go on.
 *
 *     struct outcome out;
 *     outcome_init(&out);
 *     outcome_clear(&out); worker_batch(worker, table, &out); ... spool_add_packed(spool, buf_span(&out.spooled), err) ...
 *     outcome_release(&out); */
#ifndef MAPPER_OUTCOME_H
#define MAPPER_OUTCOME_H

#include "base/arena.h"
#include "base/buf.h"
#include "catalog/kind.h"
#include "mapper/row_facts.h"

/* Counts of struct check_summary that need no order. */
struct tally {
    uint64_t rows, mapped, out_of_use, clean, unknown_content;
    uint64_t skipped_kind[KIND_COUNT];
    unsigned kinds_seen;
    bool any_code, any_without; /* a row with a catalog code; a row without one that T102 and T103 did not mark */
};

struct outcome {
    struct row_facts *facts; /* of each row, in line order */
    size_t count, cap;
    struct buf spooled;      /* records of the rows that have findings, see spool_pack; of a suggester, see suggest_outcome */
    struct arena memory;     /* what those of a suggester point at */
    struct tally tally;
    struct error err;        /* why it ended early: rows behind are not in it */
};

void outcome_init(struct outcome *o);
void outcome_release(struct outcome *o);
void outcome_clear(struct outcome *o);
/* Room for one row more, zeroed; NULL: memory. */
struct row_facts *outcome_row(struct outcome *o);
void tally_add(struct tally *sum, const struct tally *more);
#endif
