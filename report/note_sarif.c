/* report/note_sarif.c: SARIF 2.1.0, one run, a result a line. No times and no paths of the machine: the same input gives the same bytes.
 * A place is a line; which field of the row it is stands in properties, since a column of SARIF's would be one of characters. */
#include "report/note_sarif.h"
#include "report/note_ci.h"
#include "report/note_formats.h"
#include "report/json.h"
#include "base/i18n.h"

static const char *const levels[SEVERITY_COUNT] = { [SEVERITY_ERROR] = "error", [SEVERITY_WARNING] = "warning", [SEVERITY_INFO] = "note" };

static void sarif_release(struct note_report *r)
{
    struct sarif *s = r->state;
    if (!s)
        return;
    map_release(&s->seen);
    map_release(&s->files);
    for (size_t i = 0; i < s->file_count; i++)
        buf_release(&s->artifacts[i]);
    free(s->artifacts);
    buf_release(&s->notifications);
    buf_release(&s->unread);
    buf_release(&s->scratch);
    free(s);
}

/* ---- the tool and its rules ---- */

static void message_member(struct buf *out, const char *name, struct span text)
{
    if (text.n == 0)
        return;
    buf_addf(out, ",\"%s\":{\"text\":", name);
    json_text(out, text);
    buf_addc(out, '}');
}

/* "strength-mismatch" -> "StrengthMismatch": SARIF's names are identifiers in Pascal case. */
static void name_member(struct buf *out, const struct note_rule *rule)
{
    bool begins = true;
    const char *slug = rule->slug ? rule->slug : rule->id;
    buf_adds(out, ",\"name\":\"");
    for (const char *p = slug; *p; p++) {
        bool lower = *p >= 'a' && *p <= 'z', other = (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9');
        if (lower || other)
            buf_addc(out, lower && begins ? (char)(*p - 'a' + 'A') : *p);
        begins = !lower && !other;
    }
    buf_addc(out, '"');
}

static struct span first_paragraph(struct span text)
{
    size_t end = span_find(text, SPAN("\n\n"));
    return (struct span){ text.p, end == (size_t)-1 ? text.n : end };
}

static void add_rule(struct buf *out, const struct note_rule *rule, bool off)
{
    struct span help = span_of(rule->help), title = span_of(rule->title);
    struct buf text = BUF_INIT;
    buf_addc(out, '{');
    json_text_member(out, "id", span_of(rule->id));
    name_member(out, rule);
    message_member(out, "shortDescription", title);
    message_member(out, "fullDescription", help.n > 0 ? first_paragraph(help) : title);
    buf_addspan(&text, help.n > 0 ? help : title);
    if (rule->todo && *rule->todo) {
        buf_adds(&text, "\n\n");
        buf_adds(&text, rule->todo);
    }
    message_member(out, "help", buf_span(&text));
    buf_addf(out, ",\"defaultConfiguration\":{\"level\":\"%s\"%s}}", levels[rule->severity], off ? ",\"enabled\":false" : "");
    out->failed = out->failed || text.failed;
    buf_release(&text);
}

static int sarif_begin(struct note_report *r, struct error *err)
{
    const struct note_run *run = r->run;
    struct buf *out = &r->out;
    struct sarif *s = calloc(1, sizeof *s);
    if (!s)
        return error_memory(err);
    map_init(&s->seen);
    map_init(&s->files);
    buf_init(&s->notifications);
    buf_init(&s->unread);
    buf_init(&s->scratch);
    r->state = s;
    buf_adds(out, "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\",\"version\":\"2.1.0\","
                  "\"runs\":[{\"tool\":{\"driver\":{\"name\":\"duima\"");
    json_text_member(out, "fullName", span_of(run->program));
    json_text_member(out, "version", span_of(run->version));
    json_text_member(out, "semanticVersion", span_of(run->version));
    /* TRANSLATORS: the language of the texts, as BCP 47 writes it: zh-CN */
    json_text_member(out, "language", span_of(_("en-US")));
    buf_adds(out, ",\"rules\":[");
    for (size_t i = 0; i < run->rule_count; i++) {
        buf_adds(out, i ? ",\n" : "\n");
        add_rule(out, &run->rules[i], note_rule_off(run, i));
    }
    buf_adds(out, "]}},\n\"automationDetails\":{\"id\":");
    buf_addf(&s->scratch, "duima/%s/", run->verb);
    if (run->region)
        buf_addf(&s->scratch, "%s/", run->region);
    json_text(out, buf_span(&s->scratch));
    buf_adds(out, "},\n\"columnKind\":\"unicodeCodePoints\",\n\"results\":[");
    return buf_check(&s->scratch, err);
}

/* ---- files ---- */

/* A path as a URI reference: relative where the path is, else file:///. Every byte that is no letter of a name is escaped. */
static void add_uri(struct buf *out, struct span path)
{
    if (path.n > 0 && path.p[0] == '/')
        buf_adds(out, "file://");
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~/", c));
        if (plain)
            buf_addc(out, (char)c);
        else
            buf_addf(out, "%%%02X", (unsigned)c);
    }
}

