/* report/text.c: the format for people: row by row, what the hospital has over what the catalog has, then each finding in words. */
#include "report/grid.h"
#include "report/label.h"
#include "report/layout.h"
#include "base/i18n.h"
#include "base/text.h"
#include "mapper/rule.h"

static const enum style severity_styles[SEVERITY_COUNT] = {
    [SEVERITY_INFO] = STYLE_INFO,
    [SEVERITY_WARNING] = STYLE_WARNING,
    [SEVERITY_ERROR] = STYLE_ERROR,
};

static void add_heading(struct report *r, const struct checked_row *row)
{
    struct buf *out = &r->out;
    layout_style(out, r->options.color, STYLE_BOLD);
    layout_file(out, span_of(row->file), row->sheet);
    if (!row->whole_table) {
        buf_addf(out, ":%u", (unsigned)row->line);
        static const enum column parts[] = { COLUMN_LOCAL_CODE, COLUMN_LOCAL_NAME };
        for (size_t i = 0; i < 2; i++) {
            struct span s = span_trim(row->cells[parts[i]]);
            if (s.n == 0)
                continue;
            size_t shown = text_fit(s, r->options.width); /* the grid has all of it where it matters */
            buf_adds(out, "  ");
            layout_plain(out, (struct span){ s.p, shown });
            buf_adds(out, shown < s.n ? "…" : "");
        }
        struct span code = span_trim(row->cells[COLUMN_CATALOG_CODE]);
        if (code.n > 0) {
            buf_adds(out, " → ");
            layout_plain(out, code);
        }
    }
    layout_style_end(out, r->options.color, STYLE_BOLD);
    buf_addc(out, '\n');
}

/* A sentence, wrapped; a line end inside a value that it names does not break it. */
static void add_sentence(struct report *r, struct span text, int used, int hang)
{
    buf_clear(&r->scratch);
    layout_plain(&r->scratch, text);
    layout_wrapped(&r->out, buf_span(&r->scratch), used, hang, r->options.width);
    buf_addc(&r->out, '\n');
    r->out.failed = r->out.failed || r->scratch.failed;
}

static int widest_severity(void)
{
    int width = 0;
    for (enum severity s = 0; s < SEVERITY_COUNT; s++) {
        int w = text_width(span_of(severity_label(s)));
        width = w > width ? w : width;
    }
    return width;
}

static void add_fix(struct report *r, const struct finding *f, int hang)
{
    struct buf line = BUF_INIT;
    if (f->fix_safe)
        buf_addf(&line, _("fix (safe): set %s to %.*s"), column_label(f->fix_column), SPAN_ARG(f->fix_value));
    else
        buf_addf(&line, _("suggestion (look first): set %s to %.*s"), column_label(f->fix_column), SPAN_ARG(f->fix_value));
    layout_blanks(&r->out, hang);
    add_sentence(r, buf_span(&line), hang, hang);
    r->out.failed = r->out.failed || line.failed;
    buf_release(&line);
}

static void add_finding(struct report *r, const struct finding *f, int severity_width)
{
    struct buf *out = &r->out;
    const struct rule_info *rule = rule_info(f->rule);
    const char *severity = severity_label(f->severity);
    int used = 2 + severity_width + 2, hang = used;
    layout_blanks(out, 2);
    layout_style(out, r->options.color, severity_styles[f->severity]);
    buf_adds(out, severity);
    layout_style_end(out, r->options.color, severity_styles[f->severity]);
    layout_blanks(out, severity_width - text_width(span_of(severity)) + 2);
    buf_addf(out, "%s ", rule->id);
    layout_style(out, r->options.color, STYLE_DIM);
    buf_adds(out, rule->slug);
    layout_style_end(out, r->options.color, STYLE_DIM);
    buf_adds(out, _(": "));
    used += (int)strlen(rule->id) + (int)strlen(rule->slug) + 3;
    add_sentence(r, f->message, used, hang);
    if (f->fix_column != COLUMN_NONE)
        add_fix(r, f, hang);
}

static int text_row(struct report *r, const struct checked_row *row, struct error *err)
{
    (void)err;
    if (r->options.summary_only)
        return 0;
    add_heading(r, row);
    if (!row->whole_table)
        grid_add(r, row);
    int width = widest_severity();
    for (size_t i = 0; i < row->count; i++)
        add_finding(r, &row->findings[i], width);
    buf_addc(&r->out, '\n');
    return 0;
}

static int text_table_end(struct report *r, const char *file, const struct check_summary *summary, struct error *err)
{
    (void)err;
    if (!r->options.quiet)
        summary_table(r, file, summary);
    return 0;
}

static int text_end(struct report *r, struct error *err)
{
    (void)err;
    if (!r->options.quiet && r->tables > 1)
        summary_total(r);
    if (r->options.statistics)
        summary_statistics(r);
    return 0;
}

const struct report_ops report_text = { .row = text_row, .table_end = text_table_end, .end = text_end };
