/* tests/io/test-table-text.c: what a table is written in, found or given; and what is no table. */
#include "base/buf.h"
#include "io/table_text.h"
#include "tests/io/files.h"
#include "tests/suite.h"

#include <unicode/ucnv.h>

static void encode(struct buf *out, const char *encoding, struct span mark, const char *utf8)
{
    UErrorCode status = U_ZERO_ERROR;
    char *room = buf_room(out, 65536);
    buf_addspan(out, mark);
    int32_t n = ucnv_convert(encoding, "UTF-8", room + mark.n, 60000, utf8, -1, &status);
    ck_assert_msg(U_SUCCESS(status), "%s", u_errorName(status));
    out->n += (size_t)n;
}

static struct table_text *open_bytes(struct span bytes, const char *encoding, struct error *err)
{
    char name[256];
    struct table_text *t = table_text_open(file_of(bytes, name), encoding, temp_dir(), err);
    unlink(name);
    return t;
}

static void expect_text(struct span bytes, const char *given, const char *encoding, bool bad, const char *utf8)
{
    struct error err;
    struct table_text *t = open_bytes(bytes, given, &err);
    ck_assert_msg(t != NULL, "%s", err.text);
    size_t n = strlen(utf8);
    char *all = malloc(n + 100);
    ck_assert_int_eq(table_text_read(t, 0, all, n + 100, &err), (int64_t)n);
    ck_assert_msg(memcmp(all, utf8, n) == 0, "%.*s", (int)n, all);
    ck_assert_uint_eq(table_text_size(t), n);
    ck_assert_str_eq(table_text_encoding(t), encoding);
    ck_assert_int_eq(table_text_has_bad(t), bad);
    for (size_t at = 0; at <= n; at++) {
        char piece[8];
        int64_t got = table_text_read(t, at, piece, sizeof piece, &err);
        ck_assert_int_eq(got, (int64_t)(n - at < 8 ? n - at : 8));
        ck_assert_int_eq(memcmp(piece, utf8 + at, (size_t)got), 0);
    }
    ck_assert_int_eq(table_text_read(t, n + 1, all, 8, &err), 0);
    free(all);
    table_text_free(t);
}

static void expect(const char *as, struct span mark, const char *given, const char *encoding, const char *utf8)
{
    struct buf b = BUF_INIT;
    encode(&b, as, mark, utf8);
    expect_text(buf_span(&b), given, encoding, false, utf8);
    buf_release(&b);
}

#define TABLE "院内编码,名称\r\nY0001,对乙酰氨基酚片\r\n"

START_TEST(encodings_found)
{
    expect("UTF-8", SPAN(""), NULL, "UTF-8", TABLE);
    expect("UTF-8", SPAN("\xEF\xBB\xBF"), NULL, "UTF-8", TABLE);
    expect("UTF-8", SPAN(""), NULL, "UTF-8", "a,b\n1,2\n");
    expect("GB18030", SPAN(""), NULL, "GB18030", TABLE "Y0002,𠀀琻\n");
    expect("UTF-16LE", SPAN("\xFF\xFE"), NULL, "UTF-16LE", TABLE "𠀀");
    expect("UTF-16BE", SPAN("\xFE\xFF"), NULL, "UTF-16BE", TABLE);
}
END_TEST

START_TEST(encodings_given)
{
    expect("windows-1251", SPAN(""), "cp1251", "windows-1251", "код,имя\n1,Аспирин\n");
    expect("GB18030", SPAN(""), "gbk", "GB18030", TABLE);
    expect("UTF-8", SPAN("\xEF\xBB\xBF"), "utf-8", "UTF-8", TABLE);
    expect("UTF-16LE", SPAN("\xFF\xFE"), "utf-16", "UTF-16LE", TABLE);
    struct error err;
    ck_assert_ptr_null(open_bytes(SPAN("a,b\n"), "klingon", &err));
    ck_assert_int_eq(err.code, ERROR_USAGE);
}
END_TEST

START_TEST(damaged_text_is_kept)
{
    expect_text(SPAN("名称,b\n对乙酰\xFF氨基酚\n"), NULL, "UTF-8", true, "名称,b\n对乙酰\xEF\xBF\xBD氨基酚\n");
    expect_text(SPAN("\xC3\xFB\xB3\xC6,b\n\xB6\xD4\xD2\xD2\xFF,x\n"), NULL, "GB18030", true, "名称,b\n对乙\xEF\xBF\xBD,x\n");
    expect_text(SPAN("名称,b\n对\xE4\xB8"), NULL, "UTF-8", true, "名称,b\n对\xEF\xBF\xBD");
    expect_text(SPAN("名称,\xEF\xBF\xBD\n"), NULL, "UTF-8", true, "名称,\xEF\xBF\xBD\n");
    expect_text(SPAN("a,b\n\xFF,1\n"), "utf-8", "UTF-8", true, "a,b\n\xEF\xBF\xBD,1\n");
    expect_text(SPAN("\xEF\xBB\xBF" "a,b\n\xFF,1\n"), NULL, "UTF-8", true, "a,b\n\xEF\xBF\xBD,1\n");
}
END_TEST

/* Larger than a piece, a bad byte at its very end: the whole file decides. */
START_TEST(whole_file_decides)
{
    struct buf b = BUF_INIT;
    struct error err;
    while (b.n < 700000)
        buf_adds(&b, "Y0001,plain ascii as far as one looks,1\n");
    size_t plain = b.n;
    buf_adds(&b, "Y0002,\xB6\xD4\xD2\xD2\xF5\xA3\n");
    struct table_text *t = open_bytes(buf_span(&b), NULL, &err);
    ck_assert_msg(t != NULL, "%s", err.text);
    ck_assert_str_eq(table_text_encoding(t), "GB18030");
    char tail[16];
    ck_assert_int_eq(table_text_read(t, plain, tail, sizeof tail, &err), 16);
    ck_assert_int_eq(memcmp(tail, "Y0002,对乙酰\n", 16), 0);
    table_text_free(t);
    buf_release(&b);
}
END_TEST

