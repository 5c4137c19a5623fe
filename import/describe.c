/* import/describe.c: a refused record as an element of the native format, for --rejects: a person mends it and imports it. It
 * shows texts as they were found, also those that do not fit. */
#include "import/convert_run.h"

#include "io/xml_writer.h"

/* Fields that are attributes in the native format: of the entry itself, or of an element. */
static const struct {
    const char *field, *element, *attribute; /* element NULL: the entry's own */
} attributes_of[] = {
    { "code", NULL, "code" },
    { "list-type", NULL, "list-type" },
    { "policy-code", NULL, "policy-code" },
    { "local-code", NULL, "local-code" },
    { "pack-quantity", "pack", "quantity" },
    { "dose-unit", "pack", "dose-unit" },
    { "pack-unit", "pack", "pack-unit" },
    { "agreement-from", "agreement", "from" },
    { "agreement-to", "agreement", "to" },
    { "limit-level", "limit", "level" },
    { "limit-sex", "limit", "sex" },
    { "limit-age-min", "limit", "age-min" },
    { "limit-age-max", "limit", "age-max" },
    { "limit-visit", "limit", "visit" },
    { "limit-approval", "limit", "approval" },
    { "valid-from", "valid", "from" },
    { "valid-to", "valid", "to" },
    { "status", "valid", "status" },
};
#define ATTRIBUTES (sizeof attributes_of / sizeof *attributes_of)

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The attributes of one element (NULL: the entry) that the record has. Their number. */
static int write_attributes(const struct converter *c, struct xml_writer *w, const char *element)
{
    int n = 0;
    for (size_t i = 0; i < ATTRIBUTES; i++) {
        for (size_t k = 0; same(attributes_of[i].element, element) && k < c->collected_count; k++) {
            const struct taken *t = &c->collected[k];
            if (strcmp(t->field->target->name, attributes_of[i].field) != 0)
                continue;
            if (w)
                xml_attribute(w, attributes_of[i].attribute, t->text);
            n++;
            break;
        }
    }
    return n;
}

static bool is_attribute(const char *field)
{
    for (size_t i = 0; i < ATTRIBUTES; i++)
        if (strcmp(attributes_of[i].field, field) == 0)
            return true;
    return false;
}

static void write_element(const struct converter *c, struct xml_writer *w, const struct taken *t)
{
    const char *name = t->field->target->name;
    bool successor = t->field->target->shape == SHAPE_SUCCESSOR || t->field->target->shape == SHAPE_PREDECESSOR;
    xml_start(w, name);
    for (int i = 0; i < PART_COUNT; i++)
        if (t->parts[i].n)
            xml_attribute(w, part_name((enum part)i), t->parts[i]);
    if (strcmp(name, "pack") == 0)
        write_attributes(c, w, "pack");
    if (successor)
        xml_attribute(w, "code", t->text);
    else
        xml_text(w, t->text);
    xml_end(w);
}

/* What a field understands of a text: days and amounts in one form, everything else as it is. */
static struct span as_read(const struct taken *t, struct buf *work, bool *bad)
{
    enum shape shape = t->field->target->shape;
    char text[DATE_TEXT];
    date day = DATE_NONE;
    int64_t amount = 0;
    buf_clear(work);
    *bad = false;
    if (shape == SHAPE_DATE) {
        *bad = why_not_date(&t->field->reading, t->text, &day) != NULL;
        buf_adds(work, *bad ? "" : date_text(day, text));
    } else if (shape == SHAPE_CEILING || shape == SHAPE_SELF_PAY || shape == SHAPE_QUANTITY) {
        *bad = why_not_amount(&t->field->reading, t->text, &amount) != NULL || (shape == SHAPE_SELF_PAY && (amount < 0 || amount > AMOUNT_SCALE));
        if (!*bad)
            amount_add(work, amount);
    }
    return work->n > 0 ? buf_span(work) : t->text;
}

/* Where a value stands, as people call it. */
static struct span path_of(const struct profile *p, const struct slot *slot, struct buf *where)
{
    if (slot->column == 0)
        return slot->path;
    buf_clear(where);
    profile_column_name(p, slot->column, where);
    return buf_span(where);
}

int converter_each(struct converter *c, int (*fn)(void *ctx, const struct convert_found *found, struct error *err), void *ctx, struct error *err)
{
    struct buf work = BUF_INIT, where = BUF_INIT;
    int rc = c->which ? convert_collect(c, err) : 0;
    for (size_t i = 0; rc == 0 && c->which && i < c->collected_count; i++) {
        const struct taken *t = &c->collected[i];
        const struct field *at = t->number ? &c->record->fields[t->number - 1] : NULL;
        struct convert_found found = { .field = t->field->target->name };
        found.read = as_read(t, &work, &found.bad);
        memcpy(found.parts, t->parts, sizeof found.parts);
        if (at) {
            found.found = at->text;
            found.path = path_of(c->profile, &c->profile->slots[at->slot], &where);
            found.line = at->line;
        }
        rc = buf_check(&work, err) < 0 || buf_check(&where, err) < 0 ? -1 : fn(ctx, &found, err);
    }
    buf_release(&work);
    buf_release(&where);
    return rc;
}

int converter_describe(struct converter *c, struct buf *out, struct error *err)
{
    static const char *const empty[] = { "agreement", "limit", "valid" };
    struct xml_writer w;
    buf_clear(out);
    if (!c->which || convert_collect(c, err) < 0)
        return c->which ? -1 : 0;
    xml_writer_init(&w, out, 0);
    xml_start(&w, kind_word(c->which->kind));
    write_attributes(c, &w, NULL);
    bool pack = false;
    for (size_t i = 0; i < c->collected_count; i++) {
        const char *name = c->collected[i].field->target->name;
        pack = pack || strcmp(name, "pack") == 0;
        if (!is_attribute(name))
            write_element(c, &w, &c->collected[i]);
    }
    for (size_t i = 0; i < (pack ? 3u : 4u); i++) {
        const char *name = i < 3 ? empty[i] : "pack";
        if (write_attributes(c, NULL, name) == 0)
            continue;
        xml_start(&w, name);
        write_attributes(c, &w, name);
        xml_end(&w);
    }
    xml_end(&w);
    int rc = xml_writer_finish(&w, err);
    while (rc == 0 && out->n > 0 && out->p[out->n - 1] == '\n')
        out->n--;
    return rc;
}
