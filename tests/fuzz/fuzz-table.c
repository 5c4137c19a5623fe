/* tests/fuzz/fuzz-table.c: any bytes as a hospital's table of text. Oracles: rows cut from the whole text and from pieces of it are the same; libcsv
 * cuts the same rows and cells; the decoder makes the same text of single bytes as of the whole.
 *
 * Where libcsv is another dialect by intention, it is not asked: what stands behind a closing quote in the same cell ("abc"def is abcdef here, and
 * abc"def there), a quote that is never closed (an error here), rows of one blank cell (no rows here). */
#include "base/decode.h"
#include "base/text.h"
#include "mapper/table.h"
#include "tests/fuzz/fuzz.h"

#ifdef HAVE_LIBCSV
#include <csv.h>
#endif

static struct text *text;
static struct headings *headings;
static struct values *values, *other_values;

static void prepare(void)
{
    struct error err;
    if (headings)
        return;
    text = text_new(&err);
    fuzz_need(text, &err);
    values = values_new(fuzz_share(), text, &err);
    fuzz_need(values, &err);
    other_values = values_new(fuzz_share(), text, &err);
    fuzz_need(other_values, &err);
    headings = headings_new(fuzz_share(), NULL, text, &err);
    fuzz_need(headings, &err);
}

/* ---- rows ---- */

struct rows {
    struct buf text; /* a line each */
    bool apart;      /* some cell has doubled quotes or text behind its closing one */
    struct error err; /* code 0: read to the end */
};

static void put_cell(struct buf *b, struct span s)
{
    buf_addf(b, "%zu:", s.n);
    buf_addspan(b, s);
}

static void put_row(struct rows *r, const struct delimited_row *row)
{
    fuzz_expect(row->n > 0 && row->n <= CELLS_MOST, "a row of %zu cells", row->n);
    r->apart |= row->apart;
    buf_addf(&r->text, "%llu@%llu", (unsigned long long)row->line, (unsigned long long)row->offset);
    for (size_t i = 0; i < row->n; i++) {
        buf_addf(&r->text, "%c%c", row->cells[i].quoted ? 'q' : ' ', row->cells[i].bad ? '!' : ' ');
        put_cell(&r->text, row->cells[i].text);
    }
    buf_addc(&r->text, '\n');
}

static void read_whole(const struct table_text *t, struct rows *out)
{
    struct delimited_row row;
    struct delimited *d = delimited_new(t, 0, &out->err);
    int got;
    fuzz_need(d, &out->err);
    while ((got = delimited_next(d, &row, &out->err)) > 0)
        put_row(out, &row);
    out->err.code = got < 0 ? out->err.code : ERROR_NONE;
    delimited_free(d);
}

static void read_pieces(const struct table_text *t, size_t want, struct rows *out)
{
    struct delimited_row row;
    struct delimited_piece piece;
    struct delimited *d = delimited_new(t, 0, &out->err), *reader = d ? delimited_reader(d, &out->err) : NULL;
    int got, inner = 0;
    fuzz_need(reader, &out->err);
    while ((got = delimited_piece(d, want, &piece, &out->err)) > 0 && inner == 0) {
        struct delimited_piece copy = piece;
        copy.p = malloc(piece.n + DELIMITED_BEHIND);
        fuzz_expect(copy.p != NULL, "out of memory");
        memcpy(copy.p, piece.p, piece.n);
        delimited_feed(reader, &copy);
        while ((inner = delimited_next(reader, &row, &out->err)) > 0)
            put_row(out, &row);
        free(copy.p);
    }
    out->err.code = got < 0 || inner < 0 ? out->err.code : ERROR_NONE;
    delimited_free(reader);
    delimited_free(d);
}

/* ---- libcsv ---- */

#ifdef HAVE_LIBCSV
struct other {
    struct buf text, row;
    size_t cells;
    bool blank;
};

static int no_blank(unsigned char c) { return (void)c, 0; }

static void other_cell(void *p, size_t n, void *ctx)
{
    struct other *o = ctx;
    struct span s = { p, n };
    put_cell(&o->row, s);
    o->blank = o->cells++ == 0 && span_trim(s).n == 0;
}

static void other_row(int end, void *ctx)
{
    struct other *o = ctx;
    (void)end;
    if (!o->blank) {
        buf_addspan(&o->text, buf_span(&o->row));
        buf_addc(&o->text, '\n');
    }
    buf_clear(&o->row);
    o->cells = 0;
    o->blank = false;
}

