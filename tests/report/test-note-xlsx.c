/* tests/report/test-note-xlsx.c: notes as workbooks: which sheets there are, what stands where, sheets that are full, failures. */
#include "report/note_xlsx.h"
#include "tests/report/parts.h"
#include "tests/report/sample_notes.h"
#include "tests/suite.h"

static struct buf file, part;
static struct error err;
static unsigned writes_left;

static int take(void *ctx, const char *p, size_t n, struct error *e)
{
    (void)ctx;
    if (writes_left == 0)
        return error_set(e, ERROR_STORE, "no more");
    writes_left--;
    buf_add(&file, p, n);
    return 0;
}

static void setup(void)
{
    buf_init(&file);
    buf_init(&part);
    err = (struct error){ 0 };
    writes_left = 1000;
}
static void teardown(void)
{
    buf_release(&file);
    buf_release(&part);
}

static struct note_report *new_report(const char *temp_dir)
{
    const struct note_format *f = note_format(SPAN("xlsx"));
    ck_assert_ptr_nonnull(f);
    ck_assert(f->binary && f->accepted);
    struct note_report *r = note_report_new(f, &sample_run, take, NULL, temp_dir, false, &err);
    ck_assert_ptr_nonnull(r);
    return r;
}

/* The whole report of so many items, sheets holding so many rows (0: as many as they do). */
static void make(unsigned items, uint32_t rows_a_sheet)
{
    buf_clear(&file);
    struct note_report *r = new_report(NULL);
    ck_assert_msg(note_report_begin(r, &err) == 0, "%s", err.text);
    if (rows_a_sheet > 0)
        ((struct xlsx *)r->state)->rows_a_sheet = rows_a_sheet;
    ck_assert_int_eq(sample_items(r, 0, items, &err), 0);
    ck_assert_msg(sample_end(r, items, &err) == 0, "%s", err.text);
    note_report_free(r);
}

static const char *get(const char *name)
{
    ck_assert_msg(part_of(&file, name, &part), "no part %s", name);
    return buf_str(&part);
}

static size_t count(const char *in, const char *what)
{
    size_t n = 0;
    for (const char *at = in; (at = strstr(at, what)); at += strlen(what))
        n++;
    return n;
}

START_TEST(the_sheets)
{
    make(8, 0);
    const char *book = get("xl/workbook.xml");
    const char *const names[] = { "Summary", "Findings", "What was checked", "Accepted", "备药_率_- 与协议比较 a very long name o" }, *at = book;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct buf name = BUF_INIT;
        buf_addf(&name, "<sheet name=\"%s\"", names[i]);
        at = strstr(at, buf_str(&name));
        ck_assert_msg(at != NULL, "no sheet %s, or not there: %s", names[i], book);
        buf_release(&name);
    }
    ck_assert_uint_eq(count(book, "<sheet "), 5);
    ck_assert_uint_eq(count(book, "_xlnm._FilterDatabase"), 3);
    ck_assert_uint_eq(count(book, "_xlnm.Print_Titles"), 3);
}
END_TEST

START_TEST(findings)
{
    make(4, 0);
    const char *xml = get("xl/worksheets/sheet2.xml");
    ck_assert_uint_eq(count(xml, "<row "), 1 + 5); /* two items of two notes, one of one; one is accepted */
    ck_assert_uint_eq(count(xml, "<f>"), 0);
    ck_assert_ptr_nonnull(strstr(xml, "<pane xSplit=\"4\" ySplit=\"1\" topLeftCell=\"E2\" activePane=\"bottomRight\" state=\"frozen\"/>"));
    ck_assert_ptr_nonnull(strstr(xml, "<autoFilter ref=\"A1:U6\"/>"));
    ck_assert_ptr_nonnull(strstr(xml, "fitToHeight=\"0\" orientation=\"landscape\""));
    ck_assert_ptr_nonnull(strstr(xml, "<t>=HYPERLINK(\"http://example.org\")</t>"));
    ck_assert_ptr_nonnull(strstr(xml, "<t>00000000000000000001</t>"));
    ck_assert_ptr_nonnull(strstr(xml, "<t>@SUM(A1:A9)��_x005F_x000D_</t>"));
    ck_assert_ptr_nonnull(strstr(xml, "<v>1234.5678</v>"));
    ck_assert_ptr_null(strstr(xml, "已接受"));
    ck_assert_ptr_null(strstr(xml, "hyperlink"));
}
END_TEST

START_TEST(accepted)
{
    make(3, 0);
    const char *xml = get("xl/worksheets/sheet4.xml");
    ck_assert_uint_eq(count(xml, "<row "), 1 + 2);
    ck_assert_ptr_nonnull(strstr(xml, "<t>in the baseline</t>"));
    ck_assert_ptr_nonnull(strstr(xml, "<t>suppressed</t>"));
    ck_assert_ptr_nonnull(strstr(xml, "<t>等厂家换包装</t>"));
    ck_assert_ptr_nonnull(strstr(xml, "<t>王药师</t>"));
    ck_assert_ptr_nonnull(strstr(xml, "<v>46387</v>")); /* 2026-12-31 */
    make(2, 0);
    ck_assert_ptr_null(strstr(get("xl/workbook.xml"), "Accepted"));
}
END_TEST

