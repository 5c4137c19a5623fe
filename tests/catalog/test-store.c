/* tests/catalog/test-store.c: opening what is and what is no store; versions; look-ups and their plans. */
#include "catalog/db.h"
#include "catalog/migrate.h"
#include "tests/catalog/world.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_file(const char *path, const void *p, size_t n)
{
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(p, 1, n, f), n);
    fclose(f);
}

static void expect_no_store(struct world *w, const char *words)
{
    static const enum store_mode modes[] = { STORE_READ, STORE_WRITE, STORE_CREATE };
    struct buf before = world_bytes(w->path);
    for (size_t i = 0; i < 3; i++) {
        w->err.code = ERROR_NONE;
        ck_assert_ptr_null(store_open(w->path, modes[i], &w->err));
        ck_assert_int_eq(w->err.code, ERROR_STORE);
        ck_assert_msg(strstr(w->err.text, w->path) && strstr(w->err.text, words), "%s", w->err.text);
    }
    struct buf after = world_bytes(w->path);
    ck_assert(span_eq(buf_span(&before), buf_span(&after)));
    buf_release(&before);
    buf_release(&after);
}

static struct version_info stage_one(struct world *w, const char *region, const char *label, enum kind kind, unsigned variant)
{
    struct row row = { kind, "A", variant };
    struct stage_meta meta = world_meta(region, label);
    struct stage_result r;
    WORKS(w, world_stage(w, &meta, &row, 1, &r));
    return r.versions[0].version;
}

START_TEST(what_is_no_store)
{
    struct world w;
    world_init(&w, "目录 库.duima");
    write_file(w.path, "", 0);
    expect_no_store(&w, "empty");
    write_file(w.path, "<?xml version=\"1.0\"?>\n<catalog/>\n", 33);
    expect_no_store(&w, "no duima store");
    static char noise[20000];
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)(i * 7919 >> 3);
    write_file(w.path, noise, sizeof noise);
    expect_no_store(&w, "no duima store");
    unlink(w.path);
    sqlite3_free(world_sql(&w, "CREATE TABLE a(b); INSERT INTO a VALUES (1)")); /* somebody else's SQLite file */
    expect_no_store(&w, "no duima store");
    unlink(w.path);
    w.err.code = ERROR_NONE;
    ck_assert_ptr_null(store_open(w.dir, STORE_READ, &w.err));
    ck_assert_ptr_nonnull(strstr(w.err.text, "folder"));
    ck_assert_ptr_null(store_open(w.path, STORE_READ, &w.err));
    ck_assert_int_eq(w.err.code, ERROR_STORE);
    ck_assert_ptr_null(store_open(w.path, STORE_WRITE, &w.err));
    ck_assert_ptr_nonnull(strstr(w.err.text, "no such store"));
    world_release(&w);
}
END_TEST

START_TEST(a_newer_store)
{
    struct world w;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    stage_one(&w, "X", "1", KIND_DRUG, 1);
    sqlite3_free(world_sql(&w, "PRAGMA user_version = 99"));
    expect_no_store(&w, "newer duima");
    world_release(&w);
}
END_TEST

START_TEST(an_older_store)
{
    struct world w;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    stage_one(&w, "X", "1", KIND_DRUG, 1);
    sqlite3_free(world_sql(&w, "PRAGMA user_version = 0"));
    expect_no_store(&w, "schema"); /* a reader may not mend it, and no step leads here from 0 */
    world_release(&w);
}
END_TEST

START_TEST(made_on_first_write_with_its_folders)
{
    struct world w;
    struct stat st;
    world_init(&w, "新 文件夹/深/目录库 2026.duima");
    world_open(&w, STORE_CREATE);
    struct version_info v;
    ck_assert_int_eq(store_in_force(w.s, SPAN("X"), KIND_DRUG, 20260101, &v, &w.err), 0);
    ck_assert_int_lt(stat(w.path, &st), 0);
    stage_one(&w, "X", "1", KIND_DRUG, 1);
    ck_assert_int_eq(stat(w.path, &st), 0);
    world_open(&w, STORE_READ);
    ck_assert_str_eq(world_version(&w, "X", KIND_DRUG, "1").label, "1");
    char folder[200]; /* nothing else was left beside it */
    snprintf(folder, sizeof folder, "%s/新 文件夹/深", w.dir);
    DIR *d = opendir(folder);
    int files = 0;
    while (readdir(d))
        files++;
    closedir(d);
    ck_assert_int_eq(files, 3);
    world_release(&w);
}
END_TEST

