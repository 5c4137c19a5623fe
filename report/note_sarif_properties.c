/* report/note_sarif_properties.c: what SARIF has no place for, by the names that duima's other formats give it. */
#include "report/note_sarif.h"
#include "base/decimal.h"
#include "report/json.h"
#include "report/label.h"

static void text_member(struct buf *out, const char *name, const char *text) { json_text_member(out, name, span_of(text)); }

static void day_member(struct buf *out, const char *name, date day)
{
    char text[DATE_TEXT];
    text_member(out, name, date_text(day, text));
}

/* ---- artifacts ---- */

/* What holds no text has a type instead of an encoding. */
static void add_encoding(struct buf *out, const struct note_table *table)
{
    static const struct {
        const char *word, *type;
    } types[] = {
        { "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
        { "XLS", "application/vnd.ms-excel" },
    };
    for (size_t i = 0; table->encoding && i < sizeof types / sizeof *types; i++) {
        if (strcmp(table->encoding, types[i].word) != 0)
            continue;
        text_member(out, "mimeType", types[i].type);
        return;
    }
    text_member(out, "mimeType", table->separator == '\t' ? "text/tab-separated-values" : "text/csv");
    text_member(out, "encoding", table->encoding);
}

void sarif_artifact(struct buf *out, const struct note_table *table)
{
    buf_clear(out);
    if (table->bytes > 0) {
        buf_addc(out, ',');
        buf_addf(out, "\"length\":%llu", (unsigned long long)table->bytes);
    }
    buf_adds(out, ",\"roles\":[\"analysisTarget\"]");
    add_encoding(out, table);
    if (table->sha256[0])
        buf_addf(out, ",\"hashes\":{\"sha-256\":\"%s\"}", table->sha256);
}

/* ---- results ---- */

static void add_fix(struct buf *out, const struct note *note)
{
    if (!note->fix_field)
        return;
    buf_adds(out, ",\"fix\":{");
    text_member(out, "field", note->fix_field);
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

/* Begins with a word that is always there, so that the others have their commas. */
void sarif_result_properties(struct buf *out, const struct note_item *item, const struct note *note)
{
    buf_adds(out, ",\"properties\":{");
    json_word_member(out, "severity", severity_word(note->severity));
    text_member(out, "sheet", item->sheet);
    if (item->sheet && item->line > 0)
        json_number_member(out, "line", item->line);
    if (note->position > 0)
        json_number_member(out, "column", note->position);
    text_member(out, "field", note->field);
    text_member(out, "kind", item->kind);
    json_text_member(out, "local_code", item->local_code);
    json_text_member(out, "local_name", item->local_name);
    json_text_member(out, "catalog_code", item->catalog_code);
    json_text_member(out, "catalog_name", item->catalog_name);
    text_member(out, "catalog", item->catalog);
    json_text_member(out, "local", note->local);
    json_text_member(out, "expected", note->expected);
    add_fix(out, note);
    if (note->score > 0)
        buf_addf(out, ",\"score\":%u.%03u", (unsigned)note->score / 1000, (unsigned)note->score % 1000);
    add_amount(out, "at_risk", note->at_risk);
    buf_addc(out, '}');
}

/* ---- the run ---- */

static void add_catalog(struct buf *out, const struct note_catalog *catalog)
{
    const struct version_info *v = catalog->version;
    struct buf name = BUF_INIT;
    version_add(&name, v);
    buf_addc(out, '{');
    json_text_member(out, "catalog", buf_span(&name));
    json_bool_member(out, "in_force", catalog->in_force);
    day_member(out, "in_force_from", v->in_force_from);
    json_number_member(out, "entries", (uint64_t)v->entries);
    json_bytes_member(out, "hash", v->hash, sizeof v->hash);
    buf_addc(out, '}');
    out->failed = out->failed || name.failed;
    buf_release(&name);
}

void sarif_run_properties(struct buf *out, const struct note_run *run, const struct note_totals *totals)
{
    text_member(out, "verb", run->verb);
    day_member(out, "day", run->day);
    text_member(out, "region", run->region);
    if (run->hospital_level > 0)
        json_number_member(out, "hospital_level", (uint64_t)run->hospital_level);
    json_text_member(out, "scheme", run->scheme);
    buf_adds(out, ",\"catalogs\":[");
    for (size_t i = 0; i < run->catalog_count; i++) {
        buf_adds(out, i ? "," : "");
        add_catalog(out, &run->catalogs[i]);
    }
    buf_addc(out, ']');
    json_number_member(out, "tables", totals->tables);
    json_number_member(out, "rows", totals->rows);
    json_number_member(out, "mapped", totals->mapped);
    json_number_member(out, "clean", totals->clean);
    json_number_member(out, "errors", totals->by_severity[SEVERITY_ERROR]);
    json_number_member(out, "warnings", totals->by_severity[SEVERITY_WARNING]);
    json_number_member(out, "infos", totals->by_severity[SEVERITY_INFO]);
    json_number_member(out, "accepted", totals->accepted);
}
