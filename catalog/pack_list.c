/* catalog/pack_list.c: the signed packs that were taken in, and how each stands to the one before it. Reads only. */
#include "base/i18n.h"
#include "catalog/db.h"

static bool copy(unsigned char *out, size_t size, struct span bytes)
{
    if (bytes.n != size)
        return false;
    memcpy(out, bytes.p, size);
    return true;
}

static enum pack_place place_of(const struct pack_info *p, struct span held)
{
    if (held.n == 0)
        return p->has_previous ? PACK_START : PACK_FIRST;
    bool follows = p->has_previous && span_eq(held, (struct span){ (const char *)p->previous, sizeof p->previous });
    return follows ? PACK_FOLLOWS : PACK_GAP;
}

static int read_pack(struct store *s, sqlite3_stmt *q, struct pack_info *p, struct error *err)
{
    *p = (struct pack_info){ .region = db_text(q, 0), .label = db_text(q, 1), .at = db_text(q, 2), .who = db_text(q, 3), .reason = db_text(q, 4),
                             .held_label = db_text(q, 10), .previous_label = db_text(q, 11) };
    p->staged = sqlite3_column_type(q, 5) != SQLITE_NULL;
    p->has_previous = sqlite3_column_type(q, 7) != SQLITE_NULL;
    if (!copy(p->manifest, sizeof p->manifest, db_blob(q, 6)) || !copy(p->key, sizeof p->key, db_blob(q, 8)) ||
        (p->has_previous && !copy(p->previous, sizeof p->previous, db_blob(q, 7))))
        return error_set(err, ERROR_STORE, _("%s: the store is damaged (%s); use a copy that was saved"), s->path, "pack");
    p->place = place_of(p, db_blob(q, 9));
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        p->numbers[kind] = sqlite3_column_int(q, 12 + (int)kind);
    return 0;
}

int store_packs(struct store *s, struct span region, const struct version_info *v, pack_fn *on_pack, void *ctx, struct error *err)
{
    sqlite3_stmt *q = db_statement(s, PACKS, err);
    int got;
    if (!q)
        return -1;
    db_bind_span(q, 1, region);
    if (v)
        sqlite3_bind_int64(q, 2, v->id);
    else
        sqlite3_bind_null(q, 2);
    while ((got = db_step(s, q, err)) == 1) {
        struct pack_info p;
        if (read_pack(s, q, &p, err) < 0 || on_pack(ctx, &p, err) < 0) {
            got = -1;
            break;
        }
    }
    sqlite3_reset(q);
    return got;
}
