/* catalog/store.c: the entries of a version, and what differs between two. */
#include "catalog/store.h"
#include "base/i18n.h"
#include "catalog/members.h"

void store_temp(struct store *s, const char *dir)
{
    s->temp_dir = dir;
}

/* The catalog that a version belongs to. */
static int catalog_of(struct store *s, const struct version_info *v, int64_t *id, struct error *err)
{
    int got = db_catalog(s, span_of(v->region), v->kind, id, NULL, err);
    if (got == 0)
        return error_set(err, ERROR_STORE, _("%s: the store has no catalog %s/%s"), s->path, v->region, kind_word(v->kind));
    return got < 0 ? -1 : 0;
}

static struct span keep(struct arena *memory, struct span s, bool *failed)
{
    struct span copy = s.p ? arena_copy(memory, s) : SPAN_NONE;
    if (s.p && !copy.p)
        *failed = true;
    return copy;
}

/* Reads the record into e, everything copied into `memory`. */
static int read_entry(enum kind kind, struct span code, struct span name, struct span record, struct entry *e, struct arena *memory,
                      struct error *err)
{
    bool failed = false;
    struct entry_scratch scratch = ENTRY_SCRATCH_INIT;
    struct entry got;
    code = keep(memory, code, &failed);
    name = keep(memory, name, &failed);
    record = keep(memory, record, &failed);
    if (failed)
        return error_memory(err);
    int result = entry_join(kind, code, name, record, &got, &scratch, err);
#define KEEP(array, count)                                                                                              \
    if (result == 0 && got.count) {                                                                                     \
        void *copy = arena_alloc(memory, got.count * sizeof *got.array);                                                \
        if (copy)                                                                                                       \
            memcpy(copy, got.array, got.count * sizeof *got.array);                                                     \
        else                                                                                                            \
            result = error_memory(err);                                                                                 \
        got.array = copy;                                                                                               \
    } else {                                                                                                            \
        got.array = NULL;                                                                                               \
    }
    KEEP(aliases, alias_count)
    KEEP(approvals, approval_count)
    KEEP(ceilings, ceiling_count)
    KEEP(self_pays, self_pay_count)
    KEEP(successors, successor_count)
#undef KEEP
    entry_scratch_release(&scratch);
    if (result == 0)
        *e = got;
    return result;
}

int store_entry(struct store *s, const struct version_info *v, struct span code, struct entry *out, struct arena *memory,
                struct error *err)
{
    int64_t catalog = 0;
    sqlite3_stmt *q = NULL;
    if (catalog_of(s, v, &catalog, err) < 0 || !(q = db_statement(s, ENTRY_AT, err)))
        return -1;
    sqlite3_bind_int64(q, 1, catalog);
    db_bind_span(q, 2, code.p ? code : SPAN(""));
    sqlite3_bind_int(q, 3, v->number);
    int got = db_step(s, q, err);
    if (got == 1 && read_entry(v->kind, code, db_text(q, 0), db_blob(q, 1), out, memory, err) < 0)
        got = -1;
    sqlite3_reset(q);
    return got;
}

int store_entries(struct store *s, const struct version_info *v, entry_fn *on_entry, void *ctx, struct error *err)
{
    int64_t catalog = 0;
    struct members m;
    if (catalog_of(s, v, &catalog, err) < 0 || members_start(&m, s, catalog, v->number, true, err) < 0)
        return -1;
    struct entry_scratch scratch = ENTRY_SCRATCH_INIT;
    int got;
    while ((got = members_next(&m, err)) == 1) {
        struct entry e;
        if (entry_join(v->kind, m.code, m.name, m.record, &e, &scratch, err) < 0 || on_entry(ctx, &e, err) < 0) {
            got = -1;
            break;
        }
    }
    entry_scratch_release(&scratch);
    members_end(&m);
    return got;
}

int store_diff_counts(struct store *s, const struct version_info *a, const struct version_info *b, int64_t *added, int64_t *removed,
                      int64_t *changed, struct error *err)
{
    bool forward = a->number <= b->number;
    int64_t catalog = 0;
    sqlite3_stmt *q = NULL;
    if (catalog_of(s, a, &catalog, err) < 0 || !(q = db_statement(s, DIFF_COUNTS, err)))
        return -1;
    sqlite3_bind_int64(q, 1, catalog);
    sqlite3_bind_int(q, 2, forward ? a->number : b->number);
    sqlite3_bind_int(q, 3, forward ? b->number : a->number);
    int got = db_step(s, q, err);
    if (got == 1) {
        *added = sqlite3_column_int64(q, forward ? 0 : 1);
        *removed = sqlite3_column_int64(q, forward ? 1 : 0);
        *changed = sqlite3_column_int64(q, 2);
        sqlite3_reset(q);
    }
    return got < 0 ? -1 : 0;
}
