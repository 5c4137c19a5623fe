/* tests/io/test-delimited.c: rows and cells of delimited tables: quotes, line ends, separators, places, limits. */
#include "base/buf.h"
#include "io/delimited.h"
#include "tests/io/files.h"
#include "tests/suite.h"

static void render_error(const struct error *err, struct buf *out)
{
    buf_addf(out, "ERROR: %s\n", strstr(err->text, ", line ") ? strstr(err->text, ", line ") + 2 : err->text);
}

static bool span_has(struct span s, struct span part)
{
    return span_find(s, part) != (size_t)-1;
}

/* The table as text: "LINE@OFFSET[cell][cell]" a row and a line feed; quoted cells in "" inside the brackets, bad ones with
 * a '!' in front. At the end "ERROR: …" where it ended so. */
static void render_rows(struct delimited *d, struct buf *out)
{
    struct error err;
    struct delimited_row row;
    int got;
    while ((got = delimited_next(d, &row, &err)) > 0) {
        buf_addf(out, "%llu@%llu", (unsigned long long)row.line, (unsigned long long)row.offset);
        for (size_t i = 0; i < row.n; i++) {
            const struct cell *c = &row.cells[i];
            buf_addf(out, c->quoted ? "[%s\"%.*s\"]" : "[%s%.*s]", c->bad ? "!" : "", SPAN_ARG(c->text));
        }
        buf_addc(out, '\n');
    }
    if (got < 0)
        render_error(&err, out);
}

/* The same rows through pieces of about `want` bytes. */
static void render_pieces(struct delimited *d, size_t want, struct buf *out)
{
    struct error err;
    struct delimited_piece piece;
    struct buf copy = BUF_INIT;
    int got;
    struct delimited *reader = delimited_reader(d, &err);
    ck_assert_ptr_nonnull(reader);
    while ((got = delimited_piece(d, want, &piece, &err)) > 0 && !span_has(buf_span(out), SPAN("ERROR"))) {
        ck_assert_uint_gt(piece.n, 0);
        buf_clear(&copy);
        buf_add(&copy, piece.p, piece.n);
        ck_assert_ptr_nonnull(buf_room(&copy, DELIMITED_BEHIND));
        piece.p = copy.p;
        delimited_feed(reader, &piece);
        render_rows(reader, out);
    }
    if (got < 0)
        render_error(&err, out);
    delimited_free(reader);
    buf_release(&copy);
}

/* Whole, and in pieces: the same rows. */
static void render(const struct table_text *text, char separator, struct buf *out)
{
    static const size_t wants[] = { 1, 5, 40, 1000, 65536, 1000000 };
    struct error err;
    struct delimited *d = delimited_new(text, separator, &err);
    ck_assert_msg(d != NULL, "%s", err.text);
    render_rows(d, out);
    delimited_free(d);
    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
        struct buf again = BUF_INIT;
        d = delimited_new(text, separator, &err);
        ck_assert_ptr_nonnull(d);
        render_pieces(d, wants[i], &again);
        ck_assert_msg(span_eq(buf_span(out), buf_span(&again)), "pieces of %zu\n--- whole\n%s--- in pieces\n%s", wants[i], buf_str(out),
                      buf_str(&again));
        buf_release(&again);
        delimited_free(d);
    }
}

static struct table_text *open_bytes(struct span bytes)
{
    char name[256];
    struct error err;
    struct table_text *text = table_text_open(file_of(bytes, name), NULL, temp_dir(), &err);
    unlink(name);
    ck_assert_msg(text != NULL, "%s", err.text);
    return text;
}

static void expect_bytes(struct span bytes, char separator, const char *rows)
{
    struct buf out = BUF_INIT;
    struct table_text *text = open_bytes(bytes);
    render(text, separator, &out);
    ck_assert_str_eq(buf_str(&out), rows);
    buf_release(&out);
    table_text_free(text);
}

static void expect(const char *table, const char *rows)
{
    expect_bytes(span_of(table), 0, rows);
}

