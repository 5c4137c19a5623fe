/* tests/catalog/test-changes.c: changes put on a version give what a whole import of the union would; of several entries of one code the
 * greatest rank counts. Each against a plain model in an array. */
#include "tests/catalog/world.h"

#define CODES 3000

struct model { /* variant + 1 by code; 0: not there */
    unsigned of[CODES];
};
static char names[CODES][16];

static void make_names(void)
{
    for (unsigned i = 0; i < CODES; i++)
        snprintf(names[i], sizeof names[i], "C%05u", i);
}

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 8;
}

/* Stages the model's entries, or those of `changes` put on the version of that label. */
static int stage(struct world *w, const char *label, const struct model *m, const char *onto, struct stage_result *r)
{
    struct stage_options options = { .temp_dir = w->dir, .memory = 64 << 10 };
    struct stage *g = stage_new(w->s, &options, &w->err);
    struct stage_meta meta = world_meta("X", label);
    struct version_info base;
    int rc = g ? 0 : -1;
    for (unsigned k = 0; rc == 0 && k < CODES; k++) {
        unsigned i = (k * 1009u) % CODES;
        struct entry e;
        if (!m->of[i])
            continue;
        world_entry(w, KIND_DRUG, names[i], m->of[i] - 1, &e);
        rc = stage_add(g, &e, 0, i, &w->err);
    }
    if (rc == 0 && onto) {
        base = world_version(w, "X", KIND_DRUG, onto);
        meta.bases[KIND_DRUG] = &base;
        rc = stage_put_on(g, &base, &w->err);
    }
    if (rc == 0)
        rc = stage_commit(g, &meta, false, r, &w->err);
    stage_free(g);
    return rc;
}

START_TEST(changes_give_the_union)
{
    struct world w;
    struct stage_result r, whole;
    static struct model base, changes, all;
    unsigned seed = (unsigned)_i + 1;
    char label[16], before[16];
    make_names();
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    for (unsigned i = 0; i < CODES; i++)
        base.of[i] = next(&seed) % 3 ? next(&seed) % 5 + 1 : 0;
    WORKS(&w, stage(&w, "v0", &base, NULL, &r));
    all = base;
    for (int step = 1; step <= 4; step++) {
        struct world other;
        int64_t added = 0, changed = 0, entries = 0;
        memset(&changes, 0, sizeof changes);
        for (unsigned n = 0; n < 60; n++)
            changes.of[next(&seed) % CODES] = next(&seed) % 5 + 1;
        for (unsigned i = 0; i < CODES; i++) {
            added += changes.of[i] && !all.of[i];
            changed += changes.of[i] && all.of[i] && changes.of[i] != all.of[i];
            all.of[i] = changes.of[i] ? changes.of[i] : all.of[i];
            entries += all.of[i] != 0;
        }
        snprintf(label, sizeof label, "v%d", step);
        snprintf(before, sizeof before, "v%d", step - 1);
        WORKS(&w, stage(&w, label, &changes, before, &r));
        ck_assert_int_eq(r.versions[0].entries, entries);
        ck_assert_int_eq(r.versions[0].added, added);
        ck_assert_int_eq(r.versions[0].removed, 0);
        ck_assert_int_eq(r.versions[0].changed, changed);
        ck_assert_str_eq(r.versions[0].version.base, before);
        world_init(&other, "o.duima");
        world_open(&other, STORE_CREATE);
        WORKS(&other, stage(&other, label, &all, NULL, &whole));
        ck_assert_mem_eq(r.versions[0].version.hash, whole.versions[0].version.hash, SHA256_BYTES);
        world_release(&other);
        WORKS(&w, stage(&w, "again", &changes, label, &r));
        ck_assert(r.versions[0].no_change);
    }
    /* on an old one, though newer ones are there */
    for (unsigned i = 0; i < CODES; i++)
        base.of[i] = changes.of[i] ? changes.of[i] : base.of[i];
    WORKS(&w, stage(&w, "side", &changes, "v0", &r));
    WORKS(&w, stage(&w, "side again", &base, NULL, &whole));
    ck_assert(whole.versions[0].no_change);
    ck_assert_str_eq(whole.versions[0].version.label, "side");
    world_release(&w);
}
END_TEST

static int told(void *ctx, const struct stage_duplicate *d, struct error *err)
{
    (void)err;
    buf_addf(ctx, "%.*s %u %u\n", SPAN_ARG(d->code), d->first_line, d->second_line);
    return 0;
}