START_TEST(two_that_make_it_at_once)
{
    struct world w, other;
    world_init(&w, "s.duima");
    other = w;
    world_open(&w, STORE_CREATE);
    world_open(&other, STORE_CREATE);
    stage_one(&w, "X", "1", KIND_DRUG, 1);
    stage_one(&other, "Y", "1", KIND_DRUG, 2); /* finds the file that the first one made */
    ck_assert_int_eq(world_version(&w, "Y", KIND_DRUG, "1").number, 1);
    ck_assert_int_eq(world_version(&other, "X", KIND_DRUG, "1").number, 1);
    arena_release(&other.memory);
    store_close(other.s);
    world_release(&w);
}
END_TEST

START_TEST(reading_writes_nothing)
{
    struct world w;
    struct stat before, after, st;
    struct version_info v;
    char journal[200];
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    v = stage_one(&w, "X", "1", KIND_DRUG, 1);
    world_publish(&w, &v, 20260101);
    store_close(w.s);
    w.s = NULL;
    ck_assert_int_eq(chmod(w.path, 0444), 0);
    ck_assert_int_eq(stat(w.path, &before), 0);
    world_open(&w, STORE_READ);
    WORKS(&w, store_begin_read(w.s, &w.err));
    ck_assert_int_eq(store_in_force(w.s, SPAN("X"), KIND_DRUG, 20270101, &v, &w.err), 1);
    snprintf(journal, sizeof journal, "%s-journal", w.path);
    ck_assert_int_lt(stat(journal, &st), 0);
    FAILS(&w, ERROR_STORE, store_drop(w.s, &v, 1, &w.err));
    store_end_read(w.s);
    world_open(&w, STORE_READ);
    ck_assert_int_eq(stat(w.path, &after), 0);
    ck_assert(before.st_mtim.tv_sec == after.st_mtim.tv_sec && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec);
    ck_assert_int_eq(before.st_size, after.st_size);
    world_release(&w);
}
END_TEST

START_TEST(a_reader_sees_one_state)
{
    struct world w, r;
    struct version_info v, seen;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    v = stage_one(&w, "X", "1", KIND_DRUG, 1);
    r = w;
    r.s = NULL;
    world_open(&r, STORE_READ);
    WORKS(&r, store_begin_read(r.s, &r.err));
    ck_assert_int_eq(store_in_force(r.s, SPAN("X"), KIND_DRUG, 20270101, &seen, &r.err), 0);
    store_end_read(r.s);
    world_publish(&w, &v, 20260101);
    ck_assert_int_eq(store_in_force(r.s, SPAN("X"), KIND_DRUG, 20270101, &seen, &r.err), 1);
    store_close(r.s);
    world_release(&w);
}
END_TEST

START_TEST(a_writer_that_died_is_rolled_back)
{
    struct world w;
    char journal[200], copy[200], copy_journal[220];
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    struct version_info v = stage_one(&w, "X", "1", KIND_DRUG, 1);
    /* a hot journal: taken from a transaction that had begun to write the file */
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open(w.path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN EXCLUSIVE;"
                                      "CREATE TABLE junk(a); INSERT INTO junk WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                                      " WHERE i < 3000) SELECT randomblob(500) FROM n", NULL, NULL, NULL), SQLITE_OK);
    snprintf(journal, sizeof journal, "%s-journal", w.path);
    snprintf(copy, sizeof copy, "%s/copy.duima", w.dir);
    snprintf(copy_journal, sizeof copy_journal, "%s-journal", copy);
    struct buf main_bytes = world_bytes(w.path), journal_bytes = world_bytes(journal);
    ck_assert_uint_gt(main_bytes.n, 1000000); /* it did spill */
    write_file(copy, main_bytes.p, main_bytes.n);
    write_file(copy_journal, journal_bytes.p, journal_bytes.n);
    buf_release(&main_bytes);
    buf_release(&journal_bytes);
    sqlite3_close(db);
    store_close(w.s);
    w.s = store_open(copy, STORE_READ, &w.err);
    ck_assert_msg(w.s != NULL, "%s", w.err.text);
    struct version_info found = world_version(&w, "X", KIND_DRUG, "1");
    ck_assert(memcmp(found.hash, v.hash, sizeof v.hash) == 0);
    struct stat st;
    ck_assert_int_eq(stat(copy, &st), 0);
    ck_assert_int_lt(st.st_size, 1000000);
    world_release(&w);
}
END_TEST

