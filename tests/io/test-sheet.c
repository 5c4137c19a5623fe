/* tests/io/test-sheet.c: workbooks that are cut, changed and hostile, and the text that a sheet becomes. */
#include "base/buf.h"
#include "io/container.h"
#include "io/delimited.h"
#include "io/sheet.h"
#include "io/sheet_xlsx_patch.h"
#include "tests/io/files.h"
#include "tests/suite.h"

#include <archive.h>
#include <archive_entry.h>

#define RELS "<Relationships xmlns=\"p\"><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
#define BOOK                                                                                                                    \
    "<workbook xmlns=\"m\" xmlns:r=\"o\"><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"a\"/><sheet name=\"Two\" sheetId=\"2\" r:id=\"b\"/></sheets></workbook>"
#define BOOK_RELS                                                                                                               \
    "<Relationships xmlns=\"p\"><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"sheet1.xml\"/><Relationship Id=\"b\" Type=\"x/worksheet\" "    \
    "Target=\"./sub/../sheet2.xml\"/><Relationship Id=\"c\" Type=\"x/sharedStrings\" Target=\"/xl/strings.xml\"/></Relationships>"
#define STRINGS "<sst xmlns=\"m\"><si><t>code</t></si><si><t>a\"b,\nc</t></si></sst>"
#define SHEET(rows) "<worksheet xmlns=\"m\"><sheetData>" rows "</sheetData></worksheet>"
#define ROWS "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\"><v>1.50</v></c></row><row r=\"4\"><c t=\"s\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c></row>"

static la_ssize_t add(struct archive *a, void *ctx, const void *p, size_t n)
{
    (void)a;
    buf_add(ctx, p, n);
    return (la_ssize_t)n;
}

/* An archive of the members: name, text, name, text, NULL. */
static void make(struct buf *out, const char *const *members)
{
    struct archive *a = archive_write_new();
    archive_write_set_format_zip(a);
    archive_write_set_bytes_per_block(a, 0);
    ck_assert_int_eq(archive_write_open(a, out, NULL, add, NULL), ARCHIVE_OK);
    for (; members[0]; members += 2) {
        struct archive_entry *e = archive_entry_new();
        archive_entry_set_pathname(e, members[0]);
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_perm(e, 0644);
        archive_entry_set_size(e, (la_int64_t)strlen(members[1]));
        ck_assert_int_eq(archive_write_header(a, e), ARCHIVE_OK);
        ck_assert_int_eq(archive_write_data(a, members[1], strlen(members[1])), (la_ssize_t)strlen(members[1]));
        archive_entry_free(e);
    }
    ck_assert_int_eq(archive_write_free(a), ARCHIVE_OK);
}

static void make_book(struct buf *out, const char *sheet1, const char *sheet2, const char *strings)
{
    const char *const members[] = { "_rels/.rels", RELS, "xl/workbook.xml", BOOK, "xl/_rels/workbook.xml.rels", BOOK_RELS, "xl/strings.xml", strings,
                                    "xl/sheet1.xml", sheet1, "xl/sheet2.xml", sheet2, NULL };
    make(out, members);
}

/* The first row says whether the sheet fits. */
static int fits(void *ctx, const struct sheet_line *lines, size_t n, struct error *err)
{
    (void)ctx, (void)err;
    return n > 0 && lines[0].n > 0 && span_is(lines[0].cells[0], "code") ? (int)lines[0].line : 0;
}

/* Reads bytes as a workbook: 0 with its text, or -1 with err. */
static int read_bytes(struct span bytes, enum sheet_file file, const char *sheet, bool in_child, struct buf *text, struct error *err)
{
    char name[256];
    FILE *f = fopen(file_of(bytes, name), "rb");
    ck_assert_ptr_nonnull(f);
    unlink(name);
    struct sheet_input input = { .fd = fileno(f), .size = bytes.n, .file = file };
    struct sheet_request request = { .name = "book", .sheet = sheet, .fits = fits, .temp_dir = temp_dir(), .in_child = in_child };
    struct sheet_text out;
    int status = sheet_read(&input, &request, &out, err);
    fclose(f);
    if (status < 0)
        return -1;
    char *to = buf_room(text, out.size + 1);
    ck_assert_int_eq(pread(out.fd, to, out.size, 0), (ssize_t)out.size);
    text->n = out.size;
    close(out.fd);
    sheet_text_release(&out);
    return 0;
}

