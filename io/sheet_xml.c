/* io/sheet_xml.c: the XML of Excel 2003 (SpreadsheetML), which exports call .xls: <Workbook><Worksheet ss:Name><Table><Row><Cell><Data>. */
#include "base/i18n.h"
#include "io/sheet_book.h"
#include "io/sheet_value.h"
#include "io/xml_reader.h"

#include <stdlib.h>
#include <unistd.h>

#define TABS_MOST 4096
#define CELL_MOST ((size_t)4 << 20)

struct xml_book {
    struct sheet_book book; /* first */
    const struct sheet_input *input;
    const char *name;
    struct arena memory;
    size_t cap;
};

struct reading {
    struct xml_book *x;
    struct sheet_rows *rows; /* NULL: only the names of the sheets are wanted */
    size_t tab, wanted;      /* tab: of those that began */
    bool in_tab, in_row, in_cell, in_data;
    unsigned aside;          /* in a comment, or in how the cell is pronounced */
    uint64_t column, across; /* of the cell; how many more it is merged over */
    uint64_t row_span;
    struct span type;
    char type_text[16];
    struct buf value;
    bool has_formula;
};

/* Its attributes are in the namespace of its elements, most of the time with a prefix. */
static struct span attr(const struct xml_attr *attrs, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(attrs[i].name, name) == 0)
            return attrs[i].value.p ? attrs[i].value : SPAN("");
    return SPAN_NONE;
}

static int add_tab(struct xml_book *x, const struct xml_attr *attrs, size_t n, struct error *err)
{
    if (x->book.count == TABS_MOST)
        return error_set(err, ERROR_INPUT, _("%s: has more than %d sheets"), x->name, TABS_MOST);
    if (x->book.count == x->cap) {
        size_t cap = x->cap ? x->cap * 2 : 16;
        struct sheet_tab *tabs = realloc(x->book.tabs, cap * sizeof *tabs);
        if (!tabs)
            return error_memory(err);
        x->book.tabs = tabs;
        x->cap = cap;
    }
    struct span name = attr(attrs, n, "Name");
    struct span copy = arena_copy(&x->memory, name.p ? name : SPAN(""));
    if (!copy.p)
        return error_memory(err);
    x->book.tabs[x->book.count++] = (struct sheet_tab){ copy.p, false };
    return 0;
}

static int start_row(struct reading *r, const struct xml_attr *attrs, size_t n, struct error *err)
{
    struct span index = attr(attrs, n, "Index"), hidden = attr(attrs, n, "Hidden"), span = attr(attrs, n, "Span");
    uint32_t row = 0, more = 0;
    if (index.p && !sheet_unsigned(index, &row))
        return error_set(err, ERROR_INPUT, _("%s: “%.*s” is no number of a row"), r->x->name, SPAN_ARG(index));
    if (sheet_rows_start(r->rows, index.p ? row : sheet_rows_last(r->rows) + r->row_span + 1, err) < 0)
        return -1;
    r->row_span = span.p && sheet_unsigned(span, &more) ? more : 0;
    if (span_is(hidden, "1"))
        sheet_rows_hide(r->rows);
    r->in_row = true;
    r->column = r->across = 0;
    return 0;
}

static int start_cell(struct reading *r, const struct xml_attr *attrs, size_t n, struct error *err)
{
    struct span index = attr(attrs, n, "Index"), across = attr(attrs, n, "MergeAcross");
    uint32_t number = 0;
    if (index.p && (!sheet_unsigned(index, &number) || number < 1))
        return error_set(err, ERROR_INPUT, _("%s: “%.*s” is no number of a column"), r->x->name, SPAN_ARG(index));
    if (index.p)
        r->column = number - 1;
    r->across = across.p && sheet_unsigned(across, &number) ? number : 0;
    r->has_formula = attr(attrs, n, "Formula").n > 0;
    r->in_cell = true;
    r->type = SPAN_NONE;
    buf_clear(&r->value);
    return 0;
}

static void start_data(struct reading *r, const struct xml_attr *attrs, size_t n)
{
    struct span type = attr(attrs, n, "Type");
    size_t length = type.n < sizeof r->type_text ? type.n : sizeof r->type_text;
    if (length > 0)
        memcpy(r->type_text, type.p, length);
    r->type = (struct span){ r->type_text, length };
    r->in_data = true;
}

static bool is_aside(const char *name)
{
    return strcmp(name, "Comment") == 0 || strcmp(name, "PhoneticText") == 0;
}

