/* io/sheet_xlsx.c: one sheet of an XLSX workbook, cell by cell as the XML goes by. Keeps a row's text at most. */
#include "base/i18n.h"
#include "io/sheet_xlsx_book.h"

#include <stdlib.h>

#define CELL_MOST ((size_t)4 << 20) /* bytes */

enum type { TYPE_NUMBER, TYPE_SHARED, TYPE_FORMULA_TEXT, TYPE_INLINE, TYPE_BOOL, TYPE_ERROR, TYPE_DAY };

/* Names that the parser hands out as these pointers. */
struct names {
    const char *sheet_data, *row, *c, *v, *f, *is, *t, *rph, *col, *merge;
    const char *a_r, *a_s, *a_t;
};

struct reading {
    struct xlsx *x;
    struct sheet_rows *rows;
    struct names names;
    bool in_data, in_row, in_cell;
    unsigned phonetic;
    struct buf *into;        /* where text goes: value, formula, or nowhere */
    uint64_t column;         /* of the cell; of the next one where it does not say */
    enum type type;
    uint32_t style;
    bool has_formula;
    bool told;               /* the watch of the cell */
    struct buf value, formula, scratch;
    const struct xlsx_watch *watch; /* NULL: the cells go into rows */
    struct xml_parser *parser;
    struct xlsx_place place;        /* of the cell */
};

static int begin(void *ctx, struct xml_parser *x, struct error *err)
{
    struct reading *r = ctx;
    struct names *n = &r->names;
    r->parser = x;
    const struct {
        const char **to, *name;
    } all[] = {
        { &n->sheet_data, "sheetData" }, { &n->row, "row" }, { &n->c, "c" }, { &n->v, "v" }, { &n->f, "f" }, { &n->is, "is" }, { &n->t, "t" },
        { &n->rph, "rPh" }, { &n->col, "col" }, { &n->merge, "mergeCell" }, { &n->a_r, "r" }, { &n->a_s, "s" }, { &n->a_t, "t" },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!(*all[i].to = xml_intern(x, all[i].name)))
            return error_memory(err);
    return 0;
}

/* ---- rows and cells ---- */

static int start_row(struct reading *r, const struct xml_attr *attrs, size_t n, struct error *err)
{
    struct span number = xlsx_attr(attrs, n, "r"), hidden = xlsx_attr(attrs, n, "hidden");
    uint32_t row = 0;
    if (number.p && !sheet_unsigned(number, &row))
        return error_set(err, ERROR_INPUT, _("%s: “%.*s” is no number of a row"), sheet_rows_name(r->rows), SPAN_ARG(number));
    if (sheet_rows_start(r->rows, number.p ? row : sheet_rows_last(r->rows) + 1, err) < 0)
        return -1;
    if (span_is(hidden, "1") || span_is(hidden, "true"))
        sheet_rows_hide(r->rows);
    r->in_row = true;
    r->column = 0;
    return 0;
}

static enum type type_of(struct span s)
{
    static const struct {
        const char *name;
        enum type type;
    } types[] = { { "s", TYPE_SHARED }, { "str", TYPE_FORMULA_TEXT }, { "inlineStr", TYPE_INLINE }, { "b", TYPE_BOOL }, { "e", TYPE_ERROR }, { "d", TYPE_DAY } };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (span_is(s, types[i].name))
            return types[i].type;
    return TYPE_NUMBER;
}

static int start_cell(struct reading *r, const struct xml_attr *attrs, size_t n, struct error *err)
{
    r->type = TYPE_NUMBER;
    r->style = 0;
    r->has_formula = false;
    r->in_cell = true;
    buf_clear(&r->value);
    buf_clear(&r->formula);
    r->place.styled = false;
    for (size_t i = 0; i < n; i++) {
        struct span value = attrs[i].value;
        uint32_t row, column;
        if (attrs[i].uri)
            continue;
        if (attrs[i].name == r->names.a_t)
            r->type = type_of(value);
        if (attrs[i].name == r->names.a_s)
            r->place.styled = sheet_unsigned(value, &r->style);
        if (attrs[i].name != r->names.a_r)
            continue;
        if (!sheet_reference(value, &row, &column) || row != sheet_rows_last(r->rows))
            return error_set(err, ERROR_INPUT, _("%s: row %llu: “%.*s” is no cell of it: the file is damaged; open it in Excel and save it again"),
                             sheet_rows_name(r->rows), (unsigned long long)sheet_rows_last(r->rows), SPAN_ARG(value));
        r->column = column;
    }
    return 0;
}

/* ---- what a cell holds ---- */

static int put(struct reading *r, enum sheet_mark mark, struct span text, struct error *err)
{
    if (r->watch) {
        r->told = true;
        return r->watch->cell(r->watch->ctx, &r->place, text, err);
    }
    return sheet_rows_cell(r->rows, r->column, mark, text, err);
}