static void check_text(const char *sheet1, const char *sheet, const char *want)
{
    struct buf book = BUF_INIT;
    make_book(&book, sheet1, SHEET("<row><c t=\"str\"><v>two</v></c></row>"), STRINGS);
    for (int child = 0; child < 2; child++) {
        struct buf text = BUF_INIT;
        struct error err = { .text = "" };
        ck_assert_msg(read_bytes(buf_span(&book), SHEET_FILE_XLSX, sheet, child, &text, &err) == 0, "%s", err.text);
        ck_assert_str_eq(buf_str(&text), want);
        buf_release(&text);
    }
    buf_release(&book);
}

static void check_refused(const char *sheet1, const char *strings, const char *why)
{
    struct buf book = BUF_INIT, text = BUF_INIT;
    struct error err = { .text = "" };
    make_book(&book, sheet1, SHEET(""), strings);
    ck_assert_int_eq(read_bytes(buf_span(&book), SHEET_FILE_XLSX, NULL, false, &text, &err), -1);
    ck_assert_int_eq(err.code, ERROR_INPUT);
    ck_assert_msg(strstr(err.text, why) != NULL, "%s", err.text);
    buf_release(&book);
    buf_release(&text);
}

START_TEST(text_of_a_sheet)
{
    check_text(SHEET(ROWS), NULL, "\ncode\x1f\x1f\x02" "1.5\n\n\"a\"\"b,\nc\"\x1f\x05#N/A\n");
    check_text(SHEET(ROWS), "Two", "two\n");
    check_text(SHEET(ROWS), "2", "two\n");
    check_text(SHEET("<row><c t=\"str\"><v>code</v></c><c t=\"d\"><v>2026-07-01T00:00:00Z</v></c><c t=\"d\"><v>2026-07-01T08:30:00</v></c><c t=\"b\"><v>1</v></c></row>"), NULL,
               "code\x1f\x04" "2026-07-01\x1f\x04" "2026-07-01 08:30:00\x1fTRUE\n");
    check_text(SHEET("<row/><row><c/><c t=\"inlineStr\"><is><t>_x0002_x</t></is></c></row>"), "One", "\n\x1f\x01\x02x\n");
}
END_TEST

START_TEST(refused)
{
    check_refused(SHEET("<row r=\"5\"/><row r=\"5\"/>"), STRINGS, "row 5 stands behind row 5");
    check_refused(SHEET("<row r=\"5\"><c r=\"A6\"/></row>"), STRINGS, "no cell of it");
    check_refused(SHEET("<row r=\"5\"><c r=\"B5\"><v>1</v></c><c r=\"A5\"><v>1</v></c></row>"), STRINGS, "do not follow each other");
    check_refused(SHEET("<row r=\"x\"/>"), STRINGS, "is no number of a row");
    check_refused(SHEET("<row r=\"0\"/>"), STRINGS, "rows 1 to 1048576");
    check_refused(SHEET("<row><c t=\"s\"><v>2</v></c></row>"), STRINGS, "no shared text");
    check_refused(SHEET("<row><c t=\"s\"><v>99999999999999999999</v></c></row>"), STRINGS, "no shared text");
    check_refused(SHEET("<row><c t=\"s\"><v>-1</v></c></row>"), STRINGS, "no shared text");
    check_refused("<worksheet><sheetData><row>", STRINGS, "ends early");
    check_refused("<!DOCTYPE a [<!ENTITY e SYSTEM \"/etc/passwd\">]><worksheet/>", STRINGS, "declares an entity");
    check_refused(SHEET(""), "\xFF\xFE<\0", "UTF-8");
    check_refused("", STRINGS, "ends before its first element");
}
END_TEST

START_TEST(deep)
{
    struct buf sheet = BUF_INIT;
    for (int i = 0; i < 5000; i++)
        buf_adds(&sheet, "<worksheet>");
    check_refused(buf_str(&sheet), STRINGS, "elements deep");
    buf_release(&sheet);
}
END_TEST

/* Many cells to the right of what is read: an error at the first that holds something, and not one for those that hold nothing. */
START_TEST(a_million_columns)
{
    struct buf sheet = BUF_INIT;
    buf_adds(&sheet, "<worksheet><sheetData><row>");
    for (int i = 0; i < 1000000; i++)
        buf_adds(&sheet, i < 4096 ? "<c/>" : "<c><v>1</v></c>");
    buf_adds(&sheet, "</row></sheetData></worksheet>");
    check_refused(buf_str(&sheet), STRINGS, "beyond column 4096");
    buf_release(&sheet);
}
END_TEST

