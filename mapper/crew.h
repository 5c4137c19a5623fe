/* mapper/crew.h: the rows of a table worked on by several threads. The calling thread cuts the table into pieces and takes what came of them in
 * their order; each hand has a thread of its own. Pieces and outcomes go round in a ring, so memory does not grow with the table.
 *
 *     crew_run(&work, hands, n, table, &owner, &err);     // n 1: no thread
 *
 * or, step by step, always with threads:
 *
 *     struct crew *crew = crew_start(&work, hands, n, table, &err);
 *     while ((got = crew_next(crew, &out, &err)) > 0) ... take `out` ...
 *     crew_end(crew); */
#ifndef MAPPER_CREW_H
#define MAPPER_CREW_H

#include "mapper/worker.h"

#define CREW_MOST 64 /* threads */

struct crew;

/* What a hand can do: a hand is what one thread needs, a struct worker or what stands for one. */
struct crew_work {
    struct values *(*values)(void *hand); /* for the table that it reads */
    int (*batch)(void *hand, struct table *table, struct outcome *out); /* as worker_batch */
};
/* Who wants it done; called by the thread that called crew_run. -1 ends it, with the owner's own error. */
struct crew_owner {
    void *ctx;
    int (*ask)(void *ctx); /* now and then: whether to go on */
    int (*collect)(void *ctx, const struct outcome *out); /* outcomes in line order */
};

static inline size_t crew_size(unsigned jobs) { return jobs < 1 ? 1 : jobs > CREW_MOST ? CREW_MOST : jobs; }
/* All rows of the table. -1: err, or what the owner has said. */
int crew_run(const struct crew_work *work, void *const *hands, size_t n, struct table *table, const struct crew_owner *owner, struct error *err);

/* Starts the threads; the hands belong to them until crew_end. NULL with err: memory, or no thread can be had. */
struct crew *crew_start(const struct crew_work *work, void *const *hands, size_t n, struct table *table, struct error *err);
/* The outcome of the rows that come next, valid until the next call: 1; 0 behind the last; -1: err. */
/* Of a piece that ended early what it has is handed out, and why is said the next time. */
int crew_next(struct crew *crew, const struct outcome **out, struct error *err);
/* Waits for the threads, whatever they are at: a few milliseconds. */
void crew_end(struct crew *crew);
#endif
