/* report/note_json.c: one JSON document: what was checked against what, every note, totals and figures. Members are a contract with other programs
 * (duima-formats(5)): they are only ever added. A note is one line of the file, so that two files can be compared. */
#include "base/i18n.h"
#include "report/label.h"
#include "report/note_formats.h"
#include "report/note_members.h"

#define SCHEMA 1

struct document {
    struct buf tables; /* what is said of them stands behind the notes */
    uint64_t notes;
};

static void word_member(struct buf *out, const char *name, const char *word)
{
    if (word)
        json_word_member(out, name, word);
}

/* ---- what was checked ---- */

static void add_catalog(struct buf *out, const struct note_catalog *c)
{
    const struct version_info *v = c->version;
    struct buf name = BUF_INIT;
    version_add(&name, v);
    buf_addc(out, '{');
    json_text_member(out, "catalog", buf_span(&name));
    word_member(out, "kind", kind_word(v->kind));
    note_text_member(out, "label", v->label);
    json_number_member(out, "number", (uint64_t)v->number);
    json_bool_member(out, "in_force", c->in_force);
    note_day_member(out, "in_force_from", v->in_force_from);
    note_day_member(out, "effective", v->effective);
    note_day_member(out, "expires", v->expires);
    if (v->fragment)
        json_bool_member(out, "fragment", true);
    json_number_member(out, "entries", (uint64_t)v->entries);
    json_bytes_member(out, "hash", v->hash, sizeof v->hash);
    buf_addc(out, '}');
    out->failed = out->failed || name.failed;
    buf_release(&name);
}

static int json_begin(struct note_report *r, struct error *err)
{
    struct buf *out = &r->out;
    const struct note_run *run = r->run;
    struct document *d = r->state = calloc(1, sizeof *d);
    if (!d)
        return error_memory(err);
    buf_init(&d->tables);
    buf_addc(out, '{');
    json_number_member(out, "schema", SCHEMA);
    note_text_member(out, "program", run->program);
    note_text_member(out, "version", run->version);
    note_scope_members(out, run);
    buf_adds(out, ",\n\"catalogs\":[");
    for (size_t i = 0; i < run->catalog_count; i++) {
        buf_adds(out, i ? ",\n" : "\n");
        add_catalog(out, &run->catalogs[i]);
    }
    buf_adds(out, "],\n\"findings\":[");
    return 0;
}

/* ---- the notes ---- */

static void add_state(struct buf *out, const struct note *n)
{
    if (n->state == NOTE_NEW)
        return;
    word_member(out, "state", note_state_word(n->state));
    json_text_member(out, "reason", n->reason);
    json_text_member(out, "owner", n->owner);
    note_day_member(out, "until", n->until);
}

static void add_note(struct buf *out, const struct note_run *run, const struct note_item *item, const struct note *n)
{
    const struct note_rule *rule = &run->rules[n->rule];
    buf_addc(out, '{');
    word_member(out, "rule", rule->id);
    word_member(out, "slug", rule->slug);
    word_member(out, "severity", severity_word(n->severity));
    note_text_member(out, "file", item->file);
    note_text_member(out, "sheet", item->sheet);
    if (item->line > 0)
        json_number_member(out, "line", item->line);
    note_subject_members(out, item, n);
    json_text_member(out, "message", n->message);
    note_offer_members(out, n);
    add_state(out, n);
    json_hex_member(out, "fingerprint", n->fingerprint);
    buf_addc(out, '}');
}

static int json_item(struct note_report *r, const struct note_item *item, struct error *err)
{
    struct document *d = r->state;
    (void)err;
    for (size_t i = 0; i < item->count; i++) {
        buf_adds(&r->out, d->notes++ ? ",\n" : "\n");
        add_note(&r->out, r->run, item, &item->notes[i]);
    }
    return 0;
}

/* ---- tables, rules, totals ---- */

static void add_headings(struct buf *out, struct span rest)
{
    if (rest.n == 0)
        return;
    buf_adds(out, ",\"unknown_headings\":[");
    for (const char *comma = ""; rest.n > 0; comma = ",") {
        const char *end = memchr(rest.p, '\n', rest.n);
        size_t n = end ? (size_t)(end - rest.p) : rest.n;
        buf_adds(out, comma);
        json_text(out, (struct span){ rest.p, n });
        rest.p += end ? n + 1 : n;
        rest.n -= end ? n + 1 : n;
    }
    buf_addc(out, ']');
}

