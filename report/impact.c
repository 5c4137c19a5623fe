/* report/impact.c: see the header. Text and ndjson of one row each; the totals. */
#include "report/impact.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/text.h"
#include "report/json.h"
#include "report/label.h"
#include "report/layout.h"

#define WORD_WIDTH 12

struct impact_report {
    struct impact_report_options options;
    struct buf out, line, text[2];
    bool began;
};

enum severity impact_severity(enum impact_effect effect)
{
    static const enum severity grave[IMPACT_EFFECTS] = { [IMPACT_NONE] = SEVERITY_INFO,       [IMPACT_CONDITIONS] = SEVERITY_INFO,
                                                         [IMPACT_IDENTITY] = SEVERITY_WARNING, [IMPACT_MONEY] = SEVERITY_WARNING,
                                                         [IMPACT_BREAKS] = SEVERITY_ERROR };
    return grave[effect];
}

static const char *effect_label(enum impact_effect effect)
{
    static const char *const labels[IMPACT_EFFECTS] = { [IMPACT_NONE] = N_("nothing"),       [IMPACT_CONDITIONS] = N_("conditions"),
                                                        [IMPACT_IDENTITY] = N_("the item"), [IMPACT_MONEY] = N_("money"),
                                                        [IMPACT_BREAKS] = N_("breaks") };
    return _(labels[effect]);
}

struct impact_report *impact_report_new(const struct impact_report_options *options, struct error *err)
{
    struct impact_report *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(err);
        return NULL;
    }
    r->options = *options;
    return r;
}

void impact_report_free(struct impact_report *r)
{
    if (!r)
        return;
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

/* The field on both sides into r->text; a side without the entry has nothing. */
static void field_texts(struct impact_report *r, const struct impact_row *row, enum entry_field f)
{
    const struct entry *sides[] = { row->from, row->to };
    for (int i = 0; i < 2; i++) {
        buf_clear(&r->text[i]);
        if (sides[i])
            entry_field_add(sides[i], f, " | ", &r->text[i]);
    }
}

/* ---- text ---- */

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
    layout_padded(&r->out, span_of(effect_label(effect)), WORD_WIDTH);
    layout_style_end(&r->out, r->options.color, styles[effect]);
    layout_wrapped(&r->out, buf_span(&r->line), WORD_WIDTH + 2, WORD_WIDTH + 2, width_of(r));
    buf_addc(&r->out, '\n');
    buf_clear(&r->line);
}

static void add_break(struct impact_report *r, const struct impact_row *row)
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
    add_line(r, IMPACT_BREAKS);
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

static void add_field(struct impact_report *r, const struct impact_row *row, enum entry_field f)
{
    enum change_class class = change_of_field(f);
    field_texts(r, row, f);
    buf_addf(&r->line, "%s: ", entry_field_label(f));
    for (int i = 0; i < 2; i++) {
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
    add_line(r, impact_of(class));
}

static void add_over(struct impact_report *r, const struct impact_row *row)
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
    add_line(r, IMPACT_MONEY);
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

static void add_text(struct impact_report *r, const struct impact_row *row)
{
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
    if (row->effect == IMPACT_BREAKS)
        add_break(r, row);
    for (int effect = IMPACT_MONEY; effect > IMPACT_NONE && row->to; effect--) {
        for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++)
            if ((row->fields >> f & 1) && (int)impact_of(change_of_field(f)) == effect)
                add_field(r, row, f);
        if (effect == IMPACT_MONEY && row->money.over != AMOUNT_NONE)
            add_over(r, row);
    }
    buf_addc(&r->out, '\n');
}

static void add_totals_text(struct impact_report *r, const struct impact_totals *t)
{
    struct buf sum = BUF_INIT;
    buf_addf(&r->out, _("rows: %llu, mapped to a code of the version in force: %llu\n"), (unsigned long long)t->rows, (unsigned long long)t->mapped);
    for (int effect = IMPACT_BREAKS; effect >= IMPACT_NONE; effect--) {
        buf_adds(&r->out, "  ");
        layout_padded(&r->out, span_of(effect_label((enum impact_effect)effect)), WORD_WIDTH);
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
}

/* ---- ndjson ---- */

static void amount_member(struct impact_report *r, const char *name, int64_t value)
{
    if (value == AMOUNT_NONE)
        return;
    buf_clear(&r->line);
    amount_add(&r->line, value);
    json_text_member(&r->out, name, buf_span(&r->line));
}

static void add_changes(struct impact_report *r, const struct impact_row *row)
{
    buf_adds(&r->out, ",\"fields\":{");
    for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++) {
        if (!(row->fields >> f & 1))
            continue;
        field_texts(r, row, f);
        buf_addf(&r->out, "%s\"%s\":{", r->out.p[r->out.n - 1] == '{' ? "" : ",", entry_field_name(f));
        json_text_member(&r->out, "from", buf_span(&r->text[0]));
        json_text_member(&r->out, "to", buf_span(&r->text[1]));
        buf_addc(&r->out, '}');
    }
    buf_addc(&r->out, '}');
}

