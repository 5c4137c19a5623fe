/* Signed packs in the store: what is staged must be what was signed, and packs of a region come one behind the other. */
#include "catalog/db.h"
#include "tests/catalog/world.h"

static const struct row rows[] = { { KIND_DRUG, "A", 1 }, { KIND_DRUG, "B", 2 }, { KIND_SERVICE, "C", 3 } };

/* A pack of two kinds that is signed for what rows with this variant of "A" make; number n at the bureau. */
struct made {
    struct stage_pack pack;
    struct stage_meta meta;
    struct row rows[3];
    char label[16];
};

static void make(struct world *w, struct made *m, int n, int after)
{
    struct world other;
    struct stage_result result;
    memset(m, 0, sizeof *m);
    memcpy(m->rows, rows, sizeof rows);
    m->rows[0].variant = m->rows[2].variant = (unsigned)n;
    snprintf(m->label, sizeof m->label, "2026.%d", n);
    world_init(&other, "bureau.duima");
    world_open(&other, STORE_CREATE);
    struct stage_meta plain = world_meta("430000", m->label);
    WORKS(&other, world_stage(&other, &plain, m->rows, 3, &result));
    m->pack = (struct stage_pack){ .region = SPAN("430000"), .label = span_of(m->label), .has_previous = after != 0, .count = 2 };
    memset(m->pack.manifest, n, sizeof m->pack.manifest);
    memset(m->pack.previous, after, sizeof m->pack.previous);
    for (size_t i = 0; i < 2; i++) {
        m->pack.kinds[i] = (struct stage_pack_kind){ .kind = result.versions[i].kind, .number = n, .entries = result.versions[i].entries };
        memcpy(m->pack.kinds[i].rows, result.versions[i].version.hash, SHA256_BYTES);
    }
    world_release(&other);
    m->meta = plain;
    m->meta.pack = &m->pack;
    (void)w;
}

static int take(struct world *w, const struct made *m, struct stage_result *result)
{
    return world_stage(w, &m->meta, m->rows, 3, result);
}

static void refused(struct world *w, const struct made *m)
{
    struct stage_result result;
    struct buf before = world_bytes(w->path);
    FAILS(w, ERROR_CATALOG, take(w, m, &result));
    struct buf after = world_bytes(w->path);
    ck_assert(span_eq(buf_span(&before), buf_span(&after)));
    buf_release(&before);
    buf_release(&after);
}

