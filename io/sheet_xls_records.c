/* io/sheet_xls_records.c: walks through the records of the stream "Workbook" and takes some of them. Every length is held against its record. */
#include "io/sheet_xls_records.h"
#include "base/decode.h"
#include "base/i18n.h"

#include <stdlib.h>

#define CELLS_MOST_XLS (65536u * 256u)
#define FORMATS_MOST   65536u

enum {
    FORMULA = 0x06, END = 0x0A, DATE_MODE = 0x22, CODE_PAGE = 0x42, COLUMN_INFO = 0x7D, BOUND_SHEET = 0x85, STYLE = 0xE0, MERGED = 0xE5, BOOL_ERROR = 0x205,
    STRING = 0x207, ROW = 0x208, NUMBER_FORMAT = 0x41E, BEGIN = 0x809,
};

struct biff { /* a record */
    unsigned type, n;
    const char *p;
};

static unsigned u8(const struct biff *r, unsigned at) { return at < r->n ? (unsigned char)r->p[at] : 0; }
static unsigned u16(const struct biff *r, unsigned at) { return u8(r, at) | u8(r, at + 1) << 8; }
static uint64_t u64(const struct biff *r, unsigned at)
{
    uint64_t value = 0;
    for (unsigned i = 8; i-- > 0;)
        value = value << 8 | u8(r, at + i);
    return value;
}

/* The record at *at, which moves behind it. 1, 0: the end, -1. */
static int next_record(struct xls_records *r, uint64_t *at, struct biff *out, struct error *err)
{
    char head[4];
    int64_t n = ole_read(r->ole, *at, head, sizeof head, err);
    if (n < (int64_t)sizeof head)
        return n < 0 ? -1 : 0;
    struct biff h = { 0, sizeof head, head };
    *out = (struct biff){ u16(&h, 0), u16(&h, 2), r->record };
    n = ole_read(r->ole, *at + sizeof head, r->record, out->n, err);
    *at += sizeof head + out->n;
    return n < 0 ? -1 : n == (int64_t)out->n;
}

/* ---- texts ---- */

/* n characters from `at` on, two bytes each or one. */
static void add_characters(const struct biff *r, unsigned at, unsigned n, bool two, struct buf *out)
{
    for (unsigned i = 0; i < n; i++, at += two ? 2 : 1) {
        if (at + (two ? 2 : 1) > r->n) {
            buf_adduchar(out, 0xFFFD); /* it goes on in another record */
            return;
        }
        uint32_t c = two ? u16(r, at) : u8(r, at);
        uint32_t low = two && c >= 0xD800 && c < 0xDC00 ? u16(r, at + 2) : 0;
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            i++;
            at += 2;
        }
        buf_adduchar(out, c == 0 || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c);
    }
}

static int add_text(struct xls_records *x, const struct biff *r, unsigned at, struct buf *out, struct error *err)
{
    unsigned n = u16(r, at);
    if (x->wide) {
        unsigned flags = u8(r, at + 2), behind = at + 3 + (flags & 8 ? 2 : 0) + (flags & 4 ? 4 : 0);
        add_characters(r, behind, n, flags & 1, out);
        return buf_check(out, err);
    }
    at += 2;
    n = at < r->n ? (n < r->n - at ? n : r->n - at) : 0;
    struct decoder *d = decoder_new(x->encoding, false, err);
    int status = d ? decoder_feed(d, r->p + at, n, true, out, err) : -1;
    decoder_free(d);
    return status;
}

/* ---- in front of the sheets ---- */

static int add_format(struct xls_records *x, const struct biff *r, struct error *err)
{
    struct buf code = BUF_INIT;
    unsigned number = u16(r, 0), n = u8(r, 2);
    if (x->wide)
        add_characters(r, 5, u16(r, 2), u8(r, 4) & 1, &code);
    else
        buf_add(&code, r->p + (r->n > 3 ? 3 : r->n), r->n > 3 ? (n < r->n - 3 ? n : r->n - 3) : 0); /* only its ASCII counts */
    struct sheet_style style = sheet_style_of(code.n ? buf_span(&code) : SPAN(""));
    int status = buf_check(&code, err);
    buf_release(&code);
    for (struct sheet_style usual; x->formats.n / sizeof usual <= number && status == 0;) {
        usual = sheet_style_builtin((unsigned)(x->formats.n / sizeof usual));
        buf_add(&x->formats, &usual, sizeof usual);
        status = buf_check(&x->formats, err);
    }
    if (status == 0)
        memcpy(x->formats.p + number * sizeof style, &style, sizeof style);
    return status;
}

