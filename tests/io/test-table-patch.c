/* tests/io/test-table-patch.c: cells are replaced, and every other byte of the table stays as it was: tables made at random, in every encoding,
 * with every separator, line end and habit of quoting, written once with the old cells and once with the new ones. */
#include "base/buf.h"
#include "io/delimited.h"
#include "io/table_patch.h"
#include "tests/io/files.h"
#include "tests/suite.h"

#include <unicode/ucnv.h>

#define COLUMNS 4u
#define ROWS 40u
#define KEY 1u  /* positions, from 1 */
#define CODE 3u

static uint32_t next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static const struct style {
    const char *encoding, *as, *mark; /* as ICU calls it; the byte order mark */
    size_t mark_n;
    char separator;
    const char *line_end;
} styles[] = {
    { "UTF-8", "UTF-8", "", 0, ',', "\n" },
    { "UTF-8", "UTF-8", "\xEF\xBB\xBF", 3, ',', "\r\n" },
    { "UTF-8", "UTF-8", "", 0, '\t', "\r" },
    { "GB18030", "GB18030", "", 0, ',', "\r\n" },
    { "GB18030", "GB18030", "", 0, ';', "\n" },
    { "UTF-16LE", "UTF-16LE", "\xFF\xFE", 2, '\t', "\r\n" },
    { "UTF-16BE", "UTF-16BE", "\xFE\xFF", 2, ',', "\n" },
    { "UTF-16LE", "UTF-16LE", "\xFF\xFE", 2, ';', "\r" },
    { "Big5", "Big5", "", 0, ',', "\n" },
};
#define STYLES (sizeof styles / sizeof *styles)

/* The table in UTF-8, twice. */
struct made {
    const struct style *style;
    uint64_t seed;
    struct buf before, after;
    struct patch_cell cells[ROWS];
    char text[ROWS][3][40]; /* what the cells point to */
    size_t count;
    uint64_t line;
};

static void both(struct made *m, const char *text)
{
    buf_adds(&m->before, text);
    buf_adds(&m->after, text);
}

static void add_quoted(struct buf *b, const char *text)
{
    buf_addc(b, '"');
    for (; *text; text++) {
        if (*text == '"')
            buf_addc(b, '"');
        buf_addc(b, *text);
    }
    buf_addc(b, '"');
}

/* Any other cell: the same in both. */
static void add_other(struct made *m)
{
    static const char *const plain[] = { "", "片", "0.25g", " a b ", "5'", "x\"y", "二" };
    static const char *const awkward[] = { "a,b", "say \"yes\"", "two\nlines", "cr\rlf\r\nend", ";\t,", "", "氨" };
    if (next(&m->seed) % 3) {
        both(m, plain[next(&m->seed) % (sizeof plain / sizeof *plain)]);
        return;
    }
    const char *text = awkward[next(&m->seed) % (sizeof awkward / sizeof *awkward)];
    for (const char *p = text; *p; p++)
        m->line += *p == '\n' || (*p == '\r' && p[1] != '\n');
    add_quoted(&m->before, text);
    add_quoted(&m->after, text);
}

/* The cell with the code, that is replaced in some rows. */
static void add_code(struct made *m, size_t row, bool changes)
{
    static const char *const olds[] = { "", "  ", "XN02", " xn02 ", "ＸＮ" };
    static const char *const new_codes[] = { "XN02BEA012A001010190001", "001102000010000-110200001", "a\"b", "c,d;e\tf" };
    const char *old = olds[next(&m->seed) % (strcmp(m->style->encoding, "Big5") == 0 ? 4 : 5)];
    const char *code = new_codes[next(&m->seed) % 4];
    bool quoted = next(&m->seed) % 3 == 0, needs = strpbrk(code, "\"\n\r") != NULL || strchr(code, m->style->separator) != NULL;
    if (quoted)
        add_quoted(&m->before, old);
    else
        buf_adds(&m->before, old);
    const char *now = changes ? code : old;
    if (quoted || (changes && needs))
        add_quoted(&m->after, now);
    else
        buf_adds(&m->after, now);
    if (!changes)
        return;
    struct span trimmed = span_trim(span_of(old));
    snprintf(m->text[row][1], sizeof m->text[row][1], "%.*s", SPAN_ARG(trimmed));
    snprintf(m->text[row][2], sizeof m->text[row][2], "%s", code);
}

static void add_row(struct made *m, size_t row)
{
    char separator[2] = { m->style->separator, '\0' };
    bool changes = next(&m->seed) % 2;
    uint64_t line = m->line;
    snprintf(m->text[row][0], sizeof m->text[row][0], "院%zu", row);
    if (next(&m->seed) % 4) {
        both(m, m->text[row][0]);
    } else {
        add_quoted(&m->before, m->text[row][0]);
        add_quoted(&m->after, m->text[row][0]);
    }
    both(m, separator);
    add_other(m);
    both(m, separator);
    add_code(m, row, changes);
    both(m, separator);
    add_other(m);
    if (changes)
        m->cells[m->count++] = (struct patch_cell){ line, span_of(m->text[row][0]), span_of(m->text[row][1]), span_of(m->text[row][2]) };
}

static struct made *make(const struct style *style, uint64_t seed)
{
    struct made *m = calloc(1, sizeof *m);
    m->style = style;
    m->seed = seed;
    m->line = 2;
    static const char *const headings[COLUMNS] = { "院内编码", "名称", "医保编码", "备注" };
    char separator[2] = { style->separator, '\0' };
    for (size_t i = 0; i < COLUMNS; i++) {
        both(m, headings[i]);
        both(m, i + 1 < COLUMNS ? separator : style->line_end);
    }
    for (size_t row = 0; row < ROWS; row++) {
        add_row(m, row);
        if (row + 1 < ROWS || next(&m->seed) % 2)
            both(m, style->line_end);
        m->line++;
        if (row + 1 < ROWS && next(&m->seed) % 8 == 0) { /* a blank line is no row, but a line */
            both(m, style->line_end);
            m->line++;
        }
    }
    return m;
}

