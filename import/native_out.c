/* import/native_out.c: entries as native elements. Knows the document's shape as duima-catalog(5) gives it, nothing of the store. */
#include "import/native_out.h"

#include "io/xml_writer.h"

/* How a text field stands in the document. */
enum place { PLACE_ELEMENT, PLACE_ATTRIBUTE, PLACE_PACK };
static enum place place_of(size_t field)
{
    switch ((enum entry_text)field) {
    case ENTRY_CODE: case ENTRY_LIST_TYPE: case ENTRY_POLICY_CODE: case ENTRY_LOCAL_CODE:
        return PLACE_ATTRIBUTE;
    case ENTRY_PACK: case ENTRY_DOSE_UNIT: case ENTRY_PACK_UNIT:
        return PLACE_PACK;
    case ENTRY_NAME: case ENTRY_GENERIC: case ENTRY_BRAND: case ENTRY_FORM: case ENTRY_SPEC: case ENTRY_UNIT:
    case ENTRY_MANUFACTURER: case ENTRY_HOLDER: case ENTRY_REPACKER: case ENTRY_APPROVAL: case ENTRY_STANDARD_CODE:
    case ENTRY_CATEGORY: case ENTRY_FLAGS: case ENTRY_ADDON_OF: case ENTRY_MODEL: case ENTRY_MATERIAL: case ENTRY_REGISTRATION:
    case ENTRY_RESTRICTION: case ENTRY_CONTENT: case ENTRY_EXCLUSIONS: case ENTRY_NOTE: case ENTRY_TEXT_COUNT:
        break;
    }
    return PLACE_ELEMENT;
}

static const char *const elements[ENTRY_TEXT_COUNT] = {
#define F(name, column, element) element,
    ENTRY_TEXTS(F)
#undef F
};

static void attribute(struct xml_writer *w, const char *name, struct span value)
{
    if (value.p)
        xml_attribute(w, name, value);
}

static void attribute_number(struct xml_writer *w, const char *name, int value)
{
    char text[16];
    if (value >= 0 && snprintf(text, sizeof text, "%d", value) > 0)
        xml_attribute(w, name, span_of(text));
}

static void attribute_date(struct xml_writer *w, const char *name, date day)
{
    char text[DATE_TEXT];
    if (day != DATE_NONE)
        xml_attribute(w, name, span_of(date_text(day, text)));
}

/* An amount as an attribute (name given) or as the text of the open element. */
static void amount(struct xml_writer *w, const char *name, int64_t value)
{
    struct buf b = BUF_INIT;
    amount_add(&b, value);
    if (b.failed)
        w->out->failed = true;
    else if (name)
        xml_attribute(w, name, buf_span(&b));
    else
        xml_text(w, buf_span(&b));
    buf_release(&b);
}

static void write_pack(struct xml_writer *w, const struct entry *e)
{
    if (!e->text[ENTRY_PACK].p && !e->text[ENTRY_DOSE_UNIT].p && !e->text[ENTRY_PACK_UNIT].p && e->pack_quantity == AMOUNT_NONE)
        return;
    xml_start(w, "pack");
    if (e->pack_quantity != AMOUNT_NONE)
        amount(w, "quantity", e->pack_quantity);
    attribute(w, "dose-unit", e->text[ENTRY_DOSE_UNIT]);
    attribute(w, "pack-unit", e->text[ENTRY_PACK_UNIT]);
    if (e->text[ENTRY_PACK].p)
        xml_text(w, e->text[ENTRY_PACK]);
    xml_end(w);
}

static void write_texts(struct xml_writer *w, const struct entry *e)
{
    for (size_t f = 0; f < ENTRY_TEXT_COUNT; f++) {
        if (f == ENTRY_PACK)
            write_pack(w, e);
        else if (place_of(f) == PLACE_ELEMENT)
            xml_element(w, elements[f], e->text[f]);
        for (size_t i = 0; f == ENTRY_BRAND && i < e->alias_count; i++)
            xml_element(w, "alias", e->aliases[i]);
        for (size_t i = 0; f == ENTRY_APPROVAL && i < e->approval_count; i++)
            xml_element(w, "approval", e->approvals[i]);
    }
}

