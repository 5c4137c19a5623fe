/* tests/catalog/test-schema.c: what was published stays, also against SQL typed by hand; migrations. */
#include "catalog/diff.h"
#include "catalog/migrate.h"
#include "tests/catalog/world.h"
#include <unistd.h>

/* Versions 1 (published), 2 (published), 3 (staged) of X/drug: A stays, B changes in 2, C ends with 1, D is new in 3. */
/* A variant that says it replaces OLD0 and OLD1. */
static unsigned replacing(struct world *w)
{
    struct entry e;
    unsigned variant = 10;
    do
        world_entry(w, KIND_DRUG, "A", ++variant, &e);
    while (e.successor_count < 2);
    return variant;
}

static void three_versions(struct world *w)
{
    struct stage_result r;
    struct row rows[] = { { KIND_DRUG, "A", 0 }, { KIND_DRUG, "B", 1 }, { KIND_DRUG, "C", 1 }, { KIND_DRUG, "D", 1 } };
    struct stage_source source = { SPAN("a.xml"), { 1 }, 10, 3, 0 };
    struct stage_meta meta = world_meta("X", "1");
    world_init(w, "s.duima");
    world_open(w, STORE_CREATE);
    rows[0].variant = replacing(w);
    meta.sources = &source;
    meta.source_count = 1;
    meta.publish = true;
    meta.publish_from = 20260101;
    WORKS(w, world_stage(w, &meta, rows, 3, &r));
    meta.label = SPAN("2");
    rows[1].variant = 2;
    WORKS(w, world_stage(w, &meta, rows, 2, &r));
    meta.label = SPAN("3");
    meta.publish = false;
    rows[2] = rows[3];
    WORKS(w, world_stage(w, &meta, rows, 3, &r));
    store_close(w->s);
    w->s = NULL;
}

static void refused(struct world *w, const char *sql)
{
    struct buf before = world_bytes(w->path);
    char *said = world_sql(w, sql);
    ck_assert_msg(*said, "allowed: %s", sql);
    ck_assert_msg(!strstr(said, "syntax error") && !strstr(said, "no such"), "%s: %s", sql, said);
    sqlite3_free(said);
    struct buf after = world_bytes(w->path);
    ck_assert_msg(span_eq(buf_span(&before), buf_span(&after)), "changed: %s", sql);
    buf_release(&before);
    buf_release(&after);
}

static void allowed(struct world *w, const char *sql)
{
    char *said = world_sql(w, sql);
    ck_assert_msg(!*said, "%s: %s", sql, said);
    sqlite3_free(said);
}

#define ROW(first, code) "INSERT INTO entry(catalog_id, first, later, hash, code, record) VALUES (1, " #first ", 1, zeroblob(16), '" code "', x'')"