static int put_shared(struct reading *r, struct error *err)
{
    struct span number = span_trim(buf_span(&r->value)), text;
    uint32_t at;
    if (number.n == 0)
        return 0;
    if (!sheet_unsigned(number, &at) || !xlsx_string(r->x, at, &text))
        return error_set(err, ERROR_INPUT, _("%s: row %llu: there is no shared text “%.*s”: the file is damaged; open it in Excel and save it again"),
                         sheet_rows_name(r->rows), (unsigned long long)sheet_rows_last(r->rows), SPAN_ARG(number));
    return put(r, SHEET_TEXT, text, err);
}

/* 0012: as many zeros in front as the cell's format shows. false: it has them. */
static bool add_zeros(struct buf *number, size_t width)
{
    struct span s = buf_span(number);
    if (s.n >= width || memchr(s.p, '.', s.n) || memchr(s.p, '-', s.n) || !buf_room(number, width - s.n))
        return false;
    size_t more = width - s.n;
    memmove(number->p + more, number->p, s.n);
    memset(number->p, '0', more);
    number->n = width;
    return true;
}

static int put_number(struct reading *r, struct error *err)
{
    struct span written = span_trim(buf_span(&r->value));
    struct sheet_style style = r->style < r->x->style_count ? r->x->styles[r->style] : (struct sheet_style){ SHEET_PLAIN, 0 };
    bool lost;
    buf_clear(&r->scratch);
    if (style.format != SHEET_PLAIN && sheet_day(written, (enum sheet_format)style.format, r->x->from_1904, &r->scratch))
        return put(r, SHEET_DAY, buf_span(&r->scratch), err);
    if (!sheet_number(written, &r->scratch, &lost))
        return put(r, SHEET_TEXT, written, err);
    bool zeros = style.zeros > 0 && !lost && add_zeros(&r->scratch, style.zeros);
    return put(r, lost ? SHEET_LOST : zeros ? SHEET_TEXT : SHEET_NUMBER, buf_span(&r->scratch), err);
}

/* "2026-07-01T00:00:00" without a time that says nothing. */
static int put_day(struct reading *r, struct error *err)
{
    struct span s = span_trim(buf_span(&r->value));
    char *t = s.n == 0 ? NULL : memchr(r->value.p, 'T', r->value.n);
    if (!t)
        return put(r, SHEET_DAY, s, err);
    bool midnight = true;
    for (const char *p = t + 1; p < s.p + s.n; p++)
        midnight = midnight && (*p < '1' || *p > '9');
    *t = ' ';
    return put(r, SHEET_DAY, midnight ? (struct span){ s.p, (size_t)(t - s.p) } : s, err);
}

static int put_formula(struct reading *r, struct error *err)
{
    buf_clear(&r->scratch);
    buf_addc(&r->scratch, '=');
    buf_addspan(&r->scratch, buf_span(&r->formula));
    return put(r, SHEET_ERROR, buf_span(&r->scratch), err);
}

static int put_cell(struct reading *r, struct error *err)
{
    struct span value = buf_span(&r->value);
    if (buf_check(&r->value, err) < 0 || buf_check(&r->formula, err) < 0)
        return -1;
    if (value.n == 0)
        return r->has_formula && r->type == TYPE_NUMBER ? put_formula(r, err) : 0;
    switch (r->type) {
    case TYPE_NUMBER:
        return put_number(r, err);
    case TYPE_SHARED:
        return put_shared(r, err);
    case TYPE_FORMULA_TEXT:
    case TYPE_INLINE:
        xlsx_unescape(&r->value, 0);
        return put(r, SHEET_TEXT, buf_span(&r->value), err);
    case TYPE_BOOL:
        return put(r, SHEET_TEXT, span_is(span_trim(value), "0") || span_is(span_trim(value), "false") ? SPAN("FALSE") : SPAN("TRUE"), err);
    case TYPE_ERROR:
        return put(r, SHEET_ERROR, span_trim(value), err);
    case TYPE_DAY:
        return put_day(r, err);
    }
    return 0;
}

/* The watch hears of empty cells too. */
static int watch_cell(struct reading *r, struct error *err)
{
    struct xlsx_place *place = &r->place;
    place->row = sheet_rows_last(r->rows);
    place->column = (uint32_t)r->column;
    place->end = xml_place_tag(r->parser).offset;
    place->style = r->style;
    place->has_formula = r->has_formula;
    r->told = false;
    if (put_cell(r, err) < 0)
        return -1;
    return r->told ? 0 : r->watch->cell(r->watch->ctx, place, SPAN(""), err);
}

/* ---- around the cells ---- */

static void count_columns(struct reading *r, const struct xml_attr *attrs, size_t n)
{
    struct span hidden = xlsx_attr(attrs, n, "hidden");
    uint32_t from = 0, to = 0;
    if (!span_is(hidden, "1") && !span_is(hidden, "true"))
        return;
    /* A whole rest of the sheet that is hidden (to XFD) holds nothing. */
    if (sheet_unsigned(xlsx_attr(attrs, n, "min"), &from) && sheet_unsigned(xlsx_attr(attrs, n, "max"), &to) && to >= from && to < SHEET_COLUMNS_MOST)
        sheet_rows_counts(r->rows)->hidden_columns += to - from + 1;
}

