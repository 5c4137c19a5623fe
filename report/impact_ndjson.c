/* report/impact_ndjson.c: one object a row that changes; members are a contract with other programs (duima-impact(1)): they are only ever added. */
#include "report/impact_format.h"
#include "report/json.h"

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
        impact_field_texts(r, row, f);
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
        impact_field_texts(r, row, f);
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

static int ndjson_row(struct impact_report *r, const struct impact_row *row, struct error *err)
{
    (void)err;
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
    return 0;
}

const struct impact_ops impact_ndjson = { .row = ndjson_row };
