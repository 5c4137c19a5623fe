/* report/note_html_item.c: items as JSON in script elements that the browser does not run, and the texts that they name by number.
 *
 * An item: [file, line, sheet, kind, catalog, local code, local name, catalog code, catalog name, whole table, [values], [notes]]
 * values:  field, local, catalog, … field negative: a note is about it; catalog 1: the same text as local
 * a note:  [rule, severity, state, field, local, expected, message, fingerprint, fix field, fix value, fix safe, score, money, reason, owner, until]
 *          local 1, expected 1: the texts of that field in values; what ends it with 0 is left out
 * Numbers of texts count from 1 into the lists behind the items; 0: none. report/html/data.js reads it. */
#include "report/note_html.h"
#include "base/decimal.h"
#include "report/json.h"

#define ITEMS_A_CHUNK 500 /* a script element holds as many; the browser reads one at a time, and is awake between them */

static size_t add_label(struct html_names *names, struct html *h, const char *word, const char *label)
{
    if (!word)
        return 0;
    uint32_t before = names->index.count;
    uint32_t number = map_intern(&names->index, span_of(word));
    if (number == MAP_NONE) {
        h->out->failed = true;
        return 0;
    }
    if (names->index.count > before) {
        if (before > 0)
            buf_adds(&names->labels, ",\n");
        buf_addc(&names->labels, '[');
        html_json(&names->labels, span_of(word));
        if (label) {
            buf_addc(&names->labels, ',');
            html_json(&names->labels, span_of(label));
        }
        buf_addc(&names->labels, ']');
    }
    return (size_t)number + 1;
}

static void add_text(struct buf *out, struct span s)
{
    if (s.p)
        html_json(out, s);
    else
        buf_addc(out, '0');
}

static void add_values(struct html *h, const struct note_item *item)
{
    struct buf *out = h->out;
    buf_addc(out, '[');
    for (size_t i = 0; i < item->value_count; i++) {
        const struct note_value *v = &item->values[i];
        size_t field = add_label(&h->fields, h, v->field, v->label);
        buf_addf(out, "%s%s%zu,", i > 0 ? "," : "", v->differs ? "-" : "", field);
        add_text(out, v->local);
        buf_addc(out, ',');
        if (v->local.p && v->catalog.p && span_eq(v->local, v->catalog))
            buf_addc(out, '1');
        else
            add_text(out, v->catalog);
    }
    buf_addc(out, ']');
}

/* Members of a note's array; zeros at its end are not written. */
struct members {
    struct buf *out;
    unsigned zeros;
};
static struct buf *next(struct members *m)
{
    while (m->zeros > 0) {
        buf_adds(m->out, ",0");
        m->zeros--;
    }
    buf_addc(m->out, ',');
    return m->out;
}
static void member_number(struct members *m, uint64_t n)
{
    if (n == 0)
        m->zeros++;
    else
        buf_addf(next(m), "%llu", (unsigned long long)n);
}
static void member_text(struct members *m, struct span s)
{
    if (!s.p)
        m->zeros++;
    else
        html_json(next(m), s);
}

static const struct note_value *value_of(const struct note_item *item, const char *field)
{
    for (size_t i = 0; field && i < item->value_count; i++)
        if (strcmp(item->values[i].field, field) == 0)
            return &item->values[i];
    return NULL;
}

static void member_side(struct members *m, struct span text, struct span in_values)
{
    if (text.p && in_values.p && span_eq(text, in_values))
        member_number(m, 1);
    else
        member_text(m, text);
}

/* A word for machines, which the values have in the reader's language? */
static bool is_word(const struct note *n)
{
    return n->field && (strcmp(n->field, column_word(COLUMN_KIND)) == 0 || strcmp(n->field, column_word(COLUMN_PAY_CLASS)) == 0);
}