START_TEST(plain)
{
    expect("a,b\n1,2\n", "1@0[a][b]\n2@4[1][2]\n");
    expect("a,b\r\n1,2\r\n", "1@0[a][b]\n2@5[1][2]\n");
    expect("a,b\r1,2\r", "1@0[a][b]\n2@4[1][2]\n");
    expect("a,b\n1,2", "1@0[a][b]\n2@4[1][2]\n");
    expect("a,b\n1,\n,2\n,\n", "1@0[a][b]\n2@4[1][]\n3@7[][2]\n4@10[][]\n");
    expect("a,b\n1,", "1@0[a][b]\n2@4[1][]\n");
    expect("a", "1@0[a]\n");
}
END_TEST

START_TEST(blank_lines_are_no_rows)
{
    expect("\n\r\n a,b\n\n  \n\r\r1,2\n\n", "3@3[ a][b]\n8@14[1][2]\n");
    expect("a,b\n\"\"\n", "1@0[a][b]\n2@4[\"\"]\n");
}
END_TEST

START_TEST(quotes)
{
    expect("a,b\n\"1\",\"2\"\n", "1@0[a][b]\n2@4[\"1\"][\"2\"]\n");
    expect("a,b\n\"x,y\",\"\"\n", "1@0[a][b]\n2@4[\"x,y\"][\"\"]\n");
    expect("a,b\n\"say \"\"yes\"\"\",\"\"\"\"\n", "1@0[a][b]\n2@4[\"say \"yes\"\"][\"\"\"]\n");
    expect("a,b\n\"1\nx\r\ny\rz\",2\n3,4\n", "1@0[a][b]\n2@4[\"1\nx\r\ny\rz\"][2]\n6@17[3][4]\n");
    expect("a,b\n5\" x,\"6\n", "1@0[a][b]\nERROR: line 2: the quote (\") that opens a field here is never closed\n");
    expect("a,b\n5\" x,6\"\n", "1@0[a][b]\n2@4[5\" x][6\"]\n");
    expect("a,b\n\"1\" ,\"2\"x\"y\"\n", "1@0[a][b]\n2@4[\"1 \"][\"2x\"y\"\"]\n");
    expect("a,b\n\"1\",2\n\"\n\n3", "1@0[a][b]\n2@4[\"1\"][2]\nERROR: line 3: the quote (\") that opens a field here is never closed\n");
    expect("a,b\n\"x\ny\",\"z\n", "1@0[a][b]\nERROR: line 3: the quote (\") that opens a field here is never closed\n");
    expect("a\n\"1\"", "1@0[a]\n2@2[\"1\"]\n");
    expect("a\n\"1\"\"\"", "1@0[a]\n2@2[\"1\"\"]\n");
}
END_TEST

START_TEST(separators)
{
    expect("a\tb\tc,d\n1\t2\t3\n", "1@0[a][b][c,d]\n2@8[1][2][3]\n");
    expect("a;b;c,d\n1;2;3,4\n", "1@0[a][b][c,d]\n2@8[1][2][3,4]\n");
    expect("\"a;;;\",b\n1,2\n", "1@0[\"a;;;\"][b]\n2@9[1][2]\n");
    expect("sep=;\r\na,b,c;d\n", "2@7[a,b,c][d]\n");
    expect_bytes(SPAN("a,b;c\n"), ';', "1@0[a,b][c]\n");
    expect("a\n1,2\n", "1@0[a]\n2@2[1][2]\n");
}
END_TEST

START_TEST(bad_bytes_mark_their_cell)
{
    expect_bytes(SPAN("名称,规格\n阿莫西林,0.5\xFF" "g\n甲,\"乙\xE4\xB8\"\n"), 0,
                 "1@0[名称][规格]\n2@14[阿莫西林][!0.5\xEF\xBF\xBDg]\n3@35[甲][!\"乙\xEF\xBF\xBD\"]\n");
}
END_TEST

