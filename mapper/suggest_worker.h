/* mapper/suggest_worker.h: suggestions for rows, each for itself: what one thread needs for it. As worker.h is to a check.
 *
 *     struct suggest_worker *w = suggest_worker_new(&shared, &err);
 *     while ((got = suggest_worker_batch(w, table, &outcome)) > 0) ... suggest_outcome(&outcome, &rows) ... outcome_clear ...
 *     suggest_worker_free(w); */
#ifndef MAPPER_SUGGEST_WORKER_H
#define MAPPER_SUGGEST_WORKER_H

#include "mapper/suggest.h"
#include "mapper/suggest_index.h"
#include "mapper/worker.h"

struct suggest_worker;

/* What all have in common; must outlive them. */
struct suggest_shared {
    struct worker_shared check;
    struct suggest_index *index;
    size_t top;
    uint32_t min_score;
};

/* NULL with err. */
struct suggest_worker *suggest_worker_new(const struct suggest_shared *shared, struct error *err);
void suggest_worker_free(struct suggest_worker *w);
struct worker *suggest_worker_checker(struct suggest_worker *w); /* for what is of the table as a whole */

/* Reads the next row; what is suggested for it, if it wants something, is added to the outcome. 1; 0 at the end; -1 with out->err. */
int suggest_worker_batch(struct suggest_worker *w, struct table *table, struct outcome *out);
/* The rows of an outcome, in line order, their file not said; how many. They live until outcome_clear. */
static inline size_t suggest_outcome(const struct outcome *out, struct suggested_row **rows)
{
    *rows = (struct suggested_row *)(void *)out->spooled.p;
    return out->spooled.n / sizeof **rows;
}
#endif
