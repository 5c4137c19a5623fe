/* report/report.c: what all formats of a check share: buffering, counting, leaving out what is accepted. Writes only through the caller's
 * function. */
#include "report/format.h"

static const struct report_ops *ops_of(const struct note_format *format)
{
    return format == &format_text ? &report_text : format == &format_ndjson ? &report_ndjson : &report_notes;
}

uint64_t report_cells(const struct note_format *format)
{
    return format == &format_ndjson ? COLUMN_BIT(COLUMN_LOCAL_CODE) | COLUMN_BIT(COLUMN_LOCAL_NAME) | COLUMN_BIT(COLUMN_CATALOG_CODE) : 0;
}

struct report *report_new(const struct note_format *format, const struct report_options *options, struct error *err)
{
    struct report *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(err);
        return NULL;
    }
    r->format = format;
    r->ops = ops_of(format);
    r->options = *options;
    if (r->options.width <= 0)
        r->options.width = 100;
    if (r->options.width < 40)
        r->options.width = 40;
    buf_init(&r->out);
    buf_init(&r->scratch);
    if (r->ops->open && r->ops->open(r, err) < 0) {
        report_free(r);
        return NULL;
    }
    return r;
}

void report_free(struct report *r)
{
    if (!r)
        return;
    if (r->ops->close)
        r->ops->close(r);
    free(r->rest);
    buf_release(&r->out);
    buf_release(&r->scratch);
    free(r);
}

static int write_out(struct report *r, size_t at_least, struct error *err)
{
    return sink_write(&r->out, at_least, r->options.write, r->options.ctx, err);
}

/* The row with those of its findings that are new. */
static int new_only(struct report *r, const struct checked_row *row, const struct acceptance *marks, struct checked_row *out, struct error *err)
{
    if (row->count > r->rest_cap) {
        struct finding *rest = realloc(r->rest, row->count * sizeof *rest);
        if (!rest)
            return error_memory(err);
        r->rest = rest;
        r->rest_cap = row->count;
    }
    *out = *row;
    out->findings = r->rest;
    out->count = 0;
    for (size_t i = 0; i < row->count; i++)
        if (marks[i].state == NOTE_NEW)
            r->rest[out->count++] = row->findings[i];
    return 0;
}

int report_row(struct report *r, const struct checked_row *row, const struct acceptance *marks, struct error *err)
{
    struct checked_row rest;
    if (marks && !r->format->accepted) {
        if (new_only(r, row, marks, &rest, err) < 0)
            return -1;
        row = &rest;
        marks = NULL;
    }
    if (row->count == 0 || !r->ops->row)
        return 0;
    r->marks = marks;
    if (r->ops->row(r, row, err) < 0)
        return -1;
    r->rows++;
    return write_out(r, SINK_LONG, err);
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
        total->suppressed[i] += s->suppressed[i];
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
    if (r->ops->table_end && r->ops->table_end(r, file, summary, err) < 0)
        return -1;
    return write_out(r, 0, err);
}

int report_unread(struct report *r, const char *file, const char *why, struct error *err)
{
    if (r->ops->unread && r->ops->unread(r, file, why, err) < 0)
        return -1;
    return write_out(r, 0, err);
}

void report_count(struct report *r, const struct check_summary *summary)
{
    add_summary(&r->total, summary);
}

int report_end(struct report *r, struct error *err)
{
    if (r->ops->end && r->ops->end(r, err) < 0)
        return -1;
    return write_out(r, 0, err);
}