static int json_table_end(struct note_report *r, const struct note_table *t, struct error *err)
{
    struct document *d = r->state;
    struct buf *out = &d->tables;
    (void)err;
    buf_adds(out, out->n ? ",\n{" : "\n{");
    note_text_member(out, "file", t->file);
    note_text_member(out, "sheet", t->sheet);
    note_text_member(out, "sha256", t->sha256);
    if (t->bytes > 0)
        json_number_member(out, "bytes", t->bytes);
    note_text_member(out, "encoding", t->encoding);
    json_text_member(out, "separator", (struct span){ &t->separator, t->separator != 0 });
    json_number_member(out, "rows", t->rows);
    json_number_member(out, "mapped", t->mapped);
    json_number_member(out, "clean", t->clean);
    note_severity_members(out, t->by_severity, t->accepted);
    add_headings(out, t->unknown_headings);
    if (t->not_run_count > 0)
        buf_adds(out, ",\"not_run\":[");
    for (size_t i = 0; i < t->not_run_count; i++) {
        buf_adds(out, i ? ",{" : "{");
        word_member(out, "rule", r->run->rules[t->not_run[i].rule].id);
        note_text_member(out, "why", t->not_run[i].why);
        buf_addc(out, '}');
    }
    buf_adds(out, t->not_run_count > 0 ? "]}" : "}");
    return buf_check(out, err);
}

static int json_unread(struct note_report *r, const char *file, const char *why, struct error *err)
{
    struct document *d = r->state;
    struct buf *out = &d->tables;
    buf_adds(out, out->n ? ",\n{" : "\n{");
    note_text_member(out, "file", file);
    note_text_member(out, "unread", why);
    buf_addc(out, '}');
    return buf_check(out, err);
}

static void add_rules(struct buf *out, const struct note_run *run, const uint64_t *by_rule)
{
    buf_adds(out, "],\n\"rules\":[");
    for (size_t i = 0; i < run->rule_count; i++) {
        const struct note_rule *rule = &run->rules[i];
        buf_adds(out, i ? ",\n{" : "\n{");
        word_member(out, "id", rule->id);
        word_member(out, "slug", rule->slug);
        word_member(out, "severity", severity_word(rule->severity));
        note_text_member(out, "title", rule->title);
        note_text_member(out, "todo", rule->todo);
        if (run->rule_off && run->rule_off[i])
            json_bool_member(out, "hidden", true);
        json_number_member(out, "findings", by_rule[i]);
        buf_addc(out, '}');
    }
}

static void add_sheet(struct buf *out, const struct note_sheet *s)
{
    buf_addc(out, '{');
    word_member(out, "id", s->id);
    note_text_member(out, "title", s->title);
    buf_adds(out, ",\"columns\":[");
    for (size_t c = 0; c < s->column_count; c++) {
        buf_adds(out, c ? ",{" : "{");
        word_member(out, "key", s->columns[c].key);
        note_text_member(out, "label", s->columns[c].label);
        buf_addc(out, '}');
    }
    buf_adds(out, "],\"rows\":[");
    for (size_t row = 0; row < s->row_count; row++) {
        buf_adds(out, row ? ",\n{" : "\n{");
        for (size_t c = 0; c < s->column_count; c++) {
            struct span cell = s->cells[row * s->column_count + c];
            if (s->columns[c].number && cell.n > 0)
                buf_addf(out, "%s\"%s\":%.*s", out->p && out->p[out->n - 1] == '{' ? "" : ",", s->columns[c].key, SPAN_ARG(cell));
            else
                json_text_member(out, s->columns[c].key, cell);
        }
        buf_addc(out, '}');
    }
    buf_adds(out, "]}");
}

static int json_end(struct note_report *r, const struct note_totals *t, struct error *err)
{
    struct document *d = r->state;
    struct buf *out = &r->out;
    buf_adds(out, "],\n\"tables\":[");
    buf_addspan(out, buf_span(&d->tables));
    add_rules(out, r->run, t->by_rule);
    buf_adds(out, "],\n\"totals\":{");
    note_total_members(out, t);
    buf_adds(out, "},\n\"sheets\":[");
    for (size_t i = 0; i < t->sheet_count; i++) {
        buf_adds(out, i ? ",\n" : "\n");
        add_sheet(out, &t->sheets[i]);
    }
    buf_adds(out, "]}\n");
    return buf_check(out, err);
}

static void json_release(struct note_report *r)
{
    struct document *d = r->state;
    if (d)
        buf_release(&d->tables);
    free(d);
}

static const struct note_ops ops = {
    .begin = json_begin, .item = json_item, .table_end = json_table_end, .unread = json_unread, .end = json_end, .release = json_release,
};
const struct note_format note_json = { .name = "json", .what = N_("one JSON document: what was checked, what was found, figures"), .machine = true, .accepted = true, .ops = &ops };
