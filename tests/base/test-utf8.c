/* tests/base/test-utf8.c: strict UTF-8: every lead byte, the edges of every range, the whole of Unicode; counting and cutting. */
#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "tests/suite.h"

START_TEST(every_code_point)
{
    struct buf b = BUF_INIT;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        uint32_t back = 0;
        buf_clear(&b);
        buf_adduchar(&b, c);
        size_t expected = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        int n = utf8_step((const unsigned char *)b.p, b.n, &back);
        if (b.n != expected || n != (int)b.n || back != c)
            ck_abort_msg("U+%04X: %d of %zu bytes, U+%04X", c, n, b.n, back);
        for (size_t cut = 1; cut < b.n; cut++)
            ck_assert_int_eq(utf8_step((const unsigned char *)b.p, cut, &back), 0);
    }
    buf_release(&b);
}
END_TEST

/* No sequence of up to three bytes is taken that is not the shortest form of a character. */
START_TEST(nothing_else)
{
    unsigned char p[4] = { 0 };
    uint64_t good = 0;
    for (uint32_t v = 0; v < 0x1000000; v++) {
        uint32_t c;
        p[0] = (unsigned char)(v >> 16);
        p[1] = (unsigned char)(v >> 8);
        p[2] = (unsigned char)v;
        good += utf8_step(p, 3, &c) == 3;
    }
    ck_assert_uint_eq(good, 0x10000 - 0x800 - 0x800); /* U+0800 to U+FFFF without the surrogates */
}
END_TEST

START_TEST(edges)
{
    static const struct {
        const char *bytes;
        size_t prefix;
    } bad[] = {
        { "\x80", 0 },         { "\xBF", 0 },          { "\xC0\x80", 0 },         { "\xC1\xBF", 0 },
        { "\xC2", 0 },         { "\xE0\x80\x80", 0 },  { "\xE0\x9F\xBF", 0 },     { "\xED\xA0\x80", 0 },
        { "\xED\xBF\xBF", 0 }, { "\xF0\x80\x80\x80", 0 }, { "\xF0\x8F\xBF\xBF", 0 }, { "\xF4\x90\x80\x80", 0 },
        { "\xF5\x80\x80\x80", 0 }, { "\xFF", 0 },      { "abc\xE4\xB8", 3 },      { "中\xE4\xB8", 3 },
        { "0123456789abcdef\xFFxyz", 16 }, { "中文中文中文\xE4\xB8x", 18 },
    };
    static const char *const good[] = { "", "a", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                                        "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(!utf8_is_valid(span_of(bad[i].bytes)), "%zu", i);
        ck_assert_uint_eq(utf8_valid_prefix(span_of(bad[i].bytes)), bad[i].prefix);
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_msg(utf8_is_valid(span_of(good[i])), "%zu", i);
    ck_assert(utf8_is_valid(SPAN("a\0b")));
    ck_assert(utf8_is_valid(SPAN_NONE));
}
END_TEST

START_TEST(stepping_over_damage)
{
    struct span s = SPAN("a\xFF中\xE4\xB8");
    size_t at = 0;
    const uint32_t expected[] = { 'a', 0xFFFD, 0x4E2D, 0xFFFD, 0xFFFD };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        ck_assert_uint_lt(at, s.n);
        ck_assert_uint_eq(utf8_next(s, &at), expected[i]);
    }
    ck_assert_uint_eq(at, s.n);
}
END_TEST

START_TEST(counting)
{
    ck_assert_uint_eq(utf8_count(SPAN("a中𠀀")), 3);
    ck_assert_uint_eq(utf8_count(SPAN("")), 0);
    ck_assert_uint_eq(utf8_first(SPAN("a中𠀀"), 2), 4);
    ck_assert_uint_eq(utf8_first(SPAN("a中𠀀"), 0), 0);
    ck_assert_uint_eq(utf8_first(SPAN("a中𠀀"), 99), 8);
    ck_assert(utf8_is_han(0x4E00) && utf8_is_han(0x9FFF) && utf8_is_han(0x20000) && utf8_is_han(0x3007));
    ck_assert(!utf8_is_han('a') && !utf8_is_han(0x3042) && !utf8_is_han(0xFF21));
}
END_TEST

START_TEST(what_was_seen)
{
    struct utf8_seen seen = { 0, 0, 0 };
    struct span s = SPAN("abc\0defghijklmnop中é𠀀\xEF\xBF\xBD\0ｘ\xEF\xBF\xBE");
    ck_assert_uint_eq(utf8_run((const unsigned char *)s.p, s.n, &seen), s.n);
    ck_assert_uint_eq(seen.multibyte, 6);
    ck_assert_uint_eq(seen.replacements, 1);
    ck_assert_uint_eq(seen.nul, 2);
}
END_TEST

START_TEST(width)
{
    ck_assert_int_eq(text_width(SPAN("abc")), 3);
    ck_assert_int_eq(text_width(SPAN("中文")), 4);
    ck_assert_int_eq(text_width(SPAN("ａ")), 2);
    ck_assert_int_eq(text_width(SPAN("e\xCC\x81")), 1);
    ck_assert_int_eq(text_width(SPAN("\t\x1B")), 0);
    ck_assert_int_eq(text_width(SPAN("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB")), 2); /* one syllable in three parts */
    ck_assert_int_eq(text_width(SPAN("\xEF\xBD\xB1\xE2\x80\x8B")), 1); /* half-width, and a blank without width */
    ck_assert_int_eq(text_width(SPAN("a\xC2\xAD" "b")), 3);
    ck_assert_uint_eq(text_fit(SPAN("a中b"), 0), 0);
    ck_assert_uint_eq(text_fit(SPAN("a中b"), 2), 1);
    ck_assert_uint_eq(text_fit(SPAN("a中b"), 3), 4);
    ck_assert_uint_eq(text_fit(SPAN("a中b"), 9), 5);
    ck_assert_uint_eq(text_fit(SPAN("e\xCC\x81x"), 1), 3);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/utf8");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, every_code_point);
    tcase_add_test(all, nothing_else);
    tcase_add_test(all, edges);
    tcase_add_test(all, stepping_over_damage);
    tcase_add_test(all, counting);
    tcase_add_test(all, what_was_seen);
    tcase_add_test(all, width);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
