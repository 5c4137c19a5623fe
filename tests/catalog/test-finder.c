/* tests/catalog/test-finder.c: the search index against a plain reading of the entries; order; bytes that are damaged. */
#include "base/map.h"
#include "catalog/finder.h"
#include "tests/catalog/world.h"

#define READINGS 7

static struct text *text;
static struct pinyin *pinyin;

static void setup(void)
{
    struct error err;
    text = text_new(&err);
    pinyin = pinyin_new(getenv("DUIMA_SHARE_DIR"), &err);
    ck_assert_msg(text && pinyin, "%s", err.text);
}

static void teardown(void)
{
    text_free(text);
    pinyin_free(pinyin);
}

struct drug {
    const char *code, *name, *generic, *brand, *alias;
};

static struct version_info stage(struct world *w, const char *label, const struct drug *drugs, size_t n)
{
    struct stage_options options = { .temp_dir = w->dir };
    struct stage_meta meta = world_meta("ON", label);
    struct stage_result result;
    struct stage *g = stage_new(w->s, &options, &w->err);
    ck_assert_msg(g != NULL, "%s", w->err.text);
    for (size_t i = 0; i < n; i++) {
        struct entry e;
        entry_init(&e, KIND_DRUG);
        struct span alias = span_of(drugs[i].alias);
        e.text[ENTRY_CODE] = span_of(drugs[i].code);
        e.text[ENTRY_NAME] = span_of(drugs[i].name);
        e.text[ENTRY_GENERIC] = span_of(drugs[i].generic);
        e.text[ENTRY_BRAND] = span_of(drugs[i].brand);
        e.aliases = &alias;
        e.alias_count = alias.p != NULL;
        WORKS(w, stage_add(g, &e, 0, (uint32_t)i + 1, &w->err));
    }
    WORKS(w, stage_commit(g, &meta, false, &result, &w->err));
    stage_free(g);
    return result.versions[0].version;
}

static const struct drug drugs[] = {
    { "XA1", "阿莫西林胶囊", "阿莫西林", "阿莫仙", NULL },
    { "XA2", "阿莫西林克拉维酸钾片", "阿莫西林克拉维酸钾", NULL, "安灭菌" },
    { "XA3", "阿莫西林", "阿莫西林", NULL, NULL },
    { "XB1", "复方丹参滴丸", NULL, "天士力", "丹参丸" },
    { "xb2", "维生素Ｃ片", "维生素C", NULL, "VC 片" },
    { "XC1", "注射用阿莫西林钠", "阿莫西林钠", NULL, NULL },
    { "阿莫1", "别的", NULL, NULL, NULL },
};

/* "XA1:exact:name XA2:..." */
static const char *found(const struct finder *f, const char *query, struct buf *out)
{
    static const char *const matches[] = { "exact", "prefix", "inside" }, *const fields[] = { "code", "name", "generic", "brand", "alias" };
    struct finder_hits hits = FINDER_HITS_INIT;
    struct error err;
    ck_assert_msg(finder_search(f, text, span_of(query), &hits, &err) == 0, "%s", err.text);
    buf_clear(out);
    for (size_t i = 0; i < hits.count; i++)
        buf_addf(out, "%s%.*s:%s:%s%s", i ? " " : "", SPAN_ARG(hits.items[i].code), matches[hits.items[i].match], fields[hits.items[i].field],
                 hits.items[i].initials ? "*" : "");
    finder_hits_release(&hits);
    return buf_str(out);
}

START_TEST(best_first)
{
    static const struct { const char *query, *hits; } cases[] = {
        { "阿莫西林", "XA3:exact:name XA1:exact:generic XA2:prefix:name XC1:prefix:generic" },
        { "阿莫", "阿莫1:prefix:code XA3:prefix:name XA1:prefix:name XA2:prefix:name XC1:prefix:generic" },
        { "amxl", "XA3:exact:name* XA1:exact:generic* XA2:prefix:name* XC1:prefix:generic*" },
        { "AMXLJN", "XA1:exact:name*" },
        { "ffdsdw", "XB1:exact:name*" },
        { "ffdcdw", "XB1:exact:name*" },
        { "dsw", "XB1:exact:alias*" },
        { "丹 参", "XB1:prefix:alias" },
        { "維生素c", "xb2:exact:generic" },
        { "vc", "xb2:prefix:alias" },
        { "xb", "XB1:prefix:code xb2:prefix:code" },
        { "ＸＢ２", "xb2:exact:code" },
        { "B1", "" },
        { "a", "XA3:prefix:name* XA1:prefix:name* XA2:prefix:name* XC1:prefix:generic*" },
        { "天士力", "XB1:exact:brand" },
        { "", "" }, { "()", "" }, { "没有的药", "" }, { "\xff", "" },
    };
    struct world w;
    struct buf bytes = BUF_INIT, out = BUF_INIT;
    struct finder f;
    world_init(&w, "x.db");
    world_open(&w, STORE_CREATE);
    struct version_info v = stage(&w, "1", drugs, sizeof drugs / sizeof *drugs);
    WORKS(&w, finder_build(w.s, &v, text, pinyin, READINGS, &bytes, &w.err));
    ck_assert(finder_open(&f, buf_span(&bytes), &v, READINGS));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = found(&f, cases[i].query, &out);
        ck_assert_msg(strcmp(got, cases[i].hits) == 0, "%s: %s", cases[i].query, got);
    }
    buf_release(&bytes);
    buf_release(&out);
    world_release(&w);
}
END_TEST

