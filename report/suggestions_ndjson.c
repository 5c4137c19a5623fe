/* report/suggestions_ndjson.c: one row of the table, one JSON object, one line; names and order of members are a contract with other programs
 * (duima-suggest(1)) and never change. */
#include "report/json.h"
#include "report/suggestions_impl.h"
#include "mapper/rule.h"

static void add_rules(struct buf *out, const struct suggested_row *row)
{
    buf_adds(out, ",\"rules\":[");
    for (size_t i = 0; i < row->why_count; i++) {
        buf_adds(out, i ? "," : "");
        json_text(out, span_of(rule_info(row->why[i].rule)->id));
    }
    buf_addc(out, ']');
}

static void add_reasons(struct suggestions *r, const struct suggestion *s)
{
    struct buf *out = &r->out;
    const char *comma = "";
    buf_adds(out, ",\"reasons\":[");
    for (int agrees = 1; agrees >= 0; agrees--) {
        for (int part = 0; part < SUGGEST_PART_COUNT; part++) {
            const char *word = suggest_reason_word((enum suggest_part)part, agrees);
            if (!word || !((agrees ? s->agree : s->differ) & SUGGEST_BIT(part)))
                continue;
            buf_adds(out, comma);
            json_text(out, span_of(word));
            comma = ",";
        }
    }
    buf_addc(out, ']');
    buf_clear(&r->scratch);
    suggest_reasons(r, s);
    json_text_member(out, "why", buf_span(&r->scratch));
}

static void add_candidate(struct suggestions *r, const struct suggestion *s, size_t rank)
{
    static const struct {
        enum entry_text field;
        const char *name;
    } texts[] = {
        { ENTRY_CODE, "catalog_code" }, { ENTRY_NAME, "name" },         { ENTRY_FORM, "form" },
        { ENTRY_SPEC, "spec" },         { ENTRY_PACK, "pack" },         { ENTRY_MANUFACTURER, "manufacturer" },
    };
    struct buf *out = &r->out;
    buf_addc(out, '{');
    json_number_member(out, "rank", rank);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        json_text_member(out, texts[i].name, view_text(r->options.view, s->entry, texts[i].field));
    buf_addf(out, ",\"score\":0.%03u", (unsigned)s->score);
    json_bool_member(out, "safe", s->safe);
    if (s->current)
        json_bool_member(out, "current", true);
    add_reasons(r, s);
    buf_addc(out, '}');
}

static int ndjson_row(struct suggestions *r, const struct suggested_row *row, struct error *err)
{
    (void)err;
    struct buf *out = &r->out;
    buf_addc(out, '{');
    json_text_member(out, "file", span_of(row->file));
    json_text_member(out, "sheet", span_of(row->sheet));
    json_number_member(out, "line", row->line);
    json_text_member(out, "local_code", row->cells[COLUMN_LOCAL_CODE]);
    json_text_member(out, "local_name", row->cells[COLUMN_LOCAL_NAME]);
    json_text_member(out, "catalog_code", row->cells[COLUMN_CATALOG_CODE]);
    add_rules(out, row);
    if (r->options.applying)
        json_text_member(out, "filled_in", row->safe_code);
    buf_adds(out, ",\"candidates\":[");
    for (size_t i = 0; i < row->count; i++) {
        buf_adds(out, i ? "," : "");
        add_candidate(r, &row->list[i], i + 1);
    }
    buf_adds(out, "]}\n");
    return 0;
}

const struct suggestions_ops suggestions_ndjson = { .row = ndjson_row };