static int start(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n, struct xml_place at, struct error *err)
{
    struct reading *r = ctx;
    (void)uri, (void)at;
    if (strcmp(name, "Worksheet") == 0) {
        r->in_tab = r->rows && r->tab == r->wanted;
        r->tab++;
        return r->rows ? 0 : add_tab(r->x, attrs, n, err);
    }
    if (!r->in_tab)
        return 0;
    if (strcmp(name, "Row") == 0 && !r->in_row)
        return start_row(r, attrs, n, err);
    if (strcmp(name, "Cell") == 0 && r->in_row && !r->in_cell)
        return start_cell(r, attrs, n, err);
    r->aside += is_aside(name);
    if (strcmp(name, "Data") == 0 && r->in_cell && r->aside == 0)
        start_data(r, attrs, n);
    return 0;
}

static int text(void *ctx, struct span s, struct error *err)
{
    struct reading *r = ctx;
    if (!r->in_data)
        return 0;
    if (r->value.n + s.n > CELL_MOST)
        return error_set(err, ERROR_INPUT, _("%s: row %llu: a cell of more than %zu MB"), r->x->name, (unsigned long long)sheet_rows_last(r->rows),
                         CELL_MOST >> 20);
    buf_addspan(&r->value, s);
    return 0;
}

static int put_cell(struct reading *r, struct error *err)
{
    struct span value = buf_span(&r->value);
    struct buf number = BUF_INIT;
    enum sheet_mark mark = SHEET_TEXT;
    bool lost = false;
    if (buf_check(&r->value, err) < 0)
        return -1;
    if (span_is(r->type, "Number") && sheet_number(value, &number, &lost)) {
        mark = lost ? SHEET_LOST : SHEET_NUMBER;
        value = buf_span(&number);
    } else if (span_is(r->type, "DateTime")) {
        size_t t = span_find(value, SPAN("T"));
        bool midnight = t != (size_t)-1 && span_starts((struct span){ value.p + t, value.n - t }, SPAN("T00:00:00"));
        mark = SHEET_DAY;
        if (midnight)
            value.n = t;
        else if (t != (size_t)-1)
            r->value.p[t] = ' ';
    } else if (span_is(r->type, "Boolean")) {
        value = span_is(span_trim(value), "0") ? SPAN("FALSE") : SPAN("TRUE");
    } else if (span_is(r->type, "Error")) {
        mark = SHEET_ERROR;
    } else if (value.n == 0 && r->has_formula && !r->type.p) {
        value = SPAN("=");
        mark = SHEET_ERROR;
    }
    int status = buf_check(&number, err);
    if (status == 0)
        status = sheet_rows_cell(r->rows, r->column, mark, value, err);
    buf_release(&number);
    return status;
}

static int end(void *ctx, const char *name, const char *uri, struct error *err)
{
    struct reading *r = ctx;
    (void)uri;
    if (strcmp(name, "Worksheet") == 0)
        r->in_tab = false;
    if (!r->in_tab)
        return 0;
    r->aside -= r->aside > 0 && is_aside(name);
    if (strcmp(name, "Data") == 0)
        r->in_data = false;
    if (strcmp(name, "Cell") == 0 && r->in_cell) {
        r->in_cell = r->in_data = false;
        int status = put_cell(r, err);
        r->column += r->across + 1;
        return status;
    }
    if (strcmp(name, "Row") == 0 && r->in_row) {
        r->in_row = false;
        return sheet_rows_end(r->rows, err);
    }
    return 0;
}

static int parse(struct xml_book *x, struct reading *r, struct error *err)
{
    static const struct xml_events events = { .start = start, .text = text, .end = end };
    struct xml_read_options options = { .chunk = 0 };
    if (lseek(x->input->fd, 0, SEEK_SET) < 0)
        return error_set(err, ERROR_INPUT, _("%s: cannot be read"), x->name);
    struct source *source = source_of_fd(x->input->fd, x->name, err);
    int status = source ? xml_read(source, &options, &events, r, NULL, err) : -1;
    source_free(source);
    buf_release(&r->value);
    return status;
}

static int read_tab(struct sheet_book *book, size_t tab, struct sheet_rows *rows, struct error *err)
{
    struct reading r = { .x = (struct xml_book *)book, .rows = rows, .wanted = tab, .value = BUF_INIT };
    return parse(r.x, &r, err);
}

static void free_book(struct sheet_book *book)
{
    struct xml_book *x = (struct xml_book *)book;
    free(x->book.tabs);
    arena_release(&x->memory);
    free(x);
}

struct sheet_book *sheet_xml_open(const struct sheet_input *input, const char *name, struct error *err)
{
    struct xml_book *x = calloc(1, sizeof *x);
    if (!x) {
        error_memory(err);
        return NULL;
    }
    *x = (struct xml_book){ .book = { .read = read_tab, .free = free_book }, .input = input, .name = name };
    arena_init(&x->memory);
    struct reading r = { .x = x, .value = BUF_INIT };
    if (parse(x, &r, err) == 0)
        return &x->book;
    free_book(&x->book);
    return NULL;
}