static void add_note(struct html *h, const struct note_item *item, const struct note *n)
{
    struct buf *out = h->out;
    const struct note_value *v = value_of(item, n->field);
    struct members m = { out, 0 };
    char day[DATE_TEXT], hex[17];
    buf_addf(out, "[%zu", n->rule + 1);
    member_number(&m, n->severity);
    member_number(&m, n->state);
    member_number(&m, add_label(&h->fields, h, n->field, n->label));
    member_side(&m, n->local, v ? v->local : SPAN_NONE);
    if (n->expected.p && v && v->catalog.p && is_word(n))
        member_number(&m, 1);
    else
        member_side(&m, n->expected, v ? v->catalog : SPAN_NONE);
    member_text(&m, n->message);
    for (int i = 0; i < 16; i++)
        hex[i] = "0123456789abcdef"[n->fingerprint >> (60 - 4 * i) & 15];
    member_text(&m, (struct span){ hex, 16 });
    member_number(&m, n->fix_field ? add_label(&h->fields, h, n->fix_field, NULL) : 0);
    member_text(&m, n->fix_field ? n->fix_value : SPAN_NONE);
    member_number(&m, n->fix_field && n->fix_safe);
    member_number(&m, n->score);
    if (n->at_risk == AMOUNT_NONE || n->at_risk == 0)
        m.zeros++;
    else
        amount_add(next(&m), n->at_risk);
    member_text(&m, n->reason.n > 0 ? n->reason : SPAN_NONE);
    member_text(&m, n->owner.n > 0 ? n->owner : SPAN_NONE);
    member_text(&m, n->until == DATE_NONE ? SPAN_NONE : span_of(date_text(n->until, day)));
    buf_addc(out, ']');
    int64_t *sum = &h->at_risk[n->rule];
    if (n->state == NOTE_NEW && n->at_risk != AMOUNT_NONE && n->at_risk > 0)
        *sum = *sum > INT64_MAX - n->at_risk ? INT64_MAX : *sum + n->at_risk;
}

void html_item(struct html *h, const struct note_item *item)
{
    struct buf *out = h->out;
    if (h->items % ITEMS_A_CHUNK == 0)
        buf_adds(out, h->items == 0 ? "<script type=\"application/json\" class=\"items\">[\n" : "]</script>\n<script type=\"application/json\" class=\"items\">[\n");
    else
        buf_adds(out, ",\n");
    h->items++;
    size_t file = add_label(&h->files, h, item->file, NULL), sheet = add_label(&h->sheets, h, item->sheet, NULL);
    size_t kind = add_label(&h->kinds, h, item->kind, item->kind_label), catalog = add_label(&h->catalogs, h, item->catalog, NULL);
    buf_addf(out, "[%zu,%u,%zu,%zu,%zu,", file, (unsigned)item->line, sheet, kind, catalog);
    const struct span texts[] = { item->local_code, item->local_name, item->catalog_code, item->catalog_name };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        add_text(out, texts[i]);
        buf_addc(out, ',');
    }
    buf_addf(out, "%d,", item->whole_table);
    add_values(h, item);
    buf_adds(out, ",[");
    for (size_t i = 0; i < item->count; i++) {
        if (i > 0)
            buf_addc(out, ',');
        add_note(h, item, &item->notes[i]);
    }
    buf_adds(out, "]]");
}

static void add_list(struct html *h, const char *name, const struct html_names *names)
{
    buf_addf(h->out, ",\n\"%s\":[", name);
    buf_addspan(h->out, buf_span(&names->labels));
    h->out->failed = h->out->failed || names->labels.failed;
    buf_addc(h->out, ']');
}

static void add_rules(struct html *h)
{
    struct buf *out = h->out;
    buf_adds(out, ",\n\"rules\":[");
    for (size_t i = 0; i < h->run->rule_count; i++) {
        const struct note_rule *rule = &h->run->rules[i];
        const char *const texts[] = { rule->id, rule->slug, rule->title, rule->todo, rule->help };
        buf_adds(out, i > 0 ? ",\n[" : "\n[");
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++) {
            html_json(out, span_of(texts[j] ? texts[j] : ""));
            buf_addc(out, ',');
        }
        buf_addf(out, "%d]", (int)rule->severity);
    }
    buf_addc(out, ']');
}

void html_names_add(struct html *h)
{
    struct buf *out = h->out;
    buf_adds(out, "<script type=\"application/json\" id=\"names\">{\"verb\":");
    html_json(out, span_of(h->run->verb));
    add_list(h, "files", &h->files);
    add_list(h, "sheets", &h->sheets);
    add_list(h, "kinds", &h->kinds);
    add_list(h, "catalogs", &h->catalogs);
    add_list(h, "fields", &h->fields);
    add_rules(h);
    buf_adds(out, ",\n\"words\":{");
    html_page_words(out);
    buf_adds(out, "}}</script>\n");
}