START_TEST(the_greatest_rank_counts)
{
    static const struct {
        const char *code, *rank;
        unsigned variant;
    } rows[] = {
        { "A", "9", 1 }, { "A", "10", 2 }, { "A", "2", 3 },  /* 10 counts */
        { "B", "7", 1 }, { "B", "7", 1 },                    /* the very same */
        { "D", "7", 1 }, { "D", "7", 2 }, { "D", "6", 3 },   /* a duplicate, and an older one */
        { "E", "", 1 },  { "E", "", 1 },                     /* no ranks: a duplicate all the same */
        { "F", "", 1 },  { "F", "1", 2 },                    /* no rank is below every one */
    };
    struct world w;
    struct stage_result r;
    struct buf said = BUF_INIT;
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    struct stage_options options = { .temp_dir = w.dir, .memory = _i ? 64 << 10 : 0 };
    struct stage *g = stage_new(w.s, &options, &w.err);
    ck_assert_ptr_nonnull(g);
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct entry e;
        world_entry(&w, KIND_DRUG, rows[i].code, rows[i].variant, &e);
        WORKS(&w, stage_add_ranked(g, &e, span_of(rows[i].rank), 0, i + 1, &w.err));
        for (unsigned k = 0; _i && k < 400; k++) { /* so that they lie in several runs */
            char code[16];
            snprintf(code, sizeof code, "Z%u-%u", i, k);
            world_entry(&w, KIND_DRUG, code, k, &e);
            WORKS(&w, stage_add_ranked(g, &e, SPAN("1"), 0, 1000, &w.err));
        }
    }
    ck_assert_int_eq(stage_finish(g, told, &said, &w.err), 2);
    ck_assert_str_eq(buf_str(&said), "D 6 7\nE 9 10\n");
    ck_assert_int_eq(stage_superseded(g), 5);
    struct stage_meta meta = world_meta("X", "1");
    WORKS(&w, stage_commit(g, &meta, false, &r, &w.err));
    stage_free(g);
    static const unsigned kept[] = { 2, 1, 1, 1, 2 };
    for (unsigned i = 0; i < 5; i++) {
        char code[2] = { "ABDEF"[i], '\0' };
        struct entry want, e;
        world_entry(&w, KIND_DRUG, code, kept[i], &want);
        ck_assert_int_eq(store_entry(w.s, &r.versions[0].version, span_of(code), &e, &w.memory, &w.err), 1);
        ck_assert_msg(world_same(&e, &want), "%s", code);
    }
    buf_release(&said);
    world_release(&w);
}
END_TEST

/* Entries in order go into the new store at once; one that comes again later takes them all back, with their ranks. */
START_TEST(ranks_of_a_new_store)
{
    struct world w;
    struct stage_result r;
    make_names();
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    struct stage_options options = { .temp_dir = w.dir, .memory = 64 << 10 };
    struct stage *g = stage_new(w.s, &options, &w.err);
    ck_assert_ptr_nonnull(g);
    for (unsigned i = 0; i < CODES + (_i ? 200 : 0); i++) {
        struct entry e;
        char rank[300];
        unsigned code = i % CODES, again = i / CODES;
        snprintf(rank, sizeof rank, "%u%0*u", again && code % 2 ? 1000000 : code + 10, (int)(code % 250), 0u);
        world_entry(&w, KIND_DRUG, names[code], code + again, &e);
        WORKS(&w, stage_add_ranked(g, &e, again && code % 2 == 0 ? SPAN("1") : span_of(rank), 0, i + 1, &w.err));
    }
    ck_assert_int_eq(stage_finish(g, NULL, NULL, &w.err), 0);
    ck_assert_int_eq(stage_superseded(g), _i ? 200 : 0);
    struct stage_meta meta = world_meta("X", "1");
    WORKS(&w, stage_commit(g, &meta, false, &r, &w.err));
    stage_free(g);
    ck_assert_int_eq(r.versions[0].entries, CODES);
    for (unsigned i = 0; i < CODES; i++) {
        struct entry want, e;
        world_entry(&w, KIND_DRUG, names[i], i + (_i && i < 200 && i % 2), &want);
        ck_assert_int_eq(store_entry(w.s, &r.versions[0].version, span_of(names[i]), &e, &w.memory, &w.err), 1);
        ck_assert_msg(world_same(&e, &want), "%s", names[i]);
    }
    world_release(&w);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("catalog/changes");
    TCase *t = tcase_create("changes");
    tcase_add_loop_test(t, changes_give_the_union, 0, 3);
    tcase_add_loop_test(t, the_greatest_rank_counts, 0, 2);
    tcase_add_loop_test(t, ranks_of_a_new_store, 0, 2);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
