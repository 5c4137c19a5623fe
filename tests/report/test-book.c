/* tests/report/test-book.c: workbooks: what cells and names of sheets hold, numbers to the digit, full disks. Parts are looked at as XML. */
#include "report/book_impl.h"
#include "tests/report/parts.h"
#include "tests/suite.h"
#include <archive.h>
#include <archive_entry.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

static struct buf file, part;
static struct error err;
static const struct book_about about = { .title = "check", .program = "duima 0", .day = 20261121 };
static const struct book_style plain = { .look = LOOK_CODE };

static int take(void *ctx, const char *p, size_t n, struct error *e)
{
    (void)ctx;
    (void)e;
    buf_add(&file, p, n);
    return 0;
}

static int refuse(void *ctx, const char *p, size_t n, struct error *e)
{
    (void)ctx;
    (void)p;
    (void)n;
    return error_set(e, ERROR_STORE, "no more");
}

static void setup(void)
{
    buf_init(&file);
    buf_init(&part);
    err = (struct error){ 0 };
}
static void teardown(void)
{
    buf_release(&file);
    buf_release(&part);
}

static struct book *new_book(void)
{
    struct book *b = book_new(&about, &err);
    ck_assert_msg(b != NULL, "%s", err.text);
    return b;
}

/* Puts the book into `file`, and its first sheet into `part`. */
static const char *finish(struct book *b)
{
    buf_clear(&file);
    ck_assert_msg(book_finish(b, take, NULL, &err) == 0, "%s", err.text);
    book_free(b);
    ck_assert(part_of(&file, "xl/worksheets/sheet1.xml", &part));
    return buf_str(&part);
}

START_TEST(texts_are_texts)
{
    const char *const texts[] = { "=1+1", "+1", "-1", "@A1", "007", "12345678901234567890", "http://example.org/", "<b>&\"", "1E5", "TRUE", " a ", "\ttab" };
    struct book *b = new_book();
    struct book_sheet *s = book_sheet(b, SPAN("a"), BOOK_STREAM);
    for (uint32_t i = 0; i < sizeof texts / sizeof *texts; i++)
        book_text(s, i, 0, span_of(texts[i]), plain);
    const char *xml = finish(b);
    ck_assert_ptr_nonnull(strstr(xml, "<t>=1+1</t>"));
    ck_assert_ptr_nonnull(strstr(xml, "<t>12345678901234567890</t>"));
    ck_assert_ptr_nonnull(strstr(xml, "<t>&lt;b&gt;&amp;\"</t>"));
    ck_assert_ptr_nonnull(strstr(xml, "<t xml:space=\"preserve\"> a </t>"));
    ck_assert_ptr_null(strstr(xml, "<f>"));
    ck_assert_ptr_null(strstr(xml, "<v>"));
    ck_assert_ptr_null(strstr(xml, "hyperlink"));
    ck_assert(!part_of(&file, "xl/sharedStrings.xml", &part));
}
END_TEST

START_TEST(what_a_cell_cannot_hold)
{
    struct buf out = BUF_INIT;
    book_clean(SPAN("a\x01\x1F\x7F" "b"), &out);
    ck_assert_str_eq(buf_str(&out), "a���b");
    book_clean(((struct span){ "x\0y", 3 }), &out);
    ck_assert_str_eq(buf_str(&out), "x�y");
    book_clean(SPAN("\xFF\xE4\xB8"), &out);
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "�"));
    book_clean(SPAN("\xEF\xBF\xBE\xEF\xBF\xBF"), &out); /* U+FFFE, U+FFFF: no characters of XML */
    ck_assert_str_eq(buf_str(&out), "��");
    book_clean(SPAN("a\r\nb\rc\td"), &out);
    ck_assert_str_eq(buf_str(&out), "a\nb\nc\td");
    book_clean(SPAN("_x000D_ _x00G1_ _x41"), &out); /* the first is an escape to a spreadsheet */
    ck_assert_str_eq(buf_str(&out), "_x005F_x000D_ _x00G1_ _x41");
    book_clean(SPAN_NONE, &out);
    ck_assert_str_eq(buf_str(&out), "");
    buf_release(&out);
}
END_TEST

static size_t utf16(const struct buf *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->n; i++)
        n += ((unsigned char)b->p[i] & 0xC0) != 0x80 ? ((unsigned char)b->p[i] >= 0xF0 ? 2 : 1) : 0;
    return n;
}