static void count_merged(struct reading *r, struct span range)
{
    size_t colon = span_find(range, SPAN(":"));
    uint32_t row, last, column;
    struct sheet_counts *counts = sheet_rows_counts(r->rows);
    if (colon == (size_t)-1 || !sheet_reference((struct span){ range.p, colon }, &row, &column) ||
        !sheet_reference((struct span){ range.p + colon + 1, range.n - colon - 1 }, &last, &column))
        return;
    if (last > row && row > sheet_rows_headings(r->rows) && sheet_rows_headings(r->rows) > 0)
        if (counts->merged++ == 0 || row < counts->first_merged_row)
            counts->first_merged_row = row;
}

/* ---- events ---- */

static int start(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n, struct xml_place at, struct error *err)
{
    struct reading *r = ctx;
    const struct names *names = &r->names;
    (void)uri;
    if (r->in_cell) {
        r->phonetic += name == names->rph;
        r->has_formula |= name == names->f;
        if (name == names->v || (name == names->t && r->type == TYPE_INLINE && r->phonetic == 0))
            r->into = &r->value;
        else if (name == names->f)
            r->into = &r->formula;
        return 0;
    }
    if (r->in_row && name == names->c) {
        r->place.from = at.offset;
        return start_cell(r, attrs, n, err);
    }
    if (r->in_data && !r->in_row && name == names->row)
        return start_row(r, attrs, n, err);
    if (name == names->sheet_data)
        r->in_data = true;
    else if (name == names->col)
        count_columns(r, attrs, n);
    else if (name == names->merge)
        count_merged(r, xlsx_attr(attrs, n, "ref"));
    return 0;
}

static int text(void *ctx, struct span s, struct error *err)
{
    struct reading *r = ctx;
    if (!r->into)
        return 0;
    if (r->into->n + s.n > CELL_MOST)
        return error_set(err, ERROR_INPUT, _("%s: row %llu: a cell of more than %zu MB"), sheet_rows_name(r->rows),
                         (unsigned long long)sheet_rows_last(r->rows), CELL_MOST >> 20);
    buf_addspan(r->into, s);
    return 0;
}

static int end(void *ctx, const char *name, const char *uri, struct error *err)
{
    struct reading *r = ctx;
    const struct names *names = &r->names;
    (void)uri;
    if (r->in_cell) {
        r->into = NULL;
        r->phonetic -= r->phonetic > 0 && name == names->rph;
        if (name != names->c)
            return 0;
        r->in_cell = false;
        r->phonetic = 0;
        int status = r->watch ? watch_cell(r, err) : put_cell(r, err);
        r->column++;
        return status;
    }
    if (r->in_row && name == names->row) {
        r->in_row = false;
        if (r->watch) {
            r->place = (struct xlsx_place){ .row = sheet_rows_last(r->rows), .end = xml_place_tag(r->parser).offset };
            return r->watch->row_end(r->watch->ctx, &r->place, err);
        }
        return sheet_rows_end(r->rows, err);
    }
    if (r->in_data && name == names->sheet_data)
        r->in_data = false;
    return 0;
}

static int read_cells(struct xlsx *x, size_t tab, struct sheet_rows *rows, const struct xlsx_watch *watch, struct error *err)
{
    static const struct xml_events events = { .begin = begin, .start = start, .text = text, .end = end };
    struct reading r = { .x = x, .rows = rows, .watch = watch, .value = BUF_INIT, .formula = BUF_INIT, .scratch = BUF_INIT };
    int got = xlsx_parse(x->zip, x->parts[tab], &events, &r, err);
    buf_release(&r.value);
    buf_release(&r.formula);
    buf_release(&r.scratch);
    if (got == 0)
        return error_set(err, ERROR_INPUT, _("%s: its part %s is missing: the file is damaged; open it in Excel and save it again"), sheet_rows_name(rows),
                         x->parts[tab]);
    return got < 0 ? -1 : 0;
}

static int read_tab(struct sheet_book *book, size_t tab, struct sheet_rows *rows, struct error *err)
{
    return read_cells((struct xlsx *)book, tab, rows, NULL, err);
}

int xlsx_watch_tab(struct xlsx *x, size_t tab, const struct xlsx_watch *watch, const char *name, struct error *err)
{
    struct sheet_rows *rows = sheet_rows_new(name, err); /* it keeps the rows in order, and gets no cells */
    int status = rows ? read_cells(x, tab, rows, watch, err) : -1;
    sheet_rows_free(rows);
    return status;
}

static void free_book(struct sheet_book *book)
{
    struct xlsx *x = (struct xlsx *)book;
    xlsx_book_release(x);
    free(x);
}

struct sheet_book *sheet_xlsx_open(const struct sheet_input *input, const char *name, struct error *err)
{
    struct xlsx *x = calloc(1, sizeof *x);
    if (!x) {
        error_memory(err);
        return NULL;
    }
    x->book = (struct sheet_book){ .read = read_tab, .free = free_book };
    arena_init(&x->memory);
    buf_init(&x->strings);
    buf_init(&x->ends);
    x->zip = container_open(input->fd, input->size, name, err);
    if (x->zip && xlsx_book_read(x, err) == 0)
        return &x->book;
    free_book(&x->book);
    return NULL;
}
