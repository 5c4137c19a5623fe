/* tests/report/test-layout.c: wrapping and padding by the width of the characters, and what may reach a terminal. */
#include "report/json.h"
#include "report/layout.h"
#include "tests/suite.h"

static struct buf out;

static void setup(void) { buf_init(&out); }
static void teardown(void) { buf_release(&out); }

static const char *wrapped(const char *text, int used, int hang, int width)
{
    buf_clear(&out);
    layout_wrapped(&out, span_of(text), used, hang, width);
    return buf_str(&out);
}

START_TEST(blanks_break_english)
{
    ck_assert_str_eq(wrapped("the strength differs from the entry", 0, 2, 14), "the strength\n  differs from\n  the entry");
    ck_assert_str_eq(wrapped("short", 0, 2, 14), "short");
    ck_assert_str_eq(wrapped("", 0, 2, 14), "");
}
END_TEST

START_TEST(han_breaks_anywhere_but_not_before_a_stop)
{
    ck_assert_str_eq(wrapped("对乙酰氨基酚片规格不符", 0, 0, 12), "对乙酰氨基酚\n片规格不符");
    /* the comma may not begin a line, so the character before it goes along */
    ck_assert_str_eq(wrapped("对乙酰氨基酚，规格不符", 0, 0, 12), "对乙酰氨基\n酚，规格不符");
    ck_assert_str_eq(wrapped("对乙酰氨基（片）", 0, 0, 12), "对乙酰氨基\n（片）");
}
END_TEST

START_TEST(words_longer_than_the_line_are_cut)
{
    ck_assert_str_eq(wrapped("XN02BEA012A001010104467", 0, 0, 10), "XN02BEA012\nA001010104\n467");
}
END_TEST

START_TEST(first_line_is_shorter_and_later_ones_hang)
{
    ck_assert_str_eq(wrapped("one two three", 6, 3, 14), "one two\n   three");
}
END_TEST

START_TEST(line_feeds_begin_lines)
{
    ck_assert_str_eq(wrapped("one\n\ntwo", 0, 2, 20), "one\n\n  two");
}
END_TEST

START_TEST(control_characters_never_get_through)
{
    layout_plain(&out, SPAN("a\033[31mb\tc\nd\x7F" "e\xC2\x9B" "f\xFFg"));
    ck_assert_str_eq(buf_str(&out), "a\xEF\xBF\xBD[31mb c d\xEF\xBF\xBD" "e\xEF\xBF\xBD" "f\xEF\xBF\xBDg");
    buf_clear(&out);
    layout_plain(&out, SPAN("a\xE2\x80\xAE" "b")); /* U+202E turns the reading direction */
    ck_assert_str_eq(buf_str(&out), "a\xEF\xBF\xBD" "b");
}
END_TEST

START_TEST(padding_counts_columns)
{
    layout_padded(&out, SPAN("片剂"), 6);
    buf_addc(&out, '|');
    ck_assert_str_eq(buf_str(&out), "片剂  |");
}
END_TEST

START_TEST(tables_are_aligned)
{
    struct layout_table t;
    layout_table_init(&t, 3);
    t.right[1] = true;
    layout_table_cell(&t, SPAN("规则"));
    layout_table_cell(&t, SPAN("n"));
    layout_table_cell(&t, SPAN("what"));
    layout_table_cell(&t, SPAN("D302"));
    layout_table_number(&t, 1200);
    layout_table_cell(&t, SPAN(""));
    layout_table_print(&t, &out, false);
    layout_table_release(&t);
    ck_assert_str_eq(buf_str(&out), "规则     n  what\nD302  1200\n");
}
END_TEST

START_TEST(last_column_is_cut_to_the_width)
{
    struct layout_table t;
    layout_table_init(&t, 2);
    t.width = 16;
    layout_table_cell(&t, SPAN("a"));
    layout_table_cell(&t, SPAN("目录文件名称很长.xml"));
    layout_table_cell(&t, SPAN("abcd"));
    layout_table_cell(&t, SPAN("short"));
    layout_table_print(&t, &out, false);
    layout_table_release(&t);
    ck_assert_str_eq(buf_str(&out), "a     …很长.xml\nabcd  short\n");
}
END_TEST

START_TEST(json_escapes)
{
    json_text(&out, SPAN("a\"b\\c\nd\x01" "片"));
    ck_assert_str_eq(buf_str(&out), "\"a\\\"b\\\\c\\nd\\u0001片\"");
}
END_TEST

START_TEST(json_replaces_what_is_not_utf8)
{
    json_text(&out, SPAN("a\xC3(\xFF"));
    ck_assert_str_eq(buf_str(&out), "\"a\xEF\xBF\xBD(\xEF\xBF\xBD\"");
}
END_TEST

START_TEST(json_members)
{
    buf_addc(&out, '{');
    json_text_member(&out, "none", SPAN_NONE);
    json_text_member(&out, "a", SPAN("{"));
    json_number_member(&out, "n", 7);
    json_bool_member(&out, "b", false);
    buf_addc(&out, '}');
    ck_assert_str_eq(buf_str(&out), "{\"a\":\"{\",\"n\":7,\"b\":false}");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("layout");
    TCase *tests = tcase_create("layout");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, blanks_break_english);
    tcase_add_test(tests, han_breaks_anywhere_but_not_before_a_stop);
    tcase_add_test(tests, words_longer_than_the_line_are_cut);
    tcase_add_test(tests, first_line_is_shorter_and_later_ones_hang);
    tcase_add_test(tests, line_feeds_begin_lines);
    tcase_add_test(tests, control_characters_never_get_through);
    tcase_add_test(tests, padding_counts_columns);
    tcase_add_test(tests, tables_are_aligned);
    tcase_add_test(tests, last_column_is_cut_to_the_width);
    tcase_add_test(tests, json_escapes);
    tcase_add_test(tests, json_replaces_what_is_not_utf8);
    tcase_add_test(tests, json_members);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
