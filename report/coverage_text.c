/* report/coverage_text.c: coverage for people: two tables of shares, and what lacks. */
#include "base/i18n.h"
#include "report/coverage_format.h"
#include "report/layout.h"

static void percent_cell(struct layout_table *t, int64_t share)
{
    struct buf text = BUF_INIT;
    coverage_add_percent(&text, share);
    layout_table_cell(t, buf_span(&text));
    t->text.failed = t->text.failed || text.failed;
    buf_release(&text);
}

static void add_measure(struct coverage_report *r, enum coverage_measure measure)
{
    struct layout_table t;
    layout_table_init(&t, 6);
    t.right[1] = t.right[2] = t.right[3] = t.right[4] = true;
    layout_table_cell(&t, span_of(_("type")));
    layout_table_cell(&t, span_of(measure == COVERAGE_ITEMS ? _("the hospital's") : _("the catalog's")));
    layout_table_cell(&t, span_of(measure == COVERAGE_ITEMS ? _("in the catalog") : _("stocked")));
    layout_table_cell(&t, span_of(_("share")));
    layout_table_cell(&t, span_of(_("at least")));
    layout_table_cell(&t, SPAN(" "));
    for (enum coverage_type type = 0; type < COVERAGE_TYPES; type++) {
        const struct coverage_share *s = coverage_share(r->coverage, measure, type);
        if (!coverage_is_said(s, type))
            continue;
        layout_table_cell(&t, span_of(coverage_type_label(type)));
        layout_table_number(&t, (int64_t)s->all);
        layout_table_number(&t, (int64_t)s->with);
        percent_cell(&t, coverage_share_value(s));
        if (s->least == AMOUNT_NONE)
            layout_table_cell(&t, SPAN(""));
        else
            percent_cell(&t, s->least);
        layout_table_cell(&t, span_of(coverage_verdict_label(coverage_judge(s))));
    }
    layout_table_print(&t, &r->out, r->options.color);
    layout_table_release(&t);
    buf_addc(&r->out, '\n');
}

static void add_title(struct coverage_report *r, const char *text)
{
    layout_style(&r->out, r->options.color, STYLE_BOLD);
    buf_adds(&r->out, text);
    layout_style_end(&r->out, r->options.color, STYLE_BOLD);
    buf_addc(&r->out, '\n');
}

static void list_items(struct coverage_report *r)
{
    struct layout_table t;
    struct buf place = BUF_INIT;
    const struct coverage_item *item;
    layout_table_init(&t, 5);
    static const char *const heads[] = { N_("row"), N_("local code"), N_("name"), N_("type"), N_("why") };
    for (size_t i = 0; i < t.columns; i++)
        layout_table_cell(&t, span_of(_(heads[i])));
    for (size_t i = 0; (item = coverage_item_at(r->coverage, i)); i++) {
        if (item->reason == COVERAGE_IN)
            continue;
        buf_clear(&place);
        layout_file(&place, item->file, item->sheet);
        buf_addf(&place, ":%u", (unsigned)item->line);
        layout_table_cell(&t, buf_span(&place));
        layout_table_cell(&t, item->local_code);
        layout_table_cell(&t, item->local_name);
        layout_table_cell(&t, span_of(coverage_type_label(item->type)));
        buf_clear(&place);
        buf_adds(&place, coverage_reason_label(item->reason));
        if (item->catalog_code.n > 0)
            buf_addf(&place, " %.*s", SPAN_ARG(item->catalog_code));
        layout_table_cell(&t, buf_span(&place));
    }
    add_title(r, _("The hospital's drugs that are not in the catalog"));
    layout_table_print(&t, &r->out, r->options.color);
    buf_addc(&r->out, '\n');
    r->out.failed = r->out.failed || place.failed;
    layout_table_release(&t);
    buf_release(&place);
}

static void list_drugs(struct coverage_report *r)
{
    struct layout_table t;
    const struct coverage_drug *drug;
    layout_table_init(&t, 5);
    t.right[4] = true;
    static const char *const heads[] = { N_("policy code, or code"), N_("name"), N_("form"), N_("type"), N_("codes") };
    for (size_t i = 0; i < t.columns; i++)
        layout_table_cell(&t, span_of(_(heads[i])));
    for (enum coverage_type type = 0; type < COVERAGE_TYPES; type++) {
        for (size_t i = 0; (drug = coverage_drug_at(r->coverage, i)); i++) {
            if (drug->stocked || drug->type != type)
                continue;
            struct span policy = view_text(r->options.view, drug->entry, ENTRY_POLICY_CODE), generic = view_text(r->options.view, drug->entry, ENTRY_GENERIC);
            layout_table_cell(&t, policy.n > 0 ? policy : view_text(r->options.view, drug->entry, ENTRY_CODE));
            layout_table_cell(&t, generic.n > 0 ? generic : view_text(r->options.view, drug->entry, ENTRY_NAME));
            layout_table_cell(&t, view_text(r->options.view, drug->entry, ENTRY_FORM));
            layout_table_cell(&t, span_of(coverage_type_label(type)));
            layout_table_number(&t, drug->entries);
        }
    }
    add_title(r, _("The catalog's drugs that the hospital does not have"));
    layout_table_print(&t, &r->out, r->options.color);
    buf_addc(&r->out, '\n');
    layout_table_release(&t);
}

/* The institutions of share/coverage.tsv in the reader's words; one of an agreement's own file is called as it is there. */
static const char *institution_label(const char *institution)
{
    static const char *const labels[][2] = { { "hospital", N_("a hospital") }, { "specialist", N_("a specialist hospital") }, { "pharmacy", N_("a pharmacy") } };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcmp(institution, labels[i][0]) == 0)
            return _(labels[i][1]);
    return institution;
}

static int text_end(struct coverage_report *r, struct error *err)
{
    (void)err;
    const struct version_info *v = view_version(r->options.view, KIND_DRUG);
    struct buf title = BUF_INIT;
    char day[DATE_TEXT];
    buf_addf(&title, _("Coverage as of %s, against %s/%s@%s; shares asked of: %s"), date_text(r->options.day, day), v->region, kind_word(KIND_DRUG), v->label,
             institution_label(r->options.institution));
    add_title(r, buf_str(&title));
    buf_release(&title);
    buf_addf(&r->out, "\n%s\n", _("The hospital's drugs that are in the catalog"));
    add_measure(r, COVERAGE_ITEMS);
    buf_addf(&r->out, "%s\n", _("The catalog's drugs that the hospital has, counted by policy code, else by generic name and class of form"));
    add_measure(r, COVERAGE_STOCKED);
    if (r->options.list) {
        list_items(r);
        list_drugs(r);
    }
    if (v->fragment && !r->options.quiet)
        buf_addf(&r->out, "%s\n", _("The catalog is a part only: the shares are of that part."));
    return 0;
}

const struct coverage_ops coverage_text = { .end = text_end };