/* Every length of a first cell moves all that follows over the blocks of 64 bytes. */
START_TEST(any_place_in_a_block)
{
    char table[600], rows[600];
    for (int n = 1; n < 200; n++) {
        snprintf(table, sizeof table, "%0*d,b,\"c\"\"\r\nd\",\"e\"\r\n1,,\"\",4\n", n, 0);
        snprintf(rows, sizeof rows, "1@0[%0*d][b][\"c\"\r\nd\"][\"e\"]\n3@%d[1][][\"\"][4]\n", n, 0, n + 17);
        expect(table, rows);
    }
}
END_TEST

/* The same rows, however the windows fall: a table of several windows, with rows of all lengths. */
START_TEST(any_place_in_a_window)
{
    struct buf table = BUF_INIT;
    struct error err;
    buf_adds(&table, "n,text\r\n");
    for (int i = 0; i < 20000; i++) {
        if (i % 3 == 0)
            buf_addf(&table, "%d,\"%0*d\"\"\r\n\"\"\"\r\n", i, i % 97 + 1, i);
        else
            buf_addf(&table, "%d,%0*d\r\n", i, i % 97 + 1, i);
    }
    struct table_text *text = open_bytes(buf_span(&table));
    struct delimited *d = delimited_new(text, 0, &err);
    struct delimited *again = delimited_new(text, 0, &err);
    struct delimited_row row, same;
    uint64_t line = 2;
    ck_assert_int_eq(delimited_next(d, &row, &err), 1);
    for (int i = 0; i < 20000; i++) {
        char number[16], value[128];
        ck_assert_int_eq(delimited_next(d, &row, &err), 1);
        snprintf(number, sizeof number, "%d", i);
        snprintf(value, sizeof value, i % 3 ? "%0*d" : "%0*d\"\r\n\"", i % 97 + 1, i);
        ck_assert_uint_eq(row.n, 2);
        ck_assert(span_is(row.cells[0].text, number));
        ck_assert_msg(span_is(row.cells[1].text, value), "row %d: %.*s", i, SPAN_ARG(row.cells[1].text));
        ck_assert_uint_eq(row.line, line);
        line += i % 3 ? 1 : 2;
        if (i % 500 == 0) {
            delimited_seek(again, row.offset, row.line);
            ck_assert_int_eq(delimited_next(again, &same, &err), 1);
            ck_assert(span_is(same.cells[0].text, number) && span_is(same.cells[1].text, value));
            ck_assert_uint_eq(same.line, row.line);
            delimited_seek(again, row.offset, row.line);
            ck_assert_int_eq(delimited_next(again, &same, &err), 1);
            ck_assert(span_is(same.cells[1].text, value));
        }
    }
    ck_assert_int_eq(delimited_next(d, &row, &err), 0);
    ck_assert_int_eq(delimited_next(d, &row, &err), 0);
    delimited_free(d);
    delimited_free(again);
    table_text_free(text);
    buf_release(&table);
}
END_TEST

/* ---- against a reader that goes character by character ---- */

struct naive {
    const char *p, *end;
    uint64_t line;
    const char *begin;
};

static bool naive_newline(struct naive *n)
{
    if (n->p == n->end || (*n->p != '\n' && *n->p != '\r'))
        return false;
    n->p += *n->p == '\r' && n->p + 1 < n->end && n->p[1] == '\n' ? 2 : 1;
    n->line++;
    return true;
}

/* The cell at n->p into out; false: a quote is not closed. */
static bool naive_cell(struct naive *n, struct buf *out, bool *quoted)
{
    *quoted = n->p < n->end && *n->p == '"';
    if (*quoted) {
        uint64_t opened = n->line;
        n->p++;
        while (true) {
            if (n->p == n->end) {
                n->line = opened;
                return false;
            }
            const char *from = n->p;
            if (*n->p == '"' && n->p + 1 < n->end && n->p[1] == '"') {
                buf_addc(out, '"');
                n->p += 2;
            } else if (*n->p == '"') {
                n->p++;
                break;
            } else if (naive_newline(n)) {
                buf_add(out, from, (size_t)(n->p - from));
            } else {
                buf_addc(out, *n->p++);
            }
        }
    }
    while (n->p < n->end && *n->p != ',' && *n->p != '\n' && *n->p != '\r')
        buf_addc(out, *n->p++);
    return true;
}

