/* catalog/view_past.c: what published versions, in force or not, know of a code. Asks the store, a few look-ups a code; a staged version
 * never shows. */
#include "base/i18n.h"
#include "catalog/view_impl.h"

static int read_published(struct view *v, struct view_kind *k, struct error *err)
{
    if (k->has_published)
        return 0;
    sqlite3_stmt *q = db_statement(v->store, EVER_PUBLISHED, err);
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, k->catalog);
    int got;
    k->published_count = 0;
    while ((got = db_step(v->store, q, err)) == 1) {
        struct published *p = realloc(k->published, (k->published_count + 1) * sizeof *p);
        if (!p) {
            sqlite3_reset(q);
            return error_memory(err);
        }
        k->published = p;
        p[k->published_count++] = (struct published){ sqlite3_column_int(q, 0), db_date(q, 1), span_is(db_text(q, 2), "withdraw") };
    }
    k->has_published = got == 0;
    return got;
}

/* One past row of the code, and which published versions have it. */
struct hunt {
    struct view *v;
    struct view_kind *k;
    struct past *out;
    struct arena *into;
    size_t last, next; /* places in published + 1; 0: none yet */
};

static bool by_now(const struct hunt *h, const struct published *p)
{
    if (!h->k->loaded)
        return p->from <= h->v->day;
    const struct version_info *now = &h->k->version;
    return p->from < now->in_force_from || (p->from == now->in_force_from && p->number <= now->number);
}

/* Whether a row that lives from version `first` to `last` is what the answer wants to show; notes the versions. */
static bool place_row(struct hunt *h, int first, int last, bool *published)
{
    bool wanted = false;
    *published = false;
    for (size_t i = 0; i < h->k->published_count; i++) {
        const struct published *p = &h->k->published[i];
        if (p->number < first || p->number > last)
            continue;
        *published = true;
        if (by_now(h, p)) {
            if (i + 1 > h->last) {
                h->last = i + 1;
                wanted = true;
            }
        } else if (!p->withdrawn && p->from > h->v->day && (!h->next || i + 1 < h->next)) {
            h->next = i + 1;
            wanted = wanted || !h->last;
        }
    }
    return wanted;
}

static const void *keep(struct arena *a, const void *items, size_t n, size_t size, bool *failed)
{
    if (!n)
        return NULL;
    void *copy = arena_alloc(a, n * size);
    if (copy)
        memcpy(copy, items, n * size);
    else
        *failed = true;
    return copy;
}

static int make_entry(struct arena *into, enum kind kind, struct span code, struct span name, struct span record, struct past *out,
                      struct error *err)
{
    struct entry_scratch scratch = ENTRY_SCRATCH_INIT;
    struct past_entry *p = arena_alloc(into, sizeof *p);
    bool failed = !p;
    code = arena_copy(into, code);
    if (name.p)
        name = arena_copy(into, name);
    record = arena_copy(into, record);
    if (failed || !code.p || !record.p)
        return error_memory(err);
    if (entry_join(kind, code, name, record, &p->e, &scratch, err) < 0) {
        entry_scratch_release(&scratch);
        return -1;
    }
    struct entry *e = &p->e;
    e->aliases = keep(into, e->aliases, e->alias_count, sizeof *e->aliases, &failed);
    e->ceilings = keep(into, e->ceilings, e->ceiling_count, sizeof *e->ceilings, &failed);
    e->self_pays = keep(into, e->self_pays, e->self_pay_count, sizeof *e->self_pays, &failed);
    e->successors = keep(into, e->successors, e->successor_count, sizeof *e->successors, &failed);
    e->approvals = keep(into, e->approvals, e->approval_count, sizeof *e->approvals, &failed);
    entry_scratch_release(&scratch);
    bool first = e->text[ENTRY_APPROVAL].p != NULL;
    struct span *approvals = arena_alloc(into, (e->approval_count + 1) * sizeof *approvals);
    if (failed || !approvals)
        return error_memory(err);
    approvals[0] = e->text[ENTRY_APPROVAL];
    if (e->approval_count)
        memcpy(approvals + first, e->approvals, e->approval_count * sizeof *approvals);
    p->approvals = approvals;
    p->approval_count = e->approval_count + first;
    p->head.index = PAST_INDEX;
    view_fill(&p->head, e);
    out->entry = &p->head;
    return 0;
}

static int take_row(struct hunt *h, enum kind kind, struct span code, sqlite3_stmt *q, struct error *err)
{
    struct entry e;
    struct entry_scratch scratch = ENTRY_SCRATCH_INIT;
    bool published;
    bool wanted = place_row(h, sqlite3_column_int(q, 0), sqlite3_column_int(q, 1), &published);
    if (!published)
        return 0;
    struct span name = db_text(q, 2), record = db_blob(q, 3);
    int result = entry_join(kind, code, name, record, &e, &scratch, err);
    entry_scratch_release(&scratch);
    if (result < 0)
        return -1;
    h->out->known = true;
    if (e.valid_from == DATE_NONE)
        h->out->ever_open_from = true;
    else if (h->out->earliest_from == DATE_NONE || e.valid_from < h->out->earliest_from)
        h->out->earliest_from = e.valid_from;
    return wanted ? make_entry(h->into, kind, code, name, record, h->out, err) : 0;
}

static int fill_version(struct hunt *h, size_t place, struct version_info *out, struct error *err)
{
    if (!place)
        return 0;
    sqlite3_stmt *q = db_statement(h->v->store, VERSION_BY_NUMBER, err);
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, h->k->catalog);
    sqlite3_bind_int(q, 2, h->k->published[place - 1].number);
    return db_version(h->v->store, q, out, err) < 0 ? -1 : 0;
}

static int ask_store(struct view *v, enum kind kind, struct span code, struct arena *into, struct past *out, struct error *err)
{
    struct hunt h = { .v = v, .k = &v->kinds[kind], .out = out, .into = into };
    sqlite3_stmt *q;
    memset(out, 0, sizeof *out);
    if (!h.k->catalog || !code.n)
        return 0;
    if (read_published(v, h.k, err) < 0 || !(q = db_statement(v->store, ENTRY_RANGES, err)))
        return -1;
    sqlite3_bind_int64(q, 1, h.k->catalog);
    db_bind_span(q, 2, code);
    int got;
    while ((got = db_step(v->store, q, err)) == 1)
        if (take_row(&h, kind, code, q, err) < 0) {
            got = -1;
            break;
        }
    sqlite3_reset(q);
    if (got < 0)
        return -1;
    return fill_version(&h, h.last, &out->last, err) < 0 ? -1 : fill_version(&h, h.next, &out->next, err);
}

int view_past_into(struct view *v, enum kind kind, struct span code, struct arena *into, struct past *out, struct error *err)
{
    pthread_mutex_lock(&v->locks.asking);
    int result = ask_store(v, kind, code, into, out, err);
    pthread_mutex_unlock(&v->locks.asking);
    return result;
}

int view_past(struct view *v, enum kind kind, struct span code, struct past *out, struct error *err)
{
    return view_past_into(v, kind, code, &v->past, out, err);
}

void view_past_clear(struct view *v) { arena_clear(&v->past); }
