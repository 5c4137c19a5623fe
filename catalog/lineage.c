/* catalog/lineage.c: the rows of one code, laid over the versions of its catalog. Costs what the code has, not what the versions have. */
#include "catalog/lineage.h"
#include "base/i18n.h"
#include "catalog/db.h"

struct stretch { /* a row, and the versions that have it */
    int first, last;
    struct span name, record;
};
struct lineage {
    enum kind kind;
    struct span code;
    struct arena memory;
    struct stretch *stretches;
    size_t count;
    /* the walk over the versions */
    const struct stretch *now; /* NULL: the version before does not have the code */
    bool seen;                 /* some version before had it */
    struct entry_scratch scratch[2];
    struct buf text[2];
    lineage_fn *on_change;
    void *ctx;
};

static int read_stretch(struct lineage *l, sqlite3_stmt *q, struct error *err)
{
    struct stretch *stretches = realloc(l->stretches, (l->count + 1) * sizeof *stretches);
    if (!stretches)
        return error_memory(err);
    l->stretches = stretches;
    bool has_name = sqlite3_column_type(q, 2) != SQLITE_NULL;
    struct stretch *x = &stretches[l->count++];
    *x = (struct stretch){ .first = sqlite3_column_int(q, 0), .last = sqlite3_column_int(q, 1) };
    struct span name = db_text(q, 2), record = db_blob(q, 3);
    x->name = has_name ? arena_copy(&l->memory, name.p ? name : SPAN("")) : SPAN_NONE;
    x->record = arena_copy(&l->memory, record.p ? record : SPAN(""));
    return (has_name && !x->name.p) || !x->record.p ? error_memory(err) : 0;
}

static int read_stretches(struct lineage *l, struct store *s, int64_t catalog, struct error *err)
{
    sqlite3_stmt *q = db_statement(s, ENTRY_RANGES, err);
    int got;
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, catalog);
    db_bind_span(q, 2, l->code);
    while ((got = db_step(s, q, err)) == 1)
        if (read_stretch(l, q, err) < 0) {
            got = -1;
            break;
        }
    sqlite3_reset(q);
    return got;
}

static int on_version(void *ctx, const struct version_info *v, struct error *err)
{
    struct lineage *l = ctx;
    const struct stretch *before = l->now, *here = NULL;
    struct entry sides[2];
    for (size_t i = 0; i < l->count && !here; i++)
        if (l->stretches[i].first <= v->number && v->number <= l->stretches[i].last)
            here = &l->stretches[i];
    if (here == before)
        return 0;
    struct change c = { .code = l->code };
    const struct stretch *both[2] = { before, here };
    for (int i = 0; i < 2; i++)
        if (both[i] && entry_join(l->kind, l->code, both[i]->name, both[i]->record, &sides[i], &l->scratch[i], err) < 0)
            return -1;
    c.from = before ? &sides[0] : NULL;
    c.to = here ? &sides[1] : NULL;
    if (!c.from || !c.to)
        c.classes = CHANGE_BIT(!c.to ? CHANGE_RETIRED : l->seen ? CHANGE_REVIVED : CHANGE_ADDED);
    else if (change_compare(&c, l->text, err) < 0)
        return -1;
    l->now = here;
    l->seen = true;
    return c.classes ? l->on_change(l->ctx, v, &c, err) : 0; /* no class: it went and came back as it was */
}

int store_lineage(struct store *s, struct span region, enum kind kind, struct span code, lineage_fn *on_change, void *ctx, struct error *err)
{
    struct lineage l = { .kind = kind, .code = code, .on_change = on_change, .ctx = ctx };
    int64_t catalog;
    int status = db_catalog(s, region, kind, &catalog, NULL, err);
    if (status == 1) {
        status = read_stretches(&l, s, catalog, err);
        if (status == 0)
            status = store_versions(s, region, KIND_BIT(kind), on_version, &l, err);
    }
    for (int i = 0; i < 2; i++) {
        entry_scratch_release(&l.scratch[i]);
        buf_release(&l.text[i]);
    }
    arena_release(&l.memory);
    free(l.stretches);
    return status;
}