static const char *const forbidden[] = {
    "UPDATE version SET label = 'other' WHERE number = 1",
    "UPDATE version SET entries = 0",
    "DELETE FROM version WHERE number = 2",
    "DELETE FROM version",
    "INSERT INTO version SELECT 99, catalog_id, 9, 'L', import_id, NULL, NULL, NULL, NULL, 0, 0, NULL, 0, 0, 0, hash, NULL, NULL FROM version LIMIT 1",
    "INSERT INTO version SELECT 99, catalog_id, 1, 'L', import_id, NULL, NULL, NULL, NULL, 0, 0, NULL, 0, 0, 0, hash, NULL, NULL FROM version LIMIT 1",
    "UPDATE catalog SET sealed = 0",
    "UPDATE catalog SET last_number = 1",
    "UPDATE catalog SET region = 'Y'",
    "UPDATE catalog SET kind = 'service'",
    "UPDATE catalog SET id = 7",
    "DELETE FROM catalog",
    "UPDATE import SET who = 'nobody'",
    "DELETE FROM import",
    "UPDATE source SET name = 'b.xml'",
    "DELETE FROM source",
    "INSERT INTO source VALUES (1, 5, 'more.xml', x'00', 1, 1, 0)",
    "UPDATE event SET effective = '2020-01-01'",
    "DELETE FROM event",
    "INSERT INTO event(version_id, what, effective, at, who) VALUES (1, 'publish', '2027-01-01', '', '')", /* is published */
    "INSERT INTO event(version_id, what, at, who) VALUES (3, 'withdraw', '', '')",                         /* never was */
    "INSERT INTO event(version_id, what, at, who) VALUES (1, 'publish', '', '')",                          /* from when? */
    "UPDATE in_force SET effective = '2020-01-01'",
    "DELETE FROM in_force",
    "INSERT INTO in_force VALUES (1, '2020-01-01', 3)",
    "INSERT INTO in_force VALUES (1, '2020-01-01', 1)",
    ROW(1, "E"),
    ROW(2, "E"),
    "INSERT INTO entry(catalog_id, first, later, hash, code, record) VALUES (77, 9, 1, zeroblob(16), 'E', x'')", /* no such catalog */
    "INSERT INTO entry(catalog_id, first, later, hash, code, record) VALUES (1, 9, 1, x'00', 'E', x'')",         /* no such hash */
    "UPDATE entry SET name = 'other' WHERE code = 'A'",
    "UPDATE entry SET record = x''",
    "UPDATE entry SET first = 3 WHERE code = 'A'",
    "UPDATE entry SET name = 'other' WHERE code = 'D'", /* not even a staged one's: it would not be what the hash says */
    "DELETE FROM entry WHERE code = 'A'",
    "DELETE FROM entry WHERE code = 'B' AND first = 1",
    "DELETE FROM entry WHERE code = 'C'",
    "DELETE FROM entry",
    "INSERT INTO ended SELECT id, 1, 1 FROM entry WHERE code = 'A'", /* A would leave version 2 */
    "INSERT INTO ended SELECT id, 1, 0 FROM entry WHERE code = 'A'",
    "INSERT INTO ended VALUES (12345, 1, 9)",
    "UPDATE ended SET last = 9",
    "DELETE FROM ended", /* C would come back into version 2 */
    /* REPLACE deletes without asking the delete triggers */
    "INSERT OR REPLACE INTO ended SELECT entry_id, catalog_id, 9 FROM ended",
    "INSERT OR REPLACE INTO entry SELECT id, catalog_id, 9, 1, hash, 'Z', name, record FROM entry WHERE code = 'A'",
    "INSERT OR REPLACE INTO version SELECT 1, catalog_id, 4, 'L', import_id, NULL, NULL, NULL, NULL, 0, 0, NULL, 0, 0, 0, hash, NULL, NULL FROM version"
    " WHERE id = 1",
    "INSERT OR REPLACE INTO version SELECT 99, catalog_id, 4, '1', import_id, NULL, NULL, NULL, NULL, 0, 0, NULL, 0, 0, 0, hash, NULL, NULL FROM version"
    " WHERE id = 1",
    "INSERT OR REPLACE INTO catalog(id, region, kind) VALUES (1, 'Y', 'drug')",
    "INSERT OR REPLACE INTO catalog(id, region, kind) VALUES (9, 'X', 'drug')",
    "INSERT OR REPLACE INTO event(id, version_id, what, effective, at, who) VALUES (1, 3, 'publish', '2020-01-01', '', '')",
    "INSERT OR REPLACE INTO import(id, at, who, program, profile) VALUES (1, '', 'nobody', '', '')",
    "INSERT INTO replaces SELECT 1, 'OLD9', id FROM entry WHERE code = 'A'", /* A is published, and does not say so */
    "UPDATE replaces SET old_code = old_code || '9'",
    "DELETE FROM replaces",
    "INSERT OR REPLACE INTO replaces SELECT * FROM replaces",
    "INSERT OR REPLACE INTO source VALUES (1, 0, 'b.xml', x'00', 1, 1, 0)",
};

START_TEST(published_stays)
{
    struct world w;
    three_versions(&w);
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        refused(&w, forbidden[i]);
    world_release(&w);
}
END_TEST

