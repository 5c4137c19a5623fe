/* report/ndjson.c: one finding, one JSON object, one line; names and order of members are a contract with other programs
 * (spec "a finding") and never change. */
#include "report/format.h"
#include "report/json.h"
#include "report/label.h"
#include "mapper/rule.h"

static void add_catalog(struct buf *out, const struct report *r, const struct checked_row *row, struct buf *scratch)
{
    if (!row->kind_known || !r->options.view)
        return;
    const struct version_info *v = view_version(r->options.view, row->kind);
    if (!v)
        return;
    buf_clear(scratch);
    version_add(scratch, v);
    json_text_member(out, "catalog", buf_span(scratch));
    out->failed = out->failed || scratch->failed;
}

static void add_fix(struct buf *out, const struct finding *f)
{
    if (f->fix_column == COLUMN_NONE)
        return;
    buf_adds(out, ",\"fix\":{");
    json_text_member(out, "field", span_of(column_word(f->fix_column)));
    json_text_member(out, "value", f->fix_value);
    json_bool_member(out, "safe", f->fix_safe);
    buf_addc(out, '}');
}

static void add_finding(struct report *r, const struct checked_row *row, const struct finding *f)
{
    struct buf *out = &r->out;
    const struct rule_info *rule = rule_info(f->rule);
    buf_addc(out, '{');
    json_word_member(out, "rule", rule->id);
    json_word_member(out, "slug", rule->slug);
    json_word_member(out, "severity", severity_word(f->severity));
    json_text_member(out, "file", span_of(row->file));
    json_text_member(out, "sheet", span_of(row->sheet));
    json_number_member(out, "line", row->line);
    if (f->column != COLUMN_NONE && row->positions && row->positions[f->column] > 0)
        json_number_member(out, "column", row->positions[f->column]);
    if (f->column != COLUMN_NONE)
        json_word_member(out, "field", column_word(f->column));
    if (row->cells) {
        json_text_member(out, "local_code", row->cells[COLUMN_LOCAL_CODE]);
        json_text_member(out, "local_name", row->cells[COLUMN_LOCAL_NAME]);
        json_text_member(out, "catalog_code", row->cells[COLUMN_CATALOG_CODE]);
    }
    if (!row->whole_table)
        add_catalog(out, r, row, &r->scratch);
    json_text_member(out, "local", f->local);
    json_text_member(out, "expected", f->expected);
    json_text_member(out, "message", f->message);
    add_fix(out, f);
    json_hex_member(out, "fingerprint", f->fingerprint);
    buf_adds(out, "}\n");
}

static int ndjson_row(struct report *r, const struct checked_row *row, struct error *err)
{
    (void)err;
    for (size_t i = 0; i < row->count; i++)
        add_finding(r, row, &row->findings[i]);
    return 0;
}

const struct report_ops report_ndjson = { .row = ndjson_row };
