/* report/change_sql.c: the differences as SQL that turns a table of the one version into the other: a table named as the kind, with the columns of
 * `duima export --format csv` as TEXT ("pay-class" is pay_class), code its key. Standard SQL; one transaction. */
#include "report/change_format.h"

static void add_column(struct buf *out, const char *name)
{
    for (; *name; name++)
        buf_addc(out, *name == '-' ? '_' : *name);
}

static void add_literal(struct buf *out, struct span s)
{
    buf_addc(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\'')
            buf_addc(out, '\'');
        buf_addc(out, s.p[i]);
    }
    buf_addc(out, '\'');
}

static void begin(struct change_report *r)
{
    if (r->options.counts_only)
        return;
    if (r->pairs == 1)
        buf_adds(&r->out, "BEGIN;\n");
    buf_addf(&r->out, "-- %s/%s: from %s to %s\n", r->from.region, kind_word(r->from.kind), r->from.label, r->to.label);
}

static void insert(struct change_report *r, const struct change *c)
{
    const char *between = "";
    buf_addf(&r->out, "INSERT INTO %s (", kind_word(r->from.kind));
    for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++) {
        buf_adds(&r->out, between);
        add_column(&r->out, entry_field_name(f));
        between = ", ";
    }
    buf_adds(&r->out, ") VALUES (");
    between = "";
    for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++) {
        change_texts(r, c, f);
        buf_adds(&r->out, between);
        add_literal(&r->out, buf_span(&r->text[1]));
        between = ", ";
    }
    buf_adds(&r->out, ");\n");
}

static void update(struct change_report *r, const struct change *c)
{
    const char *between = "";
    buf_addf(&r->out, "UPDATE %s SET ", kind_word(r->from.kind));
    for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++) {
        if (!(c->fields >> f & 1) || !(r->options.classes & CHANGE_BIT(change_of_field(f))))
            continue;
        change_texts(r, c, f);
        buf_adds(&r->out, between);
        add_column(&r->out, entry_field_name(f));
        buf_adds(&r->out, " = ");
        add_literal(&r->out, buf_span(&r->text[1]));
        between = ", ";
    }
    buf_adds(&r->out, " WHERE code = ");
    add_literal(&r->out, c->code);
    buf_adds(&r->out, ";\n");
}

static void one(struct change_report *r, const struct change *c)
{
    if (!c->from) {
        insert(r, c);
    } else if (c->to) {
        update(r, c);
    } else {
        buf_addf(&r->out, "DELETE FROM %s WHERE code = ", kind_word(r->from.kind));
        add_literal(&r->out, c->code);
        buf_adds(&r->out, ";\n");
    }
}

static void close_all(struct change_report *r)
{
    if (r->pairs > 0 && !r->options.counts_only)
        buf_adds(&r->out, "COMMIT;\n");
}

const struct change_ops change_sql = { .begin = begin, .one = one, .close = close_all };
