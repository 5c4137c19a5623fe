/* io/sheet_html.c: the rows of the tables of an HTML page, as hospital systems export them under the name .xls. libxml2's HTML parser repairs what it
 * finds; nothing is loaded. What stands outside of tables, and scripts and styles, is left out. */
#include "base/i18n.h"
#include "io/delimited.h"
#include "io/sheet_book.h"
#include "io/sheet_value.h"

#include <errno.h>
#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <unistd.h>

#define PIECE     ((size_t)64 << 10)
#define CELL_MOST ((size_t)4 << 20)

struct html_book {
    struct sheet_book book; /* first */
    struct sheet_tab tab;
    const struct sheet_input *input;
    const char *name;
};

struct reading {
    struct sheet_rows *rows;
    struct error *err;
    bool failed;
    bool in_row, in_cell;
    unsigned tables, nested; /* open tables; those that stand in a cell: their text is the cell's */
    unsigned silent;         /* in a script or style */
    uint64_t row;
    uint32_t column;
    uint32_t rowspan, colspan;
    unsigned covered[CELLS_MOST]; /* for how many rows, this one too, a cell above covers the column */
    struct buf value;
};

static bool is(const xmlChar *name, const char *word)
{
    return strcmp((const char *)name, word) == 0;
}

static void check(struct reading *r, int status)
{
    r->failed = r->failed || status < 0;
}

/* ---- rows ---- */

static void end_cell(struct reading *r)
{
    if (!r->in_cell)
        return;
    r->in_cell = false;
    struct span text = span_trim(buf_span(&r->value));
    if (buf_check(&r->value, r->err) < 0 || sheet_rows_cell(r->rows, r->column, SHEET_TEXT, text, r->err) < 0)
        r->failed = true;
    if (r->rowspan > 1 && text.n > 0 && sheet_rows_headings(r->rows) > 0 && r->row > sheet_rows_headings(r->rows)) {
        struct sheet_counts *counts = sheet_rows_counts(r->rows);
        if (counts->merged++ == 0)
            counts->first_merged_row = r->row;
    }
    for (uint32_t i = 0; i < r->colspan && r->column < CELLS_MOST; i++)
        r->covered[r->column++] = r->rowspan;
}

static void end_row(struct reading *r)
{
    end_cell(r);
    if (!r->in_row)
        return;
    r->in_row = false;
    check(r, sheet_rows_end(r->rows, r->err));
    for (size_t i = 0; i < CELLS_MOST; i++)
        r->covered[i] -= r->covered[i] > 0;
}

static void start_row(struct reading *r)
{
    end_row(r);
    check(r, sheet_rows_start(r->rows, ++r->row, r->err));
    r->in_row = true;
    r->column = 0;
}

static uint32_t span_attribute(const xmlChar **attrs, const char *name, uint32_t most)
{
    uint32_t n = 1;
    for (size_t i = 0; attrs && attrs[i]; i += 2)
        if (is(attrs[i], name) && attrs[i + 1])
            sheet_unsigned(span_trim(span_of((const char *)attrs[i + 1])), &n);
    return n < 1 ? 1 : n > most ? most : n;
}

static void start_cell(struct reading *r, const xmlChar **attrs)
{
    if (!r->in_row)
        start_row(r);
    end_cell(r);
    while (r->column < CELLS_MOST && r->covered[r->column] > 0)
        r->column++;
    r->in_cell = true;
    r->colspan = span_attribute(attrs, "colspan", CELLS_MOST);
    r->rowspan = span_attribute(attrs, "rowspan", 65535);
    buf_clear(&r->value);
}

/* ---- events ---- */

static void on_start(void *ctx, const xmlChar *name, const xmlChar **attrs)
{
    struct reading *r = ctx;
    if (r->failed)
        return;
    if (is(name, "script") || is(name, "style"))
        r->silent++;
    if (is(name, "table")) {
        r->nested += r->in_cell;
        r->tables++;
    }
    if (is(name, "br") && r->in_cell)
        buf_addc(&r->value, '\n');
    if (r->tables == 0 || r->nested > 0)
        return;
    if (is(name, "tr"))
        start_row(r);
    else if (is(name, "td") || is(name, "th"))
        start_cell(r, attrs);
}