START_TEST(every_trigger_was_tried)
{
    /* Without the triggers the same statements pass, or the test above would show nothing. */
    struct world w;
    three_versions(&w);
    char *said;
    unsigned passed = 0;
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        struct world copy = w;
        snprintf(copy.path, sizeof copy.path, "%s/copy", w.dir);
        struct buf bytes = world_bytes(w.path);
        FILE *f = fopen(copy.path, "wb");
        ck_assert(f && fwrite(bytes.p, 1, bytes.n, f) == bytes.n);
        fclose(f);
        buf_release(&bytes);
        sqlite3 *db;
        sqlite3_stmt *q;
        ck_assert_int_eq(sqlite3_open(copy.path, &db), SQLITE_OK);
        struct buf drops = BUF_INIT;
        ck_assert_int_eq(sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", -1, &q, NULL), SQLITE_OK);
        while (sqlite3_step(q) == SQLITE_ROW)
            buf_addf(&drops, "DROP TRIGGER %s;", (const char *)sqlite3_column_text(q, 0));
        sqlite3_finalize(q);
        ck_assert_int_eq(sqlite3_exec(db, buf_str(&drops), NULL, NULL, NULL), SQLITE_OK);
        buf_release(&drops);
        sqlite3_close(db);
        said = world_sql(&copy, forbidden[i]);
        passed += !*said;
        sqlite3_free(said);
        unlink(copy.path);
    }
    /* the others are held by CHECK and UNIQUE too */
    ck_assert_uint_ge(passed, sizeof forbidden / sizeof *forbidden - 3);
    world_release(&w);
}
END_TEST

START_TEST(staged_may_go)
{
    struct world w;
    three_versions(&w);
    allowed(&w, "BEGIN; DELETE FROM version WHERE number = 3; DELETE FROM entry WHERE first = 3; ROLLBACK");
    allowed(&w, "BEGIN; " ROW(3, "E") "; ROLLBACK");
    allowed(&w, "BEGIN; INSERT INTO ended SELECT id, 1, 2 FROM entry WHERE code = 'A'; DELETE FROM ended WHERE last = 2; ROLLBACK");
    world_release(&w);
}
END_TEST

START_TEST(the_guard_is_back_after_an_import)
{
    struct world w;
    three_versions(&w); /* three imports, each took entry_new away */
    refused(&w, ROW(1, "E"));
    struct stage_result r;
    struct row row = { KIND_DRUG, "A", 77 };
    struct stage_meta meta = world_meta("X", "1");
    world_open(&w, STORE_WRITE);
    FAILS(&w, ERROR_REFUSED, world_stage(&w, &meta, &row, 1, &r)); /* one that fails, too */
    refused(&w, ROW(1, "E"));
    world_release(&w);
}
END_TEST

/* ---- migrations ---- */

#define STEP(n, text) { n, (const unsigned char *)(text), sizeof(text) - 1 }

static sqlite3 *raw(struct world *w)
{
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open(w->path, &db), SQLITE_OK);
    return db;
}

static int number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *q;
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
    ck_assert_int_eq(sqlite3_step(q), SQLITE_ROW);
    int n = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    return n;
}

START_TEST(steps_are_taken_in_order)
{
    static const struct migration steps[] = {
        STEP(SCHEMA_VERSION + 1, "CREATE TABLE second(a INTEGER NOT NULL) STRICT;\nINSERT INTO second VALUES (2);\n"),
        STEP(SCHEMA_VERSION + 2, "UPDATE second SET a = a + 40; -- needs step 2\n"),
        { 0, NULL, 0 },
    };
    struct world w;
    three_versions(&w);
    sqlite3 *db = raw(&w);
    WORKS(&w, schema_migrate(db, w.path, steps, SCHEMA_VERSION, &w.err)); /* nothing to do */
    ck_assert_int_eq(number(db, "PRAGMA user_version"), SCHEMA_VERSION);
    WORKS(&w, schema_migrate(db, w.path, steps, SCHEMA_VERSION + 2, &w.err));
    ck_assert_int_eq(number(db, "PRAGMA user_version"), SCHEMA_VERSION + 2);
    ck_assert_int_eq(number(db, "SELECT a FROM second"), 42);
    ck_assert_int_eq(number(db, "SELECT count(*) FROM version"), 3);
    FAILS(&w, ERROR_STORE, schema_migrate(db, w.path, steps, SCHEMA_VERSION + 3, &w.err)); /* no such step */
    ck_assert_int_eq(number(db, "PRAGMA user_version"), SCHEMA_VERSION + 2);
    sqlite3_close(db);
    world_release(&w);
}
END_TEST

