/* report/impact.c: what all formats of impact share: choosing rows, writing. */
#include "report/impact_format.h"
#include "base/i18n.h"

enum severity impact_severity(enum impact_effect effect)
{
    static const enum severity grave[IMPACT_EFFECTS] = { [IMPACT_NONE] = SEVERITY_INFO,       [IMPACT_CONDITIONS] = SEVERITY_INFO,
                                                         [IMPACT_IDENTITY] = SEVERITY_WARNING, [IMPACT_MONEY] = SEVERITY_WARNING,
                                                         [IMPACT_BREAKS] = SEVERITY_ERROR };
    return grave[effect];
}

const char *impact_label(enum impact_effect effect)
{
    static const char *const labels[IMPACT_EFFECTS] = { [IMPACT_NONE] = N_("nothing"),       [IMPACT_CONDITIONS] = N_("conditions"),
                                                        [IMPACT_IDENTITY] = N_("the item"), [IMPACT_MONEY] = N_("money"),
                                                        [IMPACT_BREAKS] = N_("breaks") };
    return _(labels[effect]);
}

struct impact_report *impact_report_new(const struct note_format *format, const struct impact_report_options *options, struct error *err)
{
    struct impact_report *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(err);
        return NULL;
    }
    r->format = format;
    r->ops = format == &format_text ? &impact_text : format == &format_ndjson ? &impact_ndjson : &impact_notes;
    r->options = *options;
    if (r->ops->open && r->ops->open(r, err) < 0) {
        impact_report_free(r);
        return NULL;
    }
    return r;
}

void impact_report_free(struct impact_report *r)
{
    if (!r)
        return;
    if (r->ops->close)
        r->ops->close(r);
    buf_release(&r->out);
    buf_release(&r->line);
    buf_release(&r->text[0]);
    buf_release(&r->text[1]);
    free(r);
}

static int flush(struct impact_report *r, size_t at_least, struct error *err)
{
    r->out.failed = r->out.failed || r->line.failed || r->text[0].failed || r->text[1].failed;
    return sink_write(&r->out, at_least, r->options.write, r->options.ctx, err);
}

void impact_field_texts(struct impact_report *r, const struct impact_row *row, enum entry_field f)
{
    const struct entry *sides[] = { row->from, row->to };
    for (int i = 0; i < 2; i++) {
        buf_clear(&r->text[i]);
        if (sides[i])
            entry_field_add(sides[i], f, " | ", &r->text[i]);
    }
}

static void begin(struct impact_report *r)
{
    if (!r->began && r->ops->begin)
        r->ops->begin(r);
    r->began = true;
}

int impact_report_row(struct impact_report *r, const struct impact_row *row, struct error *err)
{
    if (row->effect < r->options.least)
        return 0;
    begin(r);
    return r->ops->row(r, row, err) < 0 ? -1 : flush(r, SINK_LONG, err);
}

int impact_report_table_end(struct impact_report *r, const char *file, const struct impact_table_facts *facts, struct error *err)
{
    return r->ops->table_end ? r->ops->table_end(r, file, facts, err) : 0;
}

int impact_report_unread(struct impact_report *r, const char *file, const char *why, struct error *err)
{
    return r->ops->unread ? r->ops->unread(r, file, why, err) : 0;
}

int impact_report_end(struct impact_report *r, const struct impact_totals *totals, struct error *err)
{
    begin(r);
    if (r->ops->end && r->ops->end(r, totals, err) < 0)
        return -1;
    return flush(r, 0, err);
}
