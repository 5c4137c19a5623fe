/* catalog/fresh.h: a store that does not exist yet, filled while its first import is still being read. For stage.c and stage_commit.c only.
 *
 * Where entries arrive in order, as nearly every catalog's do, each could go to its final place at once, if only it were sure that the document ends well.
 * So they are written into a new store of another name beside the one to be, which nobody knows of, and which is given its name when its
 * transaction has ended. Where an entry is out of order after all, or another program makes the store meanwhile, the entries move to
 * the sorter and are merged as ever.
 *
 *     int taken = fresh_take(g, &item, err);                // 0: the sorter is to take it
 *     fresh_finish(g->fresh, err);
 *     ... in fresh_store(g->fresh): what else belongs to the version, COMMIT
 *     fresh_become(g->fresh, g->store, err);                // or fresh_free alone: nothing happened
 */
#ifndef CATALOG_FRESH_H
#define CATALOG_FRESH_H

#include "catalog/stage_impl.h"

struct fresh;

/* Begins g->fresh where it is worth it (once the sorter is half full), goes on, or gives up. 1: it took the item, 0: it does not want it, -1. */
int fresh_take(struct stage *g, const struct sort_item *item, struct error *err);
/* All entries have come. 1; 0: a file has the store's name by now; -1. */
int fresh_finish(struct fresh *f, struct error *err);
/* Its handle, inside the transaction. */
struct store *fresh_store(struct fresh *f);
/* The texts of the triggers that are set aside in it. */
struct buf *fresh_guards(struct fresh *f);
/* The id under which the entries of a kind were written. */
int64_t fresh_catalog(const struct fresh *f, enum kind kind);
/* After its commit: it takes its name, and s is a handle on it. 1; 0: another program's store has the name by now; -1. */
int fresh_become(struct fresh *f, struct store *s, struct error *err);
/* Moves the entries to the sorter; g->fresh is gone then, also where it fails. 0, -1. */
int fresh_unload(struct stage *g, struct error *err);
/* Removes the file where it has not taken its name. f may be NULL. */
void fresh_free(struct fresh *f);
#endif
