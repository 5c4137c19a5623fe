/* report/note_xlsx_summary.c: the counting sheets: totals, by severity, by rule with bars beside them, and the figures that a verb has of its own. */
#include "base/i18n.h"
#include "report/label.h"
#include "report/note_xlsx.h"

#define VALUES 3      /* column of the figures */
#define CHARTS 6      /* column of the bars */
#define MOST_BARS 15

struct page { /* the sheet as it grows */
    struct note_report *r;
    struct xlsx *x;
    const struct note_totals *totals;
    uint32_t row;
};

static void put(struct page *p, uint16_t column, const char *text, enum book_look look, enum book_tint tint)
{
    book_text(p->x->summary, p->row, column, span_of(text), (struct book_style){ .look = look, .tint = tint });
}

static void label(struct page *p, const char *text)
{
    put(p, 0, text, LOOK_NAME, TINT_NONE);
    put(p, 1, "", LOOK_NAME, TINT_NONE);
    put(p, 2, "", LOOK_NAME, TINT_NONE);
}

static void count_line(struct page *p, const char *text, uint64_t n)
{
    label(p, text);
    book_count(p->x->summary, p->row++, VALUES, n, (struct book_style){ .look = LOOK_COUNT });
}

static void put_head(struct page *p)
{
    char day[DATE_TEXT];
    struct buf b = BUF_INIT;
    put(p, 0, xlsx_words(p->r->run->verb).title, LOOK_TITLE, TINT_NONE);
    p->row++;
    buf_addf(&b, _("as of %s, %s"), date_text(p->r->run->day, day), p->r->run->program);
    for (size_t i = 0; i < p->r->run->catalog_count; i++) {
        const struct version_info *v = p->r->run->catalogs[i].version;
        buf_addf(&b, "  ·  %s/%s@%s", v->region, kind_word(v->kind), v->label);
    }
    book_built(p->x->summary, p->row, 0, &b, (struct book_style){ .look = LOOK_REMARK });
    buf_release(&b);
    p->row += 2;
}

static uint64_t all_new(const struct note_totals *t)
{
    uint64_t n = 0;
    for (size_t i = 0; i < SEVERITY_COUNT; i++)
        n += t->by_severity[i];
    return n;
}

static void put_totals(struct page *p)
{
    const struct note_totals *t = p->totals;
    put(p, 0, _("Totals"), LOOK_SECTION, TINT_NONE);
    p->row++;
    count_line(p, _("tables"), t->tables);
    count_line(p, _("rows"), t->rows);
    count_line(p, xlsx_words(p->r->run->verb).mapped, t->mapped);
    count_line(p, xlsx_words(p->r->run->verb).clean, t->clean);
    count_line(p, xlsx_words(p->r->run->verb).list, all_new(t));
    count_line(p, _("Accepted"), t->accepted);
    if (p->x->risk_all != AMOUNT_NONE) {
        label(p, _("money at risk (an item counts once, with its dearest finding)"));
        book_amount(p->x->summary, p->row++, VALUES, p->x->risk_all, (struct book_style){ .look = LOOK_MONEY });
    }
    if (p->x->unread > 0) {
        struct buf b = BUF_INIT;
        buf_addf(&b, _("tables that could not be read, so that what is wrong in them is not here: %u"), p->x->unread);
        book_built(p->x->summary, p->row++, 0, &b, (struct book_style){ LOOK_REMARK, TINT_ERROR, false });
        buf_release(&b);
    }
    if (p->x->findings.sheets > 1) {
        struct buf b = BUF_INIT;
        buf_addf(&b, _("The list fills %u sheets, since one holds %lu rows."), p->x->findings.sheets, (unsigned long)p->x->rows_a_sheet);
        book_built(p->x->summary, p->row++, 0, &b, (struct book_style){ LOOK_REMARK, TINT_WARNING, false });
        buf_release(&b);
    }
    p->row++;
}