static void naive_render(struct span table, struct buf *out)
{
    struct naive n = { table.p, table.p + table.n, 1, table.p };
    struct buf row = BUF_INIT, cell = BUF_INIT;
    while (n.p < n.end) {
        uint64_t line = n.line;
        size_t offset = (size_t)(n.p - n.begin);
        bool blank = true, more = true;
        buf_clear(&row);
        for (int i = 0; more; i++) {
            bool quoted;
            buf_clear(&cell);
            if (!naive_cell(&n, &cell, &quoted)) {
                buf_addf(out, "ERROR: line %llu: the quote (\") that opens a field here is never closed\n",
                         (unsigned long long)n.line);
                goto end;
            }
            blank &= i == 0 && !quoted && span_trim(buf_span(&cell)).n == 0;
            buf_addf(&row, quoted ? "[\"%.*s\"]" : "[%.*s]", SPAN_ARG(buf_span(&cell)));
            more = n.p < n.end && *n.p == ',';
            blank &= !more;
            n.p += more;
        }
        naive_newline(&n);
        if (!blank)
            buf_addf(out, "%llu@%zu%s\n", (unsigned long long)line, offset, buf_str(&row));
    }
end:
    buf_release(&row);
    buf_release(&cell);
}

START_TEST(like_a_naive_reader)
{
    static const char alphabet[] = "aab  ,,,\"\"\"\n\r"; /* the 14th is 中 */
    unsigned seed = 12345;
    for (int round = 0; round < 4000; round++) {
        struct buf table = BUF_INIT, expected = BUF_INIT, got = BUF_INIT;
        buf_adds(&table, "h");
        for (int n = round % 150; n > 0; n--) {
            seed = seed * 1103515245u + 12345u;
            unsigned pick = (seed >> 16) % 14;
            if (pick == 13)
                buf_adds(&table, "中");
            else
                buf_addc(&table, alphabet[pick]);
        }
        naive_render(buf_span(&table), &expected);
        struct table_text *text = open_bytes(buf_span(&table));
        render(text, ',', &got);
        ck_assert_msg(span_eq(buf_span(&got), buf_span(&expected)), "round %d: %s\n--- expected\n%s--- got\n%s", round,
                      buf_str(&table), buf_str(&expected), buf_str(&got));
        table_text_free(text);
        buf_release(&table);
        buf_release(&expected);
        buf_release(&got);
    }
}
END_TEST

START_TEST(limits)
{
    struct buf table = BUF_INIT, out = BUF_INIT;
    buf_adds(&table, "a\n");
    for (int i = 0; i < CELLS_MOST; i++)
        buf_addc(&table, ',');
    struct table_text *text = open_bytes(buf_span(&table));
    render(text, ',', &out);
    ck_assert_str_eq(buf_str(&out), "1@0[a]\nERROR: line 2: more than 4096 fields in a row\n");
    table_text_free(text);
    buf_clear(&table);
    buf_clear(&out);
    buf_adds(&table, "a\n\"");
    char *to = buf_room(&table, 3 * ROW_MOST);
    memset(to, 'x', 3 * ROW_MOST);
    table.n += 3 * ROW_MOST;
    text = open_bytes(buf_span(&table));
    render(text, ',', &out);
    ck_assert_msg(strstr(buf_str(&out), "ERROR: line 2: a row of more than 16777216 bytes") != NULL, "%s", buf_str(&out));
    table_text_free(text);
    buf_release(&table);
    buf_release(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("io/delimited");
    TCase *rows = tcase_create("rows");
    tcase_set_timeout(rows, 60);
    tcase_add_test(rows, plain);
    tcase_add_test(rows, blank_lines_are_no_rows);
    tcase_add_test(rows, quotes);
    tcase_add_test(rows, separators);
    tcase_add_test(rows, bad_bytes_mark_their_cell);
    tcase_add_test(rows, any_place_in_a_block);
    tcase_add_test(rows, any_place_in_a_window);
    tcase_add_test(rows, like_a_naive_reader);
    tcase_add_test(rows, limits);
    suite_add_tcase(suite, rows);
    return suite_run(suite);
}