START_TEST(long_texts_are_cut_with_a_word)
{
    struct buf in = BUF_INIT, out = BUF_INIT;
    for (size_t i = 0; i < BOOK_TEXT; i++)
        buf_adds(&in, "片");
    book_clean(buf_span(&in), &out);
    ck_assert_uint_eq(utf16(&out), BOOK_TEXT); /* fits */
    ck_assert(span_eq(buf_span(&in), buf_span(&out)));
    buf_adds(&in, "片");
    book_clean(buf_span(&in), &out);
    ck_assert_uint_eq(utf16(&out), BOOK_TEXT);
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "片… [cut here: a cell holds 32,767 characters, this text has 32768]"));
    buf_clear(&in);
    for (size_t i = 0; i < BOOK_TEXT; i++)
        buf_adds(&in, "𠀀"); /* two units each */
    book_clean(buf_span(&in), &out);
    ck_assert_uint_le(utf16(&out), BOOK_TEXT);
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "this text has 65534]"));
    struct book *b = new_book();
    book_text(book_sheet(b, SPAN("a"), BOOK_STREAM), 0, 0, buf_span(&in), plain);
    ck_assert_ptr_nonnull(strstr(finish(b), "this text has 65534]"));
    buf_release(&in);
    buf_release(&out);
}
END_TEST

START_TEST(names_of_sheets)
{
    struct book *b = new_book();
    ck_assert_str_eq(book_sheet_name(book_sheet(b, SPAN("a/b\\c:d*e?[f]"), BOOK_STREAM)), "a-b-c-d_e__f_");
    ck_assert_str_eq(book_sheet_name(book_sheet(b, SPAN("'quoted'"), BOOK_STREAM)), "_quoted_");
    ck_assert_str_eq(book_sheet_name(book_sheet(b, SPAN("Same"), BOOK_STREAM)), "Same");
    ck_assert_str_eq(book_sheet_name(book_sheet(b, SPAN("SAME"), BOOK_SMALL)), "SAME 2"); /* case does not tell them apart */
    ck_assert_str_eq(book_sheet_name(book_sheet(b, SPAN(""), BOOK_STREAM)), "-");
    ck_assert_str_eq(book_sheet_name(book_sheet(b, SPAN("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三"), BOOK_STREAM)),
                     "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一");
    ck_assert_str_eq(book_sheet_name(book_sheet(b, SPAN("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三"), BOOK_STREAM)),
                     "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九 2");
    ck_assert_str_eq(book_sheet_name(book_sheet(b, SPAN("aaaaaaaaaabbbbbbbbbbccccccccc𠀀x"), BOOK_STREAM)), "aaaaaaaaaabbbbbbbbbbccccccccc𠀀");
    ck_assert_str_eq(book_sheet_name(book_sheet(b, SPAN("aaaaaaaaaabbbbbbbbbbcccccccccc'd"), BOOK_STREAM)), "aaaaaaaaaabbbbbbbbbbcccccccccc_");
    finish(b);
}
END_TEST

