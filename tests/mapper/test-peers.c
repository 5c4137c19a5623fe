/* tests/mapper/test-peers.c: which entries in force may be called so. Names agree only when compared; here nothing may be missing. */
#include "mapper/peers.h"
#include "mapper/words.h"
#include "tests/mapper/fixture.h"
#include "tests/suite.h"
#include <pthread.h>

static const char *const entries[] = {
    "drug code=X1 name=对乙酰氨基酚片 generic=对乙酰氨基酚 brand=必痛宁 alias=扑热息痛片 spec=0.5g",
    "drug code=X2 name=对乙酰氨基酚片 generic=对乙酰氨基酚 spec=0.3g",
    "drug code=X3 name=对乙酰氨基酚片 generic=对乙酰氨基酚 spec=0.1g inactive=1",
    "drug code=X4 name=对乙酰氨基酚片 generic=对乙酰氨基酚 to=2026-06-30",
    "drug code=X5 name=对乙酰氨基酚片 generic=对乙酰氨基酚 from=2026-07-02",
    "drug code=X6 name=对乙酰氨基酚片 generic=对乙酰氨基酚 from=2026-07-01 to=2026-07-01",
    "drug code=X7 name=盐酸氨溴索注射液 generic=氨溴索",
    "drug code=X8 name=立普妥(阿托伐他汀钙片)",
    "drug code=X9 name=某甲(遮光)片",
    "service code=001102000010000 name=普通门诊诊察费",
    NULL,
};

static struct fixture *f;
static struct peers *peers;

static void start(void)
{
    struct error err;
    f = fixture_new();
    fixture_version(f, "2026.1", "2026-01-01", false, entries);
    (void)fixture_check(f, "local_code,local_name,catalog_code\n");
    ck_assert_ptr_nonnull(f->view);
    peers = peers_new(f->view, f->options.day, &err);
    ck_assert_ptr_nonnull(peers);
}

static void stop(void)
{
    peers_free(peers);
    fixture_free(f);
}

/* Codes found, each followed by a blank. */
static void found(struct words *words, const char *name, struct buf *out)
{
    struct peers_walk walk;
    buf_clear(out);
    ck_assert_int_eq(peers_start(peers, words_names(words), words_text(words), span_of(name), &walk), 0);
    for (const struct view_entry *e; (e = peers_next(&walk));)
        buf_addf(out, "%.*s ", SPAN_ARG(view_text(f->view, e, ENTRY_CODE)));
}

static const struct {
    const char *name, *codes;
} asked[] = {
    { "对乙酰氨基酚片", "X1 X2 X6 " }, /* not inactive, not over, not yet begun; the day itself counts */
    { "對乙酰氨基酚片", "X1 X2 X6 " },
    { "对乙酰氨基酚", "X1 X2 X6 " },
    { "对乙酰氨基酚胶囊", "X1 X2 X6 " }, /* one core: for whoever asks to compare */
    { "必痛宁", "X1 " },
    { "扑热息痛片", "X1 " },
    { "盐酸氨溴索注射液", "X7 " },
    { "氨溴索注射液", "X7 " },
    { "氨溴索", "X7 " },
    { "立普妥", "X8 " },
    { "阿托伐他汀钙片", "X8 " },
    { "某甲遮光片", "X9 " }, /* one key */
    { "某甲（遮光）片", "X9 " },
    { "普通门诊诊察费", "001102000010000 " },
    { "布洛芬片", "" },
    { "", "" },
    { "-", "" },
};

START_TEST(test_found)
{
    struct error err;
    struct buf got = BUF_INIT;
    struct words *words = words_new(f->options.share_dir, f->view, &err);
    ck_assert_msg(words != NULL, "%s", err.text);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        found(words, asked[i].name, &got);
        ck_assert_msg(strcmp(buf_str(&got), asked[i].codes) == 0, "“%s”: %s, not %s", asked[i].name, buf_str(&got), asked[i].codes);
    }
    buf_release(&got);
    words_free(words);
}
END_TEST

/* More than any list of hits would hold, and all of one name. */
START_TEST(test_many)
{
    enum { MANY = 3000 };
    char(*lines)[80] = calloc(MANY, sizeof *lines);
    const char **list = calloc(MANY + 1, sizeof *list);
    ck_assert(lines && list);
    for (int i = 0; i < MANY; i++) {
        snprintf(lines[i], sizeof lines[i], "drug code=Y%05d name=%s spec=%dmg", i, i % 3 ? "阿莫西林胶囊" : "布洛芬片", i + 1);
        list[i] = lines[i];
    }
    fixture_version(f, "2026.2", "2026-02-01", false, list);
    (void)fixture_check(f, "local_code,local_name,catalog_code\n");
    peers_free(peers);
    struct error err;
    peers = peers_new(f->view, f->options.day, &err);
    ck_assert_ptr_nonnull(peers);
    struct words *words = words_new(f->options.share_dir, f->view, &err);
    struct peers_walk walk;
    size_t n = 0;
    ck_assert_int_eq(peers_start(peers, words_names(words), words_text(words), SPAN("布洛芬片"), &walk), 0);
    for (const struct view_entry *e; (e = peers_next(&walk)); n++)
        ck_assert(span_eq(view_text(f->view, e, ENTRY_NAME), SPAN("布洛芬片")));
    ck_assert_uint_eq(n, MANY / 3);
    words_free(words);
    free(list);
    free(lines);
}
END_TEST

static void *ask(void *ctx)
{
    struct error err;
    struct words *words = words_new(f->options.share_dir, f->view, &err);
    size_t *n = ctx;
    struct peers_walk walk;
    if (!words)
        return NULL;
    for (int i = 0; i < 100; i++) {
        if (peers_start(peers, words_names(words), words_text(words), SPAN("对乙酰氨基酚片"), &walk) < 0)
            break;
        while (peers_next(&walk))
            ++*n;
    }
    words_free(words);
    return NULL;
}

START_TEST(test_threads)
{
    pthread_t threads[4];
    size_t n[4] = { 0 };
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, ask, &n[i]), 0);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
        ck_assert_uint_eq(n[i], 300);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("peers");
    TCase *t = tcase_create("peers");
    tcase_add_checked_fixture(t, start, stop);
    tcase_add_test(t, test_found);
    tcase_add_test(t, test_many);
    tcase_add_test(t, test_threads);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
