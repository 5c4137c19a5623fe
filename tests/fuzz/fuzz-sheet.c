/* tests/fuzz/fuzz-sheet.c: any bytes as a workbook: XLSX, the XML of Excel 2003, HTML, told by their bytes as a check does, but read in this process; of XLS
 * what is read without libfreexl, which believes lengths, and which a check has in a process of its own for that.
 * An input that begins with "xlsx:" is no archive: what follows are the parts of one, each its name, NUL, its bytes, NUL, and the archive is made here,
 * so that the readers of the parts are reached without a right checksum. */
#include "base/text.h"
#include "io/container_write.h"
#include "io/delimited.h"
#include "io/sheet.h"
#include "io/sheet_xls_records.h"
#include "tests/fuzz/fuzz.h"

static int add_bytes(void *ctx, const char *p, size_t n, struct error *err)
{
    buf_add(ctx, p, n);
    return buf_check(ctx, err);
}

static struct span next_part(struct span *rest)
{
    const char *end = rest->n ? memchr(rest->p, '\0', rest->n) : NULL;
    struct span part = { rest->p, end ? (size_t)(end - rest->p) : rest->n };
    size_t step = end ? part.n + 1 : part.n;
    *rest = (struct span){ rest->p + step, rest->n - step };
    return part;
}

static void make_archive(struct span parts, struct buf *out)
{
    struct error err;
    char name[256];
    struct container_out *o = container_out_new(add_bytes, out, &err);
    fuzz_need(o, &err);
    while (parts.n > 0) {
        struct span called = next_part(&parts), bytes = next_part(&parts);
        if (called.n == 0)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)(called.n < 200 ? called.n : 200), called.p);
        if (container_out_member(o, name, bytes.n, 0, &err) < 0 || (bytes.n && container_out_add(o, bytes.p, bytes.n, &err) < 0))
            break;
    }
    container_out_end(o, &err);
    container_out_free(o);
}

static int fits(void *ctx, const struct sheet_line *lines, size_t n, struct error *err)
{
    (void)ctx, (void)err;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < lines[i].n; k++)
            if (span_is(lines[i].cells[k], "code"))
                return (int)lines[i].line;
    return 0;
}

/* Rows that follow each other, of cells with marks that there are. */
static void check_rows(const struct table_text *t)
{
    struct error err;
    struct delimited_row row;
    uint64_t line = 0;
    struct delimited *d = delimited_new(t, 0, &err);
    fuzz_need(d, &err);
    while (delimited_next(d, &row, &err) > 0) {
        fuzz_expect(row.line > line || !table_text_is_sheet(t), "row %llu behind row %llu", (unsigned long long)row.line, (unsigned long long)line);
        line = row.line;
        for (size_t i = 0; i < row.n; i++)
            fuzz_expect(row.cells[i].mark <= SHEET_ERROR && utf8_is_valid(row.cells[i].text), "a cell that cannot be");
    }
    delimited_free(d);
}

/* A cell's text lies within the texts, a name or a number of a style is none that there is not. */
static void check_tab(const struct xls_records *r)
{
    const struct xls_cell *cells = (const struct xls_cell *)(const void *)r->cells.p;
    const size_t n = r->cells.n / sizeof *cells;
    for (size_t i = 0; i < n; i++) {
        fuzz_expect(cells[i].what <= XLS_ERROR && (uint64_t)cells[i].at + cells[i].n <= r->text.n, "a cell that cannot be");
        fuzz_expect(i == 0 || cells[i].row > cells[i - 1].row || (cells[i].row == cells[i - 1].row && cells[i].column >= cells[i - 1].column),
                    "cells that are not in order");
    }
    fuzz_expect(r->text.n == 0 || utf8_is_valid(buf_span(&r->text)), "a text that is no UTF-8");
}

static void read_records(size_t n)
{
    struct error err = { .code = ERROR_NONE };
    struct sheet_input input = { .fd = fuzz_fd(0), .size = n };
    struct xls_records *r = malloc(sizeof *r);
    fuzz_expect(r != NULL, "out of memory");
    int status = xls_records_open(r, &input, "x.xls", &err);
    for (size_t tab = 0; status == 0 && tab <= r->tabs.n / sizeof(struct xls_tab) && tab < 8; tab++) {
        status = xls_records_tab(r, tab, &err);
        if (status == 0)
            check_tab(r);
    }
    fuzz_expect(status == 0 || (err.code == ERROR_INPUT && err.text[0]), "an error of code %d: %s", (int)err.code, err.text);
    xls_records_release(r);
    free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct error err = { .code = ERROR_NONE };
    struct buf archive = BUF_INIT;
    struct span s = { (const char *)data, n };
    struct sheet_request sheet = { .sheet = n % 4 == 3 ? "2" : NULL, .other_will_do = n % 8 == 3, .fits = n % 2 ? fits : NULL, .in_child = false };
    struct table_text_options how = { .temp_dir = fuzz_temp(), .sheet = &sheet };
    if (span_starts(s, SPAN("\xD0\xCF\x11\xE0"))) {
        fuzz_file(0, s.p, s.n);
        read_records(s.n);
        return 0;
    }
    if (span_starts(s, SPAN("xlsx:"))) {
        make_archive((struct span){ s.p + 5, n - 5 }, &archive);
        s = buf_span(&archive);
    }
    struct table_text *t = table_text_open_with(fuzz_file(0, s.p, s.n), &how, &err);
    if (t)
        check_rows(t);
    else
        fuzz_expect((err.code == ERROR_INPUT || err.code == ERROR_USAGE) && err.text[0], "an error of code %d: %s", (int)err.code, err.text);
    table_text_free(t);
    buf_release(&archive);
    return 0;
}
