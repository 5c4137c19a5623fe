/* tests/catalog/test-fresh.c: a store that is filled while its first import is still being read, against one that is merged. */
#include "tests/catalog/world.h"
#include <dirent.h>
#include <sqlite3.h>
#include <unistd.h>

#define ROWS 3000

static struct row rows[ROWS];
static char names[ROWS][16];

/* Sorted by kind and code, as a sorted document of all kinds would be. */
static void make_rows(void)
{
    for (size_t i = 0; i < ROWS; i++) {
        snprintf(names[i], sizeof names[i], "C%06u", (unsigned)i);
        rows[i] = (struct row){ (enum kind)(i * KIND_COUNT / ROWS), names[i], (unsigned)i * 3 };
    }
}

/* Files in the folder of the store: how many, and how many under another name than its own. */
static size_t count_files(const struct world *w, size_t *others)
{
    DIR *d = opendir(w->dir);
    struct dirent *item;
    size_t n = 0;
    *others = 0;
    while (d && (item = readdir(d))) {
        n += item->d_name[0] != '.';
        *others += strstr(item->d_name, ".new-") && !strstr(item->d_name, "-journal");
    }
    if (d)
        closedir(d);
    return n;
}

static struct stage *stage(struct world *w, size_t memory, size_t n)
{
    struct stage_options options = { .temp_dir = "/tmp", .memory = memory };
    struct stage *g = stage_new(w->s, &options, &w->err);
    ck_assert_msg(g != NULL, "%s", w->err.text);
    for (size_t i = 0; i < n; i++) {
        struct entry e;
        world_entry(w, rows[i].kind, rows[i].code, rows[i].variant, &e);
        WORKS(w, stage_add(g, &e, i < n / 2 ? 0 : 1, (uint32_t)i % 700 + 1, &w->err));
        arena_clear(&w->memory);
    }
    return g;
}

/* Everything in the store that is not a time, as one text. */
static struct buf content(struct world *w)
{
    static const char *const questions[] = {
        "SELECT * FROM entry ORDER BY id", "SELECT * FROM replaces", "SELECT * FROM catalog", "SELECT * FROM version", "SELECT * FROM event",
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name", "PRAGMA integrity_check", "PRAGMA page_size",
    };
    struct buf out = BUF_INIT;
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open(w->path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        sqlite3_stmt *q;
        ck_assert_int_eq(sqlite3_prepare_v2(db, questions[i], -1, &q, NULL), SQLITE_OK);
        while (sqlite3_step(q) == SQLITE_ROW)
            for (int k = 0; k < sqlite3_column_count(q); k++) {
                buf_addspan(&out, (struct span){ sqlite3_column_blob(q, k), (size_t)sqlite3_column_bytes(q, k) });
                buf_addc(&out, '\n');
            }
        sqlite3_finalize(q);
    }
    sqlite3_close(db);
    ck_assert(!out.failed && span_find(buf_span(&out), SPAN("\nok\n")) != (size_t)-1);
    return out;
}

static void commit(struct world *w, struct stage *g, const char *label, struct stage_result *r)
{
    struct stage_meta meta = world_meta("430000", label);
    meta.publish = true;
    meta.publish_from = 20260101;
    WORKS(w, stage_commit(g, &meta, false, r, &w->err));
    stage_free(g);
}

START_TEST(as_if_it_were_merged)
{
    struct buf bytes[2];
    struct stage_result r;
    size_t others;
    make_rows();
    for (int fresh = 0; fresh < 2; fresh++) {
        struct world w;
        world_init(&w, "s.duima");
        world_open(&w, STORE_CREATE);
        struct stage *g = stage(&w, fresh ? 1 : 0, ROWS);
        ck_assert_uint_eq(count_files(&w, &others), fresh ? 2 : 0); /* and its journal */
        ck_assert_uint_eq(others, fresh ? 1 : 0);
        commit(&w, g, "2026.2", &r);
        ck_assert_uint_eq(r.count, KIND_COUNT);
        ck_assert(r.versions[3].entries == ROWS / KIND_COUNT && r.versions[3].added == ROWS / KIND_COUNT && !r.versions[3].has_before);
        ck_assert_uint_eq(count_files(&w, &others), 1);
        ck_assert_uint_eq(others, 0);
        bytes[fresh] = content(&w);
        rows[7].variant++; /* the handle goes on with the store, and the next version is merged */
        commit(&w, stage(&w, 1, ROWS), "2026.3", &r);
        ck_assert(r.versions[0].changed == 1 && r.versions[1].no_change);
        rows[7].variant--;
        world_release(&w);
    }
    ck_assert(span_eq(buf_span(&bytes[0]), buf_span(&bytes[1])));
    buf_release(&bytes[0]);
    buf_release(&bytes[1]);
}
END_TEST

struct told {
    size_t n;
    struct stage_duplicate last;
};

static int on_duplicate(void *ctx, const struct stage_duplicate *d, struct error *err)
{
    struct told *t = ctx;
    (void)err;
    t->n++;
    t->last = *d;
    return 0;
}

