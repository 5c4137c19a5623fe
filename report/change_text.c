/* report/change_text.c: the differences for people: code by code, old and new values under one another, and at the end how many of each kind. */
#include "report/change_format.h"
#include "base/i18n.h"
#include "base/text.h"
#include "report/label.h"
#include "report/layout.h"
#include "report/shown.h"

#define INDENT 4

static int page_width(const struct change_report *r)
{
    return r->options.width > 0 && r->options.width < 120 ? r->options.width : 100;
}

static void begin(struct change_report *r)
{
    if (r->pairs > 1)
        buf_addc(&r->out, '\n');
    layout_style(&r->out, r->options.color, STYLE_BOLD);
    buf_addf(&r->out, "%s/%s%s%s → %s", r->from.region, kind_word(r->from.kind), _(": "), r->from.label, r->to.label);
    layout_style_end(&r->out, r->options.color, STYLE_BOLD);
    buf_addc(&r->out, '\n');
}

/* "对乙酰氨基酚片, 0.5g, 湖南示一制药有限公司": what tells an entry from its neighbours. */
static void add_item(struct buf *out, const struct entry *e)
{
    static const enum entry_text fields[] = { ENTRY_SPEC, ENTRY_PACK, ENTRY_MANUFACTURER };
    layout_plain(out, e->text[ENTRY_NAME]);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (e->text[fields[i]].n == 0)
            continue;
        buf_adds(out, _(", "));
        layout_plain(out, e->text[fields[i]]);
    }
}

static void add_value(struct change_report *r, const char *sign, enum style style, const struct buf *value, int column)
{
    layout_style(&r->out, r->options.color, style);
    buf_adds(&r->out, sign);
    if (value->n > 0)
        layout_wrapped(&r->out, buf_span(value), column + 2, column + 2, page_width(r));
    else
        buf_adds(&r->out, _("(nothing)"));
    layout_style_end(&r->out, r->options.color, style);
    buf_addc(&r->out, '\n');
}

static void add_fields(struct change_report *r, const struct change *c)
{
    enum { COLUMN = INDENT + 22 };
    for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++) {
        if (!(c->fields >> f & 1) || !(r->options.classes & CHANGE_BIT(change_of_field(f))))
            continue;
        struct buf plain = BUF_INIT;
        for (int i = 0; i < 2; i++) {
            buf_clear(&r->text[i]);
            entry_field_shown(i ? c->to : c->from, f, &r->text[i]);
            layout_blanks(&r->out, INDENT);
            layout_padded(&r->out, i ? SPAN("") : span_of(entry_field_label(f)), COLUMN - INDENT);
            buf_clear(&plain);
            layout_plain(&plain, buf_span(&r->text[i]));
            add_value(r, i ? "+ " : "- ", i ? STYLE_THERE : STYLE_HERE, &plain, COLUMN);
        }
        r->out.failed = r->out.failed || plain.failed || r->text[0].failed || r->text[1].failed;
        buf_release(&plain);
    }
}

static void one(struct change_report *r, const struct change *c)
{
    enum change_class class = 0;
    while (class < CHANGE_RETIRED && !(c->classes & CHANGE_BIT(class)))
        class++;
    bool whole = !(c->from && c->to);
    struct buf line = BUF_INIT;
    layout_plain(&line, c->code);
    buf_adds(&line, "  ");
    add_item(&line, c->to ? c->to : c->from);
    if (c->from && c->to && !span_eq(c->from->text[ENTRY_NAME], c->to->text[ENTRY_NAME])) {
        buf_clear(&r->text[0]);
        layout_plain(&r->text[0], c->from->text[ENTRY_NAME]);
        buf_addf(&line, _(" (was: %.*s)"), SPAN_ARG(buf_span(&r->text[0])));
    }
    if (c->successor.n > 0)
        buf_addf(&line, " → %.*s", SPAN_ARG(c->successor));
    layout_style(&r->out, r->options.color, STYLE_BOLD);
    layout_padded(&r->out, span_of(whole ? change_label(class) : _("changed")), 10);
    layout_style_end(&r->out, r->options.color, STYLE_BOLD);
    layout_wrapped(&r->out, buf_span(&line), 10, INDENT, page_width(r));
    buf_addc(&r->out, '\n');
    r->out.failed = r->out.failed || line.failed;
    buf_release(&line);
    if (!whole)
        add_fields(r, c);
}

void change_text_add(struct buf *out, const struct change *c, bool color, int width)
{
    struct change_report r = { .options = { .color = color, .width = width, .classes = CHANGE_BIT(CHANGE_COUNT) - 1 } };
    one(&r, c);
    buf_addspan(out, buf_span(&r.out));
    out->failed = out->failed || r.out.failed;
    buf_release(&r.out);
    buf_release(&r.text[0]);
    buf_release(&r.text[1]);
}

static void add_counts(struct change_report *r)
{
    struct layout_table t;
    layout_table_init(&t, 2);
    t.right[1] = true;
    layout_table_cell(&t, span_of(_("kind of change")));
    layout_table_cell(&t, span_of(_("codes")));
    for (int k = 0; k < CHANGE_COUNT; k++) {
        if (!r->classes[k])
            continue;
        layout_table_cell(&t, span_of(change_label((enum change_class)k)));
        layout_table_number(&t, (int64_t)r->classes[k]);
    }
    for (int f = 0; f < ENTRY_FIELD_COUNT; f++) {
        if (!r->fields[f])
            continue;
        buf_clear(&r->text[0]);
        buf_addf(&r->text[0], _("  field %s"), entry_field_label((enum entry_field)f));
        layout_table_cell(&t, buf_span(&r->text[0]));
        layout_table_number(&t, (int64_t)r->fields[f]);
    }
    layout_table_print(&t, &r->out, r->options.color);
    r->out.failed = r->out.failed || t.text.failed || t.ends.failed;
    layout_table_release(&t);
}

static void end(struct change_report *r)
{
    if (r->codes == 0) {
        buf_adds(&r->out, _("no difference\n"));
        return;
    }
    if (r->options.counts_only)
        add_counts(r);
    buf_addf(&r->out, _("codes that differ: %llu (only in %s: %llu, only in %s: %llu, in both: %llu)\n"), (unsigned long long)r->codes, r->to.label,
             (unsigned long long)(r->classes[CHANGE_ADDED] + r->classes[CHANGE_REVIVED]), r->from.label,
             (unsigned long long)(r->classes[CHANGE_RETIRED] + r->classes[CHANGE_RECODED]), (unsigned long long)r->both);
}

const struct change_ops change_text = { .begin = begin, .one = one, .end = end };
