/* report/report.c: the format table, and what all formats share: buffering and counting. Writes only through the caller's
 * function. A format adds a row to the table below, and a file. */
#include "report/format.h"
#include "base/i18n.h"

#define WRITE_AT 65536 /* bytes kept before they are written */

static const struct report_format formats[] = {
    { "text", N_("a table to read, grouped by row"), &report_text },
    { "ndjson", N_("one JSON object a line, one line a finding"), &report_ndjson },
};

const struct report_format *report_format(struct span name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (span_is(name, formats[i].name))
            return &formats[i];
    return NULL;
}

const struct report_format *report_format_at(size_t i)
{
    return i < sizeof formats / sizeof formats[0] ? &formats[i] : NULL;
}

struct report *report_new(const struct report_format *format, const struct report_options *options, struct error *err)
{
    struct report *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(err);
        return NULL;
    }
    r->format = format;
    r->options = *options;
    if (r->options.width <= 0)
        r->options.width = 100;
    if (r->options.width < 40)
        r->options.width = 40;
    buf_init(&r->out);
    buf_init(&r->scratch);
    return r;
}

void report_free(struct report *r)
{
    if (!r)
        return;
    buf_release(&r->out);
    buf_release(&r->scratch);
    free(r);
}

static int write_out(struct report *r, size_t at_least, struct error *err)
{
    if (buf_check(&r->out, err) < 0)
        return -1;
    if (r->out.n < at_least || r->out.n == 0)
        return 0;
    int status = r->options.write(r->options.ctx, r->out.p, r->out.n, err);
    buf_clear(&r->out);
    return status;
}

static int take_row(void *ctx, const struct checked_row *row, struct error *err)
{
    struct report *r = ctx;
    if (row->count == 0 || !r->format->ops->row)
        return 0;
    if (r->format->ops->row(r, row, err) < 0)
        return -1;
    r->rows++;
    return write_out(r, WRITE_AT, err);
}

struct finding_sink report_sink(struct report *r)
{
    return (struct finding_sink){ .ctx = r, .row = take_row };
}

static void add_summary(struct check_summary *total, const struct check_summary *s)
{
    total->rows += s->rows;
    total->mapped += s->mapped;
    total->out_of_use += s->out_of_use;
    total->clean += s->clean;
    total->unknown_content += s->unknown_content;
    for (size_t i = 0; i < SEVERITY_COUNT; i++) {
        total->rows_with[i] += s->rows_with[i];
        total->by_severity[i] += s->by_severity[i];
        total->known[i] += s->known[i];
    }
    for (size_t i = 0; i < RULE_COUNT; i++)
        total->by_rule[i] += s->by_rule[i];
    for (size_t i = 0; i < KIND_COUNT; i++)
        total->skipped_kind[i] += s->skipped_kind[i];
    total->kinds_seen |= s->kinds_seen;
}

int report_table_end(struct report *r, const char *file, const struct check_summary *summary, struct error *err)
{
    r->tables++;
    add_summary(&r->total, summary);
    if (r->format->ops->table_end && r->format->ops->table_end(r, file, summary, err) < 0)
        return -1;
    return write_out(r, 0, err);
}

void report_count(struct report *r, const struct check_summary *summary)
{
    add_summary(&r->total, summary);
}

int report_end(struct report *r, struct error *err)
{
    if (r->format->ops->end && r->format->ops->end(r, err) < 0)
        return -1;
    return write_out(r, 0, err);
}