static void write_money(struct xml_writer *w, const struct entry *e)
{
    static const char *const ownerships[] = { NULL, "public", "private" };
    if (e->pay_class)
        xml_element(w, "pay-class", (struct span){ &e->pay_class, 1 });
    for (size_t i = 0; i < e->self_pay_count; i++) {
        xml_start(w, "self-pay");
        attribute(w, "scheme", e->self_pays[i].scheme);
        amount(w, NULL, e->self_pays[i].share);
        xml_end(w);
    }
    for (size_t i = 0; i < e->ceiling_count; i++) {
        const struct ceiling *c = &e->ceilings[i];
        xml_start(w, "ceiling");
        if (c->type == CEILING_PAYMENT)
            xml_attribute(w, "type", SPAN("payment"));
        if (c->level)
            attribute_number(w, "level", c->level);
        if (ownerships[c->ownership])
            xml_attribute(w, "ownership", span_of(ownerships[c->ownership]));
        amount(w, NULL, c->yuan);
        xml_end(w);
    }
}

static void write_limits(struct xml_writer *w, const struct entry *e)
{
    static const char *const sexes[] = { NULL, "M", "F", "any" };
    static const char *const visits[] = { NULL, "inpatient", "outpatient", "any" };
    static const char *const approvals[] = { "false", "true" };
    if (e->limit_level >= 0 || e->limit_sex || e->limit_age_min >= 0 || e->limit_age_max >= 0 || e->limit_visit || e->limit_approval >= 0) {
        xml_start(w, "limit");
        attribute_number(w, "level", e->limit_level);
        attribute(w, "sex", span_of(sexes[e->limit_sex]));
        attribute_number(w, "age-min", e->limit_age_min);
        attribute_number(w, "age-max", e->limit_age_max);
        attribute(w, "visit", span_of(visits[e->limit_visit]));
        if (e->limit_approval >= 0)
            xml_attribute(w, "approval", span_of(approvals[e->limit_approval != 0]));
        xml_end(w);
    }
    if (e->valid_from || e->valid_to || e->inactive) {
        xml_start(w, "valid");
        attribute_date(w, "from", e->valid_from);
        attribute_date(w, "to", e->valid_to);
        if (e->inactive)
            xml_attribute(w, "status", SPAN("inactive"));
        xml_end(w);
    }
    if (e->agreement_from || e->agreement_to) {
        xml_start(w, "agreement");
        attribute_date(w, "from", e->agreement_from);
        attribute_date(w, "to", e->agreement_to);
        xml_end(w);
    }
}

static void write_successors(struct xml_writer *w, const struct entry *e)
{
    static const char *const types[] = { "same-as", "replaced-by", "possibly" };
    for (size_t i = 0; i < e->successor_count; i++) {
        const struct successor *s = &e->successors[i];
        bool mine_is_old = span_eq(s->old_code, e->text[ENTRY_CODE]);
        xml_start(w, mine_is_old ? "replaced-by" : "replaces");
        xml_attribute(w, "type", span_of(types[s->type]));
        xml_attribute(w, "code", mine_is_old ? s->new_code : s->old_code);
        xml_end(w);
    }
}

void native_add(struct xml_writer *w, const struct entry *e)
{
    xml_start(w, kind_word(e->kind));
    for (size_t f = 0; f < ENTRY_TEXT_COUNT; f++)
        if (place_of(f) == PLACE_ATTRIBUTE)
            attribute(w, elements[f], e->text[f]);
    write_texts(w, e);
    write_money(w, e);
    write_limits(w, e);
    write_successors(w, e);
    xml_end(w);
}

int native_write_entry(const struct entry *e, struct buf *out, struct error *err)
{
    struct xml_writer w;
    xml_writer_init(&w, out, 0);
    native_add(&w, e);
    int rc = xml_writer_finish(&w, err);
    while (rc == 0 && out->n > 0 && out->p[out->n - 1] == '\n')
        out->n--;
    return rc;
}

void native_begin(struct xml_writer *w, const struct native_head *head, struct buf *out)
{
    struct buf count = BUF_INIT;
    xml_writer_init(w, out, 2);
    xml_declaration(w);
    xml_start(w, "catalog");
    xml_attribute(w, "xmlns", SPAN("urn:duima:catalog:1"));
    xml_attribute(w, "region", head->region);
    xml_attribute(w, "version", head->label);
    attribute_date(w, "effective", head->effective);
    attribute_date(w, "expires", head->expires);
    attribute(w, "title", head->title);
    attribute(w, "publisher", head->publisher);
    if (head->fragment)
        xml_attribute(w, "fragment", SPAN("true"));
    buf_addf(&count, "%lld", (long long)head->count);
    xml_attribute(w, "count", buf_span(&count));
    out->failed = out->failed || count.failed;
    buf_release(&count);
}

int native_finish(struct xml_writer *w, struct error *err)
{
    xml_end(w);
    return xml_writer_finish(w, err);
}
