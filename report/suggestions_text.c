/* report/suggestions_text.c: suggestions for people: what the hospital has, and under it, in the same columns, what the catalog offers. */
#include "report/label.h"
#include "report/layout.h"
#include "report/suggestions_impl.h"
#include "base/i18n.h"
#include "base/text.h"
#include "mapper/rule.h"

#define GAP 2
#define NARROWEST 6

/* A column of the grid: what of the row and what of an entry stand in it. */
static const struct column_shown {
    enum column column, more_column; /* a second one that may say the same with more */
    enum entry_text field, more_field;
    int share; /* of the width that is left, where not everything fits; 0: never cut */
} shown[] = {
    { COLUMN_CATALOG_CODE, COLUMN_NONE, ENTRY_CODE, ENTRY_TEXT_COUNT, 0 },
    { COLUMN_LOCAL_NAME, COLUMN_NONE, ENTRY_NAME, ENTRY_TEXT_COUNT, 6 },
    { COLUMN_FORM, COLUMN_NONE, ENTRY_FORM, ENTRY_TEXT_COUNT, 2 },
    { COLUMN_SPEC, COLUMN_PACK, ENTRY_SPEC, ENTRY_PACK, 5 },
    { COLUMN_MANUFACTURER, COLUMN_NONE, ENTRY_MANUFACTURER, ENTRY_TEXT_COUNT, 6 },
};
#define SHOWN (sizeof shown / sizeof *shown)

struct grid {
    struct suggestions *r;
    const struct suggested_row *row;
    size_t count;     /* suggestions shown */
    int front;        /* width of rank and score */
    int width[SHOWN]; /* 0: nothing there */
};

static struct span text_at(const struct grid *g, size_t line, enum column column, enum entry_text field)
{
    if (line > 0)
        return field == ENTRY_TEXT_COUNT ? SPAN_NONE : view_text(g->r->options.view, g->row->list[line - 1].entry, field);
    return column == COLUMN_NONE ? SPAN_NONE : span_trim(g->row->cells[column]);
}

/* The text of a cell, fit for a terminal, into scratch. Line 0 is the hospital's. */
static struct span cell_of(const struct grid *g, size_t line, size_t i)
{
    struct buf *out = &g->r->scratch;
    struct span text = text_at(g, line, shown[i].column, shown[i].field), more = text_at(g, line, shown[i].more_column, shown[i].more_field);
    buf_clear(out);
    if (more.n == 0 || span_find(more, text) == (size_t)-1) /* 0.25g, and 0.25g×24片: the second will do */
        layout_plain(out, text);
    if (more.n > 0 && out->n > 0)
        buf_addc(out, ' ');
    if (more.n > 0 && span_find(text, more) == (size_t)-1)
        layout_plain(out, more);
    return span_trim(buf_span(out));
}

/* As wide as the widest; where that is too much for the terminal, columns that need less than their share leave the rest to the others. */
static void fit(struct grid *g, int room)
{
    bool settled[SHOWN] = { false };
    for (size_t round = 0; round < SHOWN; round++) {
        int left = room, shares = 0;
        for (size_t i = 0; i < SHOWN; i++) {
            left -= g->width[i] ? GAP : 0;
            if (settled[i] || shown[i].share == 0)
                left -= g->width[i];
            else
                shares += g->width[i] ? shown[i].share : 0;
        }
        bool more = false;
        for (size_t i = 0; i < SHOWN; i++) {
            if (settled[i] || shown[i].share == 0 || g->width[i] == 0 || g->width[i] > left * shown[i].share / shares)
                continue;
            settled[i] = true;
            more = true;
        }
        if (more)
            continue;
        for (size_t i = 0; i < SHOWN; i++) {
            if (settled[i] || shown[i].share == 0 || g->width[i] == 0)
                continue;
            g->width[i] = left * shown[i].share / shares;
            g->width[i] = g->width[i] < NARROWEST ? NARROWEST : g->width[i];
        }
        return;
    }
}

static void measure(struct grid *g)
{
    int want = g->front;
    for (size_t i = 0; i < SHOWN; i++) {
        g->width[i] = 0;
        for (size_t line = 0; line <= g->count; line++) {
            int w = text_width(cell_of(g, line, i));
            g->width[i] = w > g->width[i] ? w : g->width[i];
        }
        want += g->width[i] ? g->width[i] + GAP : 0;
    }
    if (want - GAP > g->r->options.width)
        fit(g, g->r->options.width - g->front + GAP);
}

