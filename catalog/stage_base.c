/* catalog/stage_base.c: a version under the changes that were added: its entries go behind them into the sorter, which takes the changed ones
 * first. Reads the store, and never writes to it. */
#include "base/i18n.h"
#include "catalog/members.h"
#include "catalog/stage_impl.h"

static int take_members(struct stage *g, const struct version_info *base, struct members *m, struct error *err)
{
    int got;
    while ((got = members_next(m, err)) == 1) {
        struct sort_item item = { .kind = base->kind, .code = m->code, .name = m->name, .record = m->record, .behind = true };
        if (m->hash.n != sizeof item.hash)
            return error_set(err, ERROR_STORE, _("%s: the store is damaged (%s); use a copy that was saved"), g->store->path, "entry");
        memcpy(item.hash, m->hash.p, sizeof item.hash);
        if (stage_step(g, err) < 0 || stage_take(g, &item, err) < 0)
            return -1;
    }
    return got;
}

int stage_put_on(struct stage *g, const struct version_info *base, struct error *err)
{
    struct members m;
    int64_t catalog = 0;
    int last = 0;
    bool reading = g->store->reading; /* the caller's own, which goes on */
    if (!reading && store_begin_read(g->store, err) < 0)
        return -1;
    int got = db_catalog(g->store, span_of(base->region), base->kind, &catalog, &last, err);
    if (got == 0)
        got = error_set(err, ERROR_STORE, _("%s: the store is damaged (%s); use a copy that was saved"), g->store->path, "catalog");
    if (got == 1 && (got = members_start(&m, g->store, catalog, base->number, true, err)) == 0) {
        got = take_members(g, base, &m, err);
        members_end(&m);
    }
    if (!reading)
        store_end_read(g->store);
    g->successors[base->kind] = g->named_unknown = true; /* some of them may name one: nobody looked */
    return got < 0 ? -1 : 0;
}