static int add_style(struct xls_records *x, const struct biff *r, struct error *err)
{
    unsigned number = u16(r, 2);
    struct sheet_style style = sheet_style_builtin(number);
    if (number < x->formats.n / sizeof style)
        memcpy(&style, x->formats.p + number * sizeof style, sizeof style);
    if (x->styles.n / sizeof style < FORMATS_MOST)
        buf_add(&x->styles, &style, sizeof style);
    return buf_check(&x->styles, err);
}

static void take_code_page(struct xls_records *x, unsigned page)
{
    char name[32];
    snprintf(name, sizeof name, "cp%u", page);
    const char *encoding = encoding_canonical(span_of(name));
    x->encoding = encoding ? encoding : "windows-1252";
}

static int take_global(struct xls_records *x, const struct biff *r, struct error *err)
{
    struct xls_tab tab = { u64(r, 0) & 0xFFFFFFFFu, (u8(r, 4) & 3) != 0 };
    if (r->type == BEGIN)
        x->wide = u16(r, 0) >= 0x600;
    else if (r->type == DATE_MODE)
        x->from_1904 = u16(r, 0) != 0;
    else if (r->type == CODE_PAGE)
        take_code_page(x, u16(r, 0));
    else if (r->type == NUMBER_FORMAT)
        return add_format(x, r, err);
    else if (r->type == STYLE)
        return add_style(x, r, err);
    else if (r->type == BOUND_SHEET)
        buf_add(&x->tabs, &tab, sizeof tab);
    return buf_check(&x->tabs, err);
}

static int read_globals(struct xls_records *x, struct error *err)
{
    uint64_t at = 0;
    struct biff r;
    int got;
    while ((got = next_record(x, &at, &r, err)) > 0 && r.type != END)
        if (take_global(x, &r, err) < 0)
            return -1;
    return got < 0 ? -1 : 0;
}

int xls_records_open(struct xls_records *r, const struct sheet_input *input, const char *name, struct error *err)
{
    *r = (struct xls_records){ .name = name, .encoding = "windows-1252" };
    r->ole = ole_open(input->fd, input->size, name, err);
    int got = r->ole ? ole_stream(r->ole, "Workbook", err) : -1;
    if (got == 0)
        got = ole_stream(r->ole, "Book", err);
    if (got == 0)
        return error_set(err, ERROR_INPUT, _("%s: is an old Office file, but no Excel workbook"), name);
    return got < 0 ? -1 : read_globals(r, err);
}

void xls_records_release(struct xls_records *r)
{
    struct buf *all[] = { &r->tabs, &r->styles, &r->formats, &r->cells, &r->text, &r->hidden, &r->merged };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_release(all[i]);
    ole_free(r->ole);
}

/* ---- one sheet ---- */

static int add_cell(struct xls_records *x, const struct biff *r, enum xls_what what, uint64_t bits, struct error *err)
{
    struct xls_cell cell = { u16(r, 0), u16(r, 2), what, { SHEET_PLAIN, 0 }, bits, (uint32_t)x->text.n, 0 };
    unsigned style = u16(r, 4);
    if (style < x->styles.n / sizeof cell.style)
        memcpy(&cell.style, x->styles.p + style * sizeof cell.style, sizeof cell.style);
    if (x->cells.n / sizeof cell >= CELLS_MOST_XLS)
        return error_set(err, ERROR_INPUT, _("%s: the XLS workbook has more cells than a sheet has; open it in Excel and save it as XLSX"), x->name);
    buf_add(&x->cells, &cell, sizeof cell);
    return buf_check(&x->cells, err);
}

