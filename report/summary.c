/* report/summary.c: what stands at the end of the text report: how much was checked, against what, and what was not. */
#include "report/format.h"
#include "report/label.h"
#include "report/layout.h"
#include "base/i18n.h"
#include "base/text.h"
#include "mapper/rule.h"

#define HANG 2

static void add_line(struct report *r, struct buf *line)
{
    int indent = HANG; /* and what the line begins with */
    for (size_t i = 0; i < line->n && line->p[i] == ' '; i++)
        indent++;
    layout_blanks(&r->out, HANG);
    layout_wrapped(&r->out, buf_span(line), HANG, indent + 2, r->options.width);
    buf_addc(&r->out, '\n');
    r->out.failed = r->out.failed || line->failed;
    buf_clear(line);
}

static unsigned long long count(uint64_t n) { return (unsigned long long)n; }

static bool any(const uint64_t by_severity[SEVERITY_COUNT])
{
    return by_severity[SEVERITY_ERROR] + by_severity[SEVERITY_WARNING] + by_severity[SEVERITY_INFO] > 0;
}

static void add_counts(struct report *r, const struct check_summary *s, struct buf *line)
{
    buf_addf(line, _("rows: %llu; mapped: %llu; out of use: %llu; mapped and without error or warning: %llu"), count(s->rows),
             count(s->mapped), count(s->out_of_use), count(s->clean));
    add_line(r, line);
    buf_addf(line, _("errors: %llu (rows: %llu); warnings: %llu (rows: %llu); infos: %llu (rows: %llu)"),
             count(s->by_severity[SEVERITY_ERROR]), count(s->rows_with[SEVERITY_ERROR]),
             count(s->by_severity[SEVERITY_WARNING]), count(s->rows_with[SEVERITY_WARNING]),
             count(s->by_severity[SEVERITY_INFO]), count(s->rows_with[SEVERITY_INFO]));
    add_line(r, line);
    if (any(s->known)) {
        buf_addf(line, _("known from the baseline and not shown: errors: %llu; warnings: %llu; infos: %llu"), count(s->known[SEVERITY_ERROR]),
                 count(s->known[SEVERITY_WARNING]), count(s->known[SEVERITY_INFO]));
        add_line(r, line);
    }
    if (any(s->suppressed)) {
        buf_addf(line, _("suppressed and not shown: errors: %llu; warnings: %llu; infos: %llu"), count(s->suppressed[SEVERITY_ERROR]),
                 count(s->suppressed[SEVERITY_WARNING]), count(s->suppressed[SEVERITY_INFO]));
        add_line(r, line);
    }
}

/* Which versions, and as of which day: what a hospital must be able to show later. */
static void add_versions(struct report *r, const struct check_summary *s, struct buf *line)
{
    char text[DATE_TEXT];
    buf_addf(line, _("checked as of %s against:"), date_text(r->options.day, text));
    add_line(r, line);
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        const struct version_info *v = r->options.view ? view_version(r->options.view, kind) : NULL;
        if (!v || (s->kinds_seen && !(s->kinds_seen & KIND_BIT(kind))))
            continue;
        buf_addf(line, _("  %s/%s@%s, in force from %s, entries: %lld"), v->region, kind_word(kind), v->label,
                 date_text(v->in_force_from, text), (long long)v->entries);
        if (v->fragment)
            buf_adds(line, _("; a part of a catalog only: a code that it lacks may still exist"));
        add_line(r, line);
    }
}

static void add_separator(struct buf *line, char separator)
{
    if (separator == '\t')
        buf_adds(line, _("tab"));
    else if (separator == ';')
        buf_adds(line, _("semicolon"));
    else
        buf_adds(line, _("comma"));
}

/* Appends the rules that lack `column`, from the i-th on, and the column. */
static void add_lack(const struct check_summary *s, size_t i, enum column column, struct buf *list)
{
    struct buf rules = BUF_INIT;
    for (size_t k = i; k < s->not_run_count; k++)
        if (s->not_run[k].column == column)
            buf_addf(&rules, "%s%s", rules.n > 0 ? " " : "", rule_info(s->not_run[k].rule)->id);
    if (list->n > 0)
        buf_adds(list, _("; "));
    const char *label = column_label(column), *word = column_word(column);
    if (label_is_word(label, word))
        buf_addf(list, _("%s: no column %s"), buf_str(&rules), word);
    else
        buf_addf(list, _("%s: no column %s (%s)"), buf_str(&rules), label, word);
    list->failed = list->failed || rules.failed;
    buf_release(&rules);
}

/* Appends the rules that lack the option of the i-th. */
static void add_lack_of_option(const struct check_summary *s, size_t i, struct buf *list)
{
    struct buf rules = BUF_INIT;
    const char *option = s->not_run[i].option;
    for (size_t k = i; k < s->not_run_count; k++)
        if (s->not_run[k].option && strcmp(s->not_run[k].option, option) == 0)
            buf_addf(&rules, "%s%s", rules.n > 0 ? " " : "", rule_info(s->not_run[k].rule)->id);
    if (list->n > 0)
        buf_adds(list, _("; "));
    buf_addf(list, _("%s: no %s TABLE"), buf_str(&rules), option);
    list->failed = list->failed || rules.failed;
    buf_release(&rules);
}

static bool option_said(const struct check_summary *s, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (s->not_run[k].option && strcmp(s->not_run[k].option, s->not_run[i].option) == 0)
            return true;
    return false;
}

