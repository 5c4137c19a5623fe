/* catalog/stage_write.c: rows of entries into a store, and the triggers that would make each of them dear. Inside a transaction of the caller. */
#include "base/i18n.h"
#include "catalog/stage_impl.h"

/* ---- what replaces what ---- */

/* What an entry says it replaces is kept beside it (diff looks a code up that is gone). */
struct replacing {
    struct store *s;
    int64_t catalog, entry;
    bool failed;
    struct error *err;
};

static int on_replaced(void *ctx, struct span old_code)
{
    struct replacing *r = ctx;
    sqlite3_stmt *q = db_statement(r->s, REPLACES_ADD, r->err);
    if (q) {
        sqlite3_bind_int64(q, 1, r->catalog);
        db_bind_span(q, 2, old_code);
        sqlite3_bind_int64(q, 3, r->entry);
    }
    r->failed = !q || db_run(r->s, q, r->err) < 0;
    return r->failed ? -1 : 0;
}

/* ---- rows, many at a time ---- */

void stage_rows_release(struct stage_rows *w)
{
    buf_release(&w->bytes);
    w->n = 0;
}

static int keep_replaced(struct stage_rows *w, const struct stage_row *row, int64_t id, struct error *err)
{
    struct span code = { w->bytes.p + row->at, row->code_n }, record = { code.p + row->code_n + row->name_n, row->record_n };
    struct replacing r = { w->s, w->place.catalog, id, false, err };
    if (entry_replaced(code, record, on_replaced, &r) >= 0 || r.failed)
        return r.failed ? -1 : 0;
    return error_set(err, ERROR_STORE, _("a record of the store is damaged"));
}

/* The rows from..to-1 by one statement. */
static int insert(struct stage_rows *w, enum statement which, size_t from, size_t to, struct error *err)
{
    sqlite3_stmt *q = db_statement(w->s, which, err);
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, w->place.catalog);
    sqlite3_bind_int(q, 2, w->place.number);
    sqlite3_bind_int(q, 3, w->place.later);
    for (size_t i = from; i < to; i++) {
        const struct stage_row *row = &w->rows[i];
        const char *p = w->bytes.p + row->at;
        int at = 4 + 4 * (int)(i - from);
        sqlite3_bind_blob(q, at, row->hash, ROW_HASH_BYTES, SQLITE_STATIC);
        db_bind_span(q, at + 1, (struct span){ p, row->code_n });
        db_bind_span(q, at + 2, row->has_name ? (struct span){ p + row->code_n, row->name_n } : SPAN_NONE);
        sqlite3_bind_blob64(q, at + 3, p + row->code_n + row->name_n, row->record_n, SQLITE_STATIC);
    }
    if (db_run(w->s, q, err) < 0)
        return -1;
    int64_t last = sqlite3_last_insert_rowid(w->s->db); /* ids rise by one */
    for (size_t i = from; w->place.replacing && i < to; i++)
        if (keep_replaced(w, &w->rows[i], last - (int64_t)(to - 1 - i), err) < 0)
            return -1;
    return 0;
}

int stage_rows_flush(struct stage_rows *w, struct error *err)
{
    int done = 0;
    if (w->n == STAGE_ROWS)
        done = insert(w, ENTRY_ADD_64, 0, STAGE_ROWS, err);
    else
        for (size_t i = 0; done == 0 && i < w->n; i++)
            done = insert(w, ENTRY_ADD, i, i + 1, err);
    w->n = 0;
    buf_clear(&w->bytes);
    return done;
}

int stage_rows_add(struct stage_rows *w, const struct stage_place *place, struct span code, const unsigned char hash[ROW_HASH_BYTES],
                   struct span name, struct span record, struct error *err)
{
    const struct stage_place *p = &w->place;
    bool same = p->catalog == place->catalog && p->number == place->number && p->later == place->later;
    if ((w->n == STAGE_ROWS || (w->n > 0 && !same)) && stage_rows_flush(w, err) < 0)
        return -1;
    w->place = *place;
    struct stage_row *row = &w->rows[w->n++];
    *row = (struct stage_row){ .at = w->bytes.n, .code_n = code.n, .name_n = name.n, .record_n = record.n, .has_name = name.p != NULL };
    memcpy(row->hash, hash, ROW_HASH_BYTES);
    buf_addspan(&w->bytes, code);
    buf_addspan(&w->bytes, name);
    buf_addspan(&w->bytes, record);
    return buf_check(&w->bytes, err);
}

/* ---- triggers ---- */

/* The trigger that keeps rows out of published versions costs more than all else (schema.sql says why). What is inserted here has the new
 * version's number, which no published one can have; the trigger is back before the transaction ends. */
int stage_guard_aside(struct store *s, const char *name, enum statement drop, struct buf *texts, struct error *err)
{
    sqlite3_stmt *q = db_statement(s, GUARD_TEXT, err);
    if (!q)
        return -1;
    db_bind_span(q, 1, span_of(name));
    int got = db_step(s, q, err);
    if (got == 1) {
        buf_addspan(texts, db_text(q, 0));
        buf_addc(texts, ';');
    }
    sqlite3_reset(q);
    if (got == 0)
        return error_set(err, ERROR_STORE, _("%s: the store is damaged (%s); use a copy that was saved"), s->path, name);
    return got < 0 || buf_check(texts, err) < 0 ? -1 : db_do(s, drop, err);
}

int stage_guards_back(struct store *s, struct buf *texts, struct error *err)
{
    return texts->n ? db_exec(s, buf_str(texts), err) : 0;
}
