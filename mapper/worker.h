/* mapper/worker.h: checks rows one by one, each for itself: everything that one thread needs for it, and nothing that another one
 * touches; what all share guards itself. Knows no rule and keeps no row.
 *
 *     struct worker *w = worker_new(&shared, &err);
 *     while ((got = worker_batch(w, table, &outcome)) > 0) ... take the outcome, outcome_clear ...
 *     worker_free(w); */
#ifndef MAPPER_WORKER_H
#define MAPPER_WORKER_H

#include "mapper/engine.h"
#include "mapper/findings.h"
#include "mapper/outcome.h"
#include "mapper/spool.h"
#include "mapper/table.h"

struct worker;

/* What all workers of a check have in common; must outlive them. */
struct worker_shared {
    struct view *view;
    const struct check_options *options;
    struct peers *peers;
    struct history *history;
    struct codes *codes;
    const struct text *text; /* to be copied; NULL: each worker makes its own */
    uint64_t off; /* RULE_BITs of the rules that are not reported */
};

/* NULL with err. */
struct worker *worker_new(const struct worker_shared *shared, struct error *err);
void worker_free(struct worker *w);
struct values *worker_values(struct worker *w); /* for the table that it reads; both belong to one thread */
struct text *worker_text(struct worker *w);
struct resolver *worker_resolver(struct worker *w);

/* Reads the next few rows of the table, checks them and adds them to the outcome. 1; 0 at the end; -1 with out->err. */
int worker_batch(struct worker *w, struct table *table, struct outcome *out);

/* Checks one row that the caller has read: what is to be reported of it, sorted by rule, until the next call; *ctx is then its context, for
 * comparing it with other entries. NULL with err: memory. */
const struct findings *worker_row(struct worker *w, const struct table *table, struct table_row *from, struct tally *tally,
                                  struct rule_context **ctx, struct error *err);

/* The other findings, those of the table as a whole and of the set rules: a clean slate; then rules add to the context; then what is
 * to be reported of it, sorted by rule. */
struct rule_context *worker_start(struct worker *w, struct span local_code, struct span catalog_code, struct error *err);
const struct findings *worker_report(struct worker *w);
/* Findings that were made before, but for those that one just made silences; their spans must live as long as the row. */
int worker_append(struct worker *w, const struct finding *items, size_t n, struct error *err);
/* For a row that left no record, and so has no findings: what it was compared with. Fails into the context. */
void worker_compare_again(struct worker *w, struct row *row, struct spool_record *out);
#endif
