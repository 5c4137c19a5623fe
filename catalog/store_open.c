/* catalog/store_open.c: opening, making and closing the file of a store, and the settings of a connection. */
#include "base/i18n.h"
#include "catalog/migrate.h"
#include "catalog/store_file.h"
#include "catalog/statements_open.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* How long to wait for locks, in all: a reader sits out a large commit, a second writer is told within five seconds. */
#define READ_WAIT_MS 30000
#define WRITE_WAIT_MS 4000

/* sqlite3_busy_timeout would begin anew at every lock (to open, to begin, to commit). */
static int on_busy(void *ctx, int times)
{
    struct patience *p = ctx;
    int ms = times < 10 ? 1 + 3 * times : 150; /* long steps: on a busy machine each ends late */
    if (p->waited_ms + ms > p->most_ms)
        return 0;
    p->waited_ms += ms;
    sqlite3_sleep(ms);
    return 1;
}

int store_set_up(sqlite3 *db, const char *path, bool write, struct patience *p, struct error *err)
{
    sqlite3_extended_result_codes(db, 1);
    p->most_ms = write ? WRITE_WAIT_MS : READ_WAIT_MS;
    sqlite3_busy_handler(db, on_busy, p);
    return sqlite3_exec(db, SQL_SETTINGS, NULL, NULL, NULL) == SQLITE_OK ? 0 : db_fail_of(db, path, err);
}

sqlite3 *store_open_file(const char *path, int flags, struct error *err)
{
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(path, &db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) == SQLITE_OK)
        return db;
    db_fail_of(db, path, err);
    sqlite3_close(db);
    return NULL;
}

/* ---- a file that is there ---- */

/* A writer that died left a journal behind, and a reader may not roll it back: done here with a connection that may. */
static int recover(const char *path, struct error *err)
{
    sqlite3 *db = store_open_file(path, SQLITE_OPEN_READWRITE, err);
    if (!db)
        return -1;
    sqlite3_busy_timeout(db, READ_WAIT_MS);
    int result = sqlite3_exec(db, SQL_TOUCH, NULL, NULL, NULL) == SQLITE_OK ? 0 : db_fail_of(db, path, err);
    sqlite3_close(db);
    return result;
}

static sqlite3 *open_checked(const char *path, bool write, bool retry, struct patience *p, struct error *err)
{
    sqlite3 *db = store_open_file(path, write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, err);
    int version = 0;
    if (!db)
        return NULL;
    if (store_set_up(db, path, write, p, err) < 0 || schema_check(db, path, &version, err) < 0) {
        int code = sqlite3_extended_errcode(db);
        sqlite3_close(db);
        if (code == SQLITE_READONLY_ROLLBACK && retry)
            return recover(path, err) < 0 ? NULL : open_checked(path, write, false, p, err);
        return NULL;
    }
    int result = 0;
    if (version < SCHEMA_VERSION)
        result = write ? schema_migrate(db, path, schema_migrations(), SCHEMA_VERSION, err)
                       : error_set(err, ERROR_STORE,
                                   _("%s: the store is of an older duima (its schema is %d, this program's %d): the first `duima import` "
                                     "brings it up to date"),
                                   path, version, SCHEMA_VERSION);
    if (result == 0 && write && sqlite3_exec(db, SQL_JOURNAL, NULL, NULL, NULL) != SQLITE_OK)
        result = db_fail_of(db, path, err);
    if (result == 0)
        return db;
    sqlite3_close(db);
    return NULL;
}

static sqlite3 *open_existing(const char *path, bool write, const struct stat *st, struct patience *p, struct error *err)
{
    if (S_ISDIR(st->st_mode))
        error_set(err, ERROR_STORE, _("%s: this is a folder, not a store"), path);
    else if (st->st_size == 0)
        error_set(err, ERROR_STORE, _("%s: this is no duima store (the file is empty); remove it, or name another"), path);
    else
        return open_checked(path, write, true, p, err);
    return NULL;
}

/* ---- a new file ---- */

int store_make_folders(char *path, size_t *made, struct error *err)
{
    *made = 0;
    for (char *p = path + 1; *p; p++)
        if (*p == '/') {
            *p = '\0';
            int failed = mkdir(path, 0777) < 0 ? errno : 0;
            *made += failed == 0;
            if (failed && failed != EEXIST)
                error_errno(err, ERROR_STORE, failed, _("%s: cannot make the folder"), path);
            *p = '/';
            if (failed && failed != EEXIST)
                return -1;
        }
    return 0;
}

/* The name in its folder must survive a power cut as well. Some file systems cannot sync a folder (EINVAL): nothing is lost by asking. */
int store_sync_folder(const char *path, struct error *err)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
    if (!folder)
        return error_memory(err);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int failed = fd >= 0 && fsync(fd) < 0 && errno != EINVAL ? errno : 0;
    if (fd >= 0)
        close(fd);
    free(folder);
    return failed ? error_errno(err, ERROR_STORE, failed, _("%s: cannot make the store"), path) : 0;
}

