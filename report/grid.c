/* report/grid.c: two lines of fields under their names, as many beside each other as the width holds; longer text wraps inside
 * its column, and only absurd lengths are cut. */
#include "report/grid.h"
#include "report/label.h"
#include "report/layout.h"
#include "report/sides.h"
#include "base/i18n.h"
#include "base/text.h"

#define INDENT 2
#define GAP 2
#define LINES_MAX 6     /* of one cell; the rest is cut with an ellipsis */
#define LINES_MARKED 40 /* of one that a finding is about: enough for anything that a person wrote */
#define SIDES 2         /* the hospital's, the catalog's */

struct field {
    struct span head, side[SIDES]; /* into the report's scratch buffer */
    bool marked;
    int width;
};
struct grid {
    struct field fields[COLUMN_COUNT];
    size_t count;
    const char *names[SIDES];
    int name_width;
    size_t sides; /* 1 where no entry stands behind the row */
};

/* Is this column shown for this row? Who the item is, unless the row has but a remark on it, and what findings are about. */
static bool is_shown(const struct report *r, const struct checked_row *row, enum column column)
{
    bool marked = side_concerned(row, column), grave = false;
    for (size_t i = 0; i < row->count; i++)
        grave = grave || row->findings[i].severity != SEVERITY_INFO;
    if (column == COLUMN_LOCAL_CODE || (!marked && !(grave && side_identity(column))))
        return false;
    if (!row->entry) /* the heading says these */
        return column != COLUMN_CATALOG_CODE && (marked || column != COLUMN_LOCAL_NAME);
    return column != COLUMN_CATALOG_CODE ||
           !span_eq(span_trim(row->cells[column]), view_text(r->options.view, row->entry, ENTRY_CODE));
}

static int at_least(int a, int b) { return a > b ? a : b; }

/* The scratch buffer moves while it grows, so the texts are gathered as offsets first and become spans at the end. */
struct gathered {
    enum column column;
    size_t begin, middle, end; /* local text, entry's text */
};

static size_t gather(struct report *r, const struct checked_row *row, struct gathered *g)
{
    struct label_context context = { r->options.view, r->options.hospital_level, r->options.scheme };
    struct buf *text = &r->scratch;
    size_t n = 0;
    buf_clear(text);
    for (enum column column = 0; column < COLUMN_COUNT; column++) {
        if (!is_shown(r, row, column))
            continue;
        struct gathered *one = &g[n];
        one->column = column;
        one->begin = text->n;
        layout_plain(text, span_trim(row->cells[column]));
        one->middle = text->n;
        struct buf raw = BUF_INIT;
        side_catalog(&context, row, column, &raw);
        layout_plain(text, buf_span(&raw));
        text->failed = text->failed || raw.failed;
        buf_release(&raw);
        one->end = text->n;
        if (one->end > one->begin || side_concerned(row, column))
            n++;
    }
    return n;
}

static void grid_fill(struct grid *grid, struct report *r, const struct checked_row *row)
{
    struct gathered g[COLUMN_COUNT];
    *grid = (struct grid){ .names = { _("hospital"), _("catalog") }, .sides = row->entry ? 2 : 1 };
    for (size_t i = 0; i < SIDES; i++)
        grid->name_width = at_least(grid->name_width, text_width(span_of(grid->names[i])));
    size_t n = gather(r, row, g);
    const char *text = buf_str(&r->scratch);
    if (r->scratch.failed)
        return;
    int cap = at_least((r->options.width - INDENT - grid->name_width) / 2 - GAP, 12);
    for (size_t i = 0; i < n; i++) {
        struct field *f = &grid->fields[grid->count++];
        const char *label = g[i].column == COLUMN_PRICE ? _("price / ceiling") : column_label(g[i].column);
        f->head = span_of(label);
        f->side[0] = (struct span){ text + g[i].begin, g[i].middle - g[i].begin };
        f->side[1] = (struct span){ text + g[i].middle, g[i].end - g[i].middle };
        f->marked = side_concerned(row, g[i].column);
        f->width = at_least(text_width(f->side[0]), text_width(f->side[1]));
        f->width = at_least(f->width > cap ? cap : f->width, text_width(f->head));
    }
}

