/* io/sheet_xls.c: XLS workbooks (Excel 95 to 2003) by libfreexl, which reads the file into memory and hands out cells; what it leaves out, the results of
 * formulas above all, comes from io/sheet_xls_records. */
#include "base/i18n.h"
#include "io/delimited.h"
#include "io/sheet_xls_records.h"

#include <freexl.h>
#include <iconv.h>
#include <stdlib.h>

#define FILE_MOST ((uint64_t)512 << 20) /* 65,536 rows of 256 cells are less */
#define TABS_MOST 4096

struct xls {
    struct sheet_book book; /* first */
    const void *handle;     /* libfreexl's, or NULL */
    struct arena memory;
    struct buf text;
    struct xls_records *records;
    size_t next_cell, next_hidden; /* of the records, which are taken row by row */
};

/* ---- what an old Office file is ---- */

/* 1: one of the streams is there. */
static int has_any(struct ole *o, const char *const *names, struct error *err)
{
    int got = 0;
    for (; *names && got == 0; names++)
        got = ole_has(o, *names, err);
    return got;
}

static int look_into(struct ole *o, const char *name, struct error *err)
{
    static const char *const workbook[] = { "Workbook", "Book", NULL }, *const encrypted[] = { "EncryptedPackage", NULL }, *const word[] = { "WordDocument", NULL };
    int got = has_any(o, encrypted, err);
    if (got > 0)
        return error_set(err, ERROR_INPUT, _("%s: is an Excel workbook with a password; open it in Excel, take the password off, and save it again"), name);
    if (got == 0 && (got = has_any(o, workbook, err)) == 0 && (got = has_any(o, word, err)) >= 0)
        return error_set(err, ERROR_INPUT, got ? _("%s: is a Word document, not a table") : _("%s: is an old Office file, but no Excel workbook"), name);
    return got < 0 ? -1 : 0;
}

static int look_at(const struct sheet_input *input, const char *name, struct error *err)
{
    if (input->size > FILE_MOST)
        return error_set(err, ERROR_INPUT, _("%s: is larger than %llu MB, which no XLS workbook needs to be; save it as XLSX"), name,
                         (unsigned long long)(FILE_MOST >> 20));
    struct ole *o = ole_open(input->fd, input->size, name, err);
    int status = o ? look_into(o, name, err) : -1;
    ole_free(o);
    return status;
}

/* ---- libfreexl ---- */

static int fault(const char *name, int code, struct error *err)
{
    if (code == FREEXL_INSUFFICIENT_MEMORY)
        return error_memory(err);
    return error_set(err, ERROR_INPUT, _("%s: the XLS workbook is cut or damaged (libfreexl's error %d); open it in Excel and save it as XLSX"), name, code);
}

static int open_handle(struct xls *x, const struct sheet_input *input, const char *name, struct error *err)
{
    char path[64];
    unsigned protected = FREEXL_UNKNOWN, count = 0;
    snprintf(path, sizeof path, "/proc/self/fd/%d", input->fd); /* it takes names only */
    int code = freexl_open(input->by_name ? child_file_name : path, &x->handle);
    if (code != FREEXL_OK) {
        x->handle = NULL;
        return fault(name, code, err);
    }
    if (freexl_get_info(x->handle, FREEXL_BIFF_PASSWORD, &protected) == FREEXL_OK && protected == FREEXL_BIFF_OBFUSCATED)
        return error_set(err, ERROR_INPUT, _("%s: is an Excel workbook with a password; open it in Excel, take the password off, and save it again"), name);
    code = freexl_get_info(x->handle, FREEXL_BIFF_SHEET_COUNT, &count);
    if (code != FREEXL_OK || count > TABS_MOST)
        return fault(name, code, err);
    x->book.tabs = count > 0 ? calloc(count, sizeof *x->book.tabs) : NULL;
    if (count > 0 && !x->book.tabs)
        return error_memory(err);
    for (; x->book.count < count; x->book.count++) {
        const char *tab = NULL;
        code = freexl_get_worksheet_name(x->handle, (unsigned short)x->book.count, &tab);
        if (code != FREEXL_OK)
            return fault(name, code, err);
        struct span copy = arena_copy(&x->memory, span_of(tab ? tab : ""));
        if (!copy.p)
            return error_memory(err);
        struct xls_tab where = { 0, false };
        if (x->book.count < x->records->tabs.n / sizeof where)
            memcpy(&where, x->records->tabs.p + x->book.count * sizeof where, sizeof where);
        x->book.tabs[x->book.count] = (struct sheet_tab){ copy.p, where.hidden };
    }
    return 0;
}

/* ---- cells ---- */

