/* catalog/db.h: the room's own way to SQLite: the handle, statements by name, errors as sentences. For this room only.
 *
 *     sqlite3_stmt *q = db_statement(s, ENTRY_AT, err);
 *     db_bind_span(q, 2, code);
 *     int got = db_step(s, q, err);       // 1 a row, 0 no more, -1
 */
#ifndef CATALOG_DB_H
#define CATALOG_DB_H

#include "catalog/store.h"
#include <sqlite3.h>

enum statement {
#define S(name, sql) name,
#include "catalog/statements.h"
    STATEMENT_COUNT
};

/* How long this store was waited for, and may be. */
struct patience {
    int waited_ms, most_ms;
};

struct store {
    sqlite3 *db;
    char *path;
    const char *temp_dir; /* NULL: /tmp */
    struct patience patience;
    enum store_mode mode;
    bool stand_in; /* the file does not exist yet: db is an empty store in memory until the first write */
    bool reading;
    sqlite3_stmt *statements[STATEMENT_COUNT];
};

/* The text of a statement, for tests that ask for its plan. */
const char *statement_sql(enum statement which);
/* The prepared statement, reset. NULL with err. */
sqlite3_stmt *db_statement(struct store *s, enum statement which, struct error *err);
/* A second copy of it, for scans that may be nested; the caller finalizes it. */
sqlite3_stmt *db_prepare(struct store *s, enum statement which, struct error *err);
int db_step(struct store *s, sqlite3_stmt *q, struct error *err);
/* Steps a statement that gives no rows. */
int db_run(struct store *s, sqlite3_stmt *q, struct error *err);
int db_exec(struct store *s, const char *sql, struct error *err);
/* A statement without parameters and rows, by name. */
int db_do(struct store *s, enum statement which, struct error *err);
/* ERROR_STORE from SQLite's last error. */
int db_fail(struct store *s, struct error *err);
int db_fail_of(sqlite3 *db, const char *path, struct error *err);
/* ERROR_STORE: it is done, and may not last. */
int db_unsynced(const char *path, struct error *err);

/* Binding without copies: what is bound lives until the statement is reset. Absent spans and DATE_NONE are NULL. */
void db_bind_span(sqlite3_stmt *q, int at, struct span s);
/* The day as text in `text`, which lives until the statement is stepped: a copy by sqlite could fail, and NULL be bound unseen. */
void db_bind_date(sqlite3_stmt *q, int at, date d, char text[DATE_TEXT]);
/* A column, valid until the next step. */
struct span db_text(sqlite3_stmt *q, int column);
struct span db_blob(sqlite3_stmt *q, int column);
date db_date(sqlite3_stmt *q, int column);

/* Before the first write: makes the file where the store is a stand-in. */
int db_writable(struct store *s, struct error *err);
/* BEGIN IMMEDIATE (ERROR_STORE in words when another program writes); COMMIT; ROLLBACK, which cannot fail. */
int db_begin_write(struct store *s, struct error *err);
int db_commit(struct store *s, struct error *err);
void db_rollback(struct store *s);

/* The catalog of (region, kind): 1 and its id, 0 none, -1. */
int db_catalog(struct store *s, struct span region, enum kind kind, int64_t *id, int *last_number, struct error *err);
/* Runs a statement that selects VERSION_COLUMNS, one row: 1, 0, -1. */
int db_version(struct store *s, sqlite3_stmt *q, struct version_info *out, struct error *err);
/* Asks the gates, then appends the publish event; inside a transaction. */
int db_publish(struct store *s, const struct version_info *v, date effective, const struct act *act, const struct gate_options *gates,
               struct error *err);
#endif
