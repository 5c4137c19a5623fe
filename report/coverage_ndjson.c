/* report/coverage_ndjson.c: a share is an object; with --list, what lacks is one too. */
#include "report/coverage_format.h"
#include "report/json.h"

static void share_member(struct buf *out, const char *name, int64_t share)
{
    struct buf text = BUF_INIT;
    if (share == AMOUNT_NONE)
        return;
    amount_add_places(&text, share, 4);
    json_text_member(out, name, buf_span(&text));
    out->failed = out->failed || text.failed;
    buf_release(&text);
}

static void add_share_object(struct coverage_report *r, enum coverage_measure measure, enum coverage_type type)
{
    const struct coverage_share *s = coverage_share(r->coverage, measure, type);
    struct buf *out = &r->out;
    if (!coverage_is_said(s, type))
        return;
    buf_addc(out, '{');
    json_text_member(out, "measure", span_of(coverage_measure_word(measure)));
    json_text_member(out, "type", span_of(coverage_type_word(type)));
    json_number_member(out, "all", s->all);
    json_number_member(out, "with", s->with);
    share_member(out, "share", coverage_share_value(s));
    share_member(out, "least", s->least);
    if (coverage_judge(s) != COVERAGE_NOT_ASKED)
        json_bool_member(out, "met", coverage_judge(s) == COVERAGE_MET);
    buf_adds(out, "}\n");
}

static void add_lacking_objects(struct coverage_report *r)
{
    struct buf *out = &r->out;
    const struct coverage_item *item;
    const struct coverage_drug *drug;
    for (size_t i = 0; (item = coverage_item_at(r->coverage, i)); i++) {
        if (item->reason == COVERAGE_IN)
            continue;
        buf_addc(out, '{');
        json_text_member(out, "lacks", SPAN("item"));
        json_text_member(out, "type", span_of(coverage_type_word(item->type)));
        json_text_member(out, "file", item->file);
        json_text_member(out, "sheet", span_of(item->sheet));
        json_number_member(out, "line", item->line);
        json_text_member(out, "local_code", item->local_code);
        json_text_member(out, "local_name", item->local_name);
        json_text_member(out, "catalog_code", item->catalog_code);
        json_text_member(out, "reason", span_of(coverage_reason_word(item->reason)));
        buf_adds(out, "}\n");
    }
    for (size_t i = 0; (drug = coverage_drug_at(r->coverage, i)); i++) {
        if (drug->stocked)
            continue;
        buf_addc(out, '{');
        json_text_member(out, "lacks", SPAN("drug"));
        json_text_member(out, "type", span_of(coverage_type_word(drug->type)));
        json_text_member(out, "policy_code", view_text(r->options.view, drug->entry, ENTRY_POLICY_CODE));
        json_text_member(out, "catalog_code", view_text(r->options.view, drug->entry, ENTRY_CODE));
        json_text_member(out, "name", view_text(r->options.view, drug->entry, ENTRY_NAME));
        json_text_member(out, "form", view_text(r->options.view, drug->entry, ENTRY_FORM));
        json_number_member(out, "codes", drug->entries);
        buf_adds(out, "}\n");
    }
}

static int ndjson_end(struct coverage_report *r, struct error *err)
{
    (void)err;
    for (enum coverage_measure m = 0; m < COVERAGE_MEASURES; m++)
        for (enum coverage_type t = 0; t < COVERAGE_TYPES; t++)
            add_share_object(r, m, t);
    if (r->options.list)
        add_lacking_objects(r);
    return 0;
}

const struct coverage_ops coverage_ndjson = { .end = ndjson_end };