START_TEST(a_step_that_fails_changes_nothing)
{
    static const struct migration steps[] = {
        STEP(SCHEMA_VERSION + 1, "CREATE TABLE second(a);"),
        STEP(SCHEMA_VERSION + 2, "CREATE TABLE third(a); INSERT INTO third VALUES (1); DELETE FROM event; -- a trigger forbids it"),
        { 0, NULL, 0 },
    };
    struct world w;
    three_versions(&w);
    sqlite3 *db = raw(&w);
    FAILS(&w, ERROR_STORE, schema_migrate(db, w.path, steps, SCHEMA_VERSION + 2, &w.err));
    char step[32];
    snprintf(step, sizeof step, "schema %d", SCHEMA_VERSION + 2);
    ck_assert_ptr_nonnull(strstr(w.err.text, step));
    ck_assert_int_eq(number(db, "PRAGMA user_version"), SCHEMA_VERSION);
    ck_assert_int_eq(number(db, "SELECT count(*) FROM sqlite_schema WHERE name IN ('second', 'third')"), 0);
    ck_assert_int_eq(number(db, "SELECT count(*) FROM event"), 2);
    sqlite3_close(db);
    world_release(&w);
}
END_TEST

/* The store of schema 3 has an entry, the same in both versions of a catalog, that replaces two codes, and possibly a third: all are gone in the
 * second. The tables must say so once it is brought up to date, and diff must see it. */
static int on_gone(void *ctx, const struct change *c, struct error *err)
{
    unsigned *recoded = ctx;
    (void)err;
    if (c->classes == CHANGE_BIT(CHANGE_RECODED)) {
        ck_assert(span_is(c->successor, "XN02BEA012A001010190009"));
        *recoded += 1;
    }
    return 0;
}

static void check_replaces(struct world *w)
{
    unsigned recoded = 0;
    struct version_info a = world_version(w, "430001", KIND_DRUG, "1"), b = world_version(w, "430001", KIND_DRUG, "2");
    ck_assert_int_eq(number(w->s->db, "SELECT count(*) FROM replaces JOIN catalog ON catalog.id = catalog_id WHERE region = '430001'"), 2);
    WORKS(w, store_diff(w->s, &a, &b, on_gone, &recoded, &w->err));
    ck_assert_uint_eq(recoded, 2);
}

START_TEST(the_built_in_steps_reach_the_schema)
{
    const struct migration *steps = schema_migrations();
    int to = 1;
    for (; steps->to; steps++, to++)
        ck_assert_int_eq(steps->to, to + 1);
    ck_assert_int_eq(to, SCHEMA_VERSION);
}
END_TEST

/* The schema of a store, as SQL without comments and blanks, by name. */
static void schema_of(sqlite3 *db, struct buf *out)
{
    sqlite3_stmt *q;
    ck_assert_int_eq(sqlite3_prepare_v2(db, "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name", -1, &q, NULL),
                     SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW) {
        const char *sql = (const char *)sqlite3_column_text(q, 2);
        buf_addf(out, "%s %s ", (const char *)sqlite3_column_text(q, 0), (const char *)sqlite3_column_text(q, 1));
        for (; sql && *sql; sql++) {
            if (sql[0] == '-' && sql[1] == '-') {
                sql += strcspn(sql, "\n");
                if (!*sql)
                    break;
            }
            if (*sql != ' ' && *sql != '\n')
                buf_addc(out, *sql);
        }
        buf_addc(out, '\n');
    }
    sqlite3_finalize(q);
}

/* Each released schema has a store in tests/catalog/data that was written by its program; brought up to date it has the schema of a new
 * store, what it held, and can be written. */