/* A number as libfreexl has it, written with the digits that count. */
static int put_number(struct xls *x, struct sheet_rows *rows, unsigned column, struct error *err)
{
    struct buf number = BUF_INIT;
    bool lost;
    bool is = sheet_number(buf_span(&x->text), &number, &lost);
    int status = buf_check(&number, err);
    if (status == 0 && is)
        status = sheet_rows_cell(rows, column, lost ? SHEET_LOST : SHEET_NUMBER, buf_span(&number), err);
    buf_release(&number);
    return status;
}

static int put_text(struct sheet_rows *rows, unsigned column, const char *text, struct error *err)
{
    struct span s = span_of(text ? text : "");
    bool error = s.n > 3 && s.p[0] == '#' && (span_ends(s, SPAN("!")) || span_is(s, "#N/A") || span_is(s, "#NAME?"));
    return sheet_rows_cell(rows, column, error ? SHEET_ERROR : SHEET_TEXT, s, err);
}

static int put_day(struct sheet_rows *rows, unsigned column, const char *text, struct error *err)
{
    struct span s = span_of(text ? text : "");
    if (s.n == 19 && span_ends(s, SPAN(" 00:00:00")))
        s.n = 10;
    return sheet_rows_cell(rows, column, SHEET_DAY, s, err);
}

static int put_cell(struct xls *x, struct sheet_rows *rows, unsigned column, const FreeXL_CellValue *cell, struct error *err)
{
    buf_clear(&x->text);
    switch (cell->type) {
    case FREEXL_CELL_INT:
        buf_addf(&x->text, "%d", cell->value.int_value);
        return put_number(x, rows, column, err);
    case FREEXL_CELL_DOUBLE:
        buf_addf(&x->text, "%.15g", cell->value.double_value);
        return put_number(x, rows, column, err);
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
        return put_text(rows, column, cell->value.text_value, err);
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
        return put_day(rows, column, cell->value.text_value, err);
    }
    return 0;
}

/* A number of the records, by its format. */
static int put_result(struct xls *x, struct sheet_rows *rows, const struct xls_cell *cell, struct error *err)
{
    FreeXL_CellValue value = { .type = FREEXL_CELL_DOUBLE };
    struct buf day = BUF_INIT;
    memcpy(&value.value.double_value, &cell->bits, sizeof cell->bits);
    buf_clear(&x->text);
    buf_addf(&x->text, "%.15g", value.value.double_value);
    bool is_day = cell->style.format != SHEET_PLAIN && sheet_day(buf_span(&x->text), (enum sheet_format)cell->style.format, x->records->from_1904, &day);
    int status = buf_check(&day, err);
    if (status == 0)
        status = is_day ? sheet_rows_cell(rows, cell->column, SHEET_DAY, buf_span(&day), err) : put_number(x, rows, cell->column, err);
    buf_release(&day);
    return status;
}

static int put_record(struct xls *x, struct sheet_rows *rows, const struct xls_cell *cell, struct error *err)
{
    struct span text = { x->records->text.p ? x->records->text.p + cell->at : "", cell->n };
    switch (cell->what) {
    case XLS_NUMBER:
        return put_result(x, rows, cell, err);
    case XLS_TEXT:
        return sheet_rows_cell(rows, cell->column, SHEET_TEXT, text, err);
    case XLS_BOOL:
        return sheet_rows_cell(rows, cell->column, SHEET_TEXT, cell->bits ? SPAN("TRUE") : SPAN("FALSE"), err);
    case XLS_ERROR:
        return sheet_rows_cell(rows, cell->column, SHEET_ERROR, span_of(xls_error(cell->bits)), err);
    }
    return 0;
}

/* The cells of the records that stand in the row in front of `column`. */
static int put_records(struct xls *x, struct sheet_rows *rows, unsigned row, unsigned column, struct error *err)
{
    const struct xls_cell *cells = (const void *)x->records->cells.p;
    size_t n = x->records->cells.n / sizeof *cells;
    for (; x->next_cell < n && cells[x->next_cell].row == row && cells[x->next_cell].column < column; x->next_cell++)
        if (put_record(x, rows, &cells[x->next_cell], err) < 0)
            return -1;
    return 0;
}

/* Those of a cell that libfreexl has. */
static void skip_records(struct xls *x, unsigned row, unsigned column)
{
    const struct xls_cell *cells = (const void *)x->records->cells.p;
    size_t n = x->records->cells.n / sizeof *cells;
    while (x->next_cell < n && cells[x->next_cell].row == row && cells[x->next_cell].column <= column)
        x->next_cell++;
}

static bool is_hidden(struct xls *x, unsigned row)
{
    const uint32_t *hidden = (const void *)x->records->hidden.p;
    size_t n = x->records->hidden.n / sizeof *hidden;
    while (x->next_hidden < n && hidden[x->next_hidden] < row)
        x->next_hidden++;
    return x->next_hidden < n && hidden[x->next_hidden] == row;
}