/* What libcsv makes of the text; false: it is no CSV to it. */
static bool ask_libcsv(struct span s, char separator, unsigned char options, struct other *o)
{
    struct csv_parser p;
    *o = (struct other){ .text = BUF_INIT };
    fuzz_expect(csv_init(&p, options) == 0, "no libcsv");
    csv_set_delim(&p, (unsigned char)separator);
    csv_set_space_func(&p, no_blank);
    bool good = csv_parse(&p, s.p, s.n, other_cell, other_row, o) == s.n && csv_fini(&p, other_cell, other_row, o) == 0;
    csv_free(&p);
    buf_release(&o->row);
    return good;
}

static void ours_for_libcsv(const struct table_text *t, struct buf *out, char *separator, uint64_t *from)
{
    struct delimited_row row;
    struct error err;
    struct delimited *d = delimited_new(t, 0, &err);
    fuzz_need(d, &err);
    *separator = delimited_separator(d);
    *from = delimited_offset(d);
    while (delimited_next(d, &row, &err) > 0) {
        if (row.n == 1 && span_trim(row.cells[0].text).n == 0)
            continue;
        for (size_t i = 0; i < row.n; i++)
            put_cell(out, row.cells[i].text);
        buf_addc(out, '\n');
    }
    delimited_free(d);
}

static void compare_with_libcsv(const struct table_text *t, struct span all, const struct rows *whole)
{
    struct buf ours = BUF_INIT;
    struct other other;
    char separator;
    uint64_t from;
    if (whole->err.code != ERROR_NONE && strstr(whole->err.text, "fields in a row"))
        return;
    ours_for_libcsv(t, &ours, &separator, &from);
    struct span rest = { all.p + from, all.n - (size_t)from };
    bool strict = ask_libcsv(rest, separator, CSV_STRICT | CSV_STRICT_FINI, &other);
    if (strict) {
        fuzz_expect(whole->err.code == ERROR_NONE, "libcsv reads what is refused here: %s", whole->err.text);
        fuzz_same("rows here and libcsv's", &ours, &other.text);
    } else if (whole->err.code == ERROR_NONE && !whole->apart) {
        buf_release(&other.text);
        ask_libcsv(rest, separator, 0, &other);
        fuzz_same("rows here and libcsv's", &ours, &other.text);
    }
    buf_release(&other.text);
    buf_release(&ours);
}
#endif

/* ---- the table of the mapper ---- */

static void put_table_row(struct buf *b, const struct table *t, const struct table_row *r)
{
    buf_addf(b, "%u %zu%s", r->row.line, r->fields, r->ragged ? " ragged" : "");
    for (size_t i = 0; i < r->fields; i++)
        put_cell(b, table_field(t, i));
    for (int c = 0; c < COLUMN_COUNT && !r->ragged; c++)
        if (row_has(&r->row, (enum column)c)) {
            buf_addf(b, " %d=", c);
            put_cell(b, r->row.cells[c]);
        }
    if (!r->ragged)
        buf_addf(b, " %lld %lld %lld %lld %lld %d %d %d %d %d", (long long)r->row.price, (long long)r->row.purchase_price, (long long)r->row.factor,
                 (long long)r->row.quantity, (long long)r->row.self_pay, r->row.valid_from, r->row.valid_to, r->row.pay_class, r->row.restricted,
                 r->row.in_use);
    for (size_t i = 0; i < r->fault_count; i++) {
        buf_addf(b, " fault %d %d %u ", (int)r->faults[i].type, (int)r->faults[i].column, r->faults[i].position);
        put_cell(b, r->faults[i].text);
    }
    buf_addc(b, '\n');
}

static void table_whole(struct table *t, struct buf *out)
{
    struct error err;
    struct table_row row = { .offset = 0 };
    int got;
    while ((got = table_next(t, &row, &err)) > 0)
        put_table_row(out, t, &row);
    if (got < 0)
        buf_addf(out, "error: %s", err.text);
}

static void table_pieces(struct table *t, size_t want, struct buf *out)
{
    struct error err;
    struct table_row row = { .offset = 0 };
    struct delimited_piece piece;
    struct table *reader = table_reader(t, other_values, &err);
    int got = -1, inner = 0;
    fuzz_need(reader, &err);
    while (inner == 0 && (got = table_piece(t, want, &piece, &err)) > 0) {
        struct delimited_piece copy = piece;
        copy.p = malloc(piece.n + DELIMITED_BEHIND);
        fuzz_expect(copy.p != NULL, "out of memory");
        memcpy(copy.p, piece.p, piece.n);
        table_feed(reader, &copy);
        while ((inner = table_next(reader, &row, &err)) > 0)
            put_table_row(out, reader, &row);
        free(copy.p);
    }
    if (got < 0 || inner < 0)
        buf_addf(out, "error: %s", err.text);
    table_free(reader);
}