/* Ends the line without blanks at its end. */
static void end_line(struct buf *out)
{
    while (out->n > 0 && out->p[out->n - 1] == ' ')
        out->n--;
    buf_addc(out, '\n');
}

static void cell(struct buf *out, struct span s, int width, bool color, enum style style)
{
    if (s.n > 0)
        layout_style(out, color, style);
    buf_addspan(out, s);
    if (s.n > 0)
        layout_style_end(out, color, style);
    layout_blanks(out, width - text_width(s) + GAP);
}

static void head_line(struct buf *out, const struct grid *grid, size_t from, size_t to, bool color)
{
    layout_blanks(out, INDENT + grid->name_width + GAP);
    for (size_t i = from; i < to; i++)
        cell(out, grid->fields[i].head, grid->fields[i].width, color, STYLE_DIM);
    end_line(out);
}

static void side_lines(struct buf *out, const struct grid *grid, size_t side, size_t from, size_t to, bool color)
{
    static const enum style marked[SIDES] = { STYLE_HERE, STYLE_THERE };
    struct span rest[COLUMN_COUNT];
    for (size_t i = from; i < to; i++)
        rest[i] = grid->fields[i].side[side];
    bool more = true;
    for (int line = 0; more; line++) {
        more = false;
        layout_blanks(out, INDENT);
        cell(out, line == 0 ? span_of(grid->names[side]) : SPAN_NONE, grid->name_width, false, STYLE_NONE);
        for (size_t i = from; i < to; i++) {
            const struct field *f = &grid->fields[i];
            size_t next = 0, n = rest[i].n ? layout_break(rest[i], f->width, &next) : 0;
            struct span piece = { rest[i].p, n };
            bool cut = line + 1 == (f->marked ? LINES_MARKED : LINES_MAX) && next < rest[i].n;
            if (cut)
                piece = SPAN("…");
            cell(out, piece, f->width, color, f->marked ? marked[side] : STYLE_NONE);
            size_t step = cut ? rest[i].n : next; /* named: gcc 12 with sanitizers gets `n -= cut ? n : next` wrong */
            rest[i].p += step;
            rest[i].n -= step;
            more = more || rest[i].n > 0;
        }
        end_line(out);
    }
}

static void mark_line(struct buf *out, const struct grid *grid, size_t from, size_t to, bool color)
{
    bool any = false;
    for (size_t i = from; i < to; i++)
        any = any || grid->fields[i].marked;
    if (!any)
        return;
    layout_blanks(out, INDENT + grid->name_width + GAP);
    layout_style(out, color, STYLE_HERE);
    for (size_t i = from; i < to; i++) {
        const struct field *f = &grid->fields[i];
        int width = at_least(text_width(f->side[0]), text_width(f->side[1]));
        width = f->marked ? at_least(width < f->width ? width : f->width, 1) : 0;
        for (int k = 0; k < width; k++)
            buf_addc(out, '^');
        layout_blanks(out, f->width - width + GAP);
    }
    while (out->n > 0 && out->p[out->n - 1] == ' ')
        out->n--;
    layout_style_end(out, color, STYLE_HERE);
    buf_addc(out, '\n');
}

void grid_add(struct report *r, const struct checked_row *row)
{
    struct grid grid;
    grid_fill(&grid, r, row);
    r->out.failed = r->out.failed || r->scratch.failed;
    int room = r->options.width - INDENT - grid.name_width;
    for (size_t from = 0; from < grid.count;) {
        size_t to = from;
        int used = 0;
        while (to < grid.count && (to == from || used + GAP + grid.fields[to].width <= room))
            used += GAP + grid.fields[to++].width;
        head_line(&r->out, &grid, from, to, r->options.color);
        for (size_t side = 0; side < grid.sides; side++)
            side_lines(&r->out, &grid, side, from, to, r->options.color);
        mark_line(&r->out, &grid, from, to, r->options.color);
        from = to;
    }
}