START_TEST(out_of_order_after_all)
{
    struct buf bytes[2];
    struct stage_result r;
    size_t others;
    make_rows();
    for (int fresh = 0; fresh < 2; fresh++) {
        struct world w;
        struct told told = { 0 };
        struct entry e;
        world_init(&w, "s.duima");
        world_open(&w, STORE_CREATE);
        struct stage *g = stage(&w, fresh ? 1 : 0, ROWS);
        count_files(&w, &others);
        ck_assert_uint_eq(others, fresh ? 1 : 0);
        world_entry(&w, rows[1700].kind, rows[1700].code, 5, &e);
        WORKS(&w, stage_add(g, &e, 2, 12345, &w.err));
        ck_assert_uint_eq(count_files(&w, &others), 0);
        ck_assert_int_eq(stage_finish(g, on_duplicate, &told, &w.err), 1);
        ck_assert_uint_eq(told.n, 1);
        ck_assert(told.last.first_file == 1 && told.last.first_line == 1700 % 700 + 1 && told.last.second_file == 2 && told.last.second_line == 12345);
        commit(&w, g, "2026.2", &r);
        bytes[fresh] = content(&w);
        world_release(&w);
    }
    ck_assert(span_eq(buf_span(&bytes[0]), buf_span(&bytes[1])));
    buf_release(&bytes[0]);
    buf_release(&bytes[1]);
}
END_TEST

START_TEST(nothing_stays_of_a_document_that_ended_badly)
{
    struct world w;
    size_t others;
    make_rows();
    world_init(&w, "深/目录库.duima");
    world_open(&w, STORE_CREATE);
    struct stage *g = stage(&w, 1, ROWS);
    ck_assert_uint_eq(count_files(&w, &others), 1); /* the folder */
    stage_free(g);
    ck_assert_uint_eq(count_files(&w, &others), 0);
    g = stage(&w, 1, ROWS); /* refused at the end */
    struct stage_result r;
    struct stage_meta meta = world_meta("430000", "2026.2");
    struct stage_pack pack = { .region = SPAN("430000"), .label = SPAN("other") };
    meta.pack = &pack;
    FAILS(&w, ERROR_CATALOG, stage_commit(g, &meta, false, &r, &w.err));
    stage_free(g);
    ck_assert_uint_eq(count_files(&w, &others), 0);
    world_release(&w);
}
END_TEST

START_TEST(another_program_makes_the_store_meanwhile)
{
    struct world w;
    struct stage_result r;
    struct error err;
    size_t others;
    make_rows();
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    struct stage *g = stage(&w, 1, ROWS);
    struct world second = w;
    second.s = store_open(w.path, STORE_CREATE, &err);
    ck_assert_ptr_nonnull(second.s);
    struct row row = { KIND_DRUG, "A", 1 };
    struct stage_meta meta = world_meta("X", "1");
    WORKS(&second, world_stage(&second, &meta, &row, 1, &r));
    store_close(second.s);
    commit(&w, g, "2026.2", &r);
    ck_assert_uint_eq(r.count, KIND_COUNT);
    ck_assert_uint_eq(count_files(&w, &others), 1);
    world_open(&w, STORE_READ);
    ck_assert_int_eq(world_version(&w, "X", KIND_DRUG, "1").entries, 1);
    ck_assert_int_eq(world_version(&w, "430000", KIND_DRUG, "2026.2").entries, ROWS / KIND_COUNT);
    world_release(&w);
}
END_TEST

START_TEST(only_looking_makes_nothing)
{
    struct world w;
    struct stage_result r;
    size_t others;
    make_rows();
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    struct stage_options options = { .temp_dir = "/tmp", .memory = 1, .look_only = true };
    struct stage *g = stage_new(w.s, &options, &w.err);
    for (size_t i = 0; i < ROWS; i++) {
        struct entry e;
        world_entry(&w, rows[i].kind, rows[i].code, rows[i].variant, &e);
        WORKS(&w, stage_add(g, &e, 0, (uint32_t)i + 1, &w.err));
        arena_clear(&w.memory);
    }
    ck_assert_uint_eq(count_files(&w, &others), 0);
    struct stage_meta meta = world_meta("430000", "2026.2");
    WORKS(&w, stage_commit(g, &meta, true, &r, &w.err));
    ck_assert_int_eq(r.versions[0].entries, ROWS / KIND_COUNT);
    stage_free(g);
    ck_assert_uint_eq(count_files(&w, &others), 0);
    world_release(&w);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("fresh");
    TCase *t = tcase_create("fresh");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, as_if_it_were_merged);
    tcase_add_test(t, out_of_order_after_all);
    tcase_add_test(t, nothing_stays_of_a_document_that_ended_badly);
    tcase_add_test(t, another_program_makes_the_store_meanwhile);
    tcase_add_test(t, only_looking_makes_nothing);
    suite_add_tcase(s, t);
    return suite_run(s);
}
