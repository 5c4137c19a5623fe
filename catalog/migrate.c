/* catalog/migrate.c: the schema of a new store, steps from older ones, and whose file it is. Nothing here knows a table; a record
 * it reads for the steps, which SQL alone cannot. */
#include "catalog/migrate.h"
#include "base/i18n.h"
#include "catalog/schema_bytes.h"
#include "catalog/statements_open.h"

const struct migration *schema_migrations(void) { return migrations; }

static int run(sqlite3 *db, const char *path, const char *sql, struct error *err)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : db_fail_of(db, path, err);
}

/* The bytes of a built-in script, then `ending`, inside the transaction that is open. */
static int run_script(sqlite3 *db, const char *path, const unsigned char *sql, size_t bytes, const char *ending, struct error *err)
{
    struct buf text = BUF_INIT;
    buf_add(&text, sql, bytes);
    buf_addf(&text, "\n%s", ending);
    buf_str(&text);
    int result = buf_check(&text, err);
    if (result == 0)
        result = run(db, path, text.p, err);
    buf_release(&text);
    return result;
}

/* Ends the transaction that is open: all of it where `result` is 0, else nothing of it. */
static int end(sqlite3 *db, const char *path, int result, struct error *err)
{
    if (result == 0)
        result = run(db, path, SQL_COMMIT, err);
    if (result < 0 && !sqlite3_get_autocommit(db)) /* some errors have rolled back already */
        sqlite3_exec(db, SQL_ROLLBACK, NULL, NULL, NULL);
    return result;
}

static int pragma_number(sqlite3 *db, const char *path, const char *sql, int64_t *out, struct error *err)
{
    sqlite3_stmt *q = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK || sqlite3_step(q) != SQLITE_ROW) {
        db_fail_of(db, path, err);
        sqlite3_finalize(q);
        return -1;
    }
    *out = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return 0;
}

int schema_create(sqlite3 *db, const char *path, struct error *err)
{
    if (run(db, path, SQL_BEGIN, err) < 0)
        return -1;
    return end(db, path, run_script(db, path, schema_sql, sizeof schema_sql, SQL_NOTHING, err), err);
}

int schema_check(sqlite3 *db, const char *path, int *version, struct error *err)
{
    int64_t application, user;
    if (pragma_number(db, path, SQL_APPLICATION, &application, err) < 0 ||
        pragma_number(db, path, SQL_SCHEMA, &user, err) < 0)
        return -1;
    if (application != SCHEMA_APPLICATION)
        return error_set(err, ERROR_STORE, _("%s: this is no duima store"), path);
    if (user > SCHEMA_VERSION)
        return error_set(err, ERROR_STORE,
                         _("%s: the store was written by a newer duima (its schema is %d, this program knows %d): install that one"),
                         path, (int)user, SCHEMA_VERSION);
    *version = (int)user;
    return 0;
}

/* ---- what SQL cannot read by itself ---- */

struct nth {
    int left;
    struct span code; /* SPAN_NONE: not met yet */
};

static int on_replaced(void *ctx, struct span old_code)
{
    struct nth *n = ctx;
    if (n->left-- == 0)
        n->code = old_code;
    return 0;
}

/* replaced_code(code, record, n): the n-th code that the record of an entry says it replaces; NULL: no more. */
static void replaced_code(sqlite3_context *out, int argc, sqlite3_value **argv)
{
    (void)argc;
    const char *code = (const char *)sqlite3_value_text(argv[0]);
    struct span own = { code, (size_t)sqlite3_value_bytes(argv[0]) };
    const char *bytes = sqlite3_value_blob(argv[1]);
    struct span record = { bytes ? bytes : "", (size_t)sqlite3_value_bytes(argv[1]) };
    struct nth n = { sqlite3_value_int(argv[2]), SPAN_NONE };
    if (!code)
        sqlite3_result_error_nomem(out); /* the column is NOT NULL */
    else if (entry_replaced(own, record, on_replaced, &n) < 0)
        sqlite3_result_error(out, "a record is damaged", -1);
    else if (n.code.p)
        sqlite3_result_text64(out, n.code.p, n.code.n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static int add_functions(sqlite3 *db, const char *path, struct error *err)
{
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    return sqlite3_create_function_v2(db, "replaced_code", 3, flags, NULL, replaced_code, NULL, NULL, NULL) == SQLITE_OK ? 0 : db_fail_of(db, path, err);
}

/* The schema is asked for inside the transaction: another program may have migrated the store while this one waited for it. */
static int take_steps(sqlite3 *db, const char *path, const struct migration *steps, int target, struct error *err)
{
    int64_t now;
    if (pragma_number(db, path, SQL_SCHEMA, &now, err) < 0)
        return -1;
    while (now < target) {
        const struct migration *step = steps;
        while (step->to && step->to != now + 1)
            step++;
        if (!step->to)
            return error_set(err, ERROR_STORE, _("%s: this program has no step from schema %d to %d"), path, (int)now, (int)now + 1);
        char ending[48];
        snprintf(ending, sizeof ending, SQL_SET_SCHEMA, step->to);
        if (run_script(db, path, step->sql, step->bytes, ending, err) < 0)
            return error_prefix(err, _("bringing the store to schema %d"), step->to);
        now = step->to;
    }
    return 0;
}

int schema_migrate(sqlite3 *db, const char *path, const struct migration *steps, int target, struct error *err)
{
    if (add_functions(db, path, err) < 0 || run(db, path, SQL_BEGIN, err) < 0)
        return -1;
    return end(db, path, take_steps(db, path, steps, target, err), err);
}
