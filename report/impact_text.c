/* report/impact_text.c: what a coming version does to a hospital's rows, for people. */
#include "base/i18n.h"
#include "base/text.h"
#include "report/impact_format.h"
#include "report/label.h"
#include "report/layout.h"
#include "report/shown.h"

#define WORD_WIDTH 12

static int width_of(const struct impact_report *r)
{
    return r->options.width > 0 && r->options.width < 120 ? r->options.width : 100;
}

/* r->line, behind the word of the effect. */
static void add_line(struct impact_report *r, enum impact_effect effect)
{
    static const enum style styles[IMPACT_EFFECTS] = { STYLE_NONE, STYLE_INFO, STYLE_WARNING, STYLE_WARNING, STYLE_ERROR };
    buf_adds(&r->out, "  ");
    layout_style(&r->out, r->options.color, styles[effect]);
    layout_padded(&r->out, span_of(impact_label(effect)), WORD_WIDTH);
    layout_style_end(&r->out, r->options.color, styles[effect]);
    layout_wrapped(&r->out, buf_span(&r->line), WORD_WIDTH + 2, WORD_WIDTH + 2, width_of(r));
    buf_addc(&r->out, '\n');
    buf_clear(&r->line);
}

void impact_add_break(struct impact_report *r, const struct impact_row *row)
{
    char day[DATE_TEXT];
    if (!row->to)
        buf_adds(&r->line, _("the code is no longer in the catalog"));
    else if (row->to->inactive)
        buf_adds(&r->line, _("the code is inactive"));
    else
        buf_addf(&r->line, _("the code has ended: valid to %s"), date_text(row->to->valid_to, day));
    if (row->successor_entry) {
        buf_clear(&r->text[0]);
        layout_plain(&r->text[0], row->successor_entry->text[ENTRY_NAME]);
        buf_addf(&r->line, _("; replaced by %.*s (%.*s)"), SPAN_ARG(row->successor), SPAN_ARG(buf_span(&r->text[0])));
    }
}

/* "(−0.6, −3.12 %)" behind two amounts. */
static void add_difference(struct buf *out, int64_t was, int64_t is)
{
    if (was == AMOUNT_NONE || is == AMOUNT_NONE || was == is)
        return;
    int64_t by = is - was, hundredths = was ? by * 10000 / was : 0;
    buf_adds(out, by < 0 ? " (−" : " (+");
    amount_add(out, by < 0 ? -by : by);
    if (was)
        buf_addf(out, ", %s%lld.%02lld %%", by < 0 ? "−" : "+", (long long)((hundredths < 0 ? -hundredths : hundredths) / 100),
                 (long long)((hundredths < 0 ? -hundredths : hundredths) % 100));
    buf_addc(out, ')');
}

void impact_add_field(struct impact_report *r, const struct impact_row *row, enum entry_field f)
{
    const struct entry *sides[] = { row->from, row->to };
    buf_addf(&r->line, "%s%s", entry_field_label(f), _(": "));
    for (int i = 0; i < 2; i++) {
        buf_clear(&r->text[i]);
        if (sides[i])
            entry_field_shown(sides[i], f, &r->text[i]);
        if (i)
            buf_adds(&r->line, " → ");
        if (r->text[i].n > 0)
            layout_plain(&r->line, buf_span(&r->text[i]));
        else
            buf_adds(&r->line, _("(nothing)"));
    }
    if (f == ENTRY_FIELD_CEILING)
        add_difference(&r->line, row->money.ceiling[0], row->money.ceiling[1]);
    if (f == ENTRY_FIELD_PAYMENT)
        add_difference(&r->line, row->money.payment[0], row->money.payment[1]);
}

void impact_add_over(struct impact_report *r, const struct impact_row *row)
{
    struct buf over = BUF_INIT, sum = BUF_INIT;
    amount_add_places(&over, row->money.over, 2);
    if (row->money.at_risk != AMOUNT_NONE) {
        amount_add_places(&sum, row->money.at_risk, 2);
        buf_addf(&r->line, _("the price %.*s is above the new ceiling by %s yuan; for the quantity used that is %s"),
                 SPAN_ARG(row->row->cells[COLUMN_PRICE]), buf_str(&over), buf_str(&sum));
    } else {
        buf_addf(&r->line, _("the price %.*s is above the new ceiling by %s yuan"), SPAN_ARG(row->row->cells[COLUMN_PRICE]), buf_str(&over));
    }
    r->line.failed = r->line.failed || over.failed || sum.failed;
    buf_release(&over);
    buf_release(&sum);
}

