/* report/note_sarif_properties.c: what SARIF has no place for, by the names that duima's other formats give it. */
#include "report/note_sarif.h"
#include "report/label.h"
#include "report/note_members.h"

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
        note_text_member(out, "mimeType", types[i].type);
        return;
    }
    note_text_member(out, "mimeType", table->separator == '\t' ? "text/tab-separated-values" : "text/csv");
    note_text_member(out, "encoding", table->encoding);
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

/* Begins with a word that is always there, so that the others have their commas. */
void sarif_result_properties(struct buf *out, const struct note_item *item, const struct note *note)
{
    buf_adds(out, ",\"properties\":{");
    json_word_member(out, "severity", severity_word(note->severity));
    note_text_member(out, "sheet", item->sheet);
    if (item->sheet && item->line > 0)
        json_number_member(out, "line", item->line);
    note_subject_members(out, item, note);
    note_offer_members(out, note);
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
    note_day_member(out, "in_force_from", v->in_force_from);
    json_number_member(out, "entries", (uint64_t)v->entries);
    json_bytes_member(out, "hash", v->hash, sizeof v->hash);
    buf_addc(out, '}');
    out->failed = out->failed || name.failed;
    buf_release(&name);
}

void sarif_run_properties(struct buf *out, const struct note_run *run, const struct note_totals *totals)
{
    note_scope_members(out, run);
    buf_adds(out, ",\"catalogs\":[");
    for (size_t i = 0; i < run->catalog_count; i++) {
        buf_adds(out, i ? "," : "");
        add_catalog(out, &run->catalogs[i]);
    }
    buf_addc(out, ']');
    note_total_members(out, totals);
}
