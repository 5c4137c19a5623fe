/* tests/base/test-text.c: comparison keys, folding, and the UTF-8 services of base/text.h. */
#include "base/text.h"
#include "tests/suite.h"

static struct text *text;

static void setup(void)
{
    struct error err;
    text = text_new(&err);
    ck_assert_msg(text != NULL, "%s", err.text);
}

static void teardown(void)
{
    text_free(text);
}

typedef int folder(struct text *t, struct span s, struct buf *out);

static void expect(folder *fold, const char *from, const char *to)
{
    struct buf out = BUF_INIT;
    ck_assert_int_eq(fold(text, span_of(from), &out), 0);
    ck_assert_str_eq(buf_str(&out), to);
    buf_release(&out);
}

START_TEST(key_drops_punctuation_and_blanks)
{
    expect(text_key, "", "");
    expect(text_key, "Aspirin Tablets, 0.5 g", "aspirintablets05g");
    expect(text_key, "对乙酰氨基酚片", "对乙酰氨基酚片");
    expect(text_key, "对乙酰氨基酚　片（ＩＩ）", "对乙酰氨基酚片ii");
    expect(text_key, "a\t\r\n\xC2\xA0" "b\xEF\xBB\xBF", "ab");
    expect(text_key, "维生素Ｃ＋％", "维生素c+%");
    expect(text_key, "50%葡萄糖", "50%葡萄糖");
    expect(text_key, "A—B·C、D。《E》", "abcde");
}
END_TEST

START_TEST(key_drops_catalog_marks)
{
    expect(text_key, "(甲)阿莫西林", "阿莫西林");
    expect(text_key, "（乙）阿莫西林（集）", "阿莫西林");
    expect(text_key, "阿莫西林（ 基 ）※▲★◇□", "阿莫西林");
    expect(text_key, "(丙）x", "x");
    expect(text_key, "甲硝唑(甲酯)", "甲硝唑甲酯");
    expect(text_key, "甲(", "甲");
    expect(text_key, "(甲", "甲");
    expect(text_key, "((甲))", "");
}
END_TEST

START_TEST(key_makes_simplified)
{
    expect(text_key, "對乙酰氨基酚緩釋膠囊", "对乙酰氨基酚缓释胶囊");
    expect(text_key, "ﬁ㎎Ⅻ", "fimgxii");
    expect(text_key, "Straße", "strasse");
    expect(text_key, "①②", "12");
}
END_TEST

START_TEST(key_combining)
{
    expect(text_key, "Cafe\xCC\x81", "caf\xC3\xA9");
    expect(text_key, "Caf\xC3\x89", "caf\xC3\xA9");
    expect(text_key, "カ\xEF\xBE\x9E", "ガ");
    expect(text_key, "\xE1\x84\x80\xE1\x85\xA1", "가");
}
END_TEST

START_TEST(fold_keeps_punctuation)
{
    expect(text_fold, "０．５ｇ×２４片／盒", "0.5g×24片/盒");
    expect(text_fold, "（甲）Ａ　Ｂ", "(甲)a b");
    expect(text_fold, "５μｇ：１ＭＬ", "5μg:1ml");
}
END_TEST

START_TEST(code_folds_width_and_case)
{
    expect(text_fold_code, " ｘn02 bea012a ", "XN02BEA012A");
    expect(text_fold_code, "001102-1　\xEF\xBB\xBF", "001102-1");
    expect(text_fold_code, "a药\tб ß\x7F(z)~!", "A药Бß(Z)~!");
    expect(text_fold_code, "ⱥȺⱥⱥⱥⱥⱥⱥⱥⱥⱥⱥⱥⱥⱥⱥⱥⱥⱥⱥⱥaaaaaaaaaaaaaaaaaa", "ȺȺȺȺȺȺȺȺȺȺȺȺȺȺȺȺȺȺȺȺȺAAAAAAAAAAAAAAAAAA");
    expect(text_fold_code, "", "");
    expect(text_fold_code, "x\xFFy", "X\xEF\xBF\xBDY");
}
END_TEST

