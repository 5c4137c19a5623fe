/* io/sheet_book.c: the child's side: rows out of cells, and which tab is meant. Knows no format. */
#include "io/sheet_book.h"
#include "base/i18n.h"
#include "io/delimited.h"
#include "io/sheet_value.h"

#include <stdlib.h>

#define NAMED_MOST 30 /* sheets that a message names */

struct piece { /* a cell of the row being filled */
    uint32_t column, at, n;
    enum sheet_mark mark;
};

struct sheet_rows {
    const char *name;
    struct frame_sink *sink; /* NULL: only the beginning is looked at */
    uint64_t row;
    bool hidden;             /* the row */
    struct buf text;
    struct piece *pieces;
    struct field *fields;
    size_t n;
    uint64_t sent;
    struct arena memory;     /* of the lines */
    struct sheet_line lines[SHEET_HEAD];
    size_t line_count;
    uint64_t headings;
    struct sheet_counts counts;
};

/* ---- rows ---- */

uint64_t sheet_rows_last(const struct sheet_rows *rows) { return rows->row; }
struct sheet_counts *sheet_rows_counts(struct sheet_rows *rows) { return &rows->counts; }
uint64_t sheet_rows_headings(const struct sheet_rows *rows) { return rows->headings; }
const char *sheet_rows_name(const struct sheet_rows *rows) { return rows->name; }

int sheet_rows_start(struct sheet_rows *rows, uint64_t row, struct error *err)
{
    if (row < 1 || row > SHEET_ROWS_MOST)
        return error_set(err, ERROR_INPUT, _("%s: row %llu: a sheet has rows 1 to %u"), rows->name, (unsigned long long)row, SHEET_ROWS_MOST);
    if (row <= rows->row)
        return error_set(err, ERROR_INPUT, _("%s: row %llu stands behind row %llu: the file is damaged; open it in Excel and save it again"), rows->name,
                         (unsigned long long)row, (unsigned long long)rows->row);
    rows->row = row;
    rows->hidden = false;
    rows->n = 0;
    buf_clear(&rows->text);
    return 0;
}

int sheet_rows_cell(struct sheet_rows *rows, uint64_t column, enum sheet_mark mark, struct span text, struct error *err)
{
    if (span_trim(text).n == 0)
        return 0;
    if (column >= CELLS_MOST)
        return error_set(err, ERROR_INPUT, _("%s: row %llu has a value beyond column %d, the last one that is read: delete what stands there"), rows->name,
                         (unsigned long long)rows->row, CELLS_MOST);
    if (rows->n > 0 && column <= rows->pieces[rows->n - 1].column)
        return error_set(err, ERROR_INPUT, _("%s: the cells of row %llu do not follow each other: the file is damaged; open it in Excel and save it again"),
                         rows->name, (unsigned long long)rows->row);
    if (rows->text.n + text.n > ROW_MOST)
        return error_set(err, ERROR_INPUT, _("%s: row %llu has more than %zu bytes"), rows->name, (unsigned long long)rows->row, ROW_MOST);
    rows->pieces[rows->n++] = (struct piece){ (uint32_t)column, (uint32_t)rows->text.n, (uint32_t)text.n, mark };
    buf_addspan(&rows->text, text);
    return 0;
}

void sheet_rows_hide(struct sheet_rows *rows) { rows->hidden = true; }

static struct span text_of(const struct sheet_rows *rows, const struct piece *piece)
{
    return (struct span){ rows->text.p + piece->at, piece->n };
}

static int keep_line(struct sheet_rows *rows, struct error *err)
{
    size_t n = rows->pieces[rows->n - 1].column + 1;
    struct span *cells = arena_alloc(&rows->memory, n * sizeof *cells);
    if (!cells)
        return error_memory(err);
    for (size_t i = 0; i < rows->n; i++) {
        struct span *cell = &cells[rows->pieces[i].column];
        *cell = arena_copy(&rows->memory, text_of(rows, &rows->pieces[i]));
        if (!cell->p)
            return error_memory(err);
    }
    rows->lines[rows->line_count++] = (struct sheet_line){ rows->row, cells, n };
    return rows->line_count < SHEET_HEAD ? 0 : error_set(err, ERROR_STOPPED, "%s", _("stopped"));
}

