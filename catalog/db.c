/* catalog/db.c: prepared statements, steps, transactions, and what SQLite says put into words. */
#include "catalog/db.h"
#include "base/i18n.h"

static const char *const statement_texts[STATEMENT_COUNT] = {
#define S(name, sql) [name] = sql,
#include "catalog/statements.h"
};

const char *statement_sql(enum statement which) { return statement_texts[which]; }

int db_unsynced(const char *path, struct error *err)
{
    return error_set(err, ERROR_STORE,
                     _("%s: what was done stands, but a power cut could still undo it, since the folder cannot be synced; look at it with "
                       "`duima list`, and at the disk"),
                     path);
}

int db_fail_of(sqlite3 *db, const char *path, struct error *err)
{
    int code = db ? sqlite3_extended_errcode(db) : SQLITE_NOMEM;
    if (code == SQLITE_IOERR_DIR_FSYNC) /* the journal is gone already, and with it the way back */
        return db_unsynced(path, err);
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return error_memory(err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(err, ERROR_STORE, _("%s: another program is using the store; try again when it has finished"), path);
    case SQLITE_FULL:
        return error_set(err, ERROR_STORE, _("%s: the disk is full; the store is as it was before"), path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return error_set(err, ERROR_STORE, _("%s: the store or its folder cannot be written"), path);
    case SQLITE_CANTOPEN:
        return error_set(err, ERROR_STORE, _("%s: the store cannot be opened, or its folder cannot be written"), path);
    case SQLITE_NOTADB:
        return error_set(err, ERROR_STORE, _("%s: this is no duima store (it is no SQLite file)"), path);
    case SQLITE_CORRUPT:
        return error_set(err, ERROR_STORE, _("%s: the store is damaged (%s); use a copy that was saved"), path, sqlite3_errmsg(db));
    }
    return error_set(err, ERROR_STORE, _("%s: %s"), path, sqlite3_errmsg(db));
}

int db_fail(struct store *s, struct error *err) { return db_fail_of(s->db, s->path, err); }

sqlite3_stmt *db_prepare(struct store *s, enum statement which, struct error *err)
{
    sqlite3_stmt *q = NULL;
    if (sqlite3_prepare_v3(s->db, statement_texts[which], -1, SQLITE_PREPARE_PERSISTENT, &q, NULL) != SQLITE_OK) {
        db_fail(s, err);
        return NULL;
    }
    return q;
}

sqlite3_stmt *db_statement(struct store *s, enum statement which, struct error *err)
{
    if (!s->statements[which])
        s->statements[which] = db_prepare(s, which, err);
    else
        sqlite3_reset(s->statements[which]);
    return s->statements[which];
}

int db_step(struct store *s, sqlite3_stmt *q, struct error *err)
{
    int rc = sqlite3_step(q);
    if (rc == SQLITE_ROW)
        return 1;
    if (rc == SQLITE_DONE) {
        sqlite3_reset(q); /* or it keeps its lock */
        return 0;
    }
    db_fail(s, err);
    sqlite3_reset(q);
    return -1;
}

int db_run(struct store *s, sqlite3_stmt *q, struct error *err)
{
    int got = db_step(s, q, err);
    if (got == 1)
        sqlite3_reset(q);
    return got < 0 ? -1 : 0;
}

int db_do(struct store *s, enum statement which, struct error *err)
{
    sqlite3_stmt *q = db_statement(s, which, err);
    return q ? db_run(s, q, err) : -1;
}

int db_exec(struct store *s, const char *sql, struct error *err)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : db_fail(s, err);
}

void db_bind_span(sqlite3_stmt *q, int at, struct span s)
{
    if (s.p)
        sqlite3_bind_text64(q, at, s.p, s.n, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(q, at);
}

void db_bind_date(sqlite3_stmt *q, int at, date d, char text[DATE_TEXT])
{
    if (d == DATE_NONE)
        sqlite3_bind_null(q, at);
    else
        sqlite3_bind_text(q, at, date_text(d, text), -1, SQLITE_STATIC);
}

struct span db_text(sqlite3_stmt *q, int column)
{
    const char *p = (const char *)sqlite3_column_text(q, column);
    return p ? (struct span){ p, (size_t)sqlite3_column_bytes(q, column) } : SPAN_NONE;
}

struct span db_blob(sqlite3_stmt *q, int column)
{
    const char *p = sqlite3_column_blob(q, column);
    size_t n = (size_t)sqlite3_column_bytes(q, column);
    return p ? (struct span){ p, n } : (struct span){ "", 0 }; /* a blob of no bytes comes as NULL */
}

date db_date(sqlite3_stmt *q, int column)
{
    date d = DATE_NONE;
    struct span text = db_text(q, column);
    return text.p && date_parse_iso(text, &d) ? d : DATE_NONE;
}

int db_begin_write(struct store *s, struct error *err)
{
    if (s->mode == STORE_READ)
        return error_set(err, ERROR_STORE, _("%s: the store was opened for reading only"), s->path);
    return db_writable(s, err) < 0 ? -1 : db_do(s, BEGIN_WRITE, err);
}

int db_commit(struct store *s, struct error *err)
{
    if (db_do(s, COMMIT, err) == 0)
        return 0;
    db_rollback(s);
    return -1;
}

void db_rollback(struct store *s)
{
    for (int i = 0; i < STATEMENT_COUNT; i++)
        if (s->statements[i])
            sqlite3_reset(s->statements[i]);
    if (!sqlite3_get_autocommit(s->db)) /* some errors have rolled back already */
        db_do(s, ROLLBACK, NULL);
}