static void put_severities(struct page *p, uint32_t *chart_row)
{
    static const enum book_tint colors[] = { TINT_ERROR, TINT_WARNING, TINT_INFO };
    put(p, 0, _("By severity"), LOOK_SECTION, TINT_NONE);
    p->row++;
    uint32_t first = p->row;
    uint64_t most = 0;
    for (int s = SEVERITY_COUNT - 1; s >= 0; s--) {
        most = p->totals->by_severity[s] > most ? p->totals->by_severity[s] : most;
        label(p, "");
        put(p, 0, severity_label((enum severity)s), LOOK_NAME, xlsx_tint((enum severity)s));
        book_count(p->x->summary, p->row++, VALUES, p->totals->by_severity[s], (struct book_style){ .look = LOOK_COUNT });
    }
    p->row++;
    if (all_new(p->totals) == 0)
        return;
    struct book_bars bars = { .title = _("By severity"), .first = first, .last = p->row - 2, .names = 0, .values = VALUES, .colors = colors,
                              .look = LOOK_COUNT, .most = (int64_t)most };
    book_bars(p->x->summary, *chart_row, CHARTS, &bars);
    *chart_row += book_bars_rows(SEVERITY_COUNT) + 1;
}

/* What rules are sorted by: the most findings, or the most money, first. */
static uint64_t weight(const struct page *p, size_t rule, bool money)
{
    if (money)
        return p->x->risk[rule] > 0 ? (uint64_t)p->x->risk[rule] : 0;
    return p->totals->by_rule[rule];
}