START_TEST(numbers_to_the_digit)
{
    static const struct { const char *text, *xml; } numbers[] = {
        { "0.1", "<v>0.1</v>" }, { "-12.50", "<v>-12.5</v>" }, { "0", "<v>0</v>" }, { "12345678901.2345", "<v>12345678901.2345</v>" },
        { "999999999999999", "<v>999999999999999</v>" }, { "1000000000000000", "<t>1000000000000000</t>" }, { "0.000000000000001", "<v>1E-15</v>" },
        { "123456789012.3456", "<t>123456789012.3456</t>" }, { "120000", "<v>120000</v>" }, { "12x", "<t>12x</t>" }, { "--1", "<t>--1</t>" }, { "1e5", "<t>1e5</t>" },
    };
    struct book *b = new_book();
    struct book_sheet *s = book_sheet(b, SPAN("a"), BOOK_STREAM);
    uint32_t row = 0;
    for (; row < sizeof numbers / sizeof *numbers; row++)
        book_decimal(s, row, 0, span_of(numbers[row].text), (struct book_style){ .look = LOOK_MONEY });
    book_amount(s, row, 0, 12345678, (struct book_style){ .look = LOOK_MONEY });
    book_amount(s, row, 1, AMOUNT_NONE, (struct book_style){ .look = LOOK_MONEY });
    book_amount(s, row, 2, -5, (struct book_style){ .look = LOOK_MONEY });
    book_count(s, row, 3, UINT64_MAX, (struct book_style){ .look = LOOK_COUNT });
    book_date(s, row, 4, 20261121, (struct book_style){ .look = LOOK_DATE });
    book_date(s, row, 5, DATE_NONE, (struct book_style){ .look = LOOK_DATE });
    book_date(s, row, 6, 18991231, (struct book_style){ .look = LOOK_DATE });
    const char *xml = finish(b), *at = xml;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        at = strstr(at, numbers[i].xml);
        ck_assert_msg(at != NULL, "%s is not %s", numbers[i].text, numbers[i].xml);
    }
    ck_assert_ptr_nonnull(strstr(at, "<v>1234.5678</v>"));
    ck_assert_ptr_nonnull(strstr(at, "<v>-0.0005</v>"));
    ck_assert_ptr_nonnull(strstr(at, "<t>18446744073709551615</t>"));
    ck_assert_ptr_nonnull(strstr(at, "<v>46347</v>")); /* 2026-11-21 */
    ck_assert_ptr_nonnull(strstr(at, "<t>1899-12-31</t>"));
}
END_TEST

START_TEST(columns_are_as_wide_as_what_is_in_them)
{
    struct book *b = new_book();
    struct book_sheet *s = book_sheet(b, SPAN("a"), BOOK_STREAM);
    for (uint16_t i = 0; i < 5; i++)
        book_width(s, i, 6, 20);
    book_hide_empty(s);
    for (uint16_t i = 0; i < 5; i++)
        book_text(s, 0, i, SPAN("h"), (struct book_style){ .look = LOOK_HEAD });
    book_text(s, 1, 0, SPAN("对乙酰氨基酚"), plain);                              /* 12 wide */
    book_text(s, 1, 1, SPAN("对乙酰氨基酚片对乙酰氨基酚片对乙酰氨基酚片"), plain); /* 42, on 18 a line: 3 lines */
    book_text(s, 1, 2, SPAN("ab"), plain);
    book_text(s, 1, 3, SPAN(""), plain);
    book_text(s, 1, 4, SPAN("a\nbcdefgh"), plain);
    const char *xml = finish(b);
    ck_assert_ptr_nonnull(strstr(xml, "<col min=\"1\" max=\"1\" width=\"14.7109375\" customWidth=\"1\"/>"));
    ck_assert_ptr_nonnull(strstr(xml, "<col min=\"2\" max=\"2\" width=\"20.7109375\" customWidth=\"1\"/>"));
    ck_assert_ptr_nonnull(strstr(xml, "<col min=\"3\" max=\"3\" width=\"6.7109375\" customWidth=\"1\"/>"));
    ck_assert_ptr_nonnull(strstr(xml, "<col min=\"4\" max=\"4\" width=\"6.7109375\" hidden=\"1\" customWidth=\"1\"/>"));
    ck_assert_ptr_nonnull(strstr(xml, "<col min=\"5\" max=\"5\" width=\"9.7109375\" customWidth=\"1\"/>"));
    ck_assert_ptr_nonnull(strstr(xml, "<row r=\"2\" ht=\"52\" customHeight=\"1\">"));
}
END_TEST

START_TEST(the_same_bytes)
{
    struct buf before = BUF_INIT;
    for (int i = 0; i < 2; i++) {
        struct book *b = new_book();
        struct book_sheet *s = book_sheet(b, SPAN("a"), BOOK_SMALL);
        book_text(s, 0, 0, SPAN("x"), plain);
        book_count(s, 0, 1, 3, (struct book_style){ .look = LOOK_COUNT });
        book_bars(s, 3, 0, &(struct book_bars){ .title = "t", .first = 0, .last = 0, .names = 0, .values = 1, .look = LOOK_COUNT, .most = 3 });
        finish(b);
        if (i == 0)
            buf_addspan(&before, buf_span(&file));
    }
    ck_assert(span_eq(buf_span(&before), buf_span(&file)));
    ck_assert(part_of(&file, "docProps/core.xml", &part));
    ck_assert_ptr_nonnull(strstr(buf_str(&part), "<dcterms:created xsi:type=\"dcterms:W3CDTF\">2026-11-21T00:00:00Z<"));
    ck_assert(part_of(&file, "xl/charts/chart1.xml", &part)); /* the chart has its figures with it, for readers that do not calculate */
    ck_assert_ptr_nonnull(strstr(buf_str(&part), "<c:pt idx=\"0\"><c:v>3</c:v></c:pt>"));
    buf_release(&before);
}
END_TEST

