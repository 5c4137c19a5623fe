/* cli/baseline_file.c: reads the files of a baseline and of suppressions, writes the former; what they mean, report/ knows. */
#include "cli/baseline_file.h"
#include "base/i18n.h"
#include "io/delimited.h"

#define CELLS 64 /* of a row; what is behind them is not read */

/* Who takes the rows: a baseline or suppressions. */
struct taker {
    struct baseline *baseline;
    struct suppressions *suppressions;
};

static int read_row(const struct taker *t, const struct delimited_row *row, bool heading, struct error *err)
{
    struct span cells[CELLS];
    size_t n = row->n < CELLS ? row->n : CELLS;
    uint32_t line = (uint32_t)row->line;
    for (size_t i = 0; i < n; i++)
        cells[i] = row->cells[i].text;
    if (t->suppressions)
        return heading ? suppressions_heading(t->suppressions, cells, n, err) : suppressions_row(t->suppressions, line, cells, n, err);
    return heading ? baseline_heading(t->baseline, cells, n, err) : baseline_row(t->baseline, line, cells, n, err);
}

static int read_rows(const struct taker *t, struct delimited *d, const char *path, struct error *err)
{
    struct delimited_row row;
    int got;
    bool heading = true;
    while ((got = delimited_next(d, &row, err)) > 0) {
        struct span first = row.n > 0 ? span_trim(row.cells[0].text) : SPAN_NONE;
        if (first.n > 0 && first.p[0] == '#')
            continue; /* a remark */
        if (read_row(t, &row, heading, err) < 0)
            return err->code == ERROR_USAGE ? error_prefix(err, _("%s, line %llu"), path, (unsigned long long)row.line) : -1;
        heading = false;
    }
    return got;
}

static int read_file(const struct taker *t, const char *path, const char *temp_dir, struct error *err)
{
    struct table_text *text = table_text_open(path, NULL, temp_dir, err);
    struct delimited *d = text ? delimited_new(text, 0, err) : NULL;
    int status = d ? read_rows(t, d, path, err) : -1;
    delimited_free(d);
    table_text_free(text);
    if (status < 0 && err->code == ERROR_INPUT)
        err->code = ERROR_USAGE; /* part of the configuration, not of the input */
    return status;
}

int baseline_read_file(const char *path, const char *temp_dir, struct baseline *b, struct error *err)
{
    return read_file(&(struct taker){ .baseline = b }, path, temp_dir, err);
}

int suppressions_read_file(const char *path, const char *temp_dir, struct suppressions *s, struct error *err)
{
    return read_file(&(struct taker){ .suppressions = s }, path, temp_dir, err);
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
