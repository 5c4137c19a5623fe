/* report/note_members.c: see the header. Names and order are a contract with other programs (duima-formats(5)). */
#include "report/note_members.h"
#include "base/decimal.h"

void note_text_member(struct buf *out, const char *name, const char *text)
{
    json_text_member(out, name, span_of(text));
}

void note_day_member(struct buf *out, const char *name, date day)
{
    char text[DATE_TEXT];
    json_text_member(out, name, span_of(date_text(day, text)));
}

static void add_fix(struct buf *out, const struct note *note)
{
    if (!note->fix_field)
        return;
    buf_adds(out, ",\"fix\":{");
    note_text_member(out, "field", note->fix_field);
    json_text_member(out, "value", note->fix_value);
    json_bool_member(out, "safe", note->fix_safe);
    buf_addc(out, '}');
}

static void add_amount(struct buf *out, const char *name, int64_t amount)
{
    struct buf text = BUF_INIT;
    if (amount == AMOUNT_NONE)
        return;
    amount_add_places(&text, amount, 2);
    json_text_member(out, name, buf_span(&text));
    out->failed = out->failed || text.failed;
    buf_release(&text);
}

void note_scope_members(struct buf *out, const struct note_run *run)
{
    note_text_member(out, "verb", run->verb);
    note_day_member(out, "day", run->day);
    note_text_member(out, "region", run->region);
    if (run->hospital_level > 0)
        json_number_member(out, "hospital_level", (uint64_t)run->hospital_level);
    json_text_member(out, "scheme", run->scheme);
}

void note_subject_members(struct buf *out, const struct note_item *item, const struct note *note)
{
    if (note->position > 0)
        json_number_member(out, "column", note->position);
    note_text_member(out, "field", note->field);
    note_text_member(out, "kind", item->kind);
    json_text_member(out, "local_code", item->local_code);
    json_text_member(out, "local_name", item->local_name);
    json_text_member(out, "catalog_code", item->catalog_code);
    json_text_member(out, "catalog_name", item->catalog_name);
    note_text_member(out, "catalog", item->catalog);
    json_text_member(out, "local", note->local);
    json_text_member(out, "expected", note->expected);
}

void note_offer_members(struct buf *out, const struct note *note)
{
    add_fix(out, note);
    if (note->score > 0)
        buf_addf(out, ",\"score\":%u.%03u", (unsigned)note->score / 1000, (unsigned)note->score % 1000);
    add_amount(out, "at_risk", note->at_risk);
}

void note_severity_members(struct buf *out, const uint64_t by_severity[SEVERITY_COUNT], uint64_t accepted)
{
    json_number_member(out, "errors", by_severity[SEVERITY_ERROR]);
    json_number_member(out, "warnings", by_severity[SEVERITY_WARNING]);
    json_number_member(out, "infos", by_severity[SEVERITY_INFO]);
    json_number_member(out, "accepted", accepted);
}

void note_total_members(struct buf *out, const struct note_totals *totals)
{
    json_number_member(out, "tables", totals->tables);
    json_number_member(out, "rows", totals->rows);
    json_number_member(out, "mapped", totals->mapped);
    json_number_member(out, "clean", totals->clean);
    note_severity_members(out, totals->by_severity, totals->accepted);
}