START_TEST(no_folder)
{
    struct book_about nowhere = about;
    nowhere.temp_dir = "/nonexistent/folder";
    ck_assert_ptr_null(book_new(&nowhere, &err));
    ck_assert_int_eq(err.code, ERROR_STORE);
    ck_assert_ptr_nonnull(strstr(err.text, "/nonexistent/folder"));
}
END_TEST

START_TEST(the_writer_refuses)
{
    struct book *b = new_book();
    book_text(book_sheet(b, SPAN("a"), BOOK_STREAM), 0, 0, SPAN("x"), plain);
    ck_assert_int_eq(book_finish(b, refuse, NULL, &err), -1);
    ck_assert_str_eq(err.text, "no more");
    book_free(b);
}
END_TEST

static void files_no_longer_than(rlim_t n)
{
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = { n, n };
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static struct book *with_rows(uint32_t rows)
{
    struct book *b = new_book();
    struct book_sheet *s = book_sheet(b, SPAN("a"), BOOK_STREAM);
    for (uint32_t i = 0; i < rows; i++)
        book_text(s, i, 0, SPAN("a row of some length, so that a few of them are long"), plain);
    return b;
}

START_TEST(a_disk_that_is_full_while_rows_are_written)
{
    files_no_longer_than(30000);
    struct book *b = with_rows(2000);
    ck_assert_int_eq(book_check(b, &err), -1);
    ck_assert_int_eq(err.code, ERROR_STORE);
    ck_assert_ptr_nonnull(strstr(err.text, "there is no room in /tmp to put the workbook together"));
    ck_assert_int_eq(book_finish(b, take, NULL, &err), -1);
    ck_assert_uint_eq(file.n, 0);
    book_free(b);
}
END_TEST

START_TEST(a_disk_that_is_full_at_the_end)
{
    struct book *b = with_rows(2000);
    ck_assert_int_eq(book_check(b, &err), 0);
    lxw_worksheet_write_single_row(b->sheets->sheet);
    fflush(b->sheets->sheet->optimize_tmpfile);
    files_no_longer_than((rlim_t)ftell(b->sheets->sheet->optimize_tmpfile) + 100); /* a sheet that is a copy of the rows does not fit */
    ck_assert_int_eq(book_finish(b, take, NULL, &err), -1);
    ck_assert_int_eq(err.code, ERROR_STORE);
    ck_assert_ptr_nonnull(strstr(err.text, "there is no room in /tmp"));
    ck_assert_uint_eq(file.n, 0);
    book_free(b);
}
END_TEST

#ifndef __SANITIZE_ADDRESS__ /* which needs all the memory there is */
static rlim_t memory_in_use(void)
{
    char line[128];
    FILE *f = fopen("/proc/self/statm", "r");
    ck_assert(f && fgets(line, sizeof line, f) != NULL);
    fclose(f);
    return (rlim_t)strtoul(line, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* A book of some rows and a chart, with so much memory. Whether it could be made. */
static bool made_with(rlim_t extra)
{
    struct rlimit all, some;
    ck_assert_int_eq(getrlimit(RLIMIT_AS, &all), 0);
    some = (struct rlimit){ memory_in_use() + extra, all.rlim_max };
    buf_clear(&file);
    err = (struct error){ 0 };
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &some), 0);
    struct book *b = book_new(&about, &err);
    struct book_sheet *s = b ? book_sheet(b, SPAN("a"), BOOK_STREAM) : NULL, *t = b ? book_sheet(b, SPAN("b"), BOOK_SMALL) : NULL;
    for (uint32_t i = 0; i < 100; i++)
        book_text(s, i, 0, SPAN("some words"), plain);
    book_text(t, 0, 0, SPAN("x"), plain);
    book_count(t, 0, 1, 3, (struct book_style){ .look = LOOK_COUNT });
    book_bars(t, 3, 0, &(struct book_bars){ .title = "t", .first = 0, .last = 0, .names = 0, .values = 1, .look = LOOK_COUNT, .most = 3 });
    bool made = b && book_finish(b, take, NULL, &err) == 0;
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &all), 0);
    book_free(b);
    return made;
}