static void on_end(void *ctx, const xmlChar *name)
{
    struct reading *r = ctx;
    if (r->failed)
        return;
    r->silent -= r->silent > 0 && (is(name, "script") || is(name, "style"));
    if (is(name, "table") && r->nested > 0) {
        r->nested--;
        r->tables--;
    } else if (is(name, "table")) {
        end_row(r);
        r->tables -= r->tables > 0;
        memset(r->covered, 0, sizeof r->covered);
    }
    if (r->nested > 0)
        return;
    if (is(name, "td") || is(name, "th"))
        end_cell(r);
    else if (is(name, "tr"))
        end_row(r);
}

/* Blanks and line ends in the source are one blank. */
static void on_text(void *ctx, const xmlChar *p, int n)
{
    struct reading *r = ctx;
    if (r->failed || !r->in_cell || r->silent > 0)
        return;
    for (int i = 0; i < n; i++) {
        char c = (char)p[i];
        bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!blank)
            buf_addc(&r->value, c);
        else if (r->value.n > 0 && r->value.p[r->value.n - 1] != ' ' && r->value.p[r->value.n - 1] != '\n')
            buf_addc(&r->value, ' ');
    }
    if (r->value.n > CELL_MOST)
        check(r, error_set(r->err, ERROR_INPUT, _("%s: row %llu: a cell of more than %zu MB"), sheet_rows_name(r->rows), (unsigned long long)r->row,
                           CELL_MOST >> 20));
}

/* What the parser mends is nobody's business; only memory is. */
#if LIBXML_VERSION >= 21200
static void on_error(void *ctx, const xmlError *e)
#else
static void on_error(void *ctx, xmlErrorPtr e)
#endif
{
    struct reading *r = ctx;
    if (e->code == XML_ERR_NO_MEMORY && !r->failed)
        check(r, error_memory(r->err));
}

/* ---- the page ---- */

static int feed(struct html_book *x, struct reading *r, htmlParserCtxtPtr parser)
{
    char piece[PIECE];
    const struct sheet_input *in = x->input;
    for (uint64_t at = 0; at < in->size && !r->failed;) {
        size_t want = in->size - at < sizeof piece ? (size_t)(in->size - at) : sizeof piece;
        ssize_t n = pread(in->fd, piece, want, (off_t)(in->from + at));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return error_errno(r->err, ERROR_INPUT, n < 0 ? errno : EIO, _("%s: cannot be read"), x->name);
        for (ssize_t i = 0; i < n; i++)
            piece[i] = piece[i] ? piece[i] : ' '; /* the parser stops at a NUL */
        htmlParseChunk(parser, piece, (int)n, 0);
        at += (uint64_t)n;
    }
    if (!r->failed)
        htmlParseChunk(parser, "", 0, 1);
    if (!r->failed)
        end_row(r);
    return r->failed ? -1 : 0;
}

static int read_tab(struct sheet_book *book, size_t tab, struct sheet_rows *rows, struct error *err)
{
    struct html_book *x = (struct html_book *)book;
    (void)tab;
    htmlSAXHandler sax = { .startElement = on_start, .endElement = on_end, .characters = on_text, .ignorableWhitespace = on_text,
                           .initialized = XML_SAX2_MAGIC, .serror = on_error };
    struct reading *r = calloc(1, sizeof *r);
    htmlParserCtxtPtr parser = r ? htmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8) : NULL;
    int status = -1;
    if (parser) {
        r->rows = rows;
        r->err = err;
        htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
        status = feed(x, r, parser);
        xmlFreeDoc(parser->myDoc);
        htmlFreeParserCtxt(parser);
    } else {
        error_memory(err);
    }
    if (r)
        buf_release(&r->value);
    free(r);
    return status;
}

static void free_book(struct sheet_book *book)
{
    free(book);
}

struct sheet_book *sheet_html_open(const struct sheet_input *input, const char *name, struct error *err)
{
    struct html_book *x = calloc(1, sizeof *x);
    if (!x) {
        error_memory(err);
        return NULL;
    }
    *x = (struct html_book){ .book = { .count = 1, .read = read_tab, .free = free_book }, .input = input, .name = name };
    x->book.tabs = &x->tab;
    return &x->book;
}
