/* tests/base/test-pinyin.c: initials of names in the field, several ways to read one, and a data file that is not right. */
#include "base/pinyin.h"
#include "tests/suite.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *share_dir(void)
{
    const char *dir = getenv("DUIMA_SHARE_DIR");
    ck_assert_msg(dir != NULL, "DUIMA_SHARE_DIR is not set");
    return dir;
}

static struct pinyin *readings(void)
{
    struct error err;
    struct pinyin *p = pinyin_new(share_dir(), &err);
    ck_assert_msg(p != NULL, "%s", err.text);
    return p;
}

/* Is `way` one of the lines? */
static bool has_way(const struct buf *out, const char *way)
{
    struct span rest = buf_span(out);
    while (rest.n > 0) {
        const char *end = memchr(rest.p, '\n', rest.n);
        size_t n = end ? (size_t)(end - rest.p) : rest.n;
        if (span_eq((struct span){ rest.p, n }, span_of(way)))
            return true;
        rest.p += end ? n + 1 : n;
        rest.n -= end ? n + 1 : n;
    }
    return false;
}

START_TEST(names_of_the_field)
{
    static const struct { const char *name, *initials; } cases[] = {
        { "阿莫西林胶囊", "amxljn" }, { "对乙酰氨基酚片", "dyxajfp" }, { "奥美拉唑肠溶胶囊", "amlzcrjn" }, { "复方丹参滴丸", "ffdsdw" },
        { "人参", "rs" }, { "白术", "bz" }, { "阿胶", "ej" }, { "头孢曲松钠", "tbqsn" }, { "维生素c片", "wsscp" }, { "维生素b12注射液", "wssb12zsy" },
        { "吡咯", "bl" }, { "嘌呤", "pl" }, { "羟乙基淀粉", "qyjdf" }, { "巯嘌呤", "qpl" }, { "荨麻疹", "qmz" }, { "降压片", "jyp" }, { "川芎", "cx" },
        { "蛤蚧", "gj" }, { "侧柏叶", "cby" }, { "薄荷", "bh" }, { "葛根", "gg" }, { "莪术", "ez" }, { "石斛", "sh" }, { "重楼", "cl" },
        { "手术", "ss" }, { "血常规", "xcg" }, { "甲状腺", "jzx" }, { "长春新碱", "ccxj" }, { "藏红花", "zhh" }, { "麻黄", "mh" }, { "芫花", "yh" },
        { "枸杞子", "gqz" }, { "山茱萸", "szy" }, { "没药", "my" }, { "乳香", "rx" }, { "牛膝", "nx" }, { "盐酸特拉唑嗪", "ystlzq" },
    };
    struct pinyin *p = readings();
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert(pinyin_initials(p, span_of(cases[i].name), &out));
        ck_assert_msg(has_way(&out, cases[i].initials), "%s: %s", cases[i].name, buf_str(&out));
    }
    buf_release(&out);
    pinyin_free(p);
}
END_TEST

START_TEST(ways_and_limits)
{
    struct pinyin *p = readings();
    struct buf out = BUF_INIT, longer = BUF_INIT;
    ck_assert(!pinyin_initials(p, SPAN("aspirin"), &out));
    ck_assert_uint_eq(out.n, 0);
    ck_assert(!pinyin_initials(p, SPAN(""), &out));
    ck_assert(pinyin_initials(p, SPAN("参术参术参术参术"), &out)); /* 256 ways: 16 are given, all of eight letters */
    size_t ways = 1;
    for (size_t i = 0; i < out.n; i++)
        ways += out.p[i] == '\n';
    ck_assert_uint_eq(ways, 16);
    ck_assert_uint_eq(out.n, 16 * 9 - 1);
    for (int i = 0; i < 200; i++)
        buf_adds(&longer, "片");
    ck_assert(pinyin_initials(p, buf_span(&longer), &out));
    ck_assert_uint_eq(out.n, 64);
    ck_assert(pinyin_initials(p, SPAN("片\xff\xfe剂"), &out)); /* what is not UTF-8 is no letter */
    ck_assert_str_eq(buf_str(&out), "pj");
    buf_release(&out);
    buf_release(&longer);
    pinyin_free(p);
}
END_TEST

START_TEST(bad_files)
{
    static const char *const bad[] = { "A\t阿\n", "ab\t阿\n", "a\tx\n", "a\n", "a\t阿\tx\n", "1\t一\n" };
    char dir[] = "/tmp/duima-test-XXXXXX", path[64];
    struct error err;
    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/pinyin.tsv", dir);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        FILE *f = fopen(path, "w");
        fputs(bad[i], f);
        fclose(f);
        ck_assert_msg(pinyin_new(dir, &err) == NULL, "%s was taken", bad[i]);
        ck_assert_int_eq(err.code, ERROR_USAGE);
        ck_assert_msg(strstr(err.text, "line 1") != NULL, "%s", err.text);
    }
    unlink(path);
    ck_assert_ptr_null(pinyin_new(dir, &err));
    rmdir(dir);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pinyin");
    TCase *tc = tcase_create("pinyin");
    tcase_add_test(tc, names_of_the_field);
    tcase_add_test(tc, ways_and_limits);
    tcase_add_test(tc, bad_files);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