static void add_not_run(struct report *r, const struct check_summary *s, struct buf *line)
{
    struct buf list = BUF_INIT;
    bool said[COLUMN_COUNT] = { false };
    for (size_t i = 0; i < s->not_run_count; i++) {
        enum column column = s->not_run[i].column;
        if (column >= COLUMN_COUNT || said[column])
            continue;
        said[column] = true;
        add_lack(s, i, column, &list);
    }
    for (size_t i = 0; i < s->not_run_count; i++)
        if (s->not_run[i].option && !option_said(s, i))
            add_lack_of_option(s, i, &list);
    if (list.n > 0 || list.failed) { /* a list that could not be made must not look like none */
        buf_addf(line, _("not run: %s"), buf_str(&list));
        line->failed = line->failed || list.failed;
        add_line(r, line);
    }
    buf_release(&list);
}

static void add_skipped(struct report *r, const struct check_summary *s, struct buf *line)
{
    char day[DATE_TEXT];
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        if (s->skipped_kind[kind] == 0)
            continue;
        buf_addf(line, _("rows skipped: %llu of kind %s: no such catalog in force on %s"), count(s->skipped_kind[kind]),
                 kind_label(kind), date_text(r->options.day, day));
        add_line(r, line);
    }
    if (s->unknown_content > 0) {
        buf_addf(line, _("price not compared with the ceiling, since the unit is neither the entry's dose unit nor its pack unit: rows: %llu"),
                 count(s->unknown_content));
        add_line(r, line);
    }
}

/* Takes the first line off. */
static struct span next_line(struct span *rest)
{
    const char *end = rest->n > 0 ? memchr(rest->p, '\n', rest->n) : NULL;
    struct span line = { rest->p, end ? (size_t)(end - rest->p) : rest->n };
    size_t used = line.n + (end != NULL);
    *rest = (struct span){ rest->p + used, rest->n - used };
    return line;
}

static void add_headings(struct report *r, const struct check_summary *s, struct buf *line)
{
    struct span rest = s->unknown_headings, meant = s->meant_headings;
    if (rest.n == 0)
        return;
    struct buf list = BUF_INIT;
    while (rest.n > 0) {
        const char *end = memchr(rest.p, '\n', rest.n);
        size_t n = end ? (size_t)(end - rest.p) : rest.n;
        if (list.n > 0)
            buf_adds(&list, _(", "));
        buf_add(&list, rest.p, n);
        struct span like = next_line(&meant);
        if (like.n > 0)
            buf_addf(&list, _(" (did you mean %.*s?)"), SPAN_ARG(like));
        rest.p += end ? n + 1 : n;
        rest.n -= end ? n + 1 : n;
    }
    buf_addf(line, _("headings not known, their columns not read: %s"), buf_str(&list));
    line->failed = line->failed || list.failed;
    buf_release(&list);
    add_line(r, line);
}

void summary_table(struct report *r, const char *file, const struct check_summary *s)
{
    struct buf line = BUF_INIT;
    layout_style(&r->out, r->options.color, STYLE_BOLD);
    buf_addf(&line, _("Summary: %s"), file);
    layout_plain(&r->out, buf_span(&line));
    layout_style_end(&r->out, r->options.color, STYLE_BOLD);
    buf_addc(&r->out, '\n');
    r->out.failed = r->out.failed || line.failed;
    buf_clear(&line);
    add_counts(r, s, &line);
    add_versions(r, s, &line);
    if (s->source.encoding) {
        if (s->source.separator) {
            buf_addf(&line, _("read as %s, fields parted by: "), s->source.encoding);
            add_separator(&line, s->source.separator);
        } else {
            buf_addf(&line, s->source.sheet ? _("read as %s, sheet: ") : _("read as %s"), s->source.encoding);
            layout_plain(&line, span_of(s->source.sheet));
        }
        add_line(r, &line);
    }
    add_not_run(r, s, &line);
    add_skipped(r, s, &line);
    add_headings(r, s, &line);
    buf_addc(&r->out, '\n');
    r->out.failed = r->out.failed || line.failed;
    buf_release(&line);
}

void summary_total(struct report *r)
{
    struct buf line = BUF_INIT;
    layout_style(&r->out, r->options.color, STYLE_BOLD);
    buf_addf(&r->out, _("Summary of all %zu tables"), r->tables);
    layout_style_end(&r->out, r->options.color, STYLE_BOLD);
    buf_addc(&r->out, '\n');
    add_counts(r, &r->total, &line);
    buf_addc(&r->out, '\n');
    buf_release(&line);
}

void summary_statistics(struct report *r)
{
    struct layout_table t;
    uint64_t findings = 0;
    for (size_t i = 0; i < RULE_COUNT; i++)
        findings += r->total.by_rule[i];
    if (findings == 0)
        return;
    layout_table_init(&t, 4);
    t.right[0] = true;
    layout_table_cell(&t, span_of(_("findings")));
    layout_table_cell(&t, span_of(_("rule")));
    layout_table_cell(&t, span_of(_("slug")));
    layout_table_cell(&t, span_of(_("what it is")));
    bool done[RULE_COUNT] = { false };
    for (;;) { /* the most frequent first; there are few rules */
        enum rule best = RULE_COUNT;
        for (enum rule i = 0; i < RULE_COUNT; i++)
            if (!done[i] && r->total.by_rule[i] > 0 && (best == RULE_COUNT || r->total.by_rule[i] > r->total.by_rule[best]))
                best = i;
        if (best == RULE_COUNT)
            break;
        done[best] = true;
        const struct rule_info *rule = rule_info(best);
        layout_table_number(&t, (int64_t)r->total.by_rule[best]);
        layout_table_cell(&t, span_of(rule->id));
        layout_table_cell(&t, span_of(rule->slug));
        layout_table_cell(&t, span_of(_(rule->title)));
    }
    layout_table_print(&t, &r->out, r->options.color);
    layout_table_release(&t);
}
