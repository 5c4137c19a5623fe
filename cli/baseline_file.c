/* cli/baseline_file.c: reads and writes the file of a baseline; what it means is report/baseline's. */
#include "cli/baseline_file.h"
#include "base/i18n.h"
#include "io/delimited.h"

#define CELLS 64 /* of a row; what is behind them is not read */

static int read_row(struct baseline *b, const struct delimited_row *row, bool heading, struct error *err)
{
    struct span cells[CELLS];
    size_t n = row->n < CELLS ? row->n : CELLS;
    for (size_t i = 0; i < n; i++)
        cells[i] = row->cells[i].text;
    if (heading)
        return baseline_heading(b, cells, n, err);
    return baseline_row(b, (uint32_t)row->line, cells, n, err);
}

static int read_rows(struct baseline *b, struct delimited *d, const char *path, struct error *err)
{
    struct delimited_row row;
    int got;
    bool heading = true;
    while ((got = delimited_next(d, &row, err)) > 0) {
        struct span first = row.n > 0 ? span_trim(row.cells[0].text) : SPAN_NONE;
        if (first.n > 0 && first.p[0] == '#')
            continue; /* a remark */
        if (read_row(b, &row, heading, err) < 0)
            return err->code == ERROR_USAGE ? error_prefix(err, _("%s, line %llu"), path, (unsigned long long)row.line) : -1;
        heading = false;
    }
    return got;
}

int baseline_read_file(const char *path, const char *temp_dir, struct baseline *b, struct error *err)
{
    struct table_text *text = table_text_open(path, NULL, temp_dir, err);
    struct delimited *d = text ? delimited_new(text, 0, err) : NULL;
    int status = d ? read_rows(b, d, path, err) : -1;
    delimited_free(d);
    table_text_free(text);
    if (status < 0 && err->code == ERROR_INPUT)
        err->code = ERROR_USAGE; /* part of the configuration, not of the input */
    return status;
}

int baseline_write_file(const char *path, struct baseline *b, struct error *err)
{
    struct buf text = BUF_INIT;
    struct out_file file = { .fd = -1 };
    int status = baseline_print(b, &text, err);
    if (status == 0)
        status = out_file_open(&file, path, err);
    if (status == 0)
        status = out_file_write(&file, text.p, text.n, err);
    if (status == 0)
        status = out_file_commit(&file, err);
    out_file_release(&file);
    buf_release(&text);
    return status;
}
