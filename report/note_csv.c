/* report/note_csv.c: one line a note, for spreadsheets and for programs. Columns are a contract with other programs (duima-formats(5)): they are
 * only ever added, at the end. Excel takes a file without a byte order mark for GBK, so there is one; --raw is for programs, and leaves it off. */
#include "base/i18n.h"
#include "base/text.h"
#include "report/csv.h"
#include "report/note_formats.h"

static const char *const heads[] = {
    "file",     "sheet",    "line",    "kind",      "local_code", "local_name", "catalog_code", "catalog_name", "catalog", "rule",
    "slug",     "severity", "field",   "local",     "expected",   "message",    "todo",         "fix_field",    "fix_value", "fix_safe",
    "score",    "at_risk",  "state",   "reason",    "owner",      "until",      "fingerprint",
};

/* File names may be bytes of any kind; a CSV is one encoding throughout. */
static void cell(struct note_report *r, struct span s)
{
    struct buf clean = BUF_INIT;
    if (utf8_is_valid(s)) {
        csv_cell(&r->out, s, r->raw);
        return;
    }
    while (s.n > 0) {
        size_t n = utf8_valid_prefix(s), bad = n;
        buf_add(&clean, s.p, n);
        if (n < s.n) {
            utf8_next(s, &bad);
            buf_adds(&clean, "\xEF\xBF\xBD");
        }
        s.p += bad;
        s.n -= bad;
    }
    csv_cell(&r->out, buf_span(&clean), r->raw);
    r->out.failed = r->out.failed || clean.failed;
    buf_release(&clean);
}

static void next(struct note_report *r, struct span s)
{
    buf_addc(&r->out, ','); /* csv_next takes a line that begins with empty cells for one that has none yet */
    cell(r, s);
}

static int csv_begin(struct note_report *r, struct error *err)
{
    struct buf *out = &r->out;
    (void)err;
    if (!r->raw)
        buf_adds(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        buf_addf(out, "%s%s", i ? "," : "", heads[i]);
    buf_addc(out, '\n');
    return 0;
}

static void add_item(struct note_report *r, const struct note_item *item, struct buf *text)
{
    buf_clear(text);
    if (item->line > 0)
        buf_addf(text, "%u", (unsigned)item->line);
    cell(r, span_of(item->file)); /* the first: no comma before it */
    next(r, span_of(item->sheet));
    next(r, buf_span(text));
    next(r, span_of(item->kind));
    next(r, item->local_code);
    next(r, item->local_name);
    next(r, item->catalog_code);
    next(r, item->catalog_name);
    next(r, span_of(item->catalog));
}

static void add_what(struct note_report *r, const struct note *n)
{
    const struct note_rule *rule = &r->run->rules[n->rule];
    next(r, span_of(rule->id));
    next(r, span_of(rule->slug));
    next(r, span_of(severity_word(n->severity)));
    next(r, span_of(n->field));
    next(r, n->local);
    next(r, n->expected);
    next(r, n->message);
    next(r, span_of(rule->todo));
    next(r, span_of(n->fix_field));
    next(r, n->fix_value);
    next(r, n->fix_field ? (n->fix_safe ? SPAN("yes") : SPAN("no")) : SPAN_NONE);
}

static void add_rest(struct note_report *r, const struct note *n, struct buf *text)
{
    char day[DATE_TEXT];
    buf_clear(text);
    if (n->score > 0)
        buf_addf(text, "%u.%03u", (unsigned)n->score / 1000, (unsigned)n->score % 1000);
    next(r, buf_span(text));
    buf_clear(text);
    if (n->at_risk != AMOUNT_NONE)
        amount_add_places(text, n->at_risk, 2);
    next(r, buf_span(text));
    next(r, span_of(note_state_word(n->state)));
    next(r, n->reason);
    next(r, n->owner);
    next(r, span_of(date_text(n->until, day)));
    buf_clear(text);
    buf_addf(text, "%016llx", (unsigned long long)n->fingerprint);
    next(r, buf_span(text));
    buf_addc(&r->out, '\n');
}

static int csv_item(struct note_report *r, const struct note_item *item, struct error *err)
{
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < item->count && !text.failed; i++) {
        add_item(r, item, &text);
        add_what(r, &item->notes[i]);
        add_rest(r, &item->notes[i], &text);
    }
    int status = buf_check(&text, err);
    buf_release(&text);
    return status;
}

static const struct note_ops ops = { .begin = csv_begin, .item = csv_item };
const struct note_format note_csv = { .name = "csv", .what = N_("one line a finding, for spreadsheets"), .accepted = true, .ops = &ops };