/* Folded, does the text have the query in it? */
static bool has(struct span s, struct span query)
{
    struct buf a = BUF_INIT, b = BUF_INIT;
    ck_assert(text_key(text, s, &a) == 0 && text_key(text, query, &b) == 0);
    bool is = b.n > 0 && span_find(buf_span(&a), buf_span(&b)) != (size_t)-1;
    buf_release(&a);
    buf_release(&b);
    return is;
}

struct plain {
    struct span query;
    struct map codes;
};

static int on_entry(void *ctx, const struct entry *e, struct error *err)
{
    struct plain *p = ctx;
    (void)err;
    bool is = has(e->text[ENTRY_NAME], p->query) || has(e->text[ENTRY_GENERIC], p->query) || has(e->text[ENTRY_BRAND], p->query);
    for (size_t i = 0; i < e->alias_count; i++)
        is = is || has(e->aliases[i], p->query);
    is = is || (e->text[ENTRY_CODE].n >= p->query.n && memcmp(e->text[ENTRY_CODE].p, p->query.p, p->query.n) == 0);
    if (is)
        ck_assert_int_ge(map_put(&p->codes, e->text[ENTRY_CODE], 1), 0);
    return 0;
}

START_TEST(as_a_plain_reading)
{
    static const char *const queries[] = { "药", "字段2", "字段", "别名1", "4", "V", "v1", "药0010", "C000", "C00012", "-3", "字段3/1", "名", "/" };
    struct world w;
    struct row rows[400];
    char codes[400][8];
    struct buf bytes = BUF_INIT;
    struct finder f;
    world_init(&w, "x.db");
    world_open(&w, STORE_CREATE);
    for (unsigned i = 0; i < 400; i++) {
        snprintf(codes[i], sizeof codes[i], "C%05u", i * 3);
        rows[i] = (struct row){ KIND_DRUG, codes[i], i };
    }
    struct stage_meta one = world_meta("ON", "1"), two = world_meta("ON", "2");
    struct stage_result result;
    WORKS(&w, world_stage(&w, &one, rows, 400, &result));
    for (unsigned i = 0; i < 400; i++)
        rows[i].variant += i % 3 == 0 ? 1000 : 0;
    WORKS(&w, world_stage(&w, &two, rows + 20, 370, &result));
    for (int version = 1; version <= 2; version++) {
        struct version_info v = world_version(&w, "ON", KIND_DRUG, version == 1 ? "1" : "2");
        WORKS(&w, finder_build(w.s, &v, text, pinyin, READINGS, &bytes, &w.err));
        ck_assert(finder_open(&f, buf_span(&bytes), &v, READINGS));
        for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
            struct plain plain = { .query = span_of(queries[i]) };
            struct finder_hits hits = FINDER_HITS_INIT;
            size_t texts = 0;
            map_init(&plain.codes);
            WORKS(&w, store_entries(w.s, &v, on_entry, &plain, &w.err));
            WORKS(&w, finder_search(&f, text, plain.query, &hits, &w.err));
            for (size_t k = 0; k < hits.count; k++) {
                ck_assert(k == 0 || finder_compare(&hits.items[k - 1], &hits.items[k]) < 0);
                ck_assert(hits.items[k].initials || map_get(&plain.codes, hits.items[k].code) == 1);
                texts += !hits.items[k].initials;
            }
            ck_assert_msg(texts == plain.codes.count, "%s: %zu, read plainly %u", queries[i], texts, plain.codes.count);
            finder_hits_release(&hits);
            map_release(&plain.codes);
        }
    }
    buf_release(&bytes);
    world_release(&w);
}
END_TEST

