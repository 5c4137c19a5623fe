/* catalog/pack_chain.c: see the header. It must never let a pack in that is older than one which was taken in before. */
#include "catalog/pack_chain.h"
#include "base/i18n.h"

int pack_content_check(const struct stage *g, const struct stage_meta *meta, struct error *err)
{
    const struct stage_pack *p = meta->pack;
    int64_t signed_entries[KIND_COUNT] = { 0 };
    if (!span_eq(p->region, meta->region) || !span_eq(p->label, meta->label))
        return error_set(err, ERROR_CATALOG, _("the pack is signed for %.*s@%.*s, and holds %.*s@%.*s: it is not used"), SPAN_ARG(p->region),
                         SPAN_ARG(p->label), SPAN_ARG(meta->region), SPAN_ARG(meta->label));
    for (size_t i = 0; i < p->count; i++) {
        const struct stage_pack_kind *k = &p->kinds[i];
        signed_entries[k->kind] = k->entries;
        if (g->entries[k->kind] == k->entries && memcmp(g->hash[k->kind], k->rows, SHA256_BYTES) != 0)
            return error_set(err, ERROR_CATALOG, _("%.*s/%s: the entries in the pack are not those that it was signed for, although as many: it is not used"),
                             SPAN_ARG(p->region), kind_word(k->kind));
        if (g->entries[k->kind] != k->entries)
            return error_set(err, ERROR_CATALOG, _("%.*s/%s: the entries in the pack (%lld) are not those that it was signed for (%lld): it is not used"),
                             SPAN_ARG(p->region), kind_word(k->kind), (long long)g->entries[k->kind], (long long)k->entries);
    }
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        if (g->entries[kind] && !signed_entries[kind])
            return error_set(err, ERROR_CATALOG, _("%.*s/%s: the entries in the pack (%lld) are not those that it was signed for (%lld): it is not used"),
                             SPAN_ARG(p->region), kind_word(kind), (long long)g->entries[kind], 0LL);
    return 0;
}

/* Is this kind's number above every one that was taken in? */
static int check_number(struct store *s, const struct stage_pack *p, const struct stage_pack_kind *k, struct error *err)
{
    sqlite3_stmt *q = db_statement(s, PACK_NUMBER, err);
    if (!q)
        return -1;
    db_bind_span(q, 1, p->region);
    db_bind_span(q, 2, span_of(kind_word(k->kind)));
    int got = db_step(s, q, err);
    if (got == 1 && k->number <= sqlite3_column_int(q, 0)) {
        struct span label = db_text(q, 1), at = db_text(q, 2);
        got = error_set(err, ERROR_CATALOG,
                        _("%.*s/%s: the pack %.*s has version number %d, and number %d is held (%.*s, taken in %.*s): only a newer one is taken in"),
                        SPAN_ARG(p->region), kind_word(k->kind), SPAN_ARG(p->label), k->number, sqlite3_column_int(q, 0), SPAN_ARG(label),
                        SPAN_ARG(at));
    }
    sqlite3_reset(q);
    return got < 0 ? -1 : 0;
}

static int gap(const struct stage_pack *p, struct span held, struct error *err)
{
    if (!p->has_previous)
        return error_set(err, ERROR_CATALOG, _("the pack %.*s@%.*s says that it is the first one of its region, and %.*s was taken in before; "
                                               "ask the bureau, or overrule this: --allow gap --reason TEXT"),
                         SPAN_ARG(p->region), SPAN_ARG(p->label), SPAN_ARG(held));
    return error_set(err, ERROR_CATALOG, _("the pack %.*s@%.*s does not come behind %.*s, the last one that was taken in: one between them is missing; "
                                           "take that one in first, or overrule this: --allow gap --reason TEXT"),
                     SPAN_ARG(p->region), SPAN_ARG(p->label), SPAN_ARG(held));
}

int pack_chain_check(struct store *s, const struct stage_meta *meta, bool *allowed, struct error *err)
{
    const struct stage_pack *p = meta->pack;
    *allowed = false;
    for (size_t i = 0; i < p->count; i++)
        if (check_number(s, p, &p->kinds[i], err) < 0)
            return -1;
    sqlite3_stmt *q = db_statement(s, PACK_LAST, err);
    if (!q)
        return -1;
    db_bind_span(q, 1, p->region);
    int got = db_step(s, q, err);
    if (got == 1) {
        struct span held = db_blob(q, 0), label = db_text(q, 1);
        struct span previous = { (const char *)p->previous, sizeof p->previous };
        bool follows = p->has_previous && span_eq(held, previous);
        *allowed = !follows && p->allow_gap;
        got = follows || *allowed ? 0 : gap(p, label, err);
    }
    sqlite3_reset(q);
    return got < 0 ? -1 : 0;
}

static int add_number(struct store *s, int64_t pack_id, const struct stage_pack_kind *k, struct error *err)
{
    sqlite3_stmt *q = db_statement(s, PACK_NUMBER_ADD, err);
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, pack_id);
    db_bind_span(q, 2, span_of(kind_word(k->kind)));
    sqlite3_bind_int(q, 3, k->number);
    return db_run(s, q, err);
}

int pack_chain_add(struct store *s, const struct stage_meta *meta, bool allowed, int64_t import_id, struct error *err)
{
    const struct stage_pack *p = meta->pack;
    sqlite3_stmt *q = db_statement(s, PACK_ADD, err);
    if (!q)
        return -1;
    db_bind_span(q, 1, p->region);
    db_bind_span(q, 2, p->label);
    if (import_id)
        sqlite3_bind_int64(q, 3, import_id);
    else
        sqlite3_bind_null(q, 3);
    sqlite3_bind_blob(q, 4, p->manifest, sizeof p->manifest, SQLITE_STATIC);
    if (p->has_previous)
        sqlite3_bind_blob(q, 5, p->previous, sizeof p->previous, SQLITE_STATIC);
    else
        sqlite3_bind_null(q, 5);
    sqlite3_bind_blob(q, 6, p->key, sizeof p->key, SQLITE_STATIC);
    db_bind_span(q, 7, meta->act.at.p ? meta->act.at : SPAN(""));
    db_bind_span(q, 8, meta->act.who.p ? meta->act.who : SPAN(""));
    db_bind_span(q, 9, allowed ? p->reason : SPAN_NONE);
    if (db_run(s, q, err) < 0)
        return -1;
    int64_t id = sqlite3_last_insert_rowid(s->db);
    for (size_t i = 0; i < p->count; i++)
        if (add_number(s, id, &p->kinds[i], err) < 0)
            return -1;
    return 0;
}
