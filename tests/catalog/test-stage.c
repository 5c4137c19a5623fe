/* tests/catalog/test-stage.c: staging: all or nothing, the same content again, duplicates, what it is compared with. */
#include "tests/catalog/world.h"
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

static struct row rows_of(enum kind kind, const char *code, unsigned variant) { return (struct row){ kind, code, variant }; }

static void shuffle(struct row *rows, size_t n, unsigned seed)
{
    for (size_t i = n; i > 1; i--) {
        seed = seed * 1103515245u + 12345u;
        size_t k = (seed >> 8) % i;
        struct row t = rows[i - 1];
        rows[i - 1] = rows[k];
        rows[k] = t;
    }
}

/* n rows of all kinds; codes in `names`, which must live. */
static void make_rows(struct row *rows, char (*names)[16], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        snprintf(names[i], sizeof names[i], "C%06u", (unsigned)i);
        rows[i] = rows_of((enum kind)(i % KIND_COUNT), names[i], (unsigned)i * 3);
    }
}

START_TEST(four_kinds_in_one_stage)
{
    struct world w;
    struct stage_result r;
    static struct row rows[400];
    static char names[400][16];
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    make_rows(rows, names, 400);
    struct stage_source sources[2] = { { SPAN("a.xml"), { 1 }, 10, 200, 0 }, { SPAN("b.xml"), { 2 }, 20, 200, 1 } };
    struct stage_meta meta = world_meta("430000", "2026.2");
    meta.title = SPAN("湖南省目录");
    meta.publisher = SPAN("湖南省医疗保障局");
    meta.effective = 20260701;
    meta.expires = 20261231;
    meta.fragment = true;
    meta.sources = sources;
    meta.source_count = 2;
    WORKS(&w, world_stage(&w, &meta, rows, 400, &r));
    ck_assert_uint_eq(r.count, KIND_COUNT);
    for (int k = 0; k < KIND_COUNT; k++) {
        struct stage_version *v = &r.versions[k];
        ck_assert_int_eq((int)v->kind, k);
        ck_assert(!v->no_change && !v->has_before && v->entries == 100 && v->added == 100 && !v->removed && !v->changed);
        struct version_info i = world_version(&w, "430000", (enum kind)k, "2026.2");
        ck_assert_int_eq(i.number, 1);
        ck_assert(i.status == VERSION_STAGED && i.in_force_from == DATE_NONE && i.effective == 20260701 && i.expires == 20261231);
        ck_assert(i.fragment && i.entries == 100 && i.added == 100);
        ck_assert_str_eq(i.source, "a.xml +1");
        ck_assert_str_eq(i.title, "湖南省目录");
        ck_assert_str_eq(i.publisher, "湖南省医疗保障局");
        ck_assert_str_eq(i.who, "tester");
        ck_assert_str_eq(i.at, "2026-01-02T03:04:05Z");
        ck_assert_str_eq(i.program, "duima test");
        ck_assert_str_eq(i.profile, "native");
        ck_assert(memcmp(i.hash, v->version.hash, sizeof i.hash) == 0);
    }
    world_release(&w);
}
END_TEST

START_TEST(order_of_arrival_does_not_matter)
{
    static struct row rows[3000];
    static char names[3000][16];
    unsigned char hash[3][SHA256_BYTES];
    make_rows(rows, names, 3000);
    for (unsigned i = 0; i < 3; i++) { /* sorted, shuffled in memory, shuffled over many runs */
        struct world w;
        struct stage_result r;
        struct stage_meta meta = world_meta("X", "1");
        world_init(&w, "s.duima");
        world_open(&w, STORE_CREATE);
        if (i)
            shuffle(rows, 3000, i);
        WORKS(&w, world_stage_with(&w, &meta, rows, 3000, i == 2 ? 1 : 0, false, &r));
        memcpy(hash[i], r.versions[2].version.hash, SHA256_BYTES);
        world_release(&w);
    }
    ck_assert(memcmp(hash[0], hash[1], SHA256_BYTES) == 0 && memcmp(hash[0], hash[2], SHA256_BYTES) == 0);
}
END_TEST