static void add_what(struct impact_report *r, const struct impact_row *row)
{
    const char *between = "";
    buf_adds(&r->out, ",\"changes\":[");
    for (int k = 0; k < CHANGE_COUNT; k++) {
        if (!(row->classes & CHANGE_BIT(k)))
            continue;
        buf_addf(&r->out, "%s\"%s\"", between, change_word((enum change_class)k));
        between = ",";
    }
    if (row->ended)
        buf_addf(&r->out, "%s\"expired\"", between);
    buf_addc(&r->out, ']');
}

/* The same row, codes and change give the same number, wherever they stand. */
static uint64_t fingerprint(struct impact_report *r, const struct impact_row *row)
{
    buf_clear(&r->line);
    buf_addspan(&r->line, row->row->cells[COLUMN_LOCAL_CODE]);
    buf_addc(&r->line, '\0');
    buf_addspan(&r->line, row->from->text[ENTRY_CODE]);
    for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++) {
        if (!(row->fields >> f & 1) && row->to)
            continue;
        field_texts(r, row, f);
        buf_addf(&r->line, "%c%d", '\0', (int)f);
        buf_addspan(&r->line, buf_span(&r->text[0]));
        buf_addc(&r->line, '\0');
        buf_addspan(&r->line, buf_span(&r->text[1]));
    }
    uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a: the same on every machine */
    for (size_t i = 0; i < r->line.n; i++)
        h = (h ^ (unsigned char)r->line.p[i]) * UINT64_C(1099511628211);
    return h;
}

static void add_ndjson(struct impact_report *r, const struct impact_row *row)
{
    buf_addc(&r->out, '{');
    json_text_member(&r->out, "effect", span_of(impact_word(row->effect)));
    json_text_member(&r->out, "severity", span_of(severity_word(impact_severity(row->effect))));
    json_text_member(&r->out, "file", span_of(row->file));
    json_text_member(&r->out, "sheet", span_of(row->sheet));
    json_number_member(&r->out, "line", row->row->line);
    json_text_member(&r->out, "local_code", row->row->cells[COLUMN_LOCAL_CODE]);
    json_text_member(&r->out, "local_name", row->row->cells[COLUMN_LOCAL_NAME]);
    json_text_member(&r->out, "catalog_code", row->from->text[ENTRY_CODE]);
    json_text_member(&r->out, "catalog_name", row->from->text[ENTRY_NAME]);
    add_what(r, row);
    json_text_member(&r->out, "successor", row->successor);
    if (row->to)
        add_changes(r, row);
    amount_member(r, "ceiling_from", row->money.ceiling[0]);
    amount_member(r, "ceiling_to", row->money.ceiling[1]);
    amount_member(r, "over_ceiling", row->money.over);
    amount_member(r, "at_risk", row->money.at_risk);
    uint64_t print = fingerprint(r, row);
    buf_addf(&r->out, ",\"fingerprint\":\"%016llx\"}\n", (unsigned long long)print);
}

int impact_report_row(void *ctx, const struct impact_row *row, struct error *err)
{
    struct impact_report *r = ctx;
    if (row->effect < r->options.least)
        return 0;
    if (!r->began && !r->options.ndjson)
        add_title(r);
    r->began = true;
    if (r->options.ndjson)
        add_ndjson(r, row);
    else
        add_text(r, row);
    return flush(r, SINK_LONG, err);
}

int impact_report_end(struct impact_report *r, const struct impact_totals *totals, struct error *err)
{
    if (!r->began && !r->options.ndjson)
        add_title(r);
    if (!r->options.ndjson && !r->options.quiet)
        add_totals_text(r, totals);
    return flush(r, 0, err);
}
