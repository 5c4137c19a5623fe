/* tests/mapper/test-amount.c: what specification texts say, and whether two say the same. Cases: amounts.tsv, strengths.tsv, packs.tsv. */
#include "base/regex.h"
#include "mapper/amount.h"
#include "tests/mapper/cases.h"
#include <unistd.h>

static struct text *text;
static struct units *units;
static struct case_list amounts, strengths, packs;

static void parse(const char *s, struct amounts *out)
{
    struct buf folded = BUF_INIT;
    ck_assert_int_eq(text_fold(text, span_of(s), &folded), 0);
    amounts_parse(units, buf_span(&folded), out);
    buf_release(&folded);
}

START_TEST(test_amounts)
{
    const struct test_case *c = &amounts.list[_i];
    struct amounts a;
    struct buf said = BUF_INIT;
    parse(c->field[0], &a);
    amounts_add_text(&said, &a);
    const char *got = buf_str(&said);
    while (*got == ' ')
        got++;
    ck_assert_msg(strcmp(got, c->field[1]) == 0, "amounts.tsv:%d: “%s” says “%s”, not “%s”", c->line, c->field[0], got, c->field[1]);
    buf_release(&said);
}
END_TEST

static const char *verdict_word(struct amounts_verdict v)
{
    switch (v.differs) {
    case DIFFERS_NOT:
        return v.compared ? "agree" : "silent";
    case DIFFERS_AMOUNT:
        return v.weight ? "weight" : "amount";
    case DIFFERS_VOLUME:
        return v.weight ? "weight" : "volume";
    case DIFFERS_CONCENTRATION:
        return v.weight ? "weight" : "concentration";
    }
    return "?";
}

/* ours, their spec, their pack ("-": none), verdict. Two texts with one spec each must compare alike both ways. */
START_TEST(test_strengths)
{
    const struct test_case *c = &strengths.list[_i];
    struct amounts a, spec, pack;
    const struct amounts *theirs[] = { &spec, &pack }, *ours[] = { &a };
    parse(c->field[0], &a);
    parse(c->field[1], &spec);
    parse(strcmp(c->field[2], "-") == 0 ? "" : c->field[2], &pack);
    const char *got = verdict_word(amounts_compare(&a, theirs, 2));
    ck_assert_msg(strcmp(got, c->field[3]) == 0, "strengths.tsv:%d: “%s” against “%s” “%s”: %s, not %s", c->line, c->field[0], c->field[1],
                  c->field[2], got, c->field[3]);
    if (strcmp(c->field[2], "-") == 0) {
        const char *back = verdict_word(amounts_compare(&spec, ours, 1));
        ck_assert_msg(strcmp(got, back) == 0, "strengths.tsv:%d: %s one way, %s the other", c->line, got, back);
    }
    ck_assert_int_eq(amounts_compare(&a, ours, 1).differs, DIFFERS_NOT);
}
END_TEST

static const struct unit *unit_of(const char *word)
{
    return strcmp(word, "-") == 0 ? NULL : units_find(units, span_of(word));
}

/* text, dose unit, pack unit, how many dose units a pack holds. */
START_TEST(test_packs)
{
    const struct test_case *c = &packs.list[_i];
    struct amounts a;
    struct in_pack in;
    struct buf said = BUF_INIT;
    parse(c->field[0], &a);
    amounts_in_pack(&a, unit_of(c->field[1]), unit_of(c->field[2]), &in);
    for (uint8_t i = 0; i < in.count; i++)
        buf_addf(&said, "%s%lld%s", i ? "|" : "", (long long)in.n[i], in.holder_only[i] ? "?" : "");
    const char *got = in.count ? buf_str(&said) : "-";
    ck_assert_msg(strcmp(got, c->field[3]) == 0, "packs.tsv:%d: “%s” by %s in %s: %s, not %s", c->line, c->field[0], c->field[1], c->field[2], got,
                  c->field[3]);
    if (in.count)
        ck_assert(in_pack_agree(&in, &in));
    buf_release(&said);
}
END_TEST

START_TEST(test_packs_agree)
{
    struct in_pack box = { { 100, 0, 0 }, { false, false, false }, 1, false }, bottle = { { 50, 0, 0 }, { true, false, false }, 1, false };
    struct in_pack other = { { 40, 0, 0 }, { true, false, false }, 1, false }, two = { { 300, 10, 0 }, { false, false, false }, 2, false };
    struct in_pack ten = { { 10, 0, 0 }, { false, false, false }, 1, false }, none = { { 0, 0, 0 }, { false, false, false }, 0, false };
    ck_assert(in_pack_agree(&box, &bottle)); /* two bottles in the box */
    ck_assert(in_pack_agree(&bottle, &box));
    ck_assert(!in_pack_agree(&box, &other));
    ck_assert(in_pack_agree(&two, &ten));
    ck_assert(!in_pack_agree(&two, &box));
    ck_assert(!in_pack_agree(&none, &ten));
}
END_TEST