START_TEST(the_same_again_changes_nothing)
{
    struct world w;
    struct stage_result r;
    struct row rows[] = { rows_of(KIND_DRUG, "A", 1), rows_of(KIND_DRUG, "B", 2), rows_of(KIND_SERVICE, "A", 3) };
    struct stage_meta meta = world_meta("X", "1");
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    WORKS(&w, world_stage(&w, &meta, rows, 3, &r));
    struct buf before = world_bytes(w.path), after;
    WORKS(&w, world_stage(&w, &meta, rows, 3, &r));
    ck_assert_uint_eq(r.count, 2);
    ck_assert(r.versions[0].no_change && r.versions[1].no_change && r.versions[0].entries == 2);
    ck_assert_str_eq(r.versions[0].version.label, "1");
    meta.label = SPAN("2"); /* under another label too */
    WORKS(&w, world_stage(&w, &meta, rows, 3, &r));
    ck_assert(r.versions[0].no_change);
    ck_assert_str_eq(r.versions[0].version.label, "1");
    after = world_bytes(w.path);
    ck_assert(span_eq(buf_span(&before), buf_span(&after)));
    buf_release(&before);
    buf_release(&after);
    meta.expires = 20301231; /* but a longer life is something new */
    WORKS(&w, world_stage(&w, &meta, rows, 3, &r));
    ck_assert(!r.versions[0].no_change && r.versions[0].version.number == 2);
    rows[2].variant = 4; /* one kind changes, the other does not */
    meta.label = SPAN("3");
    WORKS(&w, world_stage(&w, &meta, rows, 3, &r));
    ck_assert(r.versions[0].no_change && !r.versions[1].no_change && r.versions[1].changed == 1);
    world_release(&w);
}
END_TEST

START_TEST(a_taken_label_is_refused)
{
    struct world w;
    struct stage_result r;
    struct row rows[] = { rows_of(KIND_SERVICE, "S", 1), rows_of(KIND_DRUG, "A", 1) };
    struct stage_meta meta = world_meta("X", "2026");
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    WORKS(&w, world_stage(&w, &meta, rows, 1, &r));
    struct buf before = world_bytes(w.path);
    rows[0].variant = 2;
    FAILS(&w, ERROR_REFUSED, world_stage(&w, &meta, rows, 2, &r)); /* the drugs are new, but all or nothing */
    ck_assert_ptr_nonnull(strstr(w.err.text, "X/service"));
    ck_assert_ptr_nonnull(strstr(w.err.text, "2026"));
    FAILS(&w, ERROR_REFUSED, world_stage_with(&w, &meta, rows, 2, 0, true, &r));
    struct buf after = world_bytes(w.path);
    ck_assert(span_eq(buf_span(&before), buf_span(&after)));
    buf_release(&before);
    buf_release(&after);
    struct version_info v;
    ck_assert_int_eq(store_version(w.s, SPAN("X"), KIND_DRUG, SPAN("2026"), &v, &w.err), 0);
    world_release(&w);
}
END_TEST

struct seen {
    unsigned n;
    char text[400];
};
static int on_duplicate(void *ctx, const struct stage_duplicate *d, struct error *err)
{
    struct seen *s = ctx;
    size_t n = strlen(s->text);
    (void)err;
    s->n++;
    snprintf(s->text + n, sizeof s->text - n, "%s/%.*s:%u.%u,%u.%u ", kind_word(d->kind), SPAN_ARG(d->code), d->first_file, d->first_line,
             d->second_file, d->second_line);
    return 0;
}