START_TEST(frozen_stores_are_brought_up_to_date)
{
    struct world w, fresh;
    char path[1000];
    const char *src = getenv("top_srcdir");
    int schema = _i + 1;
    world_init(&w, "frozen.duima");
    snprintf(path, sizeof path, "%s/tests/catalog/data/schema-%d.db", src ? src : ".", schema);
    struct buf bytes = world_bytes(path);
    FILE *f = fopen(w.path, "wb");
    ck_assert(f && fwrite(bytes.p, 1, bytes.n, f) == bytes.n && fclose(f) == 0);
    buf_release(&bytes);
    ck_assert_ptr_null(store_open(w.path, STORE_READ, &w.err)); /* reading changes nothing, so it can only say what to do */
    ck_assert_int_eq(w.err.code, ERROR_STORE);
    world_open(&w, STORE_WRITE);
    world_init(&fresh, "new.duima");
    world_open(&fresh, STORE_CREATE);
    struct row row = { KIND_DRUG, "X", 1 };
    struct stage_meta meta = world_meta("430000", "2030.1");
    struct stage_result result;
    WORKS(&fresh, world_stage(&fresh, &meta, &row, 1, &result));
    struct buf a = BUF_INIT, b = BUF_INIT;
    schema_of(w.s->db, &a);
    schema_of(fresh.s->db, &b);
    ck_assert_msg(span_eq(buf_span(&a), buf_span(&b)), "migrated:\n%s\nnew:\n%s", buf_str(&a), buf_str(&b));
    ck_assert_int_eq(number(w.s->db, "PRAGMA user_version"), SCHEMA_VERSION);
    ck_assert_int_eq(number(w.s->db, "SELECT count(*) FROM event"), schema == 1 ? 7 : 8); /* schema 2 came with one more */
    if (schema == 3)
        check_replaces(&w);
    struct version_info v = world_version(&w, "430000", KIND_DRUG, "2026.2");
    ck_assert_int_eq(v.status, VERSION_PUBLISHED);
    ck_assert_int_eq(v.in_force_from, 20260801);
    ck_assert_int_eq(v.entries, 7);
    WORKS(&w, world_stage(&w, &meta, &row, 1, &result));
    WORKS(&w, store_withdraw(w.s, &v, 1, &world_act, &w.err));
    buf_release(&a);
    buf_release(&b);
    world_release(&fresh);
    world_release(&w);
}
END_TEST

START_TEST(every_column_has_a_comment)
{
    struct buf sql = BUF_INIT;
    const char *src = getenv("top_srcdir");
    char path[1000];
    struct error err;
    snprintf(path, sizeof path, "%s/catalog/schema.sql", src ? src : ".");
    FILE *f = fopen(path, "rb");
    ck_assert_msg(f != NULL, "%s", path);
    char line[500];
    bool table = false;
    unsigned columns = 0;
    while (fgets(line, sizeof line, f)) {
        if (strncmp(line, "CREATE TABLE", 12) == 0)
            table = true;
        else if (line[0] == ')')
            table = false;
        else if (table && line[2] >= 'a' && line[2] <= 'z') {
            columns++;
            ck_assert_msg(strstr(line, "-- ") || strstr(line, "id          INTEGER PRIMARY KEY,\n"), "%s", line);
        }
    }
    fclose(f);
    ck_assert_uint_gt(columns, 40);
    buf_release(&sql);
    (void)err;
}
END_TEST

int main(void)
{
    Suite *s = suite_create("schema");
    TCase *t = tcase_create("schema");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, published_stays);
    tcase_add_test(t, every_trigger_was_tried);
    tcase_add_test(t, staged_may_go);
    tcase_add_test(t, the_guard_is_back_after_an_import);
    tcase_add_test(t, steps_are_taken_in_order);
    tcase_add_test(t, a_step_that_fails_changes_nothing);
    tcase_add_test(t, the_built_in_steps_reach_the_schema);
    tcase_add_loop_test(t, frozen_stores_are_brought_up_to_date, 0, SCHEMA_VERSION - 1);
    tcase_add_test(t, every_column_has_a_comment);
    suite_add_tcase(s, t);
    return suite_run(s);
}