static int put_row(struct xls *x, struct sheet_rows *rows, unsigned row, unsigned short columns, struct error *err)
{
    if (sheet_rows_start(rows, (uint64_t)row + 1, err) < 0)
        return -1;
    if (is_hidden(x, row))
        sheet_rows_hide(rows);
    for (unsigned column = 0; column < columns; column++) {
        FreeXL_CellValue cell;
        int code = freexl_get_cell_value(x->handle, row, (unsigned short)column, &cell);
        if (code != FREEXL_OK)
            return fault(sheet_rows_name(rows), code, err);
        if (cell.type == FREEXL_CELL_NULL)
            continue;
        if (put_records(x, rows, row, column, err) < 0 || put_cell(x, rows, column, &cell, err) < 0)
            return -1;
        skip_records(x, row, column);
    }
    return put_records(x, rows, row, CELLS_MOST, err) < 0 ? -1 : sheet_rows_end(rows, err);
}

static void count(struct xls *x, struct sheet_rows *rows)
{
    const uint32_t *merged = (const void *)x->records->merged.p;
    struct sheet_counts *counts = sheet_rows_counts(rows);
    counts->hidden_columns = x->records->hidden_columns;
    for (size_t i = 0; i < x->records->merged.n / sizeof *merged; i++) {
        uint64_t row = (uint64_t)merged[i] + 1;
        if (sheet_rows_headings(rows) > 0 && row > sheet_rows_headings(rows) && (counts->merged++ == 0 || row < counts->first_merged_row))
            counts->first_merged_row = row;
    }
}

static int read_tab(struct sheet_book *book, size_t tab, struct sheet_rows *rows, struct error *err)
{
    struct xls *x = (struct xls *)book;
    unsigned n = 0;
    unsigned short columns = 0;
    int code = freexl_select_active_worksheet(x->handle, (unsigned short)tab);
    if (code == FREEXL_OK)
        code = freexl_worksheet_dimensions(x->handle, &n, &columns);
    if (code != FREEXL_OK)
        return fault(sheet_rows_name(rows), code, err);
    if (xls_records_tab(x->records, tab, err) < 0)
        return -1;
    x->next_cell = x->next_hidden = 0;
    const struct xls_cell *cells = (const void *)x->records->cells.p;
    size_t more = x->records->cells.n / sizeof *cells;
    unsigned last = more > 0 && cells[more - 1].row >= n ? cells[more - 1].row + 1 : n; /* libfreexl knows only rows with its own cells */
    count(x, rows);
    for (unsigned row = 0; row < last; row++)
        if (put_row(x, rows, row, row < n ? columns : 0, err) < 0)
            return -1;
    return 0;
}

static void free_book(struct sheet_book *book)
{
    struct xls *x = (struct xls *)book;
    if (x->handle)
        freexl_close(x->handle);
    free(x->book.tabs);
    arena_release(&x->memory);
    buf_release(&x->text);
    if (x->records)
        xls_records_release(x->records);
    free(x->records);
    free(x);
}

/* libfreexl converts texts by iconv, which loads a module for each code page from a file. A child that is locked in loads nothing, so all that libfreexl
 * may ask for are loaded before, and stay. */
int sheet_xls_prepare(void *ctx, struct error *err)
{
    static const char pages[][12] = { "UTF-16LE", "CP437", "CP737", "CP775", "CP850", "CP852", "CP855", "CP857", "CP858", "CP860", "CP861", "CP862",
                                     "CP863", "CP864", "CP865", "CP866", "CP869", "CP874", "CP932", "CP936", "CP949", "CP950", "CP1250", "CP1251",
                                     "CP1252", "CP1253", "CP1254", "CP1255", "CP1256", "CP1257", "CP1258", "CP1361", "MACINTOSH" };
    (void)ctx, (void)err;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        iconv_open("UTF-8", pages[i]);
    return 0;
}

struct sheet_book *sheet_xls_open(const struct sheet_input *input, const char *name, struct error *err)
{
    if (look_at(input, name, err) < 0)
        return NULL;
    struct xls *x = calloc(1, sizeof *x);
    if (!x) {
        error_memory(err);
        return NULL;
    }
    x->book = (struct sheet_book){ .read = read_tab, .free = free_book };
    arena_init(&x->memory);
    buf_init(&x->text);
    x->records = malloc(sizeof *x->records);
    if (!x->records)
        error_memory(err);
    else if (xls_records_open(x->records, input, name, err) == 0 && open_handle(x, input, name, err) == 0)
        return &x->book;
    free_book(&x->book);
    return NULL;
}
