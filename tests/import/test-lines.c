/* tests/import/test-lines.c: text that comes in single bytes is looked at as often as it doubles, not at every byte; and what is seen does not
 * depend on the pieces. */
#include "import/lines.h"
#include "tests/suite.h"

#include <string.h>

struct trial {
    const char *text;
    size_t n, at;             /* of it, read */
    size_t wanted;            /* line ends that a look wants */
    size_t looks, looked, seen; /* how many, the bytes of all of them, of the last one */
    bool seen_end;
    size_t lines, bytes;
};

static int64_t give(void *ctx, char *p, size_t n, struct error *err)
{
    struct trial *t = ctx;
    size_t left = t->n - t->at, step = n < left ? n : left;
    (void)err;
    memcpy(p, t->text + t->at, step);
    t->at += step;
    return (int64_t)step;
}

static int on_look(void *ctx, struct span text, bool at_end, struct error *err)
{
    struct trial *t = ctx;
    size_t ends = 0;
    (void)err;
    for (size_t i = 0; i < text.n; i++)
        ends += text.p[i] == '\n';
    ck_assert_uint_eq(t->lines, 0);
    ck_assert_uint_le(text.n, LINES_LOOK_MOST);
    t->looks++;
    t->looked += text.n;
    t->seen = text.n;
    t->seen_end = at_end;
    return ends >= t->wanted || at_end || text.n == LINES_LOOK_MOST;
}

static int on_line(void *ctx, struct span line, uint32_t number, uint64_t offset, struct error *err)
{
    struct trial *t = ctx;
    (void)err;
    ck_assert_uint_gt(t->looks, 0);
    ck_assert_uint_eq(number, ++t->lines);
    ck_assert_uint_eq(offset, t->bytes);
    t->bytes += line.n + 1;
    return 0;
}

static int read_text(struct trial *t, struct span text, size_t wanted, size_t chunk, struct error *err)
{
    static const struct source_reader reader = { give, NULL };
    *t = (struct trial){ .text = text.p, .n = text.n, .wanted = wanted };
    const struct lines l = { .file = "a.txt", .ctx = t, .look = on_look, .line = on_line };
    uint64_t bytes = 0;
    const struct xml_foreign f = { .head = { text.p, 0 }, .chunk = chunk, .bytes = &bytes };
    struct source *s = source_of_reader("a.txt", &reader, t, err);
    ck_assert_ptr_nonnull(s);
    int rc = lines_read(&l, s, &f, err);
    source_free(s);
    ck_assert(rc < 0 || bytes == text.n);
    return rc;
}

static char *make(size_t n, size_t every)
{
    char *text = malloc(n);
    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < n; i++)
        text[i] = every && i % every == every - 1 ? '\n' : 'x';
    return text;
}

START_TEST(one_line)
{
    const size_t n = 100000;
    struct trial t;
    struct error err = { .code = ERROR_NONE };
    char *text = make(n, 0);
    ck_assert_int_eq(read_text(&t, (struct span){ text, n }, 1, 1, &err), 0);
    ck_assert_uint_eq(t.lines, 1);
    ck_assert(t.seen_end && t.seen == n);
    ck_assert_msg(t.looked < 4 * n, "%zu bytes were looked at %zu times: %zu", n, t.looks, t.looked);
    free(text);
}
END_TEST

/* Not more than the first bytes, and as many whatever the pieces. */
START_TEST(most)
{
    static const size_t chunks[] = { 1, 1000, 0 };
    const size_t n = LINES_LOOK_MOST + 5000;
    struct error err = { .code = ERROR_NONE };
    char *text = make(n, LINES_LOOK_MOST + 100);
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        struct trial t;
        ck_assert_int_eq(read_text(&t, (struct span){ text, n }, 1, chunks[i], &err), 0);
        ck_assert_uint_eq(t.lines, 2);
        ck_assert(!t.seen_end && t.seen == LINES_LOOK_MOST);
        ck_assert_uint_lt(t.looked, 4 * n);
    }
    free(text);
}
END_TEST

/* In front of a fault all that came is looked at, and its lines are taken. */
START_TEST(fault)
{
    static const size_t chunks[] = { 1, 7, 0 };
    const size_t n = 6000;
    char *text = make(n, 100);
    text[5950] = '\0';
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        struct trial t;
        struct error err = { .code = ERROR_NONE };
        ck_assert_int_eq(read_text(&t, (struct span){ text, n }, 59, chunks[i], &err), -1);
        ck_assert_str_eq(err.text, "a.txt, line 60: a NUL character, which text cannot hold; the file is damaged");
        ck_assert_uint_eq(t.lines, 59);
    }
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import/lines");
    TCase *t = tcase_create("lines");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, one_line);
    tcase_add_test(t, most);
    tcase_add_test(t, fault);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