/* Neither one nor the other for long: the counts over the whole file decide. */
START_TEST(more_damage_than_enough)
{
    struct buf b = BUF_INIT;
    struct error err;
    buf_adds(&b, "a,b\n");
    for (int i = 0; i < 5000; i++)
        buf_adds(&b, "\xFF\xFF,x\n");
    for (int i = 0; i < 2000; i++)
        buf_adds(&b, "1,\xB6\xD4\xD2\xD2\n");
    struct table_text *t = open_bytes(buf_span(&b), NULL, &err);
    ck_assert_msg(t != NULL, "%s", err.text);
    ck_assert_str_eq(table_text_encoding(t), "GB18030"); /* 10,000 bad sequences; as UTF-8 18,000 */
    table_text_free(t);
    buf_clear(&b);
    buf_adds(&b, "a,b\n");
    for (int i = 0; i < 200000; i++)
        buf_adds(&b, i % 100 ? "1,药\n" : "1,\xFF\n");
    t = open_bytes(buf_span(&b), NULL, &err);
    ck_assert_msg(t != NULL, "%s", err.text);
    ck_assert_str_eq(table_text_encoding(t), "UTF-8");
    table_text_free(t);
    buf_release(&b);
}
END_TEST

static void refused(struct span bytes, const char *word)
{
    struct error err;
    ck_assert_ptr_null(open_bytes(bytes, NULL, &err));
    ck_assert_int_eq(err.code, ERROR_INPUT);
    ck_assert_msg(strstr(err.text, word) != NULL, "'%s' not in: %s", word, err.text);
}

START_TEST(no_table)
{
    refused(SPAN(""), "is empty");
    refused(SPAN("\xEF\xBB\xBF"), "is empty");
    refused(SPAN("\r\n \r\n"), "is empty");
    refused(SPAN("\xFF\xFE"), "is empty");
    refused(SPAN("PK\x03\x04\x14\0\x06\0xl/workbook.xml"), "save it as CSV");
    refused(SPAN("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1zz"), "save it as CSV");
    refused(SPAN("PK\x03\x04\x14\0\x06\0t.csv"), "unpack it first");
    refused(SPAN("\x1F\x8B\x08zzz"), "unpack it first");
    refused(SPAN("<?xml version='1.0'?><a/>"), "duima import");
    refused(SPAN("\xFF\xFE<\0?\0x\0m\0l\0"), "duima import");
    refused(SPAN("%PDF-1.4"), "PDF");
    refused(SPAN("<!doctype HTML>"), "HTML");
    refused(SPAN("{ \"a\": 1 }"), "JSON");
    refused(SPAN("SQLite format 3\0zzz"), "SQLite");
    refused(SPAN("a,b\0c"), "binary");
    struct buf b = BUF_INIT;
    while (b.n < 400000)
        buf_adds(&b, "some,text\n");
    buf_addc(&b, '\0');
    refused(buf_span(&b), "binary");
    buf_release(&b);
}
END_TEST

START_TEST(from_a_pipe)
{
    int ends[2];
    struct error err;
    char text[32];
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(write(ends[1], "a,\xD6\xD0\n", 5), 5);
    close(ends[1]);
    ck_assert_int_eq(dup2(ends[0], 0), 0);
    struct table_text *t = table_text_open("-", NULL, temp_dir(), &err);
    ck_assert_msg(t != NULL, "%s", err.text);
    ck_assert_int_eq(table_text_read(t, 0, text, sizeof text, &err), 6);
    ck_assert_int_eq(memcmp(text, "a,中\n", 6), 0);
    ck_assert_str_eq(table_text_name(t), "standard input");
    table_text_free(t);
    close(ends[0]);
}
END_TEST

START_TEST(no_place_for_the_copy)
{
    char name[256];
    struct error err;
    struct table_text *t = table_text_open(file_of(SPAN("a,\xD6\xD0\n"), name), NULL, "/nonexistent", &err);
    unlink(name);
    ck_assert_ptr_null(t);
    ck_assert_int_eq(err.code, ERROR_STORE);
    ck_assert_msg(strstr(err.text, "/nonexistent") != NULL, "%s", err.text);
}
END_TEST

START_TEST(a_file_that_shrinks)
{
    char name[256], text[64];
    struct error err;
    struct table_text *t = table_text_open(file_of(SPAN("a,b\n1,2\n"), name), NULL, temp_dir(), &err);
    ck_assert_ptr_nonnull(t);
    ck_assert_int_eq(truncate(name, 3), 0);
    ck_assert_int_eq(table_text_read(t, 0, text, sizeof text, &err), -1);
    ck_assert_msg(strstr(err.text, "became shorter") != NULL, "%s", err.text);
    table_text_free(t);
    unlink(name);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("io/table_text");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, encodings_found);
    tcase_add_test(all, encodings_given);
    tcase_add_test(all, damaged_text_is_kept);
    tcase_add_test(all, whole_file_decides);
    tcase_add_test(all, more_damage_than_enough);
    tcase_add_test(all, no_table);
    tcase_add_test(all, from_a_pipe);
    tcase_add_test(all, no_place_for_the_copy);
    tcase_add_test(all, a_file_that_shrinks);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