static int count_versions(void *ctx, const struct version_info *v, struct error *err)
{
    struct buf *b = ctx;
    (void)err;
    buf_addf(b, "%s/%s@%s%c ", v->region, kind_word(v->kind), v->label, "SPW"[v->status]);
    return 0;
}

static int stop_at_once(void *ctx, const struct version_info *v, struct error *err)
{
    (void)v;
    ++*(int *)ctx;
    return error_set(err, ERROR_STOPPED, "enough");
}

START_TEST(publish_and_drop)
{
    struct world w;
    struct buf list = BUF_INIT;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    struct version_info v[3];
    v[0] = stage_one(&w, "X", "1", KIND_SERVICE, 1);
    v[1] = stage_one(&w, "X", "1", KIND_DRUG, 1);
    v[2] = stage_one(&w, "X", "2", KIND_DRUG, 2);
    stage_one(&w, "B", "1", KIND_CONSUMABLE, 2);
    WORKS(&w, store_publish(w.s, v, 2, 20260701, &world_act, NULL, &w.err));
    FAILS(&w, ERROR_USAGE, store_publish(w.s, v + 2, 1, DATE_NONE, &world_act, NULL, &w.err));
    struct version_info both[2] = { v[2], v[0] }; /* the second one is published: neither is */
    FAILS(&w, ERROR_REFUSED, store_publish(w.s, both, 2, 20260801, &world_act, NULL, &w.err));
    ck_assert_ptr_nonnull(strstr(w.err.text, "X/service@1"));
    WORKS(&w, store_versions(w.s, SPAN_NONE, ~0u, count_versions, &list, &w.err));
    ck_assert_str_eq(buf_str(&list), "B/consumable@1S X/drug@1P X/drug@2S X/service@1P ");
    buf_clear(&list);
    WORKS(&w, store_versions(w.s, SPAN("X"), KIND_BIT(KIND_SERVICE), count_versions, &list, &w.err));
    ck_assert_str_eq(buf_str(&list), "X/service@1P ");
    int calls = 0;
    FAILS(&w, ERROR_STOPPED, store_versions(w.s, SPAN_NONE, ~0u, stop_at_once, &calls, &w.err));
    ck_assert_int_eq(calls, 1);
    FAILS(&w, ERROR_REFUSED, store_drop(w.s, both, 2, &w.err));
    ck_assert_ptr_nonnull(strstr(w.err.text, "was published"));
    WORKS(&w, store_drop(w.s, v + 2, 1, &w.err));
    FAILS(&w, ERROR_REFUSED, store_drop(w.s, v + 2, 1, &w.err)); /* it is gone */
    FAILS(&w, ERROR_REFUSED, store_publish(w.s, v + 2, 1, 20260801, &world_act, NULL, &w.err));
    struct version_info again = stage_one(&w, "X", "2", KIND_DRUG, 5); /* its label is free, its number is not */
    ck_assert_int_eq(again.number, 3);
    buf_release(&list);
    world_release(&w);
}
END_TEST

