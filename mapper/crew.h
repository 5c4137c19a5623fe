/* mapper/crew.h: the rows of a table checked by several threads. The calling thread cuts the table into pieces and takes what came of them in
 * their order; each worker has a thread of its own. Pieces and outcomes go round in a ring, so memory does not grow with the table.
 *
 *     struct crew *crew = crew_start(workers, n, table, &err);
 *     while ((got = crew_next(crew, &out, &err)) > 0) ... take `out` ...
 *     crew_end(crew); */
#ifndef MAPPER_CREW_H
#define MAPPER_CREW_H

#include "mapper/worker.h"

#define CREW_MOST 64 /* threads */

struct crew;
/* Starts the threads; the workers belong to them until crew_end. NULL with err: memory, or no thread can be had. */
struct crew *crew_start(struct worker **workers, size_t n, struct table *table, struct error *err);
/* The outcome of the rows that come next, valid until the next call: 1; 0 behind the last; -1: err. */
int crew_next(struct crew *crew, const struct outcome **out, struct error *err);
/* Waits for the threads, whatever they are at: a few milliseconds. */
void crew_end(struct crew *crew);
#endif