static void check_row(const struct delimited_row *row, uint64_t line, const char *first, const char *second, unsigned mark)
{
    ck_assert_uint_eq(row->line, line);
    ck_assert_uint_eq(row->n, 3);
    ck_assert(span_is(row->cells[0].text, first));
    ck_assert(span_is(row->cells[1].text, second));
    ck_assert_uint_eq(row->cells[1].mark, mark);
    ck_assert_uint_eq(row->cells[2].text.n, 0);
}

/* What io/delimited makes of it: the line is the row, whatever line ends the cells hold; a row is as wide as is said. */
START_TEST(lines_are_rows)
{
    struct buf book = BUF_INIT;
    char name[256], copy[512];
    struct error err = { .text = "" };
    make_book(&book, SHEET("<row r=\"2\"><c t=\"str\"><v>code</v></c></row><row r=\"4\"><c t=\"str\"><v>\n\r\n\n</v></c><c><v>7</v></c></row>"
                           "<row r=\"7\"><c t=\"str\"><v>x\ny</v></c><c t=\"str\"><v>_x0005_</v></c><c/><c><v>9</v></c></row>"
                           "<row r=\"9\"><c t=\"str\"><v>\"\n</v></c><c t=\"e\"><v>#REF!</v></c></row>"),
              SHEET(""), STRINGS);
    struct sheet_request request = { .fits = fits };
    struct table_text_options options = { .temp_dir = temp_dir(), .jobs = 1, .sheet = &request };
    struct table_text *text = table_text_open_with(file_of(buf_span(&book), name), &options, &err);
    ck_assert_msg(text != NULL, "%s", err.text);
    unlink(name);
    ck_assert_str_eq(table_text_encoding(text), "XLSX");
    ck_assert_str_eq(table_text_sheet(text), "One");
    struct delimited *d = delimited_new(text, 0, &err);
    struct delimited_row row;
    ck_assert_int_eq(delimited_next(d, &row, &err), 1);
    delimited_set_width(d, 3);
    struct delimited *reader = delimited_reader(d, &err);
    struct delimited_piece piece;
    ck_assert_int_eq(delimited_piece(d, 4096, &piece, &err), 1);
    ck_assert_uint_lt(piece.n, sizeof copy - DELIMITED_BEHIND);
    memcpy(copy, piece.p, piece.n);
    piece.p = copy;
    delimited_seek(d, piece.offset, piece.line);
    delimited_feed(reader, &piece);
    for (int way = 0; way < 2; way++) {
        struct delimited *from = way ? reader : d;
        ck_assert_int_eq(delimited_next(from, &row, &err), 1); /* blanks alone are no text */
        check_row(&row, 4, "", "7", SHEET_NUMBER);
        ck_assert_int_eq(delimited_next(from, &row, &err), 1);
        check_row(&row, 7, "x\ny", "\005", 0);
        ck_assert_int_eq(delimited_next(from, &row, &err), 1);
        check_row(&row, 9, "\"\n", "#REF!", SHEET_ERROR);
        ck_assert_int_eq(delimited_next(from, &row, &err), 0);
    }
    delimited_free(d);
    delimited_free(reader);
    table_text_free(text);
    buf_release(&book);
}
END_TEST

static void cut_everywhere(struct span whole, enum sheet_file file)
{
    for (size_t n = 0; n < whole.n; n++) {
        struct buf text = BUF_INIT;
        struct error err = { .text = "" };
        int status = read_bytes((struct span){ whole.p, n }, file, NULL, false, &text, &err);
        ck_assert_msg(status < 0 && err.code == ERROR_INPUT, "cut at %zu: %s", n, err.text);
        buf_release(&text);
    }
}

START_TEST(cut_at_every_byte)
{
    struct buf book = BUF_INIT;
    make_book(&book, SHEET(ROWS), SHEET(""), STRINGS);
    cut_everywhere(buf_span(&book), SHEET_FILE_XLSX);
    buf_release(&book);
}
END_TEST

/* Each byte changed: a sentence, or the same text (a time, a checksum that nothing asks for), never another. */
START_TEST(every_byte_changed)
{
    struct buf book = BUF_INIT, good = BUF_INIT;
    struct error err;
    make_book(&book, SHEET(ROWS), SHEET(""), STRINGS);
    ck_assert_int_eq(read_bytes(buf_span(&book), SHEET_FILE_XLSX, "One", false, &good, &err), 0);
    for (size_t at = 0; at < book.n; at++) {
        struct buf text = BUF_INIT;
        book.p[at] = (char)(book.p[at] ^ (1 << at % 8));
        int status = read_bytes(buf_span(&book), SHEET_FILE_XLSX, "One", false, &text, &err);
        book.p[at] = (char)(book.p[at] ^ (1 << at % 8));
        ck_assert_msg(status < 0 || span_eq(buf_span(&text), buf_span(&good)), "byte %zu", at);
        buf_release(&text);
    }
    buf_release(&book);
    buf_release(&good);
}
END_TEST

