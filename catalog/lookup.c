/* catalog/lookup.c: see the header. */
#include "catalog/lookup.h"
#include "catalog/ahead.h"

#define WALK_FROM 8 /* a walk reads so many entries in the time of one question */
#define LARGE 20000 /* entries from which reading ahead pays */

struct lookup {
    struct store *s;
    const struct version_info *v;
    const struct map *codes;
    found_fn *on_found;
    void *ctx;
    struct entry_scratch scratch;
};

static int one_by_one(struct lookup *l, struct error *err)
{
    struct arena memory = ARENA_INIT;
    int status = 0;
    for (uint32_t i = 0; i < l->codes->count && status >= 0; i++) {
        struct entry e;
        arena_clear(&memory);
        status = store_entry(l->s, l->v, map_key(l->codes, i), &e, &memory, err);
        if (status > 0)
            status = l->on_found(l->ctx, i, &e, err);
    }
    arena_release(&memory);
    return status < 0 ? -1 : 0;
}

static int meet(struct lookup *l, struct span code, struct span name, struct span record, struct error *err)
{
    struct entry e;
    uint32_t which = map_get(l->codes, code);
    if (which == MAP_NONE)
        return 0;
    if (entry_join(l->v->kind, code, name, record, &e, &l->scratch, err) < 0)
        return -1;
    return l->on_found(l->ctx, which, &e, err);
}

static int walk_ahead(struct lookup *l, int64_t catalog, struct error *err)
{
    struct ahead *a = ahead_start(l->s, catalog, l->v->number, err);
    struct ahead_row row;
    int got = a ? 0 : -1;
    while (got >= 0 && (got = ahead_next(a, &row, err)) == 1)
        got = meet(l, row.code, row.name, row.record, err);
    if (a)
        ahead_end(a);
    return got;
}

static int walk(struct lookup *l, int64_t catalog, struct error *err)
{
    struct members m;
    if (members_start(&m, l->s, catalog, l->v->number, true, err) < 0)
        return -1;
    int got = 0;
    while (got >= 0 && (got = members_next(&m, err)) == 1)
        got = meet(l, m.code, m.name, m.record, err);
    members_end(&m);
    return got;
}

int store_lookup(struct store *s, const struct version_info *v, const struct map *codes, found_fn *on_found, void *ctx, struct error *err)
{
    struct lookup l = { .s = s, .v = v, .codes = codes, .on_found = on_found, .ctx = ctx, .scratch = ENTRY_SCRATCH_INIT };
    int64_t catalog = 0;
    if ((int64_t)codes->count * WALK_FROM < v->entries)
        return one_by_one(&l, err);
    int status = db_catalog(s, span_of(v->region), v->kind, &catalog, NULL, err);
    if (status > 0)
        status = v->entries < LARGE ? walk(&l, catalog, err) : walk_ahead(&l, catalog, err);
    entry_scratch_release(&l.scratch);
    return status;
}
