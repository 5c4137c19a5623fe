/* report/change_csv.c: one line a field that differs (one a code that came or went), for spreadsheets and scripts. */
#include "report/change_format.h"
#include "report/csv.h"

static void begin(struct change_report *r)
{
    static const char *const columns[] = { "catalog", "from_version", "to_version", "code", "change", "field", "from_name", "to_name",
                                           "from", "to", "successor" };
    for (size_t i = 0; r->pairs == 1 && !r->options.counts_only && i < sizeof columns / sizeof *columns; i++)
        csv_cell(&r->out, span_of(columns[i]), true), buf_addc(&r->out, i + 1 < sizeof columns / sizeof *columns ? ',' : '\n');
}

static void line(struct change_report *r, const struct change *c, enum change_class class, const char *field, struct span from, struct span to)
{
    struct span cells[] = { span_of(r->from.label), span_of(r->to.label), c->code, span_of(change_word(class)), span_of(field),
                            change_name(c->from, ENTRY_NAME), change_name(c->to, ENTRY_NAME), from, to, c->successor };
    buf_addf(&r->out, "%s/%s", r->from.region, kind_word(r->from.kind));
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        buf_addc(&r->out, ',');
        csv_cell(&r->out, cells[i], r->options.raw);
    }
    buf_addc(&r->out, '\n');
}

static void one(struct change_report *r, const struct change *c)
{
    for (enum change_class class = 0; class <= CHANGE_RETIRED; class++)
        if (c->classes & CHANGE_BIT(class))
            line(r, c, class, "", SPAN_NONE, SPAN_NONE);
    for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++) {
        enum change_class class = change_of_field(f);
        if (!(c->fields >> f & 1) || !(r->options.classes & CHANGE_BIT(class)))
            continue;
        change_texts(r, c, f);
        line(r, c, class, entry_field_name(f), buf_span(&r->text[0]), buf_span(&r->text[1]));
    }
}

/* --stat: what,name,count */
static void end(struct change_report *r)
{
    if (!r->options.counts_only)
        return;
    if (r->pairs == 1)
        buf_adds(&r->out, "catalog,from_version,to_version,what,name,count\n");
    for (int k = 0; k < CHANGE_COUNT; k++)
        if (r->classes[k])
            buf_addf(&r->out, "%s/%s,%s,%s,change,%s,%llu\n", r->from.region, kind_word(r->from.kind), r->from.label, r->to.label,
                     change_word((enum change_class)k), (unsigned long long)r->classes[k]);
    for (int f = 0; f < ENTRY_FIELD_COUNT; f++)
        if (r->fields[f])
            buf_addf(&r->out, "%s/%s,%s,%s,field,%s,%llu\n", r->from.region, kind_word(r->from.kind), r->from.label, r->to.label,
                     entry_field_name((enum entry_field)f), (unsigned long long)r->fields[f]);
}

const struct change_ops change_csv = { .begin = begin, .one = one, .end = end };
