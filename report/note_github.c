/* report/note_github.c: annotations of GitHub Actions, a workflow command a line: "::error file=drugs.csv,line=12,title=D302 …::message". What a
 * stranger's table says must never end a command or begin another one. */
#include "report/note_ci.h"
#include "report/note_formats.h"
#include "report/layout.h"
#include "base/i18n.h"

/* As GitHub's own toolkit escapes: %, CR and LF in messages, in properties the colon and the comma too; other controls do not reach the log. */
static void add_escaped(struct buf *out, struct span s, bool property)
{
    size_t kept = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c != '%' && c != '\r' && c != '\n' && !(property && (c == ':' || c == ',')))
            continue;
        layout_plain(out, (struct span){ s.p + kept, i - kept });
        buf_addf(out, "%%%02X", (unsigned)(unsigned char)c);
        kept = i + 1;
    }
    if (kept < s.n)
        layout_plain(out, (struct span){ s.p + kept, s.n - kept });
}

static void add_note(struct note_report *r, const struct note_item *item, const struct note *note, struct buf *scratch)
{
    static const char *const commands[SEVERITY_COUNT] = { [SEVERITY_ERROR] = "error", [SEVERITY_WARNING] = "warning", [SEVERITY_INFO] = "notice" };
    struct buf *out = &r->out;
    buf_addf(out, "::%s ", commands[note->severity]);
    if (item->file) {
        buf_adds(out, "file=");
        add_escaped(out, note_path(item->file), true);
        if (item->line > 0)
            buf_addf(out, ",line=%u", (unsigned)item->line);
        buf_addc(out, ',');
    }
    buf_adds(out, "title=");
    buf_clear(scratch);
    note_rule_name(scratch, &r->run->rules[note->rule]);
    add_escaped(out, buf_span(scratch), true);
    buf_adds(out, "::");
    buf_clear(scratch);
    note_sentence(scratch, item, note);
    add_escaped(out, buf_span(scratch), false);
    buf_addc(out, '\n');
    out->failed = out->failed || scratch->failed;
}

static int github_item(struct note_report *r, const struct note_item *item, struct error *err)
{
    struct buf scratch = BUF_INIT;
    (void)err;
    for (size_t i = 0; i < item->count; i++)
        add_note(r, item, &item->notes[i], &scratch);
    buf_release(&scratch);
    return 0;
}

static int github_unread(struct note_report *r, const char *file, const char *why, struct error *err)
{
    (void)err;
    buf_adds(&r->out, "::error file=");
    add_escaped(&r->out, note_path(file), true);
    buf_adds(&r->out, ",title=");
    add_escaped(&r->out, span_of(_("the table could not be read")), true);
    buf_adds(&r->out, "::");
    add_escaped(&r->out, span_of(why), false);
    buf_addc(&r->out, '\n');
    return 0;
}

/* GitHub shows the first ten annotations of each sort only: the log says how many there are. */
static int github_end(struct note_report *r, const struct note_totals *totals, struct error *err)
{
    (void)err;
    buf_addf(&r->out, "duima %s: ", r->run->verb);
    buf_addf(&r->out, _("tables: %llu; rows: %llu; errors: %llu; warnings: %llu; infos: %llu; accepted: %llu"), (unsigned long long)totals->tables,
             (unsigned long long)totals->rows, (unsigned long long)totals->by_severity[SEVERITY_ERROR],
             (unsigned long long)totals->by_severity[SEVERITY_WARNING], (unsigned long long)totals->by_severity[SEVERITY_INFO],
             (unsigned long long)totals->accepted);
    buf_addc(&r->out, '\n');
    return 0;
}

static const struct note_ops ops = { .item = github_item, .unread = github_unread, .end = github_end };
const struct note_format note_github = { .name = "github", .what = N_("annotations of GitHub Actions"), .ops = &ops };
