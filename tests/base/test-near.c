/* tests/base/test-near.c: which name a word is taken for, and which words are taken for none. */
#include "base/near.h"
#include "tests/suite.h"

static const char *const verbs[] = { "import", "list", "check", "explain", "rules", "publish" };
static const char *const headings[] = { "规格", "单价", "单位", "医保编码", "院内编码", "生产企业", "批准文号" };

static const char *verb(const char *word)
{
    const char *name = near_name(word, verbs, sizeof verbs / sizeof *verbs);
    return name ? name : "-";
}

static const char *heading(const char *word)
{
    const char *name = near_name(word, headings, sizeof headings / sizeof *headings);
    return name ? name : "-";
}

START_TEST(letters)
{
    ck_assert_str_eq(verb("chekc"), "check");
    ck_assert_str_eq(verb("chck"), "check");
    ck_assert_str_eq(verb("checkk"), "check");
    ck_assert_str_eq(verb("exp"), "explain"); /* not finished */
    ck_assert_str_eq(verb("publihs"), "publish");
    ck_assert_str_eq(verb("frobnicate"), "-");
    ck_assert_str_eq(verb(""), "-");
    ck_assert_str_eq(verb("a word of more than one and thirty letters"), "-");
}
END_TEST

START_TEST(digits)
{
    static const char *const rules[] = { "D301", "D302", "C101" };
    ck_assert_str_eq(near_name("D32", rules, 3), "D302");
    ck_assert_str_eq(near_name("D3022", rules, 3), "D302");
    ck_assert_ptr_null(near_name("D399", rules, 3)); /* another digit is another rule */
}
END_TEST

START_TEST(chinese)
{
    ck_assert_str_eq(heading("规格型"), "规格");
    ck_assert_str_eq(heading("医保编号"), "医保编码");
    ck_assert_str_eq(heading("医保代码编"), "-");
    ck_assert_str_eq(heading("批准文号号"), "批准文号");
    ck_assert_str_eq(heading("药品单价"), "单价");
    ck_assert_str_eq(heading("单号"), "-"); /* half of it is another word */
    ck_assert_str_eq(heading("备注"), "-");
    ck_assert_str_eq(heading("规"), "-");
}
END_TEST

START_TEST(hint)
{
    struct error err;
    error_set(&err, ERROR_USAGE, "no \"%s\"", "chekc");
    ck_assert_int_eq(near_hint(&err, NULL), -1);
    ck_assert_str_eq(err.text, "no \"chekc\"");
    ck_assert_int_eq(near_hint(&err, "check"), -1);
    ck_assert_str_eq(err.text, "no \"chekc\"; did you mean \"check\"?");
    ck_assert_int_eq(err.code, ERROR_USAGE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("near");
    TCase *tc = tcase_create("near");
    tcase_add_test(tc, letters);
    tcase_add_test(tc, digits);
    tcase_add_test(tc, chinese);
    tcase_add_test(tc, hint);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