int store_fill_new(const char *path, struct error *err)
{
    sqlite3 *db = store_open_file(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
    if (!db)
        return -1;
    struct patience alone = { 0, 0 };
    int result = store_set_up(db, path, true, &alone, err);
    if (result == 0 && sqlite3_exec(db, SQL_PAGE_SIZE, NULL, NULL, NULL) != SQLITE_OK)
        result = db_fail_of(db, path, err);
    if (result == 0)
        result = schema_create(db, path, err);
    sqlite3_close(db);
    return result;
}

void store_new_name(const char *path, struct buf *name)
{
    unsigned random = 0;
    sqlite3_randomness(sizeof random, &random);
    buf_adds(name, path);
    buf_addf(name, ".new-%08x", random);
    buf_str(name);
}

int store_give_name(const char *fresh, const char *path, struct error *err)
{
    int failed = link(fresh, path) < 0 ? errno : 0;
    if ((failed == EPERM || failed == ENOSYS || failed == EOPNOTSUPP) && rename(fresh, path) == 0)
        failed = 0;
    unlink(fresh);
    if (failed == EEXIST)
        return 0;
    if (failed)
        return error_errno(err, ERROR_STORE, failed, _("%s: cannot make the store"), path);
    return 1;
}

/* Made under another name and then linked, so that the name never stands for half a store, whoever dies, and whoever comes first. */
static int make_file(const char *path, struct error *err)
{
    struct buf name = BUF_INIT;
    size_t made;
    store_new_name(path, &name);
    int result = buf_check(&name, err) < 0 || store_make_folders(name.p, &made, err) < 0 ? -1 : 0;
    if (result == 0) {
        const char *fresh = buf_str(&name);
        result = store_fill_new(fresh, err);
        if (result < 0)
            unlink(fresh);
        else if ((result = store_give_name(fresh, path, err)) >= 0)
            result = store_sync_folder(path, err);
    }
    buf_release(&name);
    return result;
}

static sqlite3 *open_stand_in(struct patience *p, struct error *err)
{
    sqlite3 *db = store_open_file(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
    if (db && (store_set_up(db, ":memory:", true, p, err) < 0 || schema_create(db, ":memory:", err) < 0)) {
        sqlite3_close(db);
        return NULL;
    }
    return db;
}

static void close_db(struct store *s)
{
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        sqlite3_finalize(s->statements[i]);
        s->statements[i] = NULL;
    }
    sqlite3_close(s->db);
    s->db = NULL;
}

int db_writable(struct store *s, struct error *err)
{
    if (!s->stand_in)
        return 0;
    struct stat st;
    if (stat(s->path, &st) < 0 && (make_file(s->path, err) < 0 || stat(s->path, &st) < 0))
        return -1;
    sqlite3 *db = open_existing(s->path, true, &st, &s->patience, err);
    if (!db)
        return -1;
    close_db(s);
    s->db = db;
    s->stand_in = false;
    return 0;
}

struct store *store_open(const char *path, enum store_mode mode, struct error *err)
{
    struct store *s = calloc(1, sizeof *s);
    struct buf full = BUF_INIT;
    if (*path == ':' || span_starts(span_of(path), SPAN("file:"))) /* SQLite gives such names a meaning */
        buf_adds(&full, "./");
    buf_adds(&full, path);
    if (s && buf_check(&full, NULL) == 0)
        s->path = strdup(buf_str(&full));
    buf_release(&full);
    if (!s || !s->path) {
        error_memory(err);
        free(s);
        return NULL;
    }
    s->mode = mode;
    struct stat st;
    if (hash_start(err) < 0) {
        /* said */
    } else if (stat(s->path, &st) == 0) {
        s->db = open_existing(s->path, mode != STORE_READ, &st, &s->patience, err);
    } else if (errno != ENOENT) {
        error_errno(err, ERROR_STORE, errno, _("%s: cannot open the store"), path);
    } else if (mode == STORE_CREATE) {
        s->db = open_stand_in(&s->patience, err);
        s->stand_in = s->db != NULL;
    } else {
        error_set(err, ERROR_STORE, _("%s: there is no such store; `duima import` makes one"), path);
    }
    if (s->db)
        return s;
    store_close(s);
    return NULL;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    close_db(s);
    free(s->path);
    free(s);
}

int store_begin_read(struct store *s, struct error *err)
{
    if (s->reading)
        return 0;
    if (db_do(s, BEGIN_READ, err) < 0)
        return -1;
    if (db_do(s, TOUCH, err) < 0) { /* BEGIN alone takes no lock */
        db_rollback(s);
        return -1;
    }
    s->reading = true;
    return 0;
}

void store_end_read(struct store *s)
{
    if (s->reading)
        db_rollback(s);
    s->reading = false;
}
