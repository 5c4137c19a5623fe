/* tests/import/test-columns.c: text in columns: the same rows in every encoding, line end and chunk give the same version; numbers inside
 * texts are compared as numbers; what a profile of columns may say. */
#include "import_test.h"
#include "import/profile.h"
#include "tests/suite.h"

#include <iconv.h>
#include <stdio.h>

#define PROFILE                                                                                                                           \
    "<profile xmlns=\"urn:duima:profile:1\" name=\"p\"><match columns=\"5\" null=\"null\"><column n=\"2\" title=\"名称\"/></match>"          \
    "<catalog><region value=\"X\"/><version from=\"5\" take=\"greatest\"/></catalog><record kind=\"drug\">"                                 \
    "<code from=\"1\"/><name from=\"3 | 2\"/><pay-class from=\"4\" map=\"甲=A 乙=B\" on-bad=\"warn\"/><note from=\"2\" if=\"4\" is=\"甲 丙\"/></record></profile>"

static void begin(struct trial *t)
{
    static char path[256];
    trial_begin(t);
    trial_write(t, "p.xml", SPAN(PROFILE));
    snprintf(path, sizeof path, "%s/p.xml", t->dir);
    t->options.profile = path;
}

static void write_as(const struct trial *t, const char *text, const char *mark, const char *encoding)
{
    struct buf out = BUF_INIT;
    char copy[4096], *in = copy;
    size_t n = strlen(text), left = n, room = n * 4;
    ck_assert_uint_lt(n, sizeof copy);
    memcpy(copy, text, n);
    buf_adds(&out, mark);
    char *to = buf_room(&out, room);
    iconv_t c = iconv_open(encoding, "UTF-8");
    ck_assert(to && c != (iconv_t)-1);
    ck_assert_msg(iconv(c, &in, &left, &to, &room) != (size_t)-1, "%s", encoding);
    out.n = (size_t)(to - out.p);
    iconv_close(c);
    trial_write(t, "a.txt", buf_span(&out));
    buf_release(&out);
}

#define ROWS "D1\t镕\tnull\t甲\t9%sD2\t对乙酰氨基酚\t片剂\t乙\t10%s  \t %sD3\tplain\t\t\t%s"
static const struct {
    const char *end, *last, *mark, *encoding;
} forms[] = {
    { "\n", "\n", "", "UTF-8" },          { "\n", "", "", "UTF-8" },       { "\r\n", "\r\n", "\xEF\xBB\xBF", "UTF-8" }, { "\t\n", "\t", "", "UTF-8" },
    { "\n", "\n", "", "GB18030" },        { "\r\n", "", "", "GBK" },       { "\n", "\n", "\xFF\xFE", "UTF-16LE" },
    { "\r\n", "\n", "\xFE\xFF", "UTF-16BE" },
};

START_TEST(every_form)
{
    static const size_t chunks[] = { 0, 1, 3, 7 };
    struct trial t;
    char text[1024];
    begin(&t);
    snprintf(text, sizeof text, ROWS, forms[_i].end, forms[_i].end, forms[_i].end, forms[_i].last);
    write_as(&t, text, forms[_i].mark, forms[_i].encoding);
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        t.options.chunk = chunks[i];
        t.options.in_process = i % 2;
        trial_good(&t, "a.txt");
        ck_assert_str_eq(t.report.label, "10");
        ck_assert_int_eq(t.report.records, 3);
        ck_assert(i == 0 || trial_version(&t, KIND_DRUG)->no_change);
    }
    char *entries = trial_entries(&t, "X");
    ck_assert_str_eq(entries, "drug D1: name=镕 note=镕 class=A\n"
                              "drug D2: name=片剂 class=B\n"
                              "drug D3: name=plain\n");
    free(entries);
    trial_end(&t);
}
END_TEST

/* Faults of a big file are told with their line, whatever the pieces; a bad line does not shift those behind it. */
START_TEST(lines)
{
    static const size_t chunks[] = { 0, 1, 13 };
    struct trial t;
    struct buf b = BUF_INIT;
    begin(&t);
    for (int i = 1; i <= 500; i++)
        buf_addf(&b, i == 300 ? "D%d\tzu kurz\t1\n" : i == 400 ? "D%d\tn\tn\tx\t1\n" : i % 50 == 0 ? "\nD%d\t名称\tn\t乙\t1\r\n" : "D%d\t名称\tn\t甲\t1\n", i);
    trial_write(&t, "a.txt", buf_span(&b));
    t.options.skip_bad = true;
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        t.options.chunk = chunks[i];
        buf_clear(&t.said);
        trial_good(&t, "a.txt");
        ck_assert_str_eq(buf_str(&t.said), "error: a.txt:305:3: the line has another number of columns, 3, than the 5 of the profile p\n"
                                           "reject 305 : a.txt:305:3: the line has another number of columns, 3, than the 5 of the profile p\n"
                                           "warning: a.txt:406:4: drug D400: pay-class, column 4, is \"x\": it is none of 甲, 乙; it is left out\n");
        ck_assert_int_eq(t.report.records, 500);
        ck_assert_int_eq(t.report.rejected, 1);
    }
    buf_release(&b);
    trial_end(&t);
}
END_TEST

