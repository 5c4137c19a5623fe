/* tests/catalog/test-lookup.c: many codes looked up together find what each finds alone, in whatever way they are looked for. */
#include "catalog/lookup.h"
#include "tests/catalog/world.h"

struct found {
    struct world *w;
    struct version_info *v;
    const struct map *codes;
    unsigned char *times; /* a code */
    unsigned count;
};

static int on_found(void *ctx, uint32_t which, const struct entry *e, struct error *err)
{
    struct found *f = ctx;
    struct entry want;
    ck_assert_uint_lt(which, f->codes->count);
    ck_assert(span_eq(map_key(f->codes, which), e->text[ENTRY_CODE]));
    f->times[which]++;
    f->count++;
    if (which % 97 == 0) {
        /* nobody else may use the store meanwhile: what the entry should be is known without it */
        char code[16];
        snprintf(code, sizeof code, "%.*s", SPAN_ARG(e->text[ENTRY_CODE]));
        world_entry(f->w, KIND_DRUG, code, (unsigned)(strtoul(code, NULL, 10) % 50) + (f->v->number == 2 && code[4] == '7'), &want);
        ck_assert(world_same(e, &want));
        arena_clear(&f->w->memory);
    }
    (void)err;
    return 0;
}

/* n entries in version 1; version 2 has those whose fifth digit is 7 changed, and none whose fifth digit is 3. Codes are 5 digits. */
static void two_versions(struct world *w, unsigned n)
{
    struct stage_result r;
    struct row *rows = calloc(n, sizeof *rows);
    char(*codes)[8] = calloc(n, sizeof *codes);
    world_init(w, "s.duima");
    world_open(w, STORE_CREATE);
    for (int version = 1; version <= 2; version++) {
        size_t count = 0;
        struct stage_meta meta = world_meta("X", version == 1 ? "1" : "2");
        for (unsigned i = 0; i < n; i++) {
            snprintf(codes[i], sizeof codes[i], "%05u", i);
            if (version == 2 && codes[i][4] == '3')
                continue;
            rows[count++] = (struct row){ KIND_DRUG, codes[i], i % 50 + (version == 2 && codes[i][4] == '7') };
        }
        WORKS(w, world_stage(w, &meta, rows, count, &r));
    }
    free(codes);
    free(rows);
}

/* Every step-th code, one that there is not before each: which were found, and each once. */
static void look(struct world *w, const char *label, unsigned n, unsigned step)
{
    struct version_info v = world_version(w, "X", KIND_DRUG, label);
    struct map codes = MAP_INIT;
    char code[16];
    unsigned expected = 0;
    for (unsigned i = 0; i < n; i += step) {
        snprintf(code, sizeof code, "%05u-", i);
        ck_assert_uint_ne(map_intern(&codes, span_of(code)), MAP_NONE);
        code[5] = '\0';
        ck_assert_uint_ne(map_intern(&codes, span_of(code)), MAP_NONE);
        expected += v.number == 1 || code[4] != '3';
    }
    struct found f = { w, &v, &codes, calloc(codes.count, 1), 0 };
    WORKS(w, store_begin_read(w->s, &w->err));
    WORKS(w, store_lookup(w->s, &v, &codes, on_found, &f, &w->err));
    store_end_read(w->s);
    ck_assert_uint_eq(f.count, expected);
    for (uint32_t i = 0; i < codes.count; i++)
        ck_assert_uint_eq(f.times[i], map_key(&codes, i).n == 5 && (v.number == 1 || map_key(&codes, i).p[4] != '3'));
    free(f.times);
    map_release(&codes);
}

START_TEST(every_way_finds_the_same)
{
    struct world w;
    unsigned n = _i ? 21000 : 300; /* the larger is read ahead */
    two_versions(&w, n);
    for (int version = 0; version < 2; version++) {
        look(&w, version ? "2" : "1", n, 1);        /* a walk */
        look(&w, version ? "2" : "1", n, n / 7);    /* one by one */
    }
    world_release(&w);
}
END_TEST

static int stop(void *ctx, uint32_t which, const struct entry *e, struct error *err)
{
    unsigned *times = ctx;
    (void)which, (void)e;
    *times += 1;
    return error_set(err, ERROR_STOPPED, "stopped");
}

START_TEST(it_stops_when_told)
{
    struct world w;
    struct map codes = MAP_INIT;
    unsigned times = 0, n = _i ? 21000 : 300;
    two_versions(&w, n);
    struct version_info v = world_version(&w, "X", KIND_DRUG, "1");
    for (unsigned i = 0; i < n; i++) {
        char code[16];
        snprintf(code, sizeof code, "%05u", i);
        map_intern(&codes, span_of(code));
    }
    FAILS(&w, ERROR_STOPPED, store_lookup(w.s, &v, &codes, stop, &times, &w.err));
    ck_assert_uint_eq(times, 1);
    v = world_version(&w, "X", KIND_DRUG, "2"); /* the store can be used on */
    map_release(&codes);
    world_release(&w);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("lookup");
    TCase *t = tcase_create("lookup");
    tcase_set_timeout(t, 120);
    tcase_add_loop_test(t, every_way_finds_the_same, 0, 2);
    tcase_add_loop_test(t, it_stops_when_told, 0, 2);
    suite_add_tcase(s, t);
    return suite_run(s);
}