/* The number of the file among the artifacts, a new one where it is new; -1: memory. */
static int artifact(struct sarif *s, struct span path, size_t *index, struct error *err)
{
    uint32_t i = map_intern(&s->files, path);
    if (i == MAP_NONE)
        return error_memory(err);
    if (i == s->file_count) {
        struct buf *more = realloc(s->artifacts, (s->file_count + 1) * sizeof *more);
        if (!more)
            return error_memory(err);
        s->artifacts = more;
        buf_init(&s->artifacts[s->file_count++]);
    }
    *index = i;
    return 0;
}

static void add_location(struct buf *out, struct span path, size_t index, uint32_t line)
{
    buf_adds(out, "{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"");
    add_uri(out, path);
    buf_addf(out, "\",\"index\":%zu}", index);
    if (line > 0)
        buf_addf(out, ",\"region\":{\"startLine\":%u}", (unsigned)line);
    buf_adds(out, "}}");
}

/* ---- results ---- */

/* Of no table: shown at the first table as a whole, which lacks what the note is about; a workbook's row is no line of text. */
static int add_locations(struct note_report *r, const struct note_item *item, struct error *err)
{
    struct sarif *s = r->state;
    struct span path = item->file ? note_path(item->file) : s->file_count > 0 ? map_key(&s->files, 0) : SPAN_NONE;
    size_t index = 0;
    if (path.n == 0)
        return 0;
    if (artifact(s, path, &index, err) < 0)
        return -1;
    buf_adds(&r->out, ",\"locations\":[");
    add_location(&r->out, path, index, item->sheet ? 0 : item->line > 0 ? item->line : 1);
    buf_addc(&r->out, ']');
    return 0;
}

static void add_suppression(struct buf *out, const struct note *note)
{
    buf_adds(out, ",\"suppressions\":[{\"kind\":\"external\",\"status\":\"accepted\"");
    json_text_member(out, "justification", note->reason);
    if (note->owner.n > 0 || note->until != DATE_NONE) {
        char day[DATE_TEXT];
        buf_adds(out, ",\"properties\":{");
        json_text_member(out, "owner", note->owner);
        json_text_member(out, "until", span_of(date_text(note->until, day)));
        buf_addc(out, '}');
    }
    buf_adds(out, "}]");
}

static int add_result(struct note_report *r, const struct note_item *item, const struct note *note, struct error *err)
{
    struct sarif *s = r->state;
    struct buf *out = &r->out;
    uint32_t times = note_times_seen(&s->seen, note, err);
    if (times == 0)
        return -1;
    buf_adds(out, s->any ? ",\n{" : "\n{");
    s->any = true;
    json_text_member(out, "ruleId", span_of(r->run->rules[note->rule].id));
    json_number_member(out, "ruleIndex", note->rule);
    json_word_member(out, "level", levels[note->severity]);
    buf_clear(&s->scratch);
    note_sentence(&s->scratch, item, note);
    message_member(out, "message", buf_span(&s->scratch));
    if (add_locations(r, item, err) < 0)
        return -1;
    /* the second is the one that GitHub goes by */
    buf_addf(out, ",\"partialFingerprints\":{\"duima/v1\":\"%016llx\",\"primaryLocationLineHash\":\"%016llx:%u\"}",
             (unsigned long long)note->fingerprint, (unsigned long long)note->fingerprint, (unsigned)times);
    if (r->run->baseline)
        json_word_member(out, "baselineState", note->state == NOTE_NEW ? "new" : "unchanged");
    if (note->state != NOTE_NEW)
        add_suppression(out, note);
    sarif_result_properties(out, item, note);
    buf_addc(out, '}');
    return buf_check(&s->scratch, err);
}

static int sarif_item(struct note_report *r, const struct note_item *item, struct error *err)
{
    for (size_t i = 0; i < item->count; i++)
        if (add_result(r, item, &item->notes[i], err) < 0)
            return -1;
    return 0;
}

/* ---- tables ---- */

/* Leaves the object open. */
static void add_notification(struct buf *out, const char *level, struct span text, struct span path, size_t index)
{
    buf_addf(out, "%s\n{\"level\":\"%s\"", out->n > 0 ? "," : "", level);
    message_member(out, "message", text);
    buf_adds(out, ",\"locations\":[");
    add_location(out, path, index, 0);
    buf_addc(out, ']');
}

static void add_not_run(struct note_report *r, const struct note_table *table, struct span path, size_t index)
{
    struct sarif *s = r->state;
    for (size_t i = 0; i < table->not_run_count; i++) {
        const struct note_rule *rule = &r->run->rules[table->not_run[i].rule];
        if (note_rule_off(r->run, table->not_run[i].rule))
            continue;
        buf_clear(&s->scratch);
        buf_addf(&s->scratch, _("%s did not run: %s"), rule->id, table->not_run[i].why);
        add_notification(&s->notifications, "note", buf_span(&s->scratch), path, index);
        buf_adds(&s->notifications, ",\"associatedRule\":{");
        json_text_member(&s->notifications, "id", span_of(rule->id));
        buf_addf(&s->notifications, ",\"index\":%zu}}", table->not_run[i].rule);
    }
}

static void add_unknown_headings(struct sarif *s, struct span headings, struct span path, size_t index)
{
    if (headings.n == 0)
        return;
    buf_clear(&s->scratch);
    buf_adds(&s->scratch, _("columns that were not read, since nothing knows their headings: "));
    for (size_t i = 0; i < headings.n; i++)
        if (headings.p[i] == '\n')
            buf_adds(&s->scratch, i + 1 < headings.n ? _(", ") : "");
        else
            buf_addc(&s->scratch, headings.p[i]);
    add_notification(&s->notifications, "note", buf_span(&s->scratch), path, index);
    buf_addc(&s->notifications, '}');
}

static int sarif_table_end(struct note_report *r, const struct note_table *table, struct error *err)
{
    struct sarif *s = r->state;
    struct span path = note_path(table->file);
    size_t index = 0;
    if (artifact(s, path, &index, err) < 0)
        return -1;
    sarif_artifact(&s->artifacts[index], table);
    add_not_run(r, table, path, index);
    add_unknown_headings(s, table->unknown_headings, path, index);
    if (buf_check(&s->artifacts[index], err) < 0 || buf_check(&s->scratch, err) < 0)
        return -1;
    return buf_check(&s->notifications, err);
}

static int sarif_unread(struct note_report *r, const char *file, const char *why, struct error *err)
{
    struct sarif *s = r->state;
    size_t index = 0;
    if (artifact(s, note_path(file), &index, err) < 0)
        return -1;
    add_notification(&s->unread, "error", span_of(why), note_path(file), index);
    buf_addc(&s->unread, '}');
    return buf_check(&s->unread, err);
}

static void add_notifications(struct buf *out, const char *name, const struct buf *list)
{
    if (list->n == 0)
        return;
    buf_addf(out, ",\"%s\":[", name);
    buf_addspan(out, buf_span(list));
    buf_addc(out, ']');
}

static int sarif_end(struct note_report *r, const struct note_totals *totals, struct error *err)
{
    struct sarif *s = r->state;
    struct buf *out = &r->out;
    (void)err;
    buf_adds(out, s->any ? "\n],\n\"artifacts\":[" : "],\n\"artifacts\":[");
    for (size_t i = 0; i < s->file_count; i++) {
        buf_adds(out, i ? ",\n{\"location\":{\"uri\":\"" : "\n{\"location\":{\"uri\":\"");
        add_uri(out, map_key(&s->files, (uint32_t)i));
        buf_adds(out, "\"}");
        buf_addspan(out, buf_span(&s->artifacts[i]));
        buf_addc(out, '}');
    }
    buf_adds(out, "],\n\"invocations\":[{");
    json_bool_member(out, "executionSuccessful", s->unread.n == 0);
    add_notifications(out, "toolExecutionNotifications", &s->unread);
    add_notifications(out, "toolConfigurationNotifications", &s->notifications);
    buf_adds(out, "}],\n\"properties\":{");
    sarif_run_properties(out, r->run, totals);
    buf_adds(out, "}}]}\n");
    return 0;
}

static const struct note_ops ops = {
    .begin = sarif_begin, .item = sarif_item, .table_end = sarif_table_end, .unread = sarif_unread, .end = sarif_end, .release = sarif_release,
};
const struct note_format note_sarif = {
    .name = "sarif", .what = N_("SARIF 2.1.0, for code scanning and viewers of findings"), .accepted = true, .ops = &ops,
};