/* Bytes that are no text are told, not guessed around: a little damage does not make UTF-8 into GB18030. */
START_TEST(damage)
{
    static const size_t chunks[] = { 0, 1, 100 };
    struct trial t;
    struct buf b = BUF_INIT;
    begin(&t);
    for (int i = 1; i <= 40; i++)
        buf_addf(&b, "D%d\t对乙酰氨基酚片\tn\t甲\t1\n", i);
    b.p[60] = '\xFF';
    trial_write(&t, "a.txt", buf_span(&b));
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        t.options.chunk = chunks[i];
        trial_bad(&t, "a.txt", ERROR_INPUT, "a.txt, line 2: the bytes FF at byte offset 60 are not text in UTF-8");
    }
    trial_bad(&t, "p.xml", ERROR_INPUT, "p.xml:1:1: this is XML with the root element <profile>, but the profile p reads lines of 5 columns");
    trial_write(&t, "a.txt", SPAN(" \n\t\n"));
    trial_bad(&t, "a.txt", ERROR_INPUT, "a.txt: the file is empty; an XML document was expected");
    buf_release(&b);
    trial_end(&t);
}
END_TEST

/* Of several faults the first is told, however the bytes are cut into pieces. */
START_TEST(first_fault)
{
    static const size_t chunks[] = { 0, 1, 100 };
    struct trial t;
    struct buf b = BUF_INIT;
    begin(&t);
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        t.options.chunk = chunks[i];
        buf_clear(&b);
        for (int k = 1; k <= 400; k++)
            buf_addf(&b, "D%d\t\xB6\xD4\xD2\xD2\tn\t\xBC\xD7\t1\n", k);
        b.p[b.n - 20] = '\xFF';
        trial_write(&t, "a.txt", buf_span(&b));
        trial_bad(&t, "a.txt", ERROR_INPUT, "a.txt, line 399: the bytes FF at byte offset 6672 are not text in GB18030");
        *(char *)memchr(b.p + 5000, '\t', 100) = '\0';
        trial_write(&t, "a.txt", buf_span(&b));
        trial_bad(&t, "a.txt", ERROR_INPUT, "a.txt, line 301: a NUL character, which text cannot hold; the file is damaged");
        buf_clear(&b);
        for (int k = 1; k <= 1200; k++)
            buf_addf(&b, "D%d\tno\n", k);
        buf_addc(&b, '\0');
        trial_write(&t, "a.txt", buf_span(&b));
        trial_bad(&t, "a.txt", ERROR_INPUT, "a.txt: wrong records: 100, and no more were looked at; nothing was imported");
    }
    buf_release(&b);
    trial_end(&t);
}
END_TEST

START_TEST(long_line)
{
    struct trial t;
    struct buf b = BUF_INIT;
    begin(&t);
    buf_adds(&b, "D1\tx\tn\t甲\t1\n");
    char *p = buf_room(&b, (size_t)17 << 20);
    ck_assert_ptr_nonnull(p);
    memset(p, 'x', (size_t)17 << 20);
    b.n += (size_t)17 << 20;
    trial_write(&t, "a.txt", buf_span(&b));
    trial_bad(&t, "a.txt", ERROR_INPUT, "a.txt, line 2: a line with more than 16777216 bytes");
    b.p[b.n - 1] = '\n';
    memcpy(b.p + b.n - 9, "\tn\t甲\t1", 9);
    trial_write(&t, "a.txt", buf_span(&b));
    trial_bad(&t, "a.txt", ERROR_INPUT, "a.txt, line 2: a line with more than 16777216 bytes");
    buf_release(&b);
    trial_end(&t);
}
END_TEST

static const struct {
    const char *a, *b;
    int order;
} pairs[] = {
    { "9", "10", -1 },      { "V9", "V10", -1 },   { "V10", "V9", 1 }, { "a", "b", -1 },       { "2026-1", "2026-01", 1 }, { "2026.9.1", "2026.10", -1 },
    { "1", "1", 0 },        { "1", "1a", -1 },     { "", "0", -1 },    { "007", "7", -1 },     { "x1y", "x1z", -1 },
    { "99999999999999999998", "99999999999999999999", -1 }, { "100000000000000000000", "99999999999999999999", 1 }, { "a", "1", 1 },
};

START_TEST(numbers)
{
    int order = span_cmp_numbers(span_of(pairs[_i].a), span_of(pairs[_i].b));
    int back = span_cmp_numbers(span_of(pairs[_i].b), span_of(pairs[_i].a));
    ck_assert_int_eq((order > 0) - (order < 0), pairs[_i].order);
    ck_assert_int_eq((back > 0) - (back < 0), -pairs[_i].order);
}
END_TEST