static void add_cell(struct grid *g, struct span text, int width, bool last)
{
    struct buf *out = &g->r->out;
    bool cut = text_width(text) > width;
    if (cut)
        text.n = text_fit(text, width - 1);
    buf_addspan(out, text);
    buf_adds(out, cut ? "…" : "");
    if (!last)
        layout_blanks(out, width - text_width(text) - (cut ? 1 : 0) + GAP);
}

static void add_line(struct grid *g, size_t line)
{
    size_t last = 0;
    for (size_t i = 0; i < SHOWN; i++)
        if (cell_of(g, line, i).n > 0)
            last = i;
    for (size_t i = 0; i <= last; i++)
        if (g->width[i])
            add_cell(g, cell_of(g, line, i), g->width[i], i == last);
    buf_addc(&g->r->out, '\n');
}

static void add_heading(struct suggestions *r, const struct suggested_row *row)
{
    struct buf *out = &r->out;
    layout_style(out, r->options.color, STYLE_BOLD);
    layout_file(out, span_of(row->file), row->sheet);
    buf_addf(out, ":%u  ", (unsigned)row->line);
    layout_plain(out, span_trim(row->cells[COLUMN_LOCAL_CODE]));
    layout_style_end(out, r->options.color, STYLE_BOLD);
    for (size_t i = 0; i < row->why_count; i++) {
        const struct rule_info *rule = rule_info(row->why[i].rule);
        buf_addf(out, "%s%s %s", i ? ", " : "  ", rule->id, rule->slug);
    }
    buf_addc(out, '\n');
}

static void add_reasons(struct grid *g, const struct suggestion *s)
{
    struct suggestions *r = g->r;
    buf_clear(&r->scratch);
    suggest_reasons(r, s);
    suggest_remarks(r, s);
    if (r->scratch.n == 0)
        return;
    layout_blanks(&r->out, g->front);
    layout_style(&r->out, r->options.color, s->safe ? STYLE_THERE : STYLE_DIM);
    layout_wrapped(&r->out, buf_span(&r->scratch), g->front, g->front, r->options.width);
    layout_style_end(&r->out, r->options.color, s->safe ? STYLE_THERE : STYLE_DIM);
    buf_addc(&r->out, '\n');
}

static int text_row(struct suggestions *r, const struct suggested_row *row, struct error *err)
{
    (void)err;
    struct grid g = { .r = r, .row = row };
    while (g.count < row->count && (row->list[g.count].score >= SUGGEST_WORTH || row->list[g.count].safe))
        g.count++;
    int name = text_width(span_of(_("hospital")));
    g.front = 2 + (name > 8 ? name : 8) + GAP;
    add_heading(r, row);
    measure(&g);
    buf_adds(&r->out, "  ");
    layout_padded(&r->out, span_of(_("hospital")), g.front - 2);
    add_line(&g, 0);
    for (size_t i = 0; i < g.count; i++) {
        buf_addf(&r->out, "  %2zu  0.%02u", i + 1, (unsigned)row->list[i].score / 10);
        layout_blanks(&r->out, g.front - 10);
        add_line(&g, i + 1);
        add_reasons(&g, &row->list[i]);
    }
    if (g.count == 0) {
        layout_blanks(&r->out, 2);
        buf_addf(&r->out, "%s\n", _("nothing in the catalog comes close"));
    }
    buf_addc(&r->out, '\n');
    return 0;
}

static int text_end(struct suggestions *r, const struct suggest_summary *total, struct error *err)
{
    struct buf *out = &r->out;
    (void)err;
    if (r->options.quiet)
        return 0;
    buf_addf(out, _("rows: %llu; without a right code: %llu, of them with suggestions: %llu, safe to fill in: %llu"),
             (unsigned long long)total->rows, (unsigned long long)total->wanting, (unsigned long long)total->helped,
             (unsigned long long)total->safe);
    buf_addc(out, '\n');
    return 0;
}

const struct suggestions_ops suggestions_text = { .row = text_row, .end = text_end };