/* The folding that stands in the index is text_new's. */
START_TEST(folds_as_it_was_made)
{
    static const char *const texts[] = { "阿莫西林 膠囊", "ＡＢＣ①㎎ﬁ", "（甲）磺胺甲噁唑", "é e\u0301 ㍿ \U0001F600", "+%※", "\xff药\x00" };
    struct world w;
    struct buf bytes = BUF_INIT, a = BUF_INIT, b = BUF_INIT;
    struct finder f;
    world_init(&w, "x.db");
    world_open(&w, STORE_CREATE);
    struct version_info v = stage(&w, "1", drugs, 4);
    WORKS(&w, finder_build(w.s, &v, text, pinyin, READINGS, &bytes, &w.err));
    ck_assert(finder_open(&f, buf_span(&bytes), &v, READINGS));
    struct text *own = finder_text(&f, &w.err);
    ck_assert_msg(own != NULL, "%s", w.err.text);
    for (uint32_t c = 1; c < 0x11000; c++) {
        struct buf one = BUF_INIT;
        buf_adduchar(&one, c);
        ck_assert(text_key(text, buf_span(&one), &a) == 0 && text_key(own, buf_span(&one), &b) == 0);
        ck_assert_msg(span_eq(buf_span(&a), buf_span(&b)), "U+%04X", c);
        buf_release(&one);
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ck_assert(text_key(text, span_of(texts[i]), &a) == 0 && text_key(own, span_of(texts[i]), &b) == 0);
        ck_assert(span_eq(buf_span(&a), buf_span(&b)));
        ck_assert(text_fold_code(text, span_of(texts[i]), &a) == 0 && text_fold_code(own, span_of(texts[i]), &b) == 0);
        ck_assert(span_eq(buf_span(&a), buf_span(&b)));
    }
    text_free(own);
    ck_assert_ptr_null(text_read(SPAN("short"), &w.err));
    ck_assert_int_eq(w.err.code, ERROR_INPUT);
    buf_release(&bytes);
    buf_release(&a);
    buf_release(&b);
    world_release(&w);
}
END_TEST

START_TEST(of_another_content)
{
    struct world w;
    struct buf bytes = BUF_INIT;
    struct finder f;
    world_init(&w, "x.db");
    world_open(&w, STORE_CREATE);
    struct version_info a = stage(&w, "1", drugs, 4), b = stage(&w, "2", drugs, 5);
    WORKS(&w, finder_build(w.s, &a, text, pinyin, READINGS, &bytes, &w.err));
    ck_assert(finder_open(&f, buf_span(&bytes), &a, READINGS));
    ck_assert(!finder_open(&f, buf_span(&bytes), &b, READINGS));
    ck_assert(!finder_open(&f, buf_span(&bytes), &a, READINGS + 1));
    for (size_t n = 0; n < bytes.n; n += n < 400 ? 1 : 997)
        ck_assert(!finder_open(&f, (struct span){ bytes.p, n }, &a, READINGS));
    buf_release(&bytes);
    world_release(&w);
}
END_TEST

/* Whatever stands in the bytes, nothing outside them is read (a sanitizer or valgrind would say so), and it ends. */
START_TEST(damaged_bytes)
{
    static const char *const queries[] = { "阿莫西林", "amxl", "xa", "a", "片" };
    struct world w;
    struct buf bytes = BUF_INIT;
    uint64_t random = 88172645463325252;
    world_init(&w, "x.db");
    world_open(&w, STORE_CREATE);
    struct version_info v = stage(&w, "1", drugs, sizeof drugs / sizeof *drugs);
    WORKS(&w, finder_build(w.s, &v, text, pinyin, READINGS, &bytes, &w.err));
    size_t opened = 0, folding = 65536 * 4;
    for (int round = 0; round < 3000; round++) {
        char *copy = malloc(bytes.n);
        struct finder f;
        ck_assert_ptr_nonnull(copy);
        memcpy(copy, bytes.p, bytes.n);
        for (int k = 0; k < 4; k++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            size_t where = round % 2 ? random % 2000 : random % (bytes.n - folding);
            copy[where] = (char)(random >> 32 & 1 ? random >> 40 : 0xFF);
        }
        if (finder_open(&f, (struct span){ copy, bytes.n }, &v, READINGS)) {
            struct text *own = finder_text(&f, &w.err);
            opened++;
            for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
                struct finder_hits hits = FINDER_HITS_INIT;
                WORKS(&w, finder_search(&f, own ? own : text, span_of(queries[i]), &hits, &w.err));
                finder_hits_release(&hits);
            }
            text_free(own);
        }
        free(copy);
    }
    ck_assert_uint_gt(opened, 300);
    buf_release(&bytes);
    world_release(&w);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("finder");
    TCase *tc = tcase_create("finder");
    tcase_add_unchecked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, best_first);
    tcase_add_test(tc, as_a_plain_reading);
    tcase_add_test(tc, folds_as_it_was_made);
    tcase_add_test(tc, of_another_content);
    tcase_add_test(tc, damaged_bytes);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
