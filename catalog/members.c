/* catalog/members.c: the walk over one version. Reads only. */
#include "catalog/members.h"
#include "base/i18n.h"

static bool is_ended(const struct members *m, int64_t id)
{
    size_t byte = (size_t)id >> 3;
    return byte < m->ended_bytes && (m->ended[byte] >> (id & 7) & 1);
}

static int mark_ended(struct members *m, int64_t id, struct error *err)
{
    size_t byte = (size_t)id >> 3;
    if (byte >= m->ended_bytes) {
        size_t bytes = (byte + 1) * 2;
        unsigned char *p = realloc(m->ended, bytes);
        if (!p)
            return error_memory(err);
        memset(p + m->ended_bytes, 0, bytes - m->ended_bytes);
        m->ended = p;
        m->ended_bytes = bytes;
    }
    m->ended[byte] = (unsigned char)(m->ended[byte] | 1u << (id & 7));
    return 0;
}

static int read_ended(struct members *m, int64_t catalog, int number, struct error *err)
{
    sqlite3_stmt *q = db_statement(m->s, ENDED_BEFORE, err);
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, catalog);
    sqlite3_bind_int(q, 2, number);
    int got;
    while ((got = db_step(m->s, q, err)) == 1)
        if (mark_ended(m, sqlite3_column_int64(q, 0), err) < 0) {
            sqlite3_reset(q);
            return -1;
        }
    return got;
}

/* Steps one scan to its next member. */
static int advance(struct members *m, int i, struct error *err)
{
    int got;
    while ((got = db_step(m->s, m->scan[i], err)) == 1)
        if (!is_ended(m, sqlite3_column_int64(m->scan[i], 0)))
            break;
    m->has[i] = got == 1;
    return got < 0 ? -1 : 0;
}

/* First and last id of what came with the first version. */
static int bind_base_ids(struct members *m, int64_t catalog, struct error *err)
{
    sqlite3_stmt *q = db_statement(m->s, BASE_IDS, err);
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, catalog);
    if (db_step(m->s, q, err) < 0)
        return -1;
    sqlite3_bind_int64(m->scan[0], 3, sqlite3_column_int64(q, 0));
    sqlite3_bind_int64(m->scan[0], 4, sqlite3_column_int64(q, 1));
    sqlite3_reset(q);
    return 0;
}

int members_start(struct members *m, struct store *s, int64_t catalog, int number, bool rows, struct error *err)
{
    *m = (struct members){ .s = s, .at = -1, .rows = rows, .before = BUF_INIT };
    int result = read_ended(m, catalog, number, err);
    for (int i = 0; result == 0 && i < 2; i++) {
        m->scan[i] = db_prepare(s, rows ? (i ? ROWS_LATER : ROWS_BASE) : (i ? KEYS_LATER : KEYS_BASE), err);
        if (!m->scan[i]) {
            result = -1;
            break;
        }
        sqlite3_bind_int64(m->scan[i], 1, catalog);
        sqlite3_bind_int(m->scan[i], 2, number);
        if (i == 0 && rows)
            result = bind_base_ids(m, catalog, err);
        if (result == 0)
            result = advance(m, i, err);
    }
    if (result < 0)
        members_end(m);
    return result;
}

int members_next(struct members *m, struct error *err)
{
    if (m->at >= 0 && advance(m, m->at, err) < 0)
        return -1;
    if (!m->has[0] && !m->has[1])
        return 0;
    m->at = !m->has[0];
    if (m->has[0] && m->has[1])
        m->at = span_cmp(db_text(m->scan[0], 1), db_text(m->scan[1], 1)) > 0;
    sqlite3_stmt *q = m->scan[m->at];
    m->id = sqlite3_column_int64(q, 0);
    m->code = db_text(q, 1);
    if (!m->rows) {
        m->hash = db_blob(q, 2);
        return 1;
    }
    m->name = db_text(q, 2);
    m->record = db_blob(q, 3);
    m->hash = db_blob(q, 4);
    if (m->before.n && span_cmp(buf_span(&m->before), m->code) >= 0)
        return error_set(err, ERROR_STORE, _("%s: the store is damaged (%s); use a copy that was saved"), m->s->path, "entry");
    buf_clear(&m->before);
    buf_addspan(&m->before, m->code);
    return buf_check(&m->before, err) < 0 ? -1 : 1;
}

void members_end(struct members *m)
{
    sqlite3_finalize(m->scan[0]);
    sqlite3_finalize(m->scan[1]);
    free(m->ended);
    buf_release(&m->before);
    *m = (struct members){ .at = -1 };
}