static void check_table(const char *path, size_t want)
{
    struct error err;
    struct buf whole = BUF_INIT, pieces = BUF_INIT;
    struct table_options options = { .temp_dir = fuzz_temp() };
    struct table *t = table_open(path, &options, headings, values, &err);
    if (t) {
        uint64_t first = table_offset(t);
        struct table_row row = { .offset = 0 };
        uint32_t line = table_next(t, &row, &err) > 0 ? row.row.line : 0;
        table_seek(t, line ? row.offset : first, line ? line : 1);
        table_whole(t, &whole);
        table_seek(t, line ? row.offset : first, line ? line : 1);
        table_pieces(t, want, &pieces);
        fuzz_same("the table and its pieces", &whole, &pieces);
        table_free(t);
    } else
        fuzz_expect(err.code == ERROR_INPUT && err.text[0], "an error of code %d: %s", (int)err.code, err.text);
    buf_release(&whole);
    buf_release(&pieces);
}

/* ---- the decoder ---- */

static void decode(const char *encoding, bool strict, const uint8_t *data, size_t n, size_t chunk, struct buf *out)
{
    struct error err;
    struct decoder *d = decoder_new(encoding, strict, &err);
    int status = 0;
    fuzz_need(d, &err);
    for (size_t at = 0; status == 0 && (at < n || at == 0); at += chunk) {
        size_t piece = n - at < chunk ? n - at : chunk;
        status = decoder_feed(d, n ? (const char *)data + at : "", piece, at + piece >= n, out, &err);
    }
    fuzz_expect(utf8_is_valid(buf_span(out)), "decoded to what is no UTF-8");
    if (status < 0) {
        buf_clear(out); /* what came before an error depends on the pieces */
        buf_adds(out, err.text);
    }
    buf_addf(out, "\n%llu", (unsigned long long)decoder_bad_count(d));
    decoder_free(d);
}

static void check_decoder(const uint8_t *data, size_t n)
{
    static const char *const encodings[] = { "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "windows-1251" };
    uint32_t pick = fuzz_pick(data, n);
    const char *encoding = encodings[pick % (sizeof encodings / sizeof *encodings)];
    struct buf whole = BUF_INIT, bytes = BUF_INIT;
    decode(encoding, pick & 64, data, n, n ? n : 1, &whole);
    decode(encoding, pick & 64, data, n, 1, &bytes);
    fuzz_same(encoding, &whole, &bytes);
    buf_release(&whole);
    buf_release(&bytes);
}

/* ---- all of it ---- */

static void check_rows(const struct table_text *t, size_t want)
{
    struct rows whole = { .text = BUF_INIT }, pieces = { .text = BUF_INIT };
    struct buf all = BUF_INIT;
    struct error err;
    size_t size = (size_t)table_text_size(t);
    char *room = buf_room(&all, size + 1);
    fuzz_expect(room && table_text_read(t, 0, room, size, &err) == (int64_t)size, "the text has another size");
    all.n = size;
    fuzz_expect(utf8_is_valid(buf_span(&all)), "the text is no UTF-8");
    read_whole(t, &whole);
    read_pieces(t, want, &pieces);
    if (whole.err.code == ERROR_NONE || pieces.err.code == ERROR_NONE)
        fuzz_expect(whole.err.code == pieces.err.code, "an error only one way: %s", whole.err.code ? whole.err.text : pieces.err.text);
    fuzz_same("rows of the whole and of pieces", &whole.text, &pieces.text);
#ifdef HAVE_LIBCSV
    compare_with_libcsv(t, buf_span(&all), &whole);
#endif
    buf_release(&whole.text);
    buf_release(&pieces.text);
    buf_release(&all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct error err;
    size_t want = 1 + fuzz_pick(data, n) % 40;
    prepare();
    check_decoder(data, n);
    const char *path = fuzz_file(0, data, n);
    struct table_text *t = table_text_open(path, NULL, fuzz_temp(), &err);
    if (t) {
        check_rows(t, want);
        table_text_free(t);
        check_table(path, want);
    } else
        fuzz_expect(err.code == ERROR_INPUT && err.text[0], "an error of code %d: %s", (int)err.code, err.text);
    return 0;
}