START_TEST(in_force_by_date)
{
    struct world w;
    struct version_info v, got;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    v = stage_one(&w, "X", "1", KIND_DRUG, 1);
    world_publish(&w, &v, 20260101);
    v = stage_one(&w, "X", "2", KIND_DRUG, 2);
    world_publish(&w, &v, 20260701);
    v = stage_one(&w, "X", "3", KIND_DRUG, 3); /* the same day: the higher number */
    world_publish(&w, &v, 20260701);
    stage_one(&w, "X", "4", KIND_DRUG, 4); /* staged: never */
    ck_assert_int_eq(store_in_force(w.s, SPAN("X"), KIND_DRUG, 20251231, &got, &w.err), 0);
    ck_assert_int_eq(store_in_force(w.s, SPAN("X"), KIND_DRUG, 20260630, &got, &w.err), 1);
    ck_assert_str_eq(got.label, "1");
    ck_assert_int_eq(store_in_force(w.s, SPAN("X"), KIND_DRUG, 20260701, &got, &w.err), 1);
    ck_assert_str_eq(got.label, "3");
    ck_assert_int_eq(got.in_force_from, 20260701);
    ck_assert_int_eq(store_in_force(w.s, SPAN("X"), KIND_SERVICE, 20260701, &got, &w.err), 0);
    ck_assert_int_eq(store_in_force(w.s, SPAN("Y"), KIND_DRUG, 20260701, &got, &w.err), 0);
    /* withdrawn (a later verb; its event is in the schema): what was before is in force again, and published again it is back */
    char *said = world_sql(&w, "INSERT INTO event(version_id, what, at, who) VALUES ((SELECT id FROM version WHERE label = '3'), 'withdraw', '', '')");
    ck_assert_str_eq(said, "");
    sqlite3_free(said);
    ck_assert_int_eq(store_in_force(w.s, SPAN("X"), KIND_DRUG, 20260701, &got, &w.err), 1);
    ck_assert_str_eq(got.label, "2");
    got = world_version(&w, "X", KIND_DRUG, "3");
    ck_assert_int_eq(got.status, VERSION_WITHDRAWN);
    ck_assert_int_eq(got.in_force_from, 20260701);
    world_publish(&w, &got, 20260801);
    ck_assert_int_eq(store_in_force(w.s, SPAN("X"), KIND_DRUG, 20260801, &got, &w.err), 1);
    ck_assert_str_eq(got.label, "3");
    ck_assert_int_eq(store_in_force(w.s, SPAN("X"), KIND_DRUG, 20260731, &got, &w.err), 1);
    ck_assert_str_eq(got.label, "2");
    world_release(&w);
}
END_TEST

static int nested(void *ctx, const struct entry *e, struct error *err);
struct nest {
    struct world *w;
    struct version_info v;
    unsigned seen, depth;
};
static int nested(void *ctx, const struct entry *e, struct error *err)
{
    struct nest *n = ctx;
    struct entry got;
    n->seen++;
    ck_assert_int_eq(store_entry(n->w->s, &n->v, e->text[ENTRY_CODE], &got, &n->w->memory, err), 1);
    if (n->depth++ == 0)
        ck_assert_int_eq(store_entries(n->w->s, &n->v, nested, n, err), 0);
    return 0;
}

START_TEST(walks_may_be_nested)
{
    struct world w;
    struct stage_result r;
    struct row rows[] = { { KIND_DRUG, "A", 1 }, { KIND_DRUG, "B", 2 }, { KIND_DRUG, "C", 3 } };
    struct stage_meta meta = world_meta("X", "1");
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    WORKS(&w, world_stage(&w, &meta, rows, 3, &r));
    struct nest n = { &w, r.versions[0].version, 0, 0 };
    WORKS(&w, store_entries(w.s, &n.v, nested, &n, &w.err));
    ck_assert_uint_eq(n.seen, 6);
    struct entry e;
    ck_assert_int_eq(store_entry(w.s, &n.v, SPAN("a"), &e, &w.memory, &w.err), 0);
    ck_assert_int_eq(store_entry(w.s, &n.v, SPAN(""), &e, &w.memory, &w.err), 0);
    world_release(&w);
}
END_TEST

/* The plan of a statement: every line a SEARCH by an index or key, but for what `allowed` names. */
static void plan_is_a_search(struct world *w, enum statement which, const char *must_have)
{
    sqlite3_stmt *q;
    struct buf sql = BUF_INIT, plan = BUF_INIT;
    buf_addf(&sql, "EXPLAIN QUERY PLAN %s", statement_sql(which));
    ck_assert_int_eq(sqlite3_prepare_v2(w->s->db, buf_str(&sql), -1, &q, NULL), SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW)
        buf_addf(&plan, "%s\n", (const char *)sqlite3_column_text(q, 3));
    sqlite3_finalize(q);
    ck_assert_msg(!strstr(buf_str(&plan), "SCAN") && !strstr(buf_str(&plan), "TEMP B-TREE"), "%s:\n%s", statement_sql(which), buf_str(&plan));
    ck_assert_msg(strstr(buf_str(&plan), must_have) != NULL, "%s:\n%s", must_have, buf_str(&plan));
    buf_release(&sql);
    buf_release(&plan);
}