START_TEST(duplicates_are_told)
{
    for (int pass = 0; pass < 2; pass++) { /* in one run, and over several */
        struct world w;
        struct stage_result r;
        struct entry e;
        struct seen seen = { 0 };
        world_init(&w, "s.duima");
        world_open(&w, STORE_CREATE);
        struct stage_options o = { .temp_dir = w.dir, .memory = 1 };
        struct stage *g = stage_new(w.s, &o, &w.err);
        static const char *const codes[] = { "B", "A", "C", "B", "B" };
        for (unsigned i = 0; i < 5; i++) {
            world_entry(&w, KIND_DRUG, codes[i], i, &e);
            WORKS(&w, stage_add(g, &e, i / 3, 10 + i, &w.err));
            for (unsigned k = 0; pass && k < 500; k++) { /* enough to fill a run */
                char code[20];
                snprintf(code, sizeof code, "Z%u", i * 1000 + k);
                world_entry(&w, KIND_DRUG, code, k, &e);
                WORKS(&w, stage_add(g, &e, 9, k, &w.err));
            }
        }
        world_entry(&w, KIND_SERVICE, "B", 1, &e); /* another kind is another code */
        WORKS(&w, stage_add(g, &e, 0, 99, &w.err));
        ck_assert_int_eq(stage_finish(g, on_duplicate, &seen, &w.err), 2);
        ck_assert_str_eq(seen.text, "drug/B:0.10,1.13 drug/B:0.10,1.14 ");
        struct stage_meta meta = world_meta("X", "1");
        WORKS(&w, stage_commit(g, &meta, false, &r, &w.err)); /* going on keeps the first */
        ck_assert_int_eq(r.versions[0].entries, pass ? 2503 : 3);
        struct version_info v = world_version(&w, "X", KIND_DRUG, "1");
        struct entry got, want;
        ck_assert_int_eq(store_entry(w.s, &v, SPAN("B"), &got, &w.memory, &w.err), 1);
        world_entry(&w, KIND_DRUG, "B", 0, &want);
        ck_assert(world_same(&got, &want));
        stage_free(g);
        struct row twice[] = { rows_of(KIND_DRUG, "A", 1), rows_of(KIND_DRUG, "A", 1) }; /* without stage_finish: refused */
        meta.label = SPAN("2");
        FAILS(&w, ERROR_INPUT, world_stage(&w, &meta, twice, 2, &r));
        world_release(&w);
    }
}
END_TEST

START_TEST(dry_run_writes_nothing)
{
    struct world w;
    struct stage_result r;
    struct stat st;
    struct row rows[] = { rows_of(KIND_DRUG, "A", 1), rows_of(KIND_DRUG, "B", 2), rows_of(KIND_DRUG, "C", 3) };
    struct stage_meta meta = world_meta("X", "1");
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    WORKS(&w, world_stage_with(&w, &meta, rows, 3, 0, true, &r));
    ck_assert(r.versions[0].entries == 3 && r.versions[0].added == 3 && r.versions[0].version.number == 1);
    ck_assert_int_lt(stat(w.path, &st), 0); /* not even the file */
    WORKS(&w, world_stage(&w, &meta, rows, 2, &r));
    struct buf before = world_bytes(w.path);
    rows[0].variant = 9;
    meta.label = SPAN("2");
    meta.publish = true;
    meta.publish_from = 20260101;
    WORKS(&w, world_stage_with(&w, &meta, rows, 3, 0, true, &r));
    ck_assert(r.versions[0].added == 1 && r.versions[0].removed == 0 && r.versions[0].changed == 1 && r.versions[0].has_before);
    ck_assert_str_eq(r.versions[0].version.label, "2");
    unsigned char hash[SHA256_BYTES];
    memcpy(hash, r.versions[0].version.hash, sizeof hash);
    struct buf after = world_bytes(w.path);
    ck_assert(span_eq(buf_span(&before), buf_span(&after)));
    buf_release(&before);
    buf_release(&after);
    WORKS(&w, world_stage(&w, &meta, rows, 3, &r)); /* what it promised */
    ck_assert(r.versions[0].added == 1 && r.versions[0].changed == 1 && r.versions[0].version.number == 2);
    ck_assert(memcmp(hash, r.versions[0].version.hash, sizeof hash) == 0);
    ck_assert_int_eq(r.versions[0].version.status, VERSION_PUBLISHED);
    world_release(&w);
}
END_TEST