static const char xml_book[] =
    "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"
    "<Worksheet ss:Name=\"One\"><Table><Row ss:Index=\"2\"><Cell><Data ss:Type=\"String\">code</Data></Cell><Cell ss:Index=\"3\"><Data "
    "ss:Type=\"Number\">1.50</Data></Cell></Row></Table></Worksheet></Workbook>";

START_TEST(xml_of_2003)
{
    struct buf text = BUF_INIT;
    struct error err = { .text = "" };
    ck_assert_msg(read_bytes(SPAN(xml_book), SHEET_FILE_XML, NULL, true, &text, &err) == 0, "%s", err.text);
    ck_assert_str_eq(buf_str(&text), "\ncode\x1f\x1f\x02" "1.5\n");
    cut_everywhere(SPAN(xml_book), SHEET_FILE_XML);
    buf_release(&text);
}
END_TEST

/* HTML has no end that must be there: whatever is cut is read as far as it goes, and nothing breaks. */
START_TEST(html)
{
    static const char page[] = "<html><table><tr><td rowspan=2>code<td colspan='2'>b&amp;c<tr><td>d<br>e</table><table><tr><td rowspan=99999 colspan=99999>f</table>";
    struct buf text = BUF_INIT;
    struct error err = { .text = "" };
    ck_assert_int_eq(read_bytes(SPAN(page), SHEET_FILE_HTML, NULL, true, &text, &err), 0);
    ck_assert_str_eq(buf_str(&text), "code\x1f" "b&c\n\x1f\"d\ne\"\nf\n");
    buf_release(&text);
    for (size_t n = 0; n < sizeof page; n++) {
        struct buf part = BUF_INIT;
        ck_assert_int_eq(read_bytes((struct span){ page, n }, SHEET_FILE_HTML, NULL, false, &part, &err), 0);
        buf_release(&part);
    }
}
END_TEST

/* ---- written again ---- */

#define ROWS_PATCHED 3000

static int to_buf(void *ctx, const char *p, size_t n, struct error *err)
{
    buf_add(ctx, p, n);
    return buf_check(ctx, err);
}

/* A sheet whose third column is there in every way a cell can be, and what it should read like once every second row has the code X<row>. */
static void make_rows(struct buf *sheet, struct buf *want)
{
    static const char *const cells[] = { "", "<c r=\"C#\" s=\"7\"/>", "<c r=\"C#\"></c>", "<c s='3' r='C#' ><v>5</v></c>", "<c r=\"C#\" t=\"inlineStr\"><is><t>a&gt;b</t></is></c>" };
    static const char *const texts[] = { "", "", "", "\0025", "a>b" };
    buf_adds(sheet, "<worksheet><sheetData><row r=\"1\"><c t=\"str\"><v>code</v></c></row>");
    buf_adds(want, "code\n");
    for (int row = 2; row < ROWS_PATCHED; row++) {
        int way = row % 5;
        char cell[128] = "";
        const char *number = strchr(cells[way], '#');
        if (number)
            snprintf(cell, sizeof cell, "%.*s%d%s", (int)(number - cells[way]), cells[way], row, number + 1);
        bool last = row % 3 == 0;
        buf_addf(sheet, "<row r=\"%d\"><c r=\"A%d\" t=\"str\"><v>k%d</v></c>%s", row, row, row, cell);
        if (last)
            buf_adds(sheet, "</row\n>");
        else
            buf_addf(sheet, "<!-- <c> --><c r=\"D%d\" t=\"str\"><v>end</v></c></row>", row);
        bool has = row % 2 || texts[way][0];
        buf_addf(want, "k%d%s", row, has || !last ? "\x1f\x1f" : "");
        if (row % 2)
            buf_addf(want, "X%d", row);
        else
            buf_adds(want, texts[way]);
        if (!last)
            buf_adds(want, "\x1f" "end");
        buf_addc(want, '\n');
    }
    buf_adds(sheet, "</sheetData></worksheet>");
}