START_TEST(plans_are_index_searches)
{
    struct world w;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    stage_one(&w, "X", "1", KIND_DRUG, 1);
    plan_is_a_search(&w, VERSION_IN_FORCE, "SEARCH in_force USING PRIMARY KEY (catalog_id=? AND effective<?)");
    plan_is_a_search(&w, VERSION_BY_LABEL, "SEARCH v USING INDEX");
    plan_is_a_search(&w, VERSION_BY_NUMBER, "SEARCH v USING INDEX");
    plan_is_a_search(&w, ENTRY_AT, "USING INDEX entry_base (catalog_id=? AND code=? AND first<?)");
    plan_is_a_search(&w, ENTRY_AT, "USING INDEX entry_later (catalog_id=? AND code=? AND first<?)");
    plan_is_a_search(&w, ENTRY_RANGES, "USING INDEX entry_later (catalog_id=? AND code=?)");
    plan_is_a_search(&w, KEYS_BASE, "USING INDEX entry_base (catalog_id=?)");
    plan_is_a_search(&w, KEYS_LATER, "USING INDEX entry_later (catalog_id=?)");
    plan_is_a_search(&w, ROWS_BASE, "USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)");
    plan_is_a_search(&w, ENDED_BEFORE, "USING COVERING INDEX ended_last (catalog_id=? AND last<?)");
    plan_is_a_search(&w, DROP_NEWEST, "USING INDEX entry_first (catalog_id=? AND first>?)");
    plan_is_a_search(&w, DROP_REOPEN, "ended_last (catalog_id=? AND last>?)");
    world_release(&w);
}
END_TEST

START_TEST(every_statement_compiles)
{
    struct world w;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    for (int i = 0; i < STATEMENT_COUNT; i++)
        ck_assert_msg(db_statement(w.s, (enum statement)i, &w.err) != NULL, "%s: %s", statement_sql((enum statement)i), w.err.text);
    world_release(&w);
}
END_TEST

START_TEST(settings_hold)
{
    static const struct { const char *pragma; int value; } want[] = {
        { "PRAGMA page_size", 8192 }, { "PRAGMA synchronous", 3 },         { "PRAGMA foreign_keys", 1 },
        { "PRAGMA trusted_schema", 0 }, { "PRAGMA recursive_triggers", 1 }, { "PRAGMA user_version", SCHEMA_VERSION },
        { "PRAGMA application_id", 0x64756d61 },
    };
    struct world w;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    stage_one(&w, "X", "1", KIND_DRUG, 1);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        sqlite3_stmt *q;
        ck_assert_int_eq(sqlite3_prepare_v2(w.s->db, want[i].pragma, -1, &q, NULL), SQLITE_OK);
        ck_assert_int_eq(sqlite3_step(q), SQLITE_ROW);
        ck_assert_msg(sqlite3_column_int(q, 0) == want[i].value, "%s: %d", want[i].pragma, sqlite3_column_int(q, 0));
        sqlite3_finalize(q);
    }
    world_release(&w);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("store");
    TCase *t = tcase_create("store");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, what_is_no_store);
    tcase_add_test(t, a_newer_store);
    tcase_add_test(t, an_older_store);
    tcase_add_test(t, made_on_first_write_with_its_folders);
    tcase_add_test(t, two_that_make_it_at_once);
    tcase_add_test(t, reading_writes_nothing);
    tcase_add_test(t, a_reader_sees_one_state);
    tcase_add_test(t, a_writer_that_died_is_rolled_back);
    tcase_add_test(t, publish_and_drop);
    tcase_add_test(t, in_force_by_date);
    tcase_add_test(t, walks_may_be_nested);
    tcase_add_test(t, plans_are_index_searches);
    tcase_add_test(t, every_statement_compiles);
    tcase_add_test(t, settings_hold);
    suite_add_tcase(s, t);
    return suite_run(s);
}