START_TEST(an_older_release_that_arrives_later)
{
    struct world w;
    struct stage_result r;
    struct row rows[] = { rows_of(KIND_DRUG, "A", 1), rows_of(KIND_DRUG, "B", 2), rows_of(KIND_DRUG, "C", 3), rows_of(KIND_DRUG, "D", 4) };
    struct stage_meta meta = world_meta("ON", "2008");
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    meta.effective = 20080930;
    WORKS(&w, world_stage(&w, &meta, rows, 1, &r)); /* A */
    meta.label = SPAN("2011");
    meta.effective = 20110804;
    WORKS(&w, world_stage(&w, &meta, rows, 4, &r)); /* A B C D */
    ck_assert(r.versions[0].added == 3 && r.versions[0].has_before);
    meta.label = SPAN("2010");
    meta.effective = 20100422;
    for (int dry = 1; dry >= 0; dry--) {
        WORKS(&w, world_stage_with(&w, &meta, rows, 2, 0, dry, &r)); /* A B: against 2008, not 2011 */
        ck_assert_str_eq(r.versions[0].before.label, "2008");
        ck_assert(r.versions[0].added == 1 && r.versions[0].removed == 0 && r.versions[0].changed == 0);
    }
    meta.label = SPAN("2000"); /* older than all: nothing was before it */
    meta.effective = 20000101;
    for (int dry = 1; dry >= 0; dry--) {
        WORKS(&w, world_stage_with(&w, &meta, rows + 1, 2, 0, dry, &r));
        ck_assert(!r.versions[0].has_before && r.versions[0].added == 2 && r.versions[0].removed == 0);
    }
    meta.label = SPAN("undated"); /* no date: against the newest */
    meta.effective = DATE_NONE;
    WORKS(&w, world_stage(&w, &meta, rows, 3, &r));
    ck_assert_str_eq(r.versions[0].before.label, "2000");
    ck_assert(r.versions[0].added == 1 && r.versions[0].removed == 0);
    /* published ones come into force by their dates, whatever the order of arrival */
    static const struct { const char *label; date from; } dates[] = { { "2011", 20110804 }, { "2008", 20080930 }, { "2010", 20100422 } };
    for (int i = 0; i < 3; i++) {
        struct version_info v = world_version(&w, "ON", KIND_DRUG, dates[i].label);
        world_publish(&w, &v, dates[i].from);
    }
    static const struct { date day; const char *label; } in_force[] = {
        { 20080929, NULL }, { 20080930, "2008" }, { 20100421, "2008" }, { 20100422, "2010" }, { 20110803, "2010" }, { 20300101, "2011" },
    };
    for (size_t i = 0; i < sizeof in_force / sizeof *in_force; i++) {
        struct version_info v;
        int got = store_in_force(w.s, SPAN("ON"), KIND_DRUG, in_force[i].day, &v, &w.err);
        ck_assert_int_eq(got, in_force[i].label != NULL);
        if (got)
            ck_assert_str_eq(v.label, in_force[i].label);
    }
    world_release(&w);
}
END_TEST

START_TEST(publish_with_the_import)
{
    struct world w;
    struct stage_result r;
    struct row row = rows_of(KIND_DRUG, "A", 1);
    struct stage_meta meta = world_meta("X", "1");
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    WORKS(&w, world_stage(&w, &meta, &row, 1, &r));
    meta.publish = true;
    FAILS(&w, ERROR_USAGE, world_stage(&w, &meta, &row, 1, &r)); /* from when? */
    meta.publish_from = 20260301;
    WORKS(&w, world_stage(&w, &meta, &row, 1, &r)); /* staged before: only the publish is done */
    ck_assert(r.versions[0].no_change && r.versions[0].version.status == VERSION_PUBLISHED);
    ck_assert_int_eq(r.versions[0].version.in_force_from, 20260301);
    WORKS(&w, world_stage(&w, &meta, &row, 1, &r)); /* and once only */
    ck_assert(r.versions[0].no_change);
    world_release(&w);
}
END_TEST

