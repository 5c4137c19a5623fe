/* report/coverage.c: what all formats of coverage share: words, shares, writing. */
#include "report/coverage_format.h"
#include "base/i18n.h"

const char *coverage_type_label(enum coverage_type type)
{
    static const char *const labels[COVERAGE_TYPES] = {
        [COVERAGE_WESTERN] = N_("western drugs"),   [COVERAGE_PATENT] = N_("patent medicines"),
        [COVERAGE_HERBAL] = N_("herbal pieces"),    [COVERAGE_PREPARATION] = N_("hospital preparations"),
        [COVERAGE_ETHNIC] = N_("ethnic drugs"),     [COVERAGE_UNTOLD] = N_("type not told"),
        [COVERAGE_OTC] = N_("without prescription"), [COVERAGE_ALL] = N_("all"),
    };
    return _(labels[type]);
}

const char *coverage_reason_label(enum coverage_reason reason)
{
    static const char *const labels[] = {
        [COVERAGE_IN] = N_("in the catalog"),       [COVERAGE_SELF_PAID] = N_("self-paid"),
        [COVERAGE_NOT_IN_FORCE] = N_("code not in force"), [COVERAGE_UNKNOWN_CODE] = N_("code not in the catalog in force"),
        [COVERAGE_NO_CODE] = N_("no catalog code"),
    };
    return _(labels[reason]);
}

const char *coverage_verdict_label(enum coverage_verdict verdict)
{
    static const char *const labels[] = { [COVERAGE_NOT_ASKED] = "", [COVERAGE_MET] = N_("met"), [COVERAGE_BELOW] = N_("too low") };
    return *labels[verdict] ? _(labels[verdict]) : "";
}

const char *coverage_reason_word(enum coverage_reason reason)
{
    static const char *const words[] = { [COVERAGE_IN] = "in", [COVERAGE_SELF_PAID] = "self-paid", [COVERAGE_NOT_IN_FORCE] = "not-in-force",
                                         [COVERAGE_UNKNOWN_CODE] = "unknown-code", [COVERAGE_NO_CODE] = "no-code" };
    return words[reason];
}

int64_t coverage_share_value(const struct coverage_share *s)
{
    return s->all > 0 ? (int64_t)(s->with * (uint64_t)AMOUNT_SCALE / s->all) : AMOUNT_NONE;
}

void coverage_add_percent(struct buf *out, int64_t share)
{
    if (share == AMOUNT_NONE)
        buf_adds(out, "–");
    else
        buf_addf(out, "%d.%02d %%", (int)(share / 100), (int)(share % 100));
}

bool coverage_is_said(const struct coverage_share *s, enum coverage_type type)
{
    return s->all > 0 || s->least != AMOUNT_NONE || type == COVERAGE_ALL;
}

struct coverage_report *coverage_report_new(const struct note_format *format, const struct coverage_report_options *options, struct error *err)
{
    struct coverage_report *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(err);
        return NULL;
    }
    r->format = format;
    r->ops = format == &format_text ? &coverage_text : format == &format_ndjson ? &coverage_ndjson : &coverage_notes;
    r->options = *options;
    if (r->ops->open && r->ops->open(r, err) < 0) {
        coverage_report_free(r);
        return NULL;
    }
    return r;
}

void coverage_report_free(struct coverage_report *r)
{
    if (!r)
        return;
    if (r->ops->close)
        r->ops->close(r);
    buf_release(&r->out);
    free(r);
}

int coverage_report_table(struct coverage_report *r, const char *file, const struct coverage_table_facts *facts, struct error *err)
{
    return r->ops->table ? r->ops->table(r, file, facts, err) : 0;
}

int coverage_report_end(struct coverage_report *r, const struct coverage *c, struct error *err)
{
    r->coverage = c;
    return r->ops->end(r, err) < 0 ? -1 : sink_write(&r->out, 0, r->options.write, r->options.ctx, err);
}
