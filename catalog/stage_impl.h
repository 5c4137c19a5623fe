/* catalog/stage_impl.h: what stage.c (adding) and stage_commit.c (merging) share. */
#ifndef CATALOG_STAGE_IMPL_H
#define CATALOG_STAGE_IMPL_H

#include "catalog/db.h"
#include "catalog/sorter.h"
#include "catalog/stage.h"

/* What is known while entries arrive in strictly ascending order of (kind, code): then no walk over them is needed to count them, to hash them and
 * to know that no code stands there twice. */
struct stage_order {
    bool broken, any;
    enum kind kind; /* of the newest entry */
    struct buf code;
    int64_t entries[KIND_COUNT];
    struct sha256 *hash[KIND_COUNT];
};

struct stage {
    struct store *store;
    struct sorter *sorter;
    struct buf packed;
    bool look_only, fresh_tried, finished;
    bool in_order; /* known once finished: each entry came behind the one before it */
    struct stage_order order;
    struct fresh *fresh; /* the store itself, where it did not exist and is filled meanwhile; else NULL */
    int64_t duplicates, superseded; /* superseded: older ones of a code that stands there again */
    int64_t entries[KIND_COUNT]; /* each code once */
    bool successors[KIND_COUNT]; /* some entry names one */
    struct successor_graph *named[KIND_COUNT]; /* those they name, unless there are too many */
    bool named_unknown;
    unsigned char hash[KIND_COUNT][SHA256_BYTES];
    /* the walk */
    struct sort_item item, first; /* the present one; the one that was kept of its code (its code stands in last_code) */
    struct buf last_code, last_rank; /* of `first` */
    struct entry_scratch scratch; /* of a duplicate being told */
    bool has_last;
    /* who is asked meanwhile */
    stage_watch_fn *watch;
    void *watch_ctx;
    enum stage_phase phase;
    uint64_t added, walked, steps;
};

/* One of many steps was taken: asks whether to go on, now and then. */
static inline int stage_step(struct stage *g, struct error *err)
{
    if (++g->steps % 4096 != 0 || !g->watch)
        return 0;
    return g->watch(g->watch_ctx, g->phase, g->walked, g->added, err);
}

/* The walk over what was added, in order of (kind, code), each code once; on_duplicate may be NULL. */
int stage_rewind(struct stage *g, struct error *err);
/* Takes an item in that is packed already. */
int stage_take(struct stage *g, const struct sort_item *item, struct error *err);
int stage_next(struct stage *g, duplicate_fn *on_duplicate, void *ctx, struct error *err); /* 1: g->item, 0, -1 */

/* ---- rows ---- */

struct stage_place { /* where in a store an entry goes */
    int64_t catalog;
    int number; /* of the version that it is the first of */
    bool later;
    bool replacing; /* some entry of its kind may say that it replaces another */
};
#define STAGE_ROWS 64
struct stage_row { /* one that waits to be inserted; its texts stand behind each other in stage_rows.bytes */
    size_t at, code_n, name_n, record_n;
    bool has_name;
    unsigned char hash[ROW_HASH_BYTES];
};
struct stage_rows {
    struct store *s;
    struct stage_place place; /* of them all */
    struct buf bytes;
    size_t n;
    struct stage_row rows[STAGE_ROWS];
};
/* All inside a transaction, which has ended where one of them fails. The texts are copied; a row is in the store only after the next flush. */
int stage_rows_add(struct stage_rows *w, const struct stage_place *place, struct span code, const unsigned char hash[ROW_HASH_BYTES],
                   struct span name, struct span record, struct error *err);
int stage_rows_flush(struct stage_rows *w, struct error *err);
void stage_rows_release(struct stage_rows *w);
/* The name of a trigger and the statement that drops it; its text is added to *texts, which stage_guards_back runs. */
int stage_guard_aside(struct store *s, const char *name, enum statement drop, struct buf *texts, struct error *err);
int stage_guards_back(struct store *s, struct buf *texts, struct error *err);
#endif