int sheet_rows_end(struct sheet_rows *rows, struct error *err)
{
    if (buf_check(&rows->text, err) < 0)
        return -1;
    if (rows->n == 0)
        return 0;
    if (rows->hidden && rows->counts.hidden_rows++ == 0)
        rows->counts.first_hidden_row = rows->row;
    if (!rows->sink)
        return keep_line(rows, err);
    for (size_t i = 0; i < rows->n; i++)
        rows->fields[i] = (struct field){ .slot = (uint16_t)rows->pieces[i].column, .part = (uint16_t)rows->pieces[i].mark,
                                          .text = text_of(rows, &rows->pieces[i]) };
    struct record record = { .kind = SHEET_FRAME_ROW, .line = (uint32_t)rows->row, .fields = rows->fields, .n = rows->n };
    rows->sent++;
    rows->n = 0;
    return sink_record(rows->sink, &record, err);
}

void sheet_rows_free(struct sheet_rows *rows)
{
    if (!rows)
        return;
    arena_release(&rows->memory);
    buf_release(&rows->text);
    free(rows->pieces);
    free(rows->fields);
    free(rows);
}

struct sheet_rows *sheet_rows_new(const char *name, struct error *err)
{
    struct sheet_rows *rows = calloc(1, sizeof *rows);
    if (rows) {
        rows->name = name;
        rows->pieces = malloc(CELLS_MOST * sizeof *rows->pieces);
        rows->fields = malloc(CELLS_MOST * sizeof *rows->fields);
        arena_init(&rows->memory);
        buf_init(&rows->text);
    }
    if (rows && rows->pieces && rows->fields)
        return rows;
    error_memory(err);
    sheet_rows_free(rows);
    return NULL;
}

static void rows_begin(struct sheet_rows *rows, struct frame_sink *sink)
{
    rows->sink = sink;
    rows->row = 0;
    rows->n = rows->line_count = 0;
    rows->counts = (struct sheet_counts){ .hidden_rows = 0 };
    arena_clear(&rows->memory);
    buf_clear(&rows->text);
}

/* ---- which tab ---- */

static void name_tabs(const struct sheet_book *book, const bool *which, struct buf *out)
{
    size_t named = 0;
    for (size_t i = 0; i < book->count; i++) {
        if ((which && !which[i]) || named > NAMED_MOST)
            continue;
        buf_adds(out, named > 0 ? _(", ") : "");
        buf_adds(out, named == NAMED_MOST ? "…" : book->tabs[i].name ? book->tabs[i].name : "");
        named++;
    }
}

static int no_such_tab(const struct sheet_book *book, const struct sheet_request *r, struct error *err)
{
    struct buf names = BUF_INIT;
    name_tabs(book, NULL, &names);
    int status = error_set(err, ERROR_USAGE, _("%s has no sheet “%s”; its sheets are: %s"), r->name, r->sheet, buf_str(&names));
    buf_release(&names);
    return status;
}

static int several_fit(const struct sheet_book *book, const struct sheet_request *r, const bool *fits, struct error *err)
{
    struct buf names = BUF_INIT;
    name_tabs(book, fits, &names);
    int status = error_set(err, ERROR_USAGE, _("%s has several sheets with the headings of a mapping table: %s; say with --sheet NAME which one is meant"), r->name,
                           buf_str(&names));
    buf_release(&names);
    return status;
}

/* 1: *tab is what was asked for, 0: there is none, -1. */
static int find_tab(const struct sheet_book *book, const struct sheet_request *r, size_t *tab, struct error *err)
{
    uint32_t number;
    if (book->count == 1 && !book->tabs[0].name) /* a page of HTML has no sheets to choose from */
        return 0;
    for (size_t i = 0; i < book->count; i++)
        if (span_eq(span_trim(span_of(book->tabs[i].name)), span_trim(span_of(r->sheet)))) {
            *tab = i;
            return 1;
        }
    if (sheet_unsigned(span_of(r->sheet), &number) && number >= 1 && number <= book->count) {
        *tab = number - 1;
        return 1;
    }
    return r->other_will_do ? 0 : no_such_tab(book, r, err);
}

/* Its beginning, in rows->lines; the line of its last heading row, 0: none is known, -1. */
static int look(struct sheet_book *book, size_t tab, const struct sheet_request *r, struct sheet_rows *rows, struct error *err)
{
    struct error mine = { .code = ERROR_NONE };
    rows_begin(rows, NULL);
    if (book->read(book, tab, rows, &mine) < 0 && mine.code != ERROR_STOPPED) {
        *err = mine;
        return -1;
    }
    return rows->line_count > 0 && r->fits ? r->fits(r->ctx, rows->lines, rows->line_count, err) : 0;
}