/* Nothing of a stranger's text may break the parser: every beginning of every case is a text too. */
START_TEST(test_cut_anywhere)
{
    for (int i = 0; i < amounts.n; i++) {
        struct span s = span_of(amounts.list[i].field[0]);
        for (size_t n = 0; n <= s.n; n++) {
            struct amounts a;
            struct buf folded = BUF_INIT;
            if (!utf8_is_valid((struct span){ s.p, n }))
                continue;
            ck_assert_int_eq(text_fold(text, (struct span){ s.p, n }, &folded), 0);
            amounts_parse(units, buf_span(&folded), &a);
            ck_assert_int_le(a.ones, AMOUNTS_MOST);
            ck_assert_int_le(a.parts, AMOUNTS_MOST);
            buf_release(&folded);
        }
    }
}
END_TEST

/* The texts of one column of a shared data file: what is not understood must fit a pattern of unparsed.tsv. */
#define PATTERNS_MOST 50
struct corpus {
    size_t field;
    int texts;
    struct case_list reasons;
    struct regex *patterns[PATTERNS_MOST];
    int used[PATTERNS_MOST];
    struct buf unexplained;
};

static bool is_understood(struct span s)
{
    struct amounts a;
    struct buf folded = BUF_INIT;
    ck_assert_int_eq(text_fold(text, s, &folded), 0);
    amounts_parse(units, buf_span(&folded), &a);
    buf_release(&folded);
    return !a.odd && (!amounts_silent(&a) || a.counts > 0);
}

static int corpus_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    struct corpus *c = ctx;
    struct span s = fields[c->field];
    bool explained = false;
    (void)n;
    if (line == 1 && c->field > 0) /* headings */
        return 0;
    c->texts++;
    if (is_understood(s))
        return 0;
    for (int i = 0; i < c->reasons.n; i++) {
        int matches = regex_match(c->patterns[i], s, err);
        if (matches < 0)
            return -1;
        c->used[i] += matches;
        explained = explained || matches;
    }
    if (!explained)
        buf_addf(&c->unexplained, "%d: %.*s\n", line, SPAN_ARG(s));
    return 0;
}

/* Real strings, where they are at hand: 817 products, and strings as hospitals write them. */
START_TEST(test_shared)
{
    static const struct {
        const char *name;
        size_t field;
        int texts;
    } files[] = { { "products.tsv", 3, 817 }, { "hospital-spec-strings.txt", 0, 32 } };
    const char *shared = getenv("DUIMA_SHARED");
    struct error err = { ERROR_NONE, "" };
    struct corpus c = { .reasons = cases_read("unparsed.tsv", 2) };
    int read = 0;
    ck_assert_int_le(c.reasons.n, PATTERNS_MOST);
    for (int i = 0; i < c.reasons.n; i++)
        ck_assert_msg((c.patterns[i] = regex_new(span_of(c.reasons.list[i].field[0]), &err)) != NULL, "%s", err.text);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/data/nhsa/%s", shared ? shared : "", files[i].name);
        if (access(path, R_OK) != 0) {
            printf("# skipped: %s is not here\n", files[i].name);
            continue;
        }
        c.field = files[i].field;
        c.texts = 0;
        ck_assert_msg(share_read_path(path, files[i].field + 1, corpus_line, &c, &err) == 0, "%s", err.text);
        ck_assert_int_ge(c.texts, files[i].texts);
        ck_assert_msg(c.unexplained.n == 0, "%s: not understood:\n%s", files[i].name, buf_str(&c.unexplained));
        read++;
    }
    for (int i = 0; i < c.reasons.n; i++) {
        ck_assert_msg(read < 2 || c.used[i] > 0, "unparsed.tsv:%d: nothing fits this pattern", c.reasons.list[i].line);
        regex_free(c.patterns[i]);
    }
    buf_release(&c.unexplained);
    cases_free(&c.reasons);
}
END_TEST

START_TEST(test_long_texts)
{
    struct buf s = BUF_INIT;
    struct amounts a;
    for (int i = 0; i < 3000; i++)
        buf_adds(&s, i % 3 ? "0.25g+" : "(999999999999999999g×24片");
    parse(buf_str(&s), &a);
    ck_assert_int_le(a.parts, AMOUNTS_MOST);
    parse("123456789012345678901234567890123456789012345678901234567890g", &a);
    ck_assert(amounts_silent(&a));
    buf_release(&s);
}
END_TEST

int main(void)
{
    struct error err;
    amounts = cases_read("amounts.tsv", 2);
    strengths = cases_read("strengths.tsv", 4);
    packs = cases_read("packs.tsv", 4);
    text = text_new(&err);
    units = text ? units_new(test_share_dir(), text, &err) : NULL;
    if (!units) {
        fprintf(stderr, "%s\n", err.text);
        return 99;
    }
    Suite *suite = suite_create("amount");
    TCase *t = tcase_create("amount");
    tcase_add_loop_test(t, test_amounts, 0, amounts.n);
    tcase_add_loop_test(t, test_strengths, 0, strengths.n);
    tcase_add_loop_test(t, test_packs, 0, packs.n);
    tcase_add_test(t, test_packs_agree);
    tcase_add_test(t, test_cut_anywhere);
    tcase_add_test(t, test_long_texts);
    tcase_add_test(t, test_shared);
    suite_add_tcase(suite, t);
    int status = suite_run(suite);
    units_free(units);
    text_free(text);
    cases_free(&amounts);
    cases_free(&strengths);
    cases_free(&packs);
    return status;
}
