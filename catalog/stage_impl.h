/* catalog/stage_impl.h: what stage.c (adding) and stage_commit.c (merging) share. */
#ifndef CATALOG_STAGE_IMPL_H
#define CATALOG_STAGE_IMPL_H

#include "catalog/db.h"
#include "catalog/sorter.h"
#include "catalog/stage.h"

struct stage {
    struct store *store;
    struct sorter *sorter;
    struct buf packed;
    bool finished;
    int64_t duplicates;
    int64_t entries[KIND_COUNT]; /* each code once */
    bool successors[KIND_COUNT]; /* some entry names one */
    unsigned char hash[KIND_COUNT][SHA256_BYTES];
    /* the walk */
    struct sort_item item, first; /* the present one; the one that was kept of its code (its code stands in last_code) */
    struct buf last_code;
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
int stage_next(struct stage *g, duplicate_fn *on_duplicate, void *ctx, struct error *err); /* 1: g->item, 0, -1 */
#endif