START_TEST(written_again)
{
    struct buf sheet = BUF_INIT, want = BUF_INIT, book = BUF_INIT, out = BUF_INIT, text = BUF_INIT;
    static struct patch_cell cells[ROWS_PATCHED];
    static char keys[ROWS_PATCHED][16], codes[ROWS_PATCHED][16];
    static const char *const olds[] = { "", "", "", "5", "a>b" };
    struct error err = { .text = "" };
    char name[256];
    size_t n = 0;
    make_rows(&sheet, &want);
    make_book(&book, buf_str(&sheet), SHEET(""), STRINGS);
    for (int row = 3; row < ROWS_PATCHED; row += 2, n++) {
        snprintf(keys[n], sizeof keys[n], "k%d", row);
        snprintf(codes[n], sizeof codes[n], "X%d", row);
        cells[n] = (struct patch_cell){ .line = (uint64_t)row, .key = span_of(keys[n]), .old = span_of(olds[row % 5]), .text = span_of(codes[n]) };
    }
    struct xlsx_patch patch = { .path = file_of(buf_span(&book), name), .sheet = "One", .position = 3, .key_position = 1, .cells = cells, .count = n,
                                .write = to_buf, .ctx = &out };
    ck_assert_msg(xlsx_patch_write(&patch, &err) == 0, "%s", err.text);
    ck_assert_msg(read_bytes(buf_span(&out), SHEET_FILE_XLSX, "One", false, &text, &err) == 0, "%s", err.text);
    ck_assert(strcmp(buf_str(&text), buf_str(&want)) == 0);
    /* Another table than the one that was read: nothing is right then. */
    cells[n / 2].old = SPAN("6");
    ck_assert_int_eq(xlsx_patch_write(&patch, &err), -1);
    ck_assert_msg(strstr(err.text, "is not what it was") != NULL, "%s", err.text);
    cells[n / 2].old = span_of(olds[cells[n / 2].line % 5]);
    cells[n - 1].key = SPAN("k");
    ck_assert_int_eq(xlsx_patch_write(&patch, &err), -1);
    cells[n - 1].key = span_of(keys[n - 1]);
    cells[n - 1].line = ROWS_PATCHED + 1;
    ck_assert_int_eq(xlsx_patch_write(&patch, &err), -1);
    patch.count = 0;
    buf_clear(&out);
    ck_assert_int_eq(xlsx_patch_write(&patch, &err), 0);
    unlink(name);
    buf_release(&sheet);
    buf_release(&want);
    buf_release(&book);
    buf_release(&out);
    buf_release(&text);
}
END_TEST

START_TEST(container)
{
    static const char *const members[] = { "a/B.xml", "hello", "c", "", NULL };
    struct buf bytes = BUF_INIT;
    char name[256], piece[8];
    struct error err = { .text = "" };
    make(&bytes, members);
    FILE *f = fopen(file_of(buf_span(&bytes), name), "rb");
    ck_assert_ptr_nonnull(f);
    unlink(name);
    struct container *c = container_open(fileno(f), bytes.n, "x.zip", &err);
    ck_assert_int_eq(container_find(c, "/a/b.XML", &err), 1);
    for (size_t i = 0; i < 5; i++) { /* one byte at a time */
        ck_assert_int_eq(container_read(c, piece, 1, &err), 1);
        ck_assert_int_eq(piece[0], "hello"[i]);
    }
    ck_assert_int_eq(container_read(c, piece, 1, &err), 0);
    ck_assert_int_eq(container_find(c, "c", &err), 1);
    ck_assert_int_eq(container_read(c, piece, 8, &err), 0);
    ck_assert_int_eq(container_find(c, "d", &err), 0);
    ck_assert_int_eq(container_find(c, "a/b.xml", &err), 1);
    ck_assert_str_eq(container_name(c), "x.zip");
    container_free(c);
    fclose(f);
    buf_release(&bytes);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sheet");
    TCase *tcase = tcase_create("sheet");
    tcase_set_timeout(tcase, 240);
    tcase_add_test(tcase, text_of_a_sheet);
    tcase_add_test(tcase, refused);
    tcase_add_test(tcase, lines_are_rows);
    tcase_add_test(tcase, deep);
    tcase_add_test(tcase, a_million_columns);
    tcase_add_test(tcase, cut_at_every_byte);
    tcase_add_test(tcase, every_byte_changed);
    tcase_add_test(tcase, xml_of_2003);
    tcase_add_test(tcase, html);
    tcase_add_test(tcase, written_again);
    tcase_add_test(tcase, container);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