/* The rules that have something to show; how many. An insertion sort: they are some fifty. */
static size_t sorted_rules(const struct page *p, bool money, size_t *order)
{
    size_t n = 0;
    for (size_t i = 0; i < p->r->run->rule_count; i++) {
        if (weight(p, i, money) == 0 && (money || p->x->accepted_by_rule[i] == 0))
            continue;
        size_t at = n++;
        for (; at > 0 && weight(p, order[at - 1], money) < weight(p, i, money); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return n;
}

static void put_rule(struct page *p, size_t i, bool money)
{
    const struct note_rule *rule = &p->r->run->rules[i];
    put(p, 0, rule->id, LOOK_NAME, TINT_NONE);
    put(p, 1, rule->title, LOOK_NAME, TINT_NONE);
    put(p, 2, severity_label(rule->severity), LOOK_NAME, xlsx_tint(rule->severity));
    if (money)
        book_amount(p->x->summary, p->row, VALUES, p->x->risk[i], (struct book_style){ .look = LOOK_MONEY });
    else {
        book_count(p->x->summary, p->row, VALUES, p->totals->by_rule[i], (struct book_style){ .look = LOOK_COUNT });
        if (p->totals->accepted > 0)
            book_count(p->x->summary, p->row, VALUES + 1, p->x->accepted_by_rule[i], (struct book_style){ .look = LOOK_COUNT });
    }
    p->row++;
}

/* A row a rule, and bars beside it. */
static void put_rules(struct page *p, bool money, size_t *order, enum book_tint *colors, uint32_t *chart_row)
{
    const char *const heads[] = { _("Rule"), _("Title"), _("Severity"), money ? _("Money at risk") : _("Number"), _("Accepted") };
    size_t n = sorted_rules(p, money, order), bars = 0;
    if (n == 0)
        return;
    put(p, 0, money ? _("Money at risk by rule") : _("By kind of finding"), LOOK_SECTION, TINT_NONE);
    p->row++;
    for (uint16_t i = 0; i < (money || p->totals->accepted == 0 ? 4 : 5); i++)
        put(p, i, heads[i], i < VALUES ? LOOK_HEAD : LOOK_HEAD_RIGHT, TINT_NONE);
    p->row++;
    uint32_t first = p->row;
    for (size_t i = 0; i < n; i++) {
        bars += weight(p, order[i], money) > 0 && bars < MOST_BARS;
        colors[i] = xlsx_tint(p->r->run->rules[order[i]].severity);
        put_rule(p, order[i], money);
    }
    p->row++;
    if (bars < 2)
        return;
    struct book_bars chart = { .title = money ? _("Money at risk by rule") : _("By kind of finding"), .first = first, .last = first + (uint32_t)bars - 1,
                               .names = 1, .values = VALUES, .colors = money ? NULL : colors, .look = money ? LOOK_MONEY : LOOK_COUNT,
                               .most = (int64_t)weight(p, order[0], money) };
    book_bars(p->x->summary, *chart_row, CHARTS, &chart);
    *chart_row += book_bars_rows((uint32_t)bars) + 1;
}

void xlsx_summary(struct note_report *r, const struct note_totals *totals)
{
    struct page p = { .r = r, .x = r->state, .totals = totals };
    struct book_sheet *s = p.x->summary;
    book_width(s, 0, 12, 30);
    book_width(s, 1, 36, 60);
    for (uint16_t i = 2; i < CHARTS - 1; i++)
        book_width(s, i, 10, 20);
    put_head(&p);
    uint32_t chart_row = p.row;
    put_totals(&p);
    put_severities(&p, &chart_row);
    for (int money = 1; money >= 0; money--) /* the shorter table first */
        put_rules(&p, money == 1, p.x->order, p.x->colors, &chart_row);
    book_print(s, true, 0, 0, p.row);
}

/* Says the key that machine formats have that the numbers go from 0 to 1? */
static bool is_share(const char *key) { return strcmp(key, "share") == 0 || strcmp(key, "least") == 0; }

/* By the places behind the point of a column's numbers. */
static enum book_look look_of(const struct note_sheet *f, size_t column)
{
    if (!f->columns[column].number)
        return LOOK_CODE;
    if (is_share(f->columns[column].key))
        return LOOK_PERCENT;
    size_t most = 0;
    for (size_t row = 0; row < f->row_count; row++) {
        struct span cell = f->cells[row * f->column_count + column];
        size_t point = span_find(cell, SPAN("."));
        size_t places = point == (size_t)-1 ? 0 : cell.n - point - 1;
        most = places > most ? places : most;
    }
    return most == 0 ? LOOK_COUNT : most == 1 ? LOOK_ONE : LOOK_MONEY;
}

void xlsx_figures(struct note_report *r, const struct note_sheet *f)
{
    struct xlsx *x = r->state;
    struct book_sheet *s = book_sheet(x->book, span_of(f->title), BOOK_STREAM);
    uint32_t rows = f->row_count < x->rows_a_sheet - 1 ? (uint32_t)f->row_count : x->rows_a_sheet - 1;
    enum book_look looks[NOTE_SHEET_COLUMNS];
    for (uint16_t i = 0; i < f->column_count; i++) {
        looks[i] = look_of(f, i);
        book_width(s, i, 10, 40);
        book_text(s, 0, i, span_of(f->columns[i].label), (struct book_style){ .look = f->columns[i].number ? LOOK_HEAD_RIGHT : LOOK_HEAD });
        if (strcmp(f->columns[i].key, "share") == 0)
            book_share_bars(s, i, 1, rows);
    }
    for (uint32_t row = 0; row < rows; row++)
        for (uint16_t i = 0; i < f->column_count; i++) {
            struct span cell = f->cells[row * f->column_count + i];
            if (f->columns[i].number && cell.n > 0)
                book_decimal(s, row + 1, i, cell, (struct book_style){ .look = looks[i] });
            else
                book_text(s, row + 1, i, cell, (struct book_style){ .look = looks[i] });
        }
    book_freeze(s, 1, 0);
    book_filter(s, 0, rows, (uint16_t)f->column_count);
    book_print(s, true, 1, (uint16_t)f->column_count, rows);
}