/* The library leaves cells out, or crashes, where an allocation fails: it must never come to that. */
START_TEST(memory_that_is_out)
{
    struct buf good = BUF_INIT;
    ck_assert(made_with(256 << 20));
    buf_addspan(&good, buf_span(&file));
    buf_release(&file); /* what is kept here would be taken for more memory */
    size_t failed = 0;
    for (rlim_t extra = 0; extra < 12 << 20; extra += 40960) {
        if (made_with(extra))
            ck_assert(span_eq(buf_span(&good), buf_span(&file)));
        else
            ck_assert_msg(err.code == ERROR_MEMORY, "%s", err.text);
        failed += err.code == ERROR_MEMORY;
        buf_release(&file);
    }
    ck_assert_uint_gt(failed, 10);
    buf_release(&good);
}
END_TEST
#endif

/* A zip of one part, in a file without a name. */
static int zip_of(const char *text)
{
    FILE *out = tmpfile();
    ck_assert_ptr_nonnull(out);
    struct archive *a = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    archive_write_set_format_zip(a);
    ck_assert_int_eq(archive_write_open_FILE(a, out), ARCHIVE_OK);
    archive_entry_set_pathname(entry, "xl/worksheets/sheet1.xml");
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)strlen(text));
    ck_assert_int_eq(archive_write_header(a, entry), ARCHIVE_OK);
    archive_write_data(a, text, strlen(text));
    archive_entry_free(entry);
    archive_write_free(a);
    fflush(out);
    return dup(fileno(out));
}

START_TEST(parts_that_end_early_are_seen)
{
    static const struct { const char *text; int whole; } parts[] = {
        { "<?xml version=\"1.0\"?>\n<worksheet a=\"1\"><row/></worksheet>", 1 }, { "<?xml version=\"1.0\"?>\n<worksheet a=\"1\"><row/></worksheet>\n", 1 },
        { "<?xml version=\"1.0\"?>\n<worksheet a=\"1\"><row/>", 0 }, { "<?xml version=\"1.0\"?>\n<worksheet a=\"1\"><row/></worksheet", 0 },
        { "<worksheet><a/></a>", 0 }, { "", 0 }, { "<?xml version=\"1.0\"?>", 0 },
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int fd = zip_of(parts[i].text);
        ck_assert_msg(book_zip_whole(fd, &err) == parts[i].whole, "%s", parts[i].text);
        close(fd);
    }
    struct buf text = BUF_INIT; /* longer than what is read at once, cut at every place near its end */
    buf_adds(&text, "<?xml version=\"1.0\"?><sheet>");
    while (text.n < 40000)
        buf_adds(&text, "<row>01234567</row>");
    buf_adds(&text, "</sheet>");
    for (size_t cut = 0; cut < 30; cut++) {
        struct buf some = BUF_INIT;
        buf_add(&some, text.p, text.n - cut);
        int fd = zip_of(buf_str(&some));
        ck_assert_int_eq(book_zip_whole(fd, &err), cut == 0);
        close(fd);
        buf_release(&some);
    }
    buf_release(&text);
    FILE *empty = tmpfile();
    ck_assert_int_lt(book_zip_whole(fileno(empty), &err), 1);
    fclose(empty);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("book");
    TCase *tc = tcase_create("book");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, texts_are_texts);
    tcase_add_test(tc, what_a_cell_cannot_hold);
    tcase_add_test(tc, long_texts_are_cut_with_a_word);
    tcase_add_test(tc, names_of_sheets);
    tcase_add_test(tc, numbers_to_the_digit);
    tcase_add_test(tc, columns_are_as_wide_as_what_is_in_them);
    tcase_add_test(tc, the_same_bytes);
    tcase_add_test(tc, no_folder);
    tcase_add_test(tc, the_writer_refuses);
    tcase_add_test(tc, a_disk_that_is_full_while_rows_are_written);
    tcase_add_test(tc, a_disk_that_is_full_at_the_end);
    tcase_add_test(tc, parts_that_end_early_are_seen);
#ifndef __SANITIZE_ADDRESS__
    tcase_add_test(tc, memory_that_is_out);
#endif
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