static int number(struct world *w, const char *sql)
{
    sqlite3_stmt *q;
    ck_assert_int_eq(sqlite3_prepare_v2(w->s->db, sql, -1, &q, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(q), SQLITE_ROW);
    int n = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    return n;
}

static int packs(struct world *w) { return number(w, "SELECT count(*) FROM pack"); }

START_TEST(what_was_not_signed_is_refused)
{
    struct world w;
    struct made m;
    struct stage_result result;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    make(&w, &m, 1, 0);
    WORKS(&w, take(&w, &m, &result));
    make(&w, &m, 2, 1);
    m.pack.kinds[1].rows[31] ^= 1;
    refused(&w, &m);
    make(&w, &m, 2, 1);
    m.pack.kinds[0].entries++;
    refused(&w, &m);
    make(&w, &m, 2, 1);
    m.pack.count = 1; /* the service in it was not signed for */
    refused(&w, &m);
    make(&w, &m, 2, 1);
    m.pack.kinds[1].kind = KIND_FACILITY;
    refused(&w, &m);
    make(&w, &m, 2, 1);
    m.pack.region = SPAN("430001");
    refused(&w, &m);
    make(&w, &m, 2, 1);
    m.pack.label = SPAN("2026.3");
    refused(&w, &m);
    make(&w, &m, 2, 1);
    m.rows[2].variant++;
    refused(&w, &m);
    make(&w, &m, 2, 1);
    WORKS(&w, take(&w, &m, &result));
    ck_assert_int_eq(packs(&w), 2);
    world_release(&w);
}
END_TEST

START_TEST(packs_come_one_behind_the_other)
{
    struct world w;
    struct made m;
    struct stage_result result;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    make(&w, &m, 3, 2); /* the first one here may be any */
    WORKS(&w, take(&w, &m, &result));
    refused(&w, &m); /* the same again */
    make(&w, &m, 2, 1);
    refused(&w, &m);
    m.pack.allow_gap = true; /* allows no older one */
    refused(&w, &m);
    make(&w, &m, 5, 4);
    refused(&w, &m);
    make(&w, &m, 5, 0);
    refused(&w, &m);
    make(&w, &m, 5, 3);
    m.pack.kinds[1].number = 3; /* one of the two did not rise */
    refused(&w, &m);
    make(&w, &m, 5, 4);
    m.pack.allow_gap = true;
    m.pack.reason = SPAN("4 was lost");
    WORKS(&w, take(&w, &m, &result));
    make(&w, &m, 6, 5);
    m.pack.allow_gap = true; /* needs no allowing, so no reason is kept */
    m.pack.reason = SPAN("to be sure");
    WORKS(&w, take(&w, &m, &result));
    ck_assert_int_eq(number(&w, "SELECT count(*) FROM pack WHERE reason = '4 was lost'"), 1);
    ck_assert_int_eq(number(&w, "SELECT count(*) FROM pack WHERE reason IS NOT NULL"), 1);
    ck_assert_int_eq(packs(&w), 3);
    world_release(&w);
}
END_TEST

/* With no change nothing is staged, and yet the pack is the last one. */
START_TEST(a_pack_without_change_is_known)
{
    struct world w;
    struct made m;
    struct stage_result result;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    make(&w, &m, 1, 0);
    WORKS(&w, take(&w, &m, &result));
    make(&w, &m, 2, 1);
    struct made same = m;
    make(&w, &same, 1, 0);
    memcpy(same.pack.manifest, m.pack.manifest, sizeof m.pack.manifest);
    memcpy(same.pack.previous, m.pack.previous, sizeof m.pack.previous);
    same.pack.has_previous = true;
    same.pack.kinds[0].number = same.pack.kinds[1].number = 2;
    same.meta.label = same.pack.label = span_of("2026.2");
    same.meta.pack = &same.pack;
    WORKS(&w, take(&w, &same, &result));
    ck_assert(result.versions[0].no_change);
    ck_assert_int_eq(packs(&w), 2);
    make(&w, &m, 3, 2);
    WORKS(&w, take(&w, &m, &result));
    world_release(&w);
}
END_TEST

START_TEST(what_was_dropped_may_come_again)
{
    struct world w;
    struct made m;
    struct stage_result result;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    make(&w, &m, 1, 0);
    WORKS(&w, take(&w, &m, &result));
    make(&w, &m, 2, 1);
    WORKS(&w, take(&w, &m, &result));
    struct version_info v[2] = { result.versions[0].version, result.versions[1].version };
    WORKS(&w, store_drop(w.s, v, 1, &w.err));
    refused(&w, &m); /* the other kind of it is still there */
    WORKS(&w, store_drop(w.s, v + 1, 1, &w.err));
    ck_assert_int_eq(packs(&w), 1);
    WORKS(&w, take(&w, &m, &result));
    WORKS(&w, store_publish(w.s, &result.versions[0].version, 1, 20260101, &world_act, NULL, &w.err));
    FAILS(&w, ERROR_REFUSED, store_drop(w.s, &result.versions[0].version, 1, &w.err));
    ck_assert_int_eq(packs(&w), 2);
    world_release(&w);
}
END_TEST

START_TEST(sql_by_hand_changes_no_pack)
{
    static const char *const tries[] = {
        "UPDATE pack SET label = 'x'", "DELETE FROM pack", "DELETE FROM pack_number", "UPDATE pack_number SET number = 1",
        "INSERT OR REPLACE INTO pack_number SELECT pack_id, kind, 1 FROM pack_number",
        "INSERT OR REPLACE INTO pack SELECT id, region, 'x', import_id, manifest, previous, key, at, who, reason FROM pack",
    };
    struct world w;
    struct made m;
    struct stage_result result;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    make(&w, &m, 1, 0);
    WORKS(&w, take(&w, &m, &result));
    char *said = world_sql(&w, tries[_i]);
    ck_assert_str_eq(said, "what was taken in stays known");
    sqlite3_free(said);
    world_release(&w);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("pack-chain");
    TCase *t = tcase_create("pack-chain");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, what_was_not_signed_is_refused);
    tcase_add_test(t, packs_come_one_behind_the_other);
    tcase_add_test(t, a_pack_without_change_is_known);
    tcase_add_test(t, what_was_dropped_may_come_again);
    tcase_add_loop_test(t, sql_by_hand_changes_no_pack, 0, 6);
    suite_add_tcase(s, t);
    return suite_run(s);
}