#define OPEN "<profile xmlns=\"urn:duima:profile:1\" name=\"p\">"
#define MATCH OPEN "<match columns=\"5\"/>"
static const struct {
    const char *text, *why;
} wrong[] = {
    { OPEN "<match columns=\"0\"/></profile>", "p.xml:1: columns=\"0\" is no number from 1 to 4096" },
    { OPEN "<match columns=\"5000\"/></profile>", "p.xml:1: columns=\"5000\" is no number from 1 to 4096" },
    { OPEN "<match columns=\"5\" root=\"x\"/></profile>", "p.xml:1: <match> has no attribute root" },
    { OPEN "<match columns=\"5\" separator=\"ab\"/></profile>", "p.xml:1: separator=\"ab\": only tab and one of | ; , ^ ~ are known" },
    { OPEN "<match columns=\"5\"><column/></match></profile>", "p.xml:1: <column n=\"\">: the number of a column, from 1 to 5, is needed" },
    { OPEN "<match columns=\"5\"><column n=\"6\"/></match></profile>", "p.xml:1: <column n=\"6\">: the number of a column, from 1 to 5, is needed" },
    { OPEN "<match columns=\"5\"><column n=\"1\"/><column n=\"1\"/></match></profile>", "p.xml:1: column 1 stands twice" },
    { OPEN "<match columns=\"5\"><column n=\"1\" match=\"(\"/></match></profile>", "p.xml:1: " },
    { OPEN "<match root=\"r\"><column n=\"1\"/></match></profile>", "p.xml:1: <column> cannot stand here" },
    { MATCH "<require from=\"1\" match=\"x\"/></profile>", "p.xml:1: <require> has no place in a profile of columns" },
    { MATCH "<table id=\"a\" path=\"1\" key=\"1\" value=\"2\"/></profile>", "p.xml:1: <table> has no place in a profile of columns" },
    { MATCH "<catalog><count from=\"1\"/></catalog></profile>", "p.xml:1: <count> cannot stand in <catalog>" },
    { MATCH "<catalog><version from=\"1\" take=\"last\"/></catalog></profile>", "p.xml:1: take=\"last\": only greatest and only are known" },
    { MATCH "<record kind=\"drug\"><code from=\"x\"/></record></profile>", "p.xml:1: \"x\" is no column: in this profile a path is a number from 1 to 5" },
    { MATCH "<record kind=\"drug\"><code from=\"1 | 6\"/></record></profile>", "p.xml:1: \"6\" is no column: in this profile a path is a number from 1 to 5" },
    { MATCH "<record kind=\"drug\"><code from=\"../1\"/></record></profile>", "p.xml:1: \"../1\" is no column: in this profile a path is a number from 1 to 5" },
    { MATCH "<record kind=\"drug\"><code from=\"@1\"/></record></profile>", "p.xml:1: \"@1\" is no column: in this profile a path is a number from 1 to 5" },
    { MATCH "<record kind=\"drug\"><code late=\"yes\" from=\"1\"/></record></profile>", "p.xml:1: a profile of columns knows neither each nor late" },
    { MATCH "<record kind=\"drug\" path=\"1\"/></profile>", "p.xml:1: <record> has no attribute path" },
    { MATCH "<record kind=\"drug\"><code from=\"1\" is=\"a\"/></record></profile>", "p.xml:1: is needs if, the path of the value that is asked" },
    { MATCH "<record kind=\"drug\"><code from=\"1\"/><name from=\"1\"/></record><record kind=\"drug\"/></profile>", "p.xml:1: a second <record>" },
};

/* Nobody guesses a table of one line that is no line. */
START_TEST(old_mac)
{
    struct trial t;
    trial_begin(&t);
    trial_write(&t, "a.txt", SPAN("a\tb\rc\td\r"));
    trial_bad(&t, "a.txt", ERROR_INPUT, "a.txt: its lines end with a carriage return alone (CR), as on old Macs; save it with line feeds (LF or CR LF)");
    trial_end(&t);
}
END_TEST

START_TEST(wrong_profile)
{
    struct trial t;
    char path[256];
    struct error err = { .code = ERROR_NONE };
    trial_begin(&t);
    trial_write(&t, "p.xml", span_of(wrong[_i].text));
    snprintf(path, sizeof path, "%s/p.xml", t.dir);
    ck_assert_ptr_null(profile_load(path, &err));
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_msg(strstr(err.text, wrong[_i].why) != NULL, "%s", err.text);
    trial_end(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import/columns");
    TCase *t = tcase_create("columns");
    tcase_add_loop_test(t, every_form, 0, (int)(sizeof forms / sizeof *forms));
    tcase_add_test(t, lines);
    tcase_add_test(t, damage);
    tcase_add_test(t, first_fault);
    tcase_add_test(t, long_line);
    tcase_add_loop_test(t, numbers, 0, (int)(sizeof pairs / sizeof *pairs));
    tcase_add_test(t, old_mac);
    tcase_add_loop_test(t, wrong_profile, 0, (int)(sizeof wrong / sizeof *wrong));
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
