/* io/sheet_xls.c: XLS workbooks (Excel 97 to 2003) by libfreexl, which reads the file into memory and hands out cells. It tells neither which sheets and
 * rows are hidden nor which cells are merged. */
#include "base/i18n.h"
#include "io/sheet_book.h"
#include "io/sheet_value.h"

#include <errno.h>
#include <freexl.h>
#include <stdlib.h>
#include <unistd.h>

#define FILE_MOST ((uint64_t)512 << 20) /* 65,536 rows of 256 cells are less */
#define TABS_MOST 4096
#define PIECE     ((size_t)64 << 10)
#define OVERLAP   64 /* bytes of a piece that are looked at again with the next */

struct xls {
    struct sheet_book book; /* first */
    const void *handle;     /* libfreexl's, or NULL */
    struct arena memory;
    struct buf text;
};

/* ---- what an old Office file is ---- */

enum stream { STREAM_WORKBOOK = 1, STREAM_ENCRYPTED = 2, STREAM_WORD = 4 };

/* Names of streams that stand in the piece, as the folder of the file writes them: UTF-16. */
static unsigned streams_in(struct span piece)
{
    static const struct {
        const char *name;
        enum stream stream;
    } names[] = { { "Workbook", STREAM_WORKBOOK }, { "Book", STREAM_WORKBOOK }, { "EncryptedPackage", STREAM_ENCRYPTED }, { "WordDocument", STREAM_WORD } };
    unsigned found = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char wide[OVERLAP / 2];
        size_t n = strlen(names[i].name);
        for (size_t k = 0; k < n; k++) {
            wide[2 * k] = names[i].name[k];
            wide[2 * k + 1] = 0;
        }
        if (span_find(piece, (struct span){ wide, 2 * n }) != (size_t)-1)
            found |= names[i].stream;
    }
    return found;
}

static int find_streams(const struct sheet_input *input, const char *name, unsigned *out, struct error *err)
{
    char piece[PIECE];
    *out = 0;
    for (uint64_t at = 0; at < input->size; at += sizeof piece - OVERLAP) {
        ssize_t n;
        do
            n = pread(input->fd, piece, sizeof piece, (off_t)at);
        while (n < 0 && errno == EINTR);
        if (n < 0)
            return error_errno(err, ERROR_INPUT, errno, _("%s: cannot be read"), name);
        if (n == 0)
            break;
        *out |= streams_in((struct span){ piece, (size_t)n });
    }
    return 0;
}

static int look_at(const struct sheet_input *input, const char *name, struct error *err)
{
    unsigned streams;
    if (input->size > FILE_MOST)
        return error_set(err, ERROR_INPUT, _("%s: is larger than %llu MB, which no XLS workbook needs to be; save it as XLSX"), name,
                         (unsigned long long)(FILE_MOST >> 20));
    if (find_streams(input, name, &streams, err) < 0)
        return -1;
    if (streams & STREAM_ENCRYPTED)
        return error_set(err, ERROR_INPUT, _("%s: is an Excel workbook with a password; open it in Excel, take the password off, and save it again"), name);
    if (streams & STREAM_WORKBOOK)
        return 0;
    return error_set(err, ERROR_INPUT, streams & STREAM_WORD ? _("%s: is a Word document, not a table") : _("%s: is an old Office file, but no Excel workbook"),
                     name);
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
    int code = freexl_open(path, &x->handle);
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
        x->book.tabs[x->book.count].name = copy.p;
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

static int put_row(struct xls *x, struct sheet_rows *rows, unsigned row, unsigned short columns, struct error *err)
{
    if (sheet_rows_start(rows, (uint64_t)row + 1, err) < 0)
        return -1;
    for (unsigned column = 0; column < columns; column++) {
        FreeXL_CellValue cell;
        int code = freexl_get_cell_value(x->handle, row, (unsigned short)column, &cell);
        if (code != FREEXL_OK)
            return fault(sheet_rows_name(rows), code, err);
        if (put_cell(x, rows, column, &cell, err) < 0)
            return -1;
    }
    return sheet_rows_end(rows, err);
}

static int read_tab(struct sheet_book *book, size_t tab, struct sheet_rows *rows, struct error *err)
{
    struct xls *x = (struct xls *)book;
    unsigned count = 0;
    unsigned short columns = 0;
    int code = freexl_select_active_worksheet(x->handle, (unsigned short)tab);
    if (code == FREEXL_OK)
        code = freexl_worksheet_dimensions(x->handle, &count, &columns);
    if (code != FREEXL_OK)
        return fault(sheet_rows_name(rows), code, err);
    for (unsigned row = 0; row < count; row++)
        if (put_row(x, rows, row, columns, err) < 0)
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
    free(x);
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
    if (open_handle(x, input, name, err) == 0)
        return &x->book;
    free_book(&x->book);
    return NULL;
}
