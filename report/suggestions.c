/* report/suggestions.c: the words for reasons, and the buffering that all formats share. */
#include "report/suggestions_impl.h"
#include "base/i18n.h"

/* ---- reasons ---- */

static const struct {
    const char *word[2], *label[2]; /* differs, agrees */
} reasons[SUGGEST_PART_COUNT] = {
    [SUGGEST_NAME] = { { "name-similar", "name-same" }, { N_("similar name"), N_("same name") } },
    [SUGGEST_VARIANT] = { { NULL, "name-variant" }, { NULL, N_("same name but for salt, form or remark") } },
    [SUGGEST_GENERIC] = { { "generic-differs", "generic-same" }, { N_("another generic name"), N_("same generic name") } },
    [SUGGEST_BRAND] = { { "brand-differs", "brand-same" }, { N_("another brand"), N_("same brand") } },
    [SUGGEST_FORM] = { { "form-differs", "form-same" }, { N_("another form"), N_("same form") } },
    [SUGGEST_STRENGTH] = { { "spec-differs", "spec-same" }, { N_("another strength"), N_("same strength") } },
    [SUGGEST_PACK] = { { "pack-differs", "pack-same" }, { N_("another pack"), N_("same pack") } },
    [SUGGEST_MAKER] = { { "maker-differs", "maker-same" }, { N_("another maker"), N_("same maker") } },
    [SUGGEST_APPROVAL] = { { "approval-differs", "approval-same" }, { N_("another approval number"), N_("same approval number") } },
    [SUGGEST_STANDARD_CODE] = { { "standard-code-differs", "standard-code-same" },
                                { N_("another national drug code"), N_("same national drug code") } },
    [SUGGEST_PRICE] = { { "price-above", "price-within" }, { N_("price above the ceiling"), N_("price within the ceiling") } },
    [SUGGEST_KIND] = { { "kind-differs", "kind-same" }, { N_("another kind"), N_("same kind") } },
};

const char *suggest_reason_word(enum suggest_part part, bool agrees)
{
    return reasons[part].word[agrees];
}

static void translate_reasons(struct suggestions *r)
{
    const char *comma = _(",");
    r->sign = *comma == ',' ? ", " : comma; /* a comma and a blank; in Chinese a blank alone */
    for (int agrees = 0; agrees < 2; agrees++) {
        for (int part = 0; part < SUGGEST_PART_COUNT; part++) {
            /* That kind and price do not speak against it is no reason for it. */
            bool trivial = agrees && (part == SUGGEST_KIND || part == SUGGEST_PRICE);
            const char *label = reasons[part].label[agrees];
            r->labels[agrees][part] = label && !trivial ? _(label) : NULL;
        }
    }
}

void suggest_reasons(struct suggestions *r, const struct suggestion *s)
{
    struct buf *out = &r->scratch;
    size_t start = out->n;
    for (int agrees = 1; agrees >= 0; agrees--) {
        for (int part = 0; part < SUGGEST_PART_COUNT; part++) {
            const char *label = r->labels[agrees][part];
            if (!label || !((agrees ? s->agree : s->differ) & SUGGEST_BIT(part)))
                continue;
            if (out->n > start)
                buf_adds(out, r->sign);
            buf_adds(out, label);
        }
    }
}

void suggest_remarks(struct suggestions *r, const struct suggestion *s)
{
    struct buf *out = &r->scratch;
    const char *sign = out->n > 0 ? _("; ") : "";
    if (s->current) {
        buf_addf(out, "%s%s", sign, _("the row has this code now"));
        sign = _("; ");
    }
    if (s->safe)
        buf_addf(out, "%s%s", sign, r->options.applying ? _("filled in") : _("safe: --apply fills it in"));
}

/* ---- the report ---- */

struct suggestions *suggestions_new(const struct note_format *format, const struct suggestions_options *options, struct error *err)
{
    struct suggestions *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(err);
        return NULL;
    }
    r->format = format;
    r->ops = format == &format_text ? &suggestions_text : format == &format_ndjson ? &suggestions_ndjson : &suggestions_notes;
    r->options = *options;
    if (r->options.width <= 0)
        r->options.width = 100;
    if (r->options.width < 60)
        r->options.width = 60;
    buf_init(&r->out);
    buf_init(&r->scratch);
    translate_reasons(r);
    if (r->ops->open && r->ops->open(r, err) < 0) {
        suggestions_free(r);
        return NULL;
    }
    return r;
}

void suggestions_free(struct suggestions *r)
{
    if (!r)
        return;
    if (r->ops->close)
        r->ops->close(r);
    buf_release(&r->out);
    buf_release(&r->scratch);
    free(r);
}

static int write_out(struct suggestions *r, size_t at_least, struct error *err)
{
    r->out.failed = r->out.failed || r->scratch.failed;
    return sink_write(&r->out, at_least, r->options.write, r->options.ctx, err);
}

int suggestions_row(struct suggestions *r, const struct suggested_row *row, struct error *err)
{
    return r->ops->row(r, row, err) < 0 ? -1 : write_out(r, SINK_LONG, err);
}

int suggestions_table_end(struct suggestions *r, const char *file, const struct suggest_summary *summary, struct error *err)
{
    return r->ops->table_end ? r->ops->table_end(r, file, summary, err) : 0;
}

int suggestions_unread(struct suggestions *r, const char *file, const char *why, struct error *err)
{
    return r->ops->unread ? r->ops->unread(r, file, why, err) : 0;
}

int suggestions_end(struct suggestions *r, const struct suggest_summary *total, struct error *err)
{
    if (r->ops->end && r->ops->end(r, total, err) < 0)
        return -1;
    return write_out(r, 0, err);
}