/* A character whose folded form is longer, often enough to outgrow the first room. */
START_TEST(folding_that_grows)
{
    struct buf in = BUF_INIT, expected = BUF_INIT;
    for (int i = 0; i < 500; i++) {
        buf_adds(&in, i % 2 ? "ﷺ" : "Ⱥa");
        buf_adds(&expected, i % 2 ? "صلى الله عليه وسلم" : "ⱥa");
    }
    expect(text_fold, buf_str(&in), buf_str(&expected));
    buf_release(&in);
    buf_release(&expected);
}
END_TEST

/* Bytes that are no UTF-8 become U+FFFD, three bytes of one; a key drops them. */
START_TEST(folding_what_is_no_text)
{
    struct buf in = BUF_INIT, expected = BUF_INIT;
    for (int i = 0; i < 5000; i++) {
        buf_addc(&in, '\xFF');
        buf_adds(&expected, "\xEF\xBF\xBD");
    }
    expect(text_fold, buf_str(&in), buf_str(&expected));
    expect(text_key, buf_str(&in), "");
    buf_release(&in);
    buf_release(&expected);
}
END_TEST

/* What the table says of a character is what ICU says of a string with it: a key does not depend on the road it takes. The
 * combining mark sends the whole string to ICU. */
START_TEST(both_roads_agree)
{
    struct buf c = BUF_INIT, alone = BUF_INIT, with = BUF_INIT;
    for (uint32_t u = 1; u < 0x10000; u++) {
        if (u >= 0xD800 && u <= 0xDFFF)
            continue;
        for (int key = 0; key < 2; key++) {
            buf_clear(&c);
            buf_adduchar(&c, u);
            ck_assert_int_eq((key ? text_key : text_fold)(text, buf_span(&c), &alone), 0);
            buf_clear(&c);
            buf_adds(&c, "e\xCC\x81" "0"); /* composed to é, and a boundary */
            buf_adduchar(&c, u);
            ck_assert_int_eq((key ? text_key : text_fold)(text, buf_span(&c), &with), 0);
            struct span tail = { with.p + 3, with.n - 3 };
            if (!span_starts(buf_span(&with), SPAN("\xC3\xA9" "0")) || !span_eq(tail, buf_span(&alone)))
                ck_abort_msg("U+%04X: '%s' alone, '%s' by ICU", u, buf_str(&alone), buf_str(&with));
        }
    }
    buf_release(&c);
    buf_release(&alone);
    buf_release(&with);
}
END_TEST

/* Folding what is folded changes nothing. */
START_TEST(folding_twice)
{
    struct buf c = BUF_INIT, once = BUF_INIT, twice = BUF_INIT;
    int changed = 0;
    for (uint32_t u = 1; u < 0x10000; u++) {
        if (u >= 0xD800 && u <= 0xDFFF)
            continue;
        buf_clear(&c);
        buf_adduchar(&c, u);
        ck_assert_int_eq(text_key(text, buf_span(&c), &once), 0);
        ck_assert_int_eq(text_key(text, buf_span(&once), &twice), 0);
        changed += !span_eq(buf_span(&once), buf_span(&twice));
    }
    ck_assert_int_eq(changed, 0);
    buf_release(&c);
    buf_release(&once);
    buf_release(&twice);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/text");
    TCase *keys = tcase_create("keys");
    tcase_add_unchecked_fixture(keys, setup, teardown);
    tcase_add_test(keys, key_drops_punctuation_and_blanks);
    tcase_add_test(keys, key_drops_catalog_marks);
    tcase_add_test(keys, key_makes_simplified);
    tcase_add_test(keys, key_combining);
    tcase_add_test(keys, fold_keeps_punctuation);
    tcase_add_test(keys, code_folds_width_and_case);
    tcase_add_test(keys, folding_that_grows);
    tcase_add_test(keys, folding_what_is_no_text);
    tcase_add_test(keys, both_roads_agree);
    tcase_add_test(keys, folding_twice);
    tcase_set_timeout(keys, 60);
    suite_add_tcase(suite, keys);
    return suite_run(suite);
}