START_TEST(regions_do_not_mix)
{
    struct world w;
    struct stage_result r;
    struct buf regions = BUF_INIT;
    struct row a = rows_of(KIND_DRUG, "A", 1), b = rows_of(KIND_DRUG, "A", 2);
    struct stage_meta on = world_meta("ON", "1"), hunan = world_meta("430000", "1");
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    WORKS(&w, store_regions(w.s, &regions, &w.err));
    ck_assert_uint_eq(regions.n, 0);
    WORKS(&w, world_stage(&w, &on, &a, 1, &r));
    WORKS(&w, world_stage(&w, &hunan, &b, 1, &r));
    ck_assert(!r.versions[0].no_change && r.versions[0].version.number == 1 && !r.versions[0].has_before);
    WORKS(&w, store_regions(w.s, &regions, &w.err));
    ck_assert_str_eq(buf_str(&regions), "430000 ON");
    for (unsigned i = 0; i < 2; i++) {
        struct version_info v = world_version(&w, i ? "430000" : "ON", KIND_DRUG, "1");
        struct entry got, want;
        ck_assert_int_eq(store_entry(w.s, &v, SPAN("A"), &got, &w.memory, &w.err), 1);
        world_entry(&w, KIND_DRUG, "A", i + 1, &want);
        ck_assert(world_same(&got, &want));
    }
    buf_release(&regions);
    world_release(&w);
}
END_TEST

START_TEST(a_second_writer_is_told)
{
    struct world w;
    struct stage_result r;
    struct row row = rows_of(KIND_DRUG, "A", 1);
    struct stage_meta meta = world_meta("X", "1");
    sqlite3 *other;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    WORKS(&w, world_stage(&w, &meta, &row, 1, &r));
    ck_assert_int_eq(sqlite3_open(w.path, &other), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    meta.label = SPAN("2");
    row.variant = 2;
    FAILS(&w, ERROR_STORE, world_stage(&w, &meta, &row, 1, &r)); /* after 4 seconds */
    ck_assert_ptr_nonnull(strstr(w.err.text, "another program"));
    struct version_info v = world_version(&w, "X", KIND_DRUG, "1"); /* reading goes on */
    ck_assert_int_eq(v.number, 1);
    sqlite3_close(other);
    WORKS(&w, world_stage(&w, &meta, &row, 1, &r));
    world_release(&w);
}
END_TEST

START_TEST(bad_input_is_refused)
{
    struct world w;
    struct stage_result r;
    struct row row = rows_of(KIND_DRUG, "A", 1);
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    struct stage *g = stage_new(w.s, NULL, &w.err);
    struct entry e;
    entry_init(&e, KIND_DRUG);
    FAILS(&w, ERROR_INPUT, stage_add(g, &e, 0, 1, &w.err)); /* no code */
    struct stage_meta meta = world_meta("X", "1");
    WORKS(&w, stage_commit(g, &meta, false, &r, &w.err)); /* no entry: no version */
    ck_assert_uint_eq(r.count, 0);
    stage_free(g);
    meta = world_meta("", "1");
    FAILS(&w, ERROR_INPUT, world_stage(&w, &meta, &row, 1, &r));
    meta = world_meta("12345678901234567", "1");
    FAILS(&w, ERROR_INPUT, world_stage(&w, &meta, &row, 1, &r));
    meta = world_meta("X", "");
    FAILS(&w, ERROR_INPUT, world_stage(&w, &meta, &row, 1, &r));
    world_release(&w);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("stage");
    TCase *t = tcase_create("stage");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, four_kinds_in_one_stage);
    tcase_add_test(t, order_of_arrival_does_not_matter);
    tcase_add_test(t, the_same_again_changes_nothing);
    tcase_add_test(t, a_taken_label_is_refused);
    tcase_add_test(t, duplicates_are_told);
    tcase_add_test(t, dry_run_writes_nothing);
    tcase_add_test(t, an_older_release_that_arrives_later);
    tcase_add_test(t, publish_with_the_import);
    tcase_add_test(t, regions_do_not_mix);
    tcase_add_test(t, a_second_writer_is_told);
    tcase_add_test(t, bad_input_is_refused);
    suite_add_tcase(s, t);
    return suite_run(s);
}
