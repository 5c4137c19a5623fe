/* tests/import/test-garbled.c: names that are valid text and nonsense are told of, each sort once a document; names with accents are not. */
#include "import_test.h"
#include "tests/suite.h"

#include <stdlib.h>

#define HEAD "<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"2\">\n"

static void add_names(struct buf *b, const char *const *names, size_t n)
{
    buf_clear(b);
    buf_adds(b, HEAD);
    for (size_t i = 0; i < n; i++)
        buf_addf(b, "<drug code=\"D%zu\"><name>%s</name></drug>\n", i, names[i]);
    buf_adds(b, "</catalog>");
}

static void says(const char *const *names, size_t n, const char *warning)
{
    struct trial t;
    struct buf b = BUF_INIT;
    trial_begin(&t);
    for (size_t chunk = 0; chunk < 2; chunk++) {
        t.options.chunk = chunk;
        t.options.dry_run = true;
        add_names(&b, names, n);
        trial_document_good(&t, buf_str(&b));
        ck_assert_str_eq(buf_str(&t.said), warning);
        ck_assert_int_eq(t.report.problems[PROBLEM_TEXT], *warning != '\0');
    }
    buf_release(&b);
    trial_end(&t);
}
#define SAYS(warning, ...)                                         \
    do {                                                           \
        static const char *const names[] = { __VA_ARGS__ };        \
        says(names, sizeof names / sizeof *names, warning);        \
    } while (0)

START_TEST(read_as_latin)
{
    SAYS("warning: a.xml: name: garbled, 2 of 3 values, such as \"å¯¹ä¹™é…°æ°¨åŸºé…šç‰…\" in line 2, which was probably \"对乙酰氨基酚\": UTF-8 that "
         "something read as windows-1252 before; have the file made again\n",
         "å¯¹ä¹™é…°æ°¨åŸºé…šç‰‡", "é˜¿èŽ«è¥¿æž—", "aspirin");
    SAYS("warning: a.xml: name: garbled, 1 of 1 values, such as \"¶ÔÒÒõ£°±»ù·ÓÆ¬\" in line 2, which was probably \"对乙酰氨基酚片\": GB18030 that "
         "something read as windows-1252 before; have the file made again\n",
         "¶ÔÒÒõ£°±»ù·ÓÆ¬");
    SAYS("warning: a.xml: name: 1 of 1 values are hardly anything but accented letters and signs, such as \"ÿÿÿÿ\" in line 2: something may have read them "
         "in a wrong encoding before; compare them with the original\n",
         "ÿÿÿÿ");
}
END_TEST

START_TEST(read_as_gbk)
{
    SAYS("warning: a.xml: name: garbled, 2 of 2 values, such as \"瀵逛箼閰版皑鍩洪厷鐗囧墏\" in line 2, which was probably \"对乙酰氨基酚片剂\": UTF-8 that "
         "something read as GB18030 before; have the file made again\n",
         "瀵逛箼閰版皑鍩洪厷鐗囧墏", "闃胯帿瑗挎灄");
}
END_TEST

START_TEST(private_area)
{
    SAYS("warning: a.xml: name: 1 of 1 values are mostly characters of the private area, such as \"\xEE\x80\x80\xEE\x80\x81片\" in line 2, which other "
         "computers show as something else or not at all; have the file made again\n",
         "\xEE\x80\x80\xEE\x80\x81片");
    SAYS("", "\xEE\x80\x80对乙酰氨基酚片", "阿莫西林"); /* a rare character in one name is no such thing */
}
END_TEST

START_TEST(lost)
{
    SAYS("warning: a.xml: name: 1 of 3 values have lost characters (U+FFFD), such as \"阿莫\xEF\xBF\xBD林\" in line 3; have the file made again\n", "对乙酰氨基酚片",
         "阿莫\xEF\xBF\xBD林", "aspirin");
}
END_TEST

START_TEST(accents_are_good)
{
    SAYS("", "Chlorhydrate de métoclopramide comprimé à 10 mg, boîte de 40 — générique", "Säure-Präparat für Größe Ä Ö Ü ß", "Łódź", "“Ibuprofène”", "é", "Æ-Ø-Å");
    SAYS("", "对乙酰氨基酚片", "“阿莫西林”胶囊—（０．５ｇ）", "㊣维生素Ｃ", "頭孢氨苄", "β-内酰胺", "5%葡萄糖±", "℃");
}
END_TEST

/* Several columns in one sentence, and each document for itself. */
START_TEST(columns)
{
    struct trial t;
    trial_begin(&t);
    trial_document_good(&t, HEAD "<drug code=\"D1\"><name>å¯¹ä¹™</name><generic>å¯¹ä¹™</generic><form>tablet</form><manufacturer>å¯¹ä¹™</manufacturer></drug></catalog>");
    ck_assert_str_eq(buf_str(&t.said), "warning: a.xml: name, generic, manufacturer: garbled, 1 of 1 values, such as \"å¯¹ä¹™\" in line 2, which was probably "
                                       "\"对乙\": UTF-8 that something read as windows-1252 before; have the file made again\n");
    trial_end(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import/garbled");
    TCase *t = tcase_create("garbled");
    tcase_add_test(t, read_as_latin);
    tcase_add_test(t, read_as_gbk);
    tcase_add_test(t, private_area);
    tcase_add_test(t, lost);
    tcase_add_test(t, accents_are_good);
    tcase_add_test(t, columns);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
