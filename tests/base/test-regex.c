/* tests/base/test-regex.c: patterns that match, that are wrong, and that would run for ever. */
#include "base/regex.h"
#include "tests/suite.h"

static int match(const char *pattern, struct span s)
{
    struct error err;
    struct regex *re = regex_new(span_of(pattern), &err);
    ck_assert_msg(re != NULL, "%s", err.text);
    int got = regex_match(re, s, &err);
    regex_free(re);
    return got;
}

START_TEST(matching)
{
    ck_assert_int_eq(match("^X[A-Z]\\d{2}[A-Z]{2}[A-Z]\\d{3}[A-Z]\\d{3}\\d{2}\\d{2}\\d{5}$", SPAN("XN02BEA012A001010104467")), 1);
    ck_assert_int_eq(match("^X[A-Z]\\d{2}", SPAN("ZN02")), 0);
    ck_assert_int_eq(match("^(国药准字)?H\\d+$", SPAN("国药准字H20013062")), 1);
    ck_assert_int_eq(match("^.$", SPAN("药")), 1); /* a character, not three bytes */
    ck_assert_int_eq(match("^$", SPAN("")), 1);
    ck_assert_int_eq(match("^$", SPAN_NONE), 1);
    ck_assert_int_eq(match("a.b", SPAN("a\0b")), 1);
}
END_TEST

START_TEST(wrong_patterns)
{
    struct error err;
    ck_assert_ptr_null(regex_new(SPAN("a(b"), &err));
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_msg(strstr(err.text, "'a(b' is wrong at its byte 4") != NULL, "%s", err.text);
    ck_assert_ptr_null(regex_new(SPAN("\xFF"), &err));
}
END_TEST

START_TEST(hostile)
{
    struct error err;
    struct buf s = BUF_INIT, out = BUF_INIT;
    for (int i = 0; i < 5000; i++)
        buf_addc(&s, 'a');
    buf_addc(&s, '!');
    struct regex *re = regex_new(SPAN("^(a+)+$"), &err);
    ck_assert_int_eq(regex_match(re, buf_span(&s), &err), -1);
    ck_assert_int_eq(err.code, ERROR_INPUT);
    ck_assert_int_eq(regex_replace(re, buf_span(&s), SPAN("x"), &out, &err), -1);
    ck_assert_int_eq(regex_match(re, SPAN("a\xFF"), &err), -1); /* not UTF-8 */
    ck_assert_int_eq(regex_match(re, SPAN("aaa"), &err), 1);    /* still usable */
    regex_free(re);
    buf_release(&s);
    buf_release(&out);
}
END_TEST

START_TEST(replacing)
{
    struct error err;
    struct buf out = BUF_INIT;
    struct regex *re = regex_new(SPAN("(\\d+)(mg|g)"), &err);
    buf_adds(&out, "<");
    ck_assert_int_eq(regex_replace(re, SPAN("5mg x 10g"), SPAN("$1 $2;"), &out, &err), 2);
    ck_assert_str_eq(buf_str(&out), "<5 mg; x 10 g;");
    buf_clear(&out);
    ck_assert_int_eq(regex_replace(re, SPAN("none"), SPAN("$1"), &out, &err), 0);
    ck_assert_str_eq(buf_str(&out), "none");
    ck_assert_int_eq(regex_replace(re, SPAN("5mg"), SPAN("$9"), &out, &err), -1);
    regex_free(re);
    buf_clear(&out);
    re = regex_new(SPAN("a"), &err);
    char as[300], to[101];
    memset(as, 'a', sizeof as);
    memset(to, 'b', sizeof to);
    ck_assert_int_eq(regex_replace(re, (struct span){ as, sizeof as }, (struct span){ to, sizeof to }, &out, &err), 300);
    ck_assert_uint_eq(out.n, sizeof as * sizeof to); /* far longer than the first guess */
    regex_free(re);
    buf_release(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/regex");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, matching);
    tcase_add_test(all, wrong_patterns);
    tcase_add_test(all, hostile);
    tcase_add_test(all, replacing);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