/* Money that is accepted is at risk no more; an item counts once. */
START_TEST(money)
{
    make(4, 0);
    const char *xml = get("xl/worksheets/sheet1.xml");
    ck_assert_uint_eq(count(xml, "<v>1239.5678</v>"), 1); /* 1234.5678 + 5 */
    ck_assert_uint_eq(count(xml, "<v>1234.5678</v>"), 1);
    ck_assert_ptr_null(strstr(xml, "99999"));
    ck_assert_ptr_nonnull(strstr(get("xl/sharedStrings.xml"), "money at risk"));
}
END_TEST

START_TEST(what_was_checked)
{
    make(4, 0);
    const char *texts = get("xl/sharedStrings.xml");
    const char *const wanted[] = { "430000/drug@2026.2", "2026-12-31", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "GB18030",
                                   "abcd000000000000000000000000000000000000000000000000000000000000", "duima 0.1.0", "comma", "备注\n库位",
                                   "P601: 缺少“数量”列", "not run", "not said", "2026-06-28T08:00:00Z" };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        ck_assert_msg(strstr(texts, wanted[i]) != NULL, "no %s", wanted[i]);
}
END_TEST

START_TEST(full_sheets_go_on_behind)
{
    make(12, 6); /* 15 findings, 5 a sheet; 6 accepted ones */
    const char *book = get("xl/workbook.xml");
    ck_assert_ptr_nonnull(strstr(book, "\"Findings 2\""));
    ck_assert_ptr_nonnull(strstr(book, "\"Findings 3\""));
    ck_assert_ptr_null(strstr(book, "\"Findings 4\""));
    ck_assert_ptr_nonnull(strstr(book, "\"Accepted 2\""));
    ck_assert_ptr_nonnull(strstr(get("xl/sharedStrings.xml"), "The list fills 3 sheets, since one holds 6 rows."));
    size_t rows = 0, heads = 0;
    for (int i = 1; i <= 8; i++) {
        char name[64];
        snprintf(name, sizeof name, "xl/worksheets/sheet%d.xml", i);
        const char *xml = get(name);
        if (!strstr(xml, "<t>Fingerprint</t>"))
            continue;
        heads++;
        rows += count(xml, "<row ") - 1;
        ck_assert_uint_le(count(xml, "<row "), 6);
        ck_assert_uint_eq(count(xml, "<autoFilter "), 1);
        ck_assert_uint_eq(count(xml, "state=\"frozen\""), 1);
    }
    ck_assert_uint_eq(heads, 5);
    ck_assert_uint_eq(rows, 15 + 6);
}
END_TEST

START_TEST(tables_that_could_not_be_read)
{
    struct note_report *r = new_report(NULL);
    ck_assert_int_eq(note_report_begin(r, &err), 0);
    ck_assert_int_eq(note_report_unread(r, "b.csv", "b.csv: there is no such file", &err), 0);
    ck_assert_int_eq(sample_items(r, 0, 3, &err), 0);
    ck_assert_int_eq(sample_end(r, 3, &err), 0);
    note_report_free(r);
    const char *texts = get("xl/sharedStrings.xml");
    ck_assert_ptr_nonnull(strstr(texts, "<t>b.csv: there is no such file</t>"));
    ck_assert_ptr_nonnull(strstr(texts, "<t>tables that could not be read, so that what is wrong in them is not here: 1</t>"));
    make(3, 0);
    ck_assert_ptr_null(strstr(get("xl/sharedStrings.xml"), "could not be read"));
}
END_TEST

START_TEST(nothing_found)
{
    make(0, 0);
    ck_assert_ptr_nonnull(strstr(get("xl/worksheets/sheet2.xml"), "<t>Nothing was found.</t>"));
    ck_assert(!part_of(&file, "xl/charts/chart1.xml", &part));
}
END_TEST

START_TEST(the_same_bytes)
{
    make(40, 0);
    struct buf before = BUF_INIT;
    buf_addspan(&before, buf_span(&file));
    make(40, 0);
    ck_assert(span_eq(buf_span(&before), buf_span(&file)));
    buf_release(&before);
}
END_TEST

START_TEST(failures_are_told)
{
    struct note_report *r = new_report("/nonexistent/folder");
    ck_assert_int_eq(note_report_begin(r, &err), -1);
    ck_assert_int_eq(err.code, ERROR_STORE);
    ck_assert_ptr_nonnull(strstr(err.text, "/nonexistent/folder"));
    note_report_free(r);
    r = new_report(NULL);
    writes_left = 0;
    ck_assert_int_eq(sample_feed(r, 4, &err), -1);
    ck_assert_str_eq(err.text, "no more");
    note_report_free(r);
    r = new_report(NULL); /* given up in the middle */
    ck_assert_int_eq(note_report_begin(r, &err), 0);
    ck_assert_int_eq(sample_items(r, 0, 10, &err), 0);
    note_report_free(r);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("note_xlsx");
    TCase *tc = tcase_create("note_xlsx");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, the_sheets);
    tcase_add_test(tc, findings);
    tcase_add_test(tc, accepted);
    tcase_add_test(tc, money);
    tcase_add_test(tc, what_was_checked);
    tcase_add_test(tc, full_sheets_go_on_behind);
    tcase_add_test(tc, tables_that_could_not_be_read);
    tcase_add_test(tc, nothing_found);
    tcase_add_test(tc, the_same_bytes);
    tcase_add_test(tc, failures_are_told);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
