/* report/change.c: what all formats of differences share: counting, choosing, writing. */
#include "report/change_format.h"
#include "base/i18n.h"

static const struct change_format formats[] = {
    { "text", &change_text }, { "csv", &change_csv }, { "ndjson", &change_ndjson }, { "sql", &change_sql },
};
#define FORMAT_COUNT (sizeof formats / sizeof *formats)

const struct change_format *change_format(struct span name)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (span_is(name, formats[i].name))
            return &formats[i];
    return NULL;
}

const char *change_format_name(size_t i)
{
    return i < FORMAT_COUNT ? formats[i].name : NULL;
}

const char *change_label(enum change_class class)
{
    static const char *const labels[CHANGE_COUNT] = {
        [CHANGE_ADDED] = N_("added"),         [CHANGE_REVIVED] = N_("revived"),         [CHANGE_RECODED] = N_("re-coded"),
        [CHANGE_RETIRED] = N_("retired"),     [CHANGE_RENAMED] = N_("renamed"),         [CHANGE_PRICE] = N_("price changed"),
        [CHANGE_PAY_CLASS] = N_("pay class"), [CHANGE_SELF_PAY] = N_("self-pay share"), [CHANGE_RESTRICTION] = N_("restriction"),
        [CHANGE_FORM_SPEC] = N_("form or specification"), [CHANGE_MAKER] = N_("maker or approval"), [CHANGE_DATES] = N_("dates"),
        [CHANGE_SUCCESSOR] = N_("successor"), [CHANGE_OTHER] = N_("other fields"),
    };
    return _(labels[class]);
}

struct change_report *change_report_new(const struct change_format *format, const struct change_options *options, struct error *err)
{
    struct change_report *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(err);
        return NULL;
    }
    r->format = format;
    r->options = *options;
    if (!r->options.classes)
        r->options.classes = CHANGE_BIT(CHANGE_COUNT) - 1;
    return r;
}

void change_report_free(struct change_report *r)
{
    if (!r)
        return;
    buf_release(&r->out);
    buf_release(&r->text[0]);
    buf_release(&r->text[1]);
    free(r);
}

static int flush(struct change_report *r, size_t at_least, struct error *err)
{
    return sink_write(&r->out, at_least, r->options.write, r->options.ctx, err);
}

static int end_pair(struct change_report *r, struct error *err)
{
    if (r->pairs > 0 && r->format->ops->end)
        r->format->ops->end(r);
    return flush(r, 0, err);
}

int change_report_begin(struct change_report *r, const struct version_info *from, const struct version_info *to, struct error *err)
{
    if (end_pair(r, err) < 0)
        return -1;
    r->from = *from;
    r->to = *to;
    r->codes = r->both = 0;
    memset(r->classes, 0, sizeof r->classes);
    memset(r->fields, 0, sizeof r->fields);
    r->pairs++;
    if (r->format->ops->begin)
        r->format->ops->begin(r);
    return flush(r, 0, err);
}

int change_report_one(void *ctx, const struct change *c, struct error *err)
{
    struct change_report *r = ctx;
    r->all++;
    r->codes++;
    r->both += c->from && c->to;
    for (int k = 0; k < CHANGE_COUNT; k++)
        r->classes[k] += (c->classes & CHANGE_BIT(k)) != 0;
    for (int f = 0; f < ENTRY_FIELD_COUNT; f++)
        r->fields[f] += (c->fields >> f & 1) != 0;
    if ((c->classes & r->options.classes) && !r->options.counts_only && r->format->ops->one)
        r->format->ops->one(r, c);
    return flush(r, SINK_LONG, err);
}

int change_report_end(struct change_report *r, struct error *err)
{
    if (end_pair(r, err) < 0)
        return -1;
    if (r->format->ops->close)
        r->format->ops->close(r);
    return flush(r, 0, err);
}

uint64_t change_report_count(const struct change_report *r)
{
    return r->all;
}

void change_texts(struct change_report *r, const struct change *c, enum entry_field f)
{
    for (int i = 0; i < 2; i++)
        buf_clear(&r->text[i]);
    if (c->from)
        entry_field_add(c->from, f, " | ", &r->text[0]);
    if (c->to)
        entry_field_add(c->to, f, " | ", &r->text[1]);
    r->out.failed = r->out.failed || r->text[0].failed || r->text[1].failed;
}

struct span change_name(const struct entry *e, enum entry_text field)
{
    return e ? e->text[field] : SPAN_NONE;
}