static int look_at_all(struct sheet_book *book, const struct sheet_request *r, struct sheet_rows *rows, bool *fits, size_t *tab, struct error *err)
{
    size_t fitting = 0, first = book->count, visible = book->count;
    for (size_t i = 0; i < book->count; i++) {
        if (book->tabs[i].hidden)
            continue;
        int headings = look(book, i, r, rows, err);
        if (headings < 0)
            return -1;
        visible = visible == book->count ? i : visible;
        first = first == book->count && rows->line_count > 0 ? i : first;
        fits[i] = headings > 0;
        if (fits[i] && fitting++ == 0) {
            *tab = i;
            rows->headings = (uint64_t)headings;
        }
    }
    if (fitting > 1)
        return several_fit(book, r, fits, err);
    if (fitting == 0)
        *tab = first < book->count ? first : visible < book->count ? visible : 0;
    return 0;
}

static int choose(struct sheet_book *book, const struct sheet_request *r, struct sheet_rows *rows, size_t *tab, struct error *err)
{
    *tab = 0;
    int got = r->sheet ? find_tab(book, r, tab, err) : 0;
    if (got < 0)
        return -1;
    if (got > 0 || book->count == 1) {
        int headings = look(book, *tab, r, rows, err);
        rows->headings = headings > 0 ? (uint64_t)headings : 0;
        return headings < 0 ? -1 : 0;
    }
    bool *fits = calloc(book->count, sizeof *fits);
    int status = fits ? look_at_all(book, r, rows, fits, tab, err) : error_memory(err);
    free(fits);
    return status;
}

/* ---- the child ---- */

static int say(struct frame_sink *sink, uint64_t *notes, struct buf *text, struct error *err)
{
    if (buf_check(text, err) < 0 || sink_note(sink, 0, 0, 0, buf_span(text), err) < 0)
        return -1;
    ++*notes;
    buf_clear(text);
    return 0;
}

static int say_counts(const struct sheet_counts *c, struct frame_sink *sink, uint64_t *notes, struct error *err)
{
    struct buf text = BUF_INIT;
    int status = 0;
    if (c->hidden_rows > 0) {
        buf_addf(&text, _("hidden rows were read too: %llu, the first is row %llu"), (unsigned long long)c->hidden_rows, (unsigned long long)c->first_hidden_row);
        status = say(sink, notes, &text, err);
    }
    if (status == 0 && c->hidden_columns > 0) {
        buf_addf(&text, _("hidden columns were read too: %llu"), (unsigned long long)c->hidden_columns);
        status = say(sink, notes, &text, err);
    }
    if (status == 0 && c->merged > 0) {
        buf_addf(&text, _("cells merged over several rows: %llu, the first at row %llu; only the first row of each has the value, the others count as empty"),
                 (unsigned long long)c->merged, (unsigned long long)c->first_merged_row);
        status = say(sink, notes, &text, err);
    }
    buf_release(&text);
    return status;
}

static int send_tab(struct sheet_book *book, const struct sheet_request *r, struct sheet_rows *rows, struct frame_sink *sink, struct error *err)
{
    static const unsigned char none[DIGEST_SIZE];
    size_t tab;
    uint64_t notes = 0;
    if (book->count == 0)
        return error_set(err, ERROR_INPUT, _("%s: the workbook has no sheet with cells"), r->name);
    if (choose(book, r, rows, &tab, err) < 0)
        return -1;
    struct field name = { .text = span_of(book->tabs[tab].name) };
    struct record record = { .kind = SHEET_FRAME_NAME, .fields = &name, .n = name.text.p ? 1 : 0 };
    rows_begin(rows, sink);
    if (sink_record(sink, &record, err) < 0 || book->read(book, tab, rows, err) < 0 || say_counts(&rows->counts, sink, &notes, err) < 0)
        return -1;
    return sink_end(sink, rows->sent + 1, notes, 0, none, err);
}

int sheet_produce(void *ctx, struct frame_sink *sink, struct error *err)
{
    static struct sheet_book *(*const openers[])(const struct sheet_input *, const char *, struct error *) = {
        [SHEET_FILE_XLSX] = sheet_xlsx_open, [SHEET_FILE_XLS] = sheet_xls_open, [SHEET_FILE_XML] = sheet_xml_open, [SHEET_FILE_HTML] = sheet_html_open,
    };
    const struct sheet_job *job = ctx;
    struct sheet_rows *rows = sheet_rows_new(job->request->name, err);
    struct sheet_book *book = rows ? openers[job->input->file](job->input, job->request->name, err) : NULL;
    int status = book ? send_tab(book, job->request, rows, sink, err) : -1;
    if (book)
        book->free(book);
    sheet_rows_free(rows);
    return status;
}
