/* report/change_ndjson.c: one code that differs, one JSON object, one line. Members are a contract; see duima-diff(1). */
#include "report/change_format.h"
#include "report/json.h"

static void open_line(struct change_report *r)
{
    struct buf name = BUF_INIT;
    buf_addf(&name, "%s/%s", r->from.region, kind_word(r->from.kind));
    buf_addc(&r->out, '{');
    json_text_member(&r->out, "catalog", buf_span(&name));
    json_text_member(&r->out, "from_version", span_of(r->from.label));
    json_text_member(&r->out, "to_version", span_of(r->to.label));
    r->out.failed = r->out.failed || name.failed;
    buf_release(&name);
}

static void pair(struct buf *out, const char *name, struct span from, struct span to)
{
    buf_addf(out, "%s\"%s\":{", out->n > 0 && out->p[out->n - 1] == '{' ? "" : ",", name);
    json_text_member(out, "from", from);
    json_text_member(out, "to", to);
    buf_addc(out, '}');
}

static void one(struct change_report *r, const struct change *c)
{
    const char *between = "";
    open_line(r);
    json_text_member(&r->out, "code", c->code);
    buf_adds(&r->out, ",\"changes\":[");
    for (int k = 0; k < CHANGE_COUNT; k++) {
        if (!(c->classes & CHANGE_BIT(k)))
            continue;
        buf_addf(&r->out, "%s\"%s\"", between, change_word((enum change_class)k));
        between = ",";
    }
    buf_addc(&r->out, ']');
    pair(&r->out, "name", change_name(c->from, ENTRY_NAME), change_name(c->to, ENTRY_NAME));
    json_text_member(&r->out, "successor", c->successor);
    if (c->fields) {
        buf_adds(&r->out, ",\"fields\":{");
        for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++) {
            if (!(c->fields >> f & 1))
                continue;
            change_texts(r, c, f);
            pair(&r->out, entry_field_name(f), buf_span(&r->text[0]), buf_span(&r->text[1]));
        }
        buf_addc(&r->out, '}');
    }
    buf_adds(&r->out, "}\n");
}

static void counts(struct change_report *r, const char *name, size_t n, const uint64_t *values, bool fields)
{
    buf_addf(&r->out, ",\"%s\":{", name);
    for (size_t i = 0; i < n; i++)
        if (values[i])
            json_number_member(&r->out, fields ? entry_field_name((enum entry_field)i) : change_word((enum change_class)i), values[i]);
    buf_addc(&r->out, '}');
}

static void end(struct change_report *r)
{
    if (!r->options.counts_only)
        return;
    open_line(r);
    json_number_member(&r->out, "codes", r->codes);
    counts(r, "changes", CHANGE_COUNT, r->classes, false);
    counts(r, "fields", ENTRY_FIELD_COUNT, r->fields, true);
    buf_adds(&r->out, "}\n");
}

const struct change_ops change_ndjson = { .one = one, .end = end };