static void made_free(struct made *m)
{
    buf_release(&m->before);
    buf_release(&m->after);
    free(m);
}

static void encode(const struct style *style, const struct buf *utf8, struct buf *out)
{
    UErrorCode status = U_ZERO_ERROR;
    buf_add(out, style->mark, style->mark_n);
    size_t most = utf8->n * 4 + 16;
    char *room = buf_room(out, most);
    int32_t n = ucnv_convert(style->as, "UTF-8", room, (int32_t)most, utf8->p, (int32_t)utf8->n, &status);
    ck_assert_msg(U_SUCCESS(status), "%s", u_errorName(status));
    out->n += (size_t)n;
}

static int collect(void *ctx, const char *p, size_t n, struct error *err)
{
    (void)err;
    buf_add(ctx, p, n);
    return 0;
}

static int patch_bytes(const struct made *m, struct span bytes, struct buf *out, struct error *err)
{
    char name[256];
    struct table_patch patch = { .path = file_of(bytes, name), .encoding = m->style->encoding, .separator = m->style->separator, .position = CODE,
                                 .key_position = KEY, .cells = m->cells, .count = m->count, .write = collect, .ctx = out };
    int status = table_patch_write(&patch, err);
    unlink(name);
    return status;
}

START_TEST(only_those_cells_change)
{
    const struct style *style = &styles[_i];
    ck_assert(table_patch_can(style->encoding));
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct made *m = make(style, seed);
        struct buf before = BUF_INIT, after = BUF_INIT, got = BUF_INIT;
        struct error err;
        encode(style, &m->before, &before);
        encode(style, &m->after, &after);
        ck_assert_msg(patch_bytes(m, buf_span(&before), &got, &err) == 0, "%s, seed %d: %s", style->encoding, (int)seed, err.text);
        ck_assert_msg(got.n == after.n && memcmp(got.p, after.p, got.n) == 0, "%s, seed %d", style->encoding, (int)seed);
        buf_release(&before);
        buf_release(&after);
        buf_release(&got);
        made_free(m);
    }
}
END_TEST

/* What reads tables agrees with what patches them on where each row begins. */
START_TEST(lines_are_those_of_the_reader)
{
    const struct style *style = &styles[_i];
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct made *m = make(style, seed);
        struct buf before = BUF_INIT;
        struct error err;
        char name[256];
        encode(style, &m->before, &before);
        struct table_text *text = table_text_open(file_of(buf_span(&before), name), style->encoding, temp_dir(), &err);
        struct delimited *d = delimited_new(text, style->separator, &err);
        struct delimited_row row;
        size_t at = 0;
        while (delimited_next(d, &row, &err) > 0) {
            if (at == m->count || row.line < m->cells[at].line)
                continue;
            ck_assert_uint_eq(row.line, m->cells[at].line);
            ck_assert(span_eq(span_trim(row.cells[CODE - 1].text), m->cells[at].old));
            at++;
        }
        ck_assert_uint_eq(at, m->count);
        delimited_free(d);
        table_text_free(text);
        unlink(name);
        buf_release(&before);
        made_free(m);
    }
}
END_TEST

START_TEST(another_table_is_refused)
{
    struct made *m = make(&styles[0], 7);
    struct buf before = BUF_INIT, got = BUF_INIT;
    struct error err = { .code = ERROR_NONE };
    encode(m->style, &m->before, &before);
    struct span whole = buf_span(&before);
    ck_assert_int_eq(patch_bytes(m, (struct span){ whole.p, whole.n / 2 }, &got, &err), -1); /* it became shorter */
    ck_assert_int_eq(err.code, ERROR_INPUT);
    m->cells[0].key = SPAN("another");
    ck_assert_int_eq(patch_bytes(m, whole, &got, &err), -1);
    ck_assert_int_eq(err.code, ERROR_INPUT);
    m->cells[0].key = span_of(m->text[0][0]);
    ck_assert(!table_patch_can("UTF-7"));
    ck_assert(!table_patch_can("ISO-2022-JP"));
    buf_release(&before);
    buf_release(&got);
    made_free(m);
}
END_TEST

/* Bytes that are no text stay what they are. */
START_TEST(bad_bytes_stay)
{
    static const char before[] = "a,b,c,d\nY1,\xFF\xFE,,\x81\nY2,x,,\xC3\n", after[] = "a,b,c,d\nY1,\xFF\xFE,XN,\x81\nY2,x,,\xC3\n";
    struct made m = { .style = &styles[0], .count = 1, .cells = { { 2, SPAN("Y1"), SPAN(""), SPAN("XN") } } };
    struct buf got = BUF_INIT;
    struct error err;
    ck_assert_int_eq(patch_bytes(&m, SPAN(before), &got, &err), 0);
    ck_assert(span_eq(buf_span(&got), SPAN(after)));
    buf_release(&got);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("table_patch");
    TCase *tcase = tcase_create("table_patch");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, only_those_cells_change, 0, (int)STYLES);
    tcase_add_loop_test(tcase, lines_are_those_of_the_reader, 0, (int)STYLES);
    tcase_add_test(tcase, another_table_is_refused);
    tcase_add_test(tcase, bad_bytes_stay);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
