/* report/note_gitlab.c: a code quality report of GitLab's: a JSON array, one object a note. GitLab drops objects whose fingerprint it has seen
 * already, so that notes which are the same are told apart by their order. */
#include "report/note_ci.h"
#include "report/note_formats.h"
#include "report/json.h"
#include "report/layout.h"
#include "base/i18n.h"
#include "catalog/hash.h"

struct gitlab {
    struct map seen;
    struct buf scratch;
    struct buf first_table; /* where notes of no table are shown, since every object must name a file; empty: no table yet */
    bool any;
};

static int gitlab_begin(struct note_report *r, struct error *err)
{
    struct gitlab *g = calloc(1, sizeof *g);
    if (!g) {
        error_memory(err);
        return -1;
    }
    map_init(&g->seen);
    buf_init(&g->scratch);
    buf_init(&g->first_table);
    r->state = g;
    buf_addc(&r->out, '[');
    return 0;
}

static void gitlab_release(struct note_report *r)
{
    struct gitlab *g = r->state;
    if (!g)
        return;
    map_release(&g->seen);
    buf_release(&g->scratch);
    buf_release(&g->first_table);
    free(g);
}

static void add_fingerprint(struct buf *out, uint64_t fingerprint, uint32_t times)
{
    json_hex_member(out, "fingerprint", fingerprint);
    if (times > 1) { /* within the quotes */
        out->n -= out->failed ? 0 : 1;
        buf_addf(out, "-%u\"", (unsigned)times);
    }
}

/* Closes the object. */
static void add_place(struct buf *out, struct span path, uint32_t line)
{
    buf_adds(out, ",\"location\":{");
    json_text_member(out, "path", path);
    buf_adds(out, ",\"lines\":{");
    json_number_member(out, "begin", line);
    buf_adds(out, "}}}");
}

static int add_note(struct note_report *r, const struct note_item *item, const struct note *note, struct error *err)
{
    static const char *const severities[SEVERITY_COUNT] = { [SEVERITY_ERROR] = "major", [SEVERITY_WARNING] = "minor", [SEVERITY_INFO] = "info" };
    struct gitlab *g = r->state;
    struct buf *out = &r->out;
    uint32_t times = note_times_seen(&g->seen, note, err);
    if (times == 0)
        return -1;
    buf_adds(out, g->any ? ",\n{" : "\n{");
    g->any = true;
    buf_clear(&g->scratch);
    note_sentence(&g->scratch, item, note);
    json_text_member(out, "description", buf_span(&g->scratch));
    json_text_member(out, "check_name", span_of(r->run->rules[note->rule].id));
    add_fingerprint(out, note->fingerprint, times);
    json_word_member(out, "severity", severities[note->severity]);
    add_place(out, item->file ? note_path(item->file) : g->first_table.n > 0 ? buf_span(&g->first_table) : SPAN("-"), item->line > 0 ? item->line : 1);
    return buf_check(&g->scratch, err);
}

static int gitlab_item(struct note_report *r, const struct note_item *item, struct error *err)
{
    for (size_t i = 0; i < item->count; i++)
        if (add_note(r, item, &item->notes[i], err) < 0)
            return -1;
    return 0;
}

static int gitlab_table_end(struct note_report *r, const struct note_table *table, struct error *err)
{
    struct gitlab *g = r->state;
    if (g->first_table.n == 0)
        buf_addspan(&g->first_table, note_path(table->file));
    return buf_check(&g->first_table, err);
}

/* Else what was found in it before would be shown as mended. */
static int gitlab_unread(struct note_report *r, const char *file, const char *why, struct error *err)
{
    struct gitlab *g = r->state;
    struct buf *out = &r->out;
    uint64_t fingerprint = hash64(note_path(file));
    uint32_t times = note_times(&g->seen, note_path(file), err);
    if (times == 0)
        return -1;
    buf_adds(out, g->any ? ",\n{" : "\n{");
    g->any = true;
    buf_clear(&g->scratch);
    layout_plain(&g->scratch, span_of(why));
    json_text_member(out, "description", buf_span(&g->scratch));
    json_word_member(out, "check_name", "unread");
    add_fingerprint(out, fingerprint, times);
    json_word_member(out, "severity", "blocker");
    add_place(out, note_path(file), 1);
    return buf_check(&g->scratch, err);
}

static int gitlab_end(struct note_report *r, const struct note_totals *totals, struct error *err)
{
    const struct gitlab *g = r->state;
    (void)totals;
    (void)err;
    buf_adds(&r->out, g->any ? "\n]\n" : "]\n");
    return 0;
}

static const struct note_ops ops = {
    .begin = gitlab_begin, .item = gitlab_item, .table_end = gitlab_table_end, .unread = gitlab_unread, .end = gitlab_end, .release = gitlab_release,
};
const struct note_format note_gitlab = { .name = "gitlab", .what = N_("a code quality report of GitLab"), .ops = &ops };