static void add_title(struct impact_report *r)
{
    char day[DATE_TEXT];
    for (size_t i = 0; i < r->options.pair_count && !r->options.quiet; i++) {
        const struct impact_pair *p = &r->options.pairs[i];
        buf_addf(&r->out, _("%s/%s: from %s to %s, in force from %s\n"), p->from.region, kind_word(p->from.kind), p->from.label, p->to.label,
                 date_text(r->options.day, day));
    }
    if (r->options.pair_count > 0 && !r->options.quiet)
        buf_addc(&r->out, '\n');
}

static int text_row(struct impact_report *r, const struct impact_row *row, struct error *err)
{
    (void)err;
    buf_clear(&r->line);
    layout_file(&r->line, span_of(row->file), row->sheet);
    buf_addf(&r->line, ":%u  ", row->row->line);
    layout_plain(&r->line, row->row->cells[COLUMN_LOCAL_CODE]);
    buf_adds(&r->line, "  ");
    layout_plain(&r->line, row->row->cells[COLUMN_LOCAL_NAME]);
    buf_addf(&r->line, " → %.*s", SPAN_ARG(row->from->text[ENTRY_CODE]));
    layout_style(&r->out, r->options.color, STYLE_BOLD);
    layout_wrapped(&r->out, buf_span(&r->line), 0, 4, width_of(r));
    layout_style_end(&r->out, r->options.color, STYLE_BOLD);
    buf_addc(&r->out, '\n');
    buf_clear(&r->line);
    if (row->effect == IMPACT_BREAKS) {
        impact_add_break(r, row);
        add_line(r, IMPACT_BREAKS);
    }
    for (int effect = IMPACT_MONEY; effect > IMPACT_NONE && row->to; effect--) {
        for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++)
            if ((row->fields >> f & 1) && (int)impact_of(change_of_field(f)) == effect) {
                impact_add_field(r, row, f);
                add_line(r, (enum impact_effect)effect);
            }
        if (effect == IMPACT_MONEY && row->money.over != AMOUNT_NONE) {
            impact_add_over(r, row);
            add_line(r, IMPACT_MONEY);
        }
    }
    buf_addc(&r->out, '\n');
    return 0;
}

static int text_end(struct impact_report *r, const struct impact_totals *t, struct error *err)
{
    (void)err;
    if (r->options.quiet)
        return 0;
    struct buf sum = BUF_INIT;
    buf_addf(&r->out, _("rows: %llu, mapped to a code of the version in force: %llu\n"), (unsigned long long)t->rows, (unsigned long long)t->mapped);
    for (int effect = IMPACT_BREAKS; effect >= IMPACT_NONE; effect--) {
        buf_adds(&r->out, "  ");
        layout_padded(&r->out, span_of(impact_label((enum impact_effect)effect)), WORD_WIDTH);
        buf_addf(&r->out, "%llu\n", (unsigned long long)t->effects[effect]);
    }
    if (t->over > 0)
        buf_addf(&r->out, _("prices above the new ceiling: %llu\n"), (unsigned long long)t->over);
    if (t->at_risk_rows > 0) {
        amount_add_places(&sum, t->at_risk, 2);
        buf_addf(&r->out, _("for the quantities used that is %s yuan, on %llu rows\n"), buf_str(&sum), (unsigned long long)t->at_risk_rows);
    }
    buf_addf(&r->out, _("not counted: without a code %llu, out of use %llu, code not in force %llu, another kind %llu, wrong number of fields %llu\n"),
             (unsigned long long)t->not_mapped, (unsigned long long)t->out_of_use, (unsigned long long)t->unknown, (unsigned long long)t->other_kind,
             (unsigned long long)t->ragged);
    buf_release(&sum);
    return 0;
}

const struct impact_ops impact_text = { .begin = add_title, .row = text_row, .end = text_end };