/* Eight bytes: a number, or FFFF at their end and what it is at their beginning. */
static int take_formula(struct xls_records *x, const struct biff *r, struct error *err)
{
    static const enum xls_what kinds[] = { XLS_TEXT, XLS_BOOL, XLS_ERROR, XLS_TEXT };
    unsigned kind = u8(r, 6);
    if (u16(r, 12) != 0xFFFF)
        return add_cell(x, r, XLS_NUMBER, u64(r, 6), err);
    if (kind > 3)
        return 0;
    x->waits = kind == 0; /* 3: an empty text, behind which none comes */
    return add_cell(x, r, kinds[kind], u8(r, 8), err);
}

static int take_string(struct xls_records *x, const struct biff *r, struct error *err)
{
    if (!x->waits)
        return 0;
    x->waits = false;
    if (add_text(x, r, 0, &x->text, err) < 0)
        return -1;
    struct xls_cell *last = (struct xls_cell *)(void *)(x->cells.p + x->cells.n) - 1;
    last->n = (uint32_t)x->text.n - last->at;
    return 0;
}

static int take_merged(struct xls_records *x, const struct biff *r, struct error *err)
{
    for (unsigned i = 0; i < u16(r, 0) && 2 + 8 * i + 8 <= r->n; i++) {
        uint32_t first = u16(r, 2 + 8 * i), last = u16(r, 4 + 8 * i);
        if (last > first)
            buf_add(&x->merged, &first, sizeof first);
    }
    return buf_check(&x->merged, err);
}

static int take_record(struct xls_records *x, const struct biff *r, struct error *err)
{
    uint32_t row = u16(r, 0);
    switch (r->type) {
    case FORMULA:
        return take_formula(x, r, err);
    case STRING:
        return take_string(x, r, err);
    case BOOL_ERROR:
        return add_cell(x, r, u8(r, 7) ? XLS_ERROR : XLS_BOOL, u8(r, 6), err);
    case MERGED:
        return take_merged(x, r, err);
    case COLUMN_INFO:
        if ((u16(r, 8) & 1) && u16(r, 2) >= row && u16(r, 2) < 255) /* a whole rest of the sheet that is hidden holds nothing */
            x->hidden_columns += u16(r, 2) - row + 1;
        return 0;
    case ROW:
        if (u16(r, 12) & 0x20)
            buf_add(&x->hidden, &row, sizeof row);
        return buf_check(&x->hidden, err);
    }
    return 0;
}

static int by_place(const void *a, const void *b)
{
    const struct xls_cell *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static int by_row(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

int xls_records_tab(struct xls_records *x, size_t tab, struct error *err)
{
    struct buf *all[] = { &x->cells, &x->text, &x->hidden, &x->merged };
    struct xls_tab where;
    struct biff r;
    int got, depth = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_clear(all[i]);
    x->hidden_columns = 0;
    x->waits = false;
    if (tab >= x->tabs.n / sizeof where)
        return 0;
    memcpy(&where, x->tabs.p + tab * sizeof where, sizeof where);
    for (uint64_t at = where.at; (got = next_record(x, &at, &r, err)) > 0;) {
        depth += r.type == BEGIN ? 1 : r.type == END ? -1 : 0; /* charts stand in between, with their own beginning and end */
        if (depth == 1 && take_record(x, &r, err) < 0)
            return -1;
        if (depth <= 0)
            break;
    }
    if (x->cells.n > 0)
        qsort(x->cells.p, x->cells.n / sizeof(struct xls_cell), sizeof(struct xls_cell), by_place);
    if (x->hidden.n > 0)
        qsort(x->hidden.p, x->hidden.n / sizeof(uint32_t), sizeof(uint32_t), by_row);
    return got < 0 ? -1 : 0;
}

const char *xls_error(uint64_t code)
{
    static const struct {
        uint64_t code;
        const char *text;
    } known[] = { { 0x00, "#NULL!" }, { 0x07, "#DIV/0!" }, { 0x0F, "#VALUE!" }, { 0x17, "#REF!" }, { 0x1D, "#NAME?" }, { 0x24, "#NUM!" }, { 0x2A, "#N/A" } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].code == code)
            return known[i].text;
    return "#ERROR!";
}
